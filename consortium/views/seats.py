"""The doors of seats: one seat, resigning and recalling, alternates, the chair, posts and vacancies."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from charter import editions
from consortium import eligibility, groups, nominations, seats, vacancies
from consortium.access import nominations as may_nominate
from consortium.access import seats as access
from consortium.forms.people import PersonForm
from consortium.models import Body, Nomination, Seat
from consortium.vacancies import CompanyPosts
from journal.history import history_of
from membership.models import Affiliation
from parties.models import Person
from parties.permissions import require
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.idempotency import once


def seat_detail(request, consortium, number):
    """Show one seat: who holds it for whom, until when, who may act in it, and what became of it."""
    seat = _seat(request, number)
    viewer = request.viewer
    context = {
        "seat": seat,
        "nomination": Nomination.objects.visible_to(viewer).filter(replaces=seat).waiting().first(),
        "can_end": seat.is_held and not seat.body.is_office and access.can_end(viewer, seat),
        "is_holder": access.is_holder(viewer, seat),
        "can_deputise": seat.is_held and seat.member_id and access.can_name_alternate(viewer, seat),
        "can_nominate": seat.member_id and seat.body.level and may_nominate.can_propose(viewer, seat.member),
        "can_chair": seat.is_held
        and seat.votes
        and seat.body.level
        and seat.post != "chair"
        and may_nominate.can_propose_chair(viewer, seat.body),
        "history": history_of(seat.subject_id, gives_reasons=access.sees_reason(viewer, seat)),
    }
    return render(request, "consortium/seat_detail.html", context)


@require_POST
def seat_end(request, consortium, number):
    """Resign from a seat, recall somebody, or take somebody out of a group."""
    seat = _seat(request, number)
    require(access.can_end(request.viewer, seat))
    by_whom = {"by": request.viewer.person, "at": request.now}
    ending = access.ending(request.viewer, seat)
    with errors_as_message(request):
        reason = posted_reason(request)
        if ending == Seat.Ending.REMOVED:
            groups.remove(seat, reason=reason, **by_whom)
        else:
            seats.end(seat, reason=ending, words=reason, **by_whom)
        messages.success(request, _("The seat has ended."))
    return redirect(seat.body)


def seat_alternate(request, consortium, number):
    """Name who may act in a seat when its holder does not."""
    seat = _seat(request, number)
    require(access.can_name_alternate(request.viewer, seat))
    colleagues = Affiliation.objects.visible_to(request.viewer).on(request.viewer.today).come()
    offered = Person.objects.filter(pk__in=colleagues.filter(organisation=seat.organisation).values("person")).exclude(
        pk=seat.person_id
    )
    form = PersonForm(offered.order_by("name"), request.POST or None)
    if form.is_valid():
        with errors_on(form):
            seats.name_alternate(seat, form.cleaned_data["person"], by=request.viewer.person, at=request.now)
            return redirect(seat)
    return form_page(
        request,
        form,
        title=_("Name an alternate for %(person)s") % {"person": seat.person},
        submit=pgettext("button", "Name"),
        back=seat.get_absolute_url(),
    )


@require_POST
def seat_end_alternate(request, consortium, number):
    """Take the alternate's right to act in a seat."""
    seat = _seat(request, number)
    require(access.can_end_alternate(request.viewer, seat))
    with errors_as_message(request):
        seats.end_alternate(seat, by=request.viewer.person, at=request.now)
    return redirect(seat)


@require_POST
@once
def seat_chair(request, consortium, number):
    """Propose the holder of a seat for the chair; the body elects (E-74)."""
    seat = _seat(request, number)
    require(may_nominate.can_propose_chair(request.viewer, seat.body))
    with errors_as_message(request), transaction.atomic():
        nomination = nominations.propose_chair(seat, by=request.viewer.person, at=request.now)
        motion = nominations.put_to_vote(
            seat.body, [nomination], title=_("Chair of the body"), by=request.viewer.person, at=request.now
        )
        return redirect(motion)
    return redirect(seat)


def vacancy_list(request, consortium):
    """Show every company's posts, used and vacant (GOV-09)."""
    charter = editions.of(request.viewer)
    bodies = {body.key: body for body in Body.objects.visible_to(request.viewer).open()}
    classes = {charter.bodies[key].class_: eligibility.short_name(charter, key) for key in _with_posts(charter)}
    rows = [
        {
            "company": company,
            "tier": charter.tiers[company.tier].name if company.tier in charter.tiers else "",
            "cells": _cells(company, charter, bodies, classes),
            "can_nominate": may_nominate.can_propose(request.viewer, company.member),
        }
        for company in vacancies.of_companies(request.consortium, charter, request.viewer.today)
    ]
    rows.sort(key=lambda row: not row["can_nominate"])
    return render(request, "consortium/vacancy_list.html", {"rows": rows, "classes": classes.values()})


def _with_posts(charter) -> list[str]:
    """Bodies in which companies hold seats."""
    return [key for key, body in charter.bodies.items() if body.kind != Body.Kind.OFFICE]


def _cells(company: CompanyPosts, charter, bodies: dict[str, Body], classes: dict[str, str]) -> list[dict]:
    """One cell for each class of seats, empty where the company has none."""
    lines = {charter.bodies[key].class_: (bodies.get(key), use) for key, use in company.posts.lines}
    return [
        {"class": name, **dict(zip(("body", "use"), lines.get(class_, (None, None)), strict=True))}
        for class_, name in classes.items()
    ]


def _seat(request, number: int) -> Seat:
    rows = Seat.objects.visible_to(request.viewer).with_alternate(request.viewer.today)
    related = ("person", "organisation", "member__organisation", "body__consortium", "body__parent__parent")
    return get_object_or_404(rows.select_related(*related, "consortium", "appointed_by"), number=number)
