"""Answering introductions: the person whom an organisation asks, and the companies that they belong to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import introductions, people
from consortium.access import people as access
from consortium.models import Introduction
from membership.models import Member
from parties.permissions import require
from web.forms import errors_as_message


@login_required
def introduction_list(request):
    """Show the reader who asks them to be one of its people, and what would follow."""
    rows = _own(request).waiting().order_by("asked_at")
    asked = [(each, introductions.employers(each, request.now)) for each in rows]
    return render(request, "consortium/introduction_list.html", {"asked": asked})


@require_POST
@login_required
def introduction_answer(request, pk):
    """Accept or decline."""
    introduction = get_object_or_404(_own(request), pk=pk)
    with errors_as_message(request):
        if request.POST.get("answer") == "yes":
            place = introductions.accept(introduction, by=request.user, at=request.now)
            if place:
                messages.success(request, _("You joined %(name)s.") % {"name": introduction.organisation})
                return redirect(introduction.consortium)
            messages.success(request, _("Your company is asked to agree. You are told what it answers."))
        elif request.POST.get("answer") == "no":
            introductions.decline(introduction, by=request.user, at=request.now)
            messages.success(request, _("You declined the invitation."))
    return redirect("introduction_list")


@require_POST
def introduction_withdraw(request, consortium, pk):
    """Take an invitation back."""
    introduction = _seen(request, pk)
    require(access.can_withdraw_introduction(request.viewer, introduction))
    with errors_as_message(request):
        introductions.withdraw(introduction, by=request.viewer.person, at=request.now)
    return redirect(people.home_of(introduction.consortium_id, introduction.organisation_id))


@require_POST
def introduction_release(request, consortium, number, pk):
    """Agree, for one's company, that a colleague joins another organisation too."""
    return _answered(request, number, pk, introductions.release)


@require_POST
def introduction_object(request, consortium, number, pk):
    """Object, for one's company, to a colleague's joining another organisation."""
    return _answered(request, number, pk, introductions.object_to)


def _answered(request, number: int, pk: int, verb):
    introduction = _seen(request, pk)
    employer = get_object_or_404(
        Member.objects.visible_to(request.viewer).select_related("organisation"), number=number
    )
    require(access.can_release(request.viewer, employer, introduction.person_id))
    if not introductions.is_asked(employer, introduction, request.now):
        raise Http404
    with errors_as_message(request):
        verb(introduction, employer, by=request.viewer.person, at=request.now)
    return redirect("member_people", request.consortium.slug, number)


def _own(request):
    require(access.can_answer(request.user))
    rows = Introduction.objects.filter(person=request.user)
    return rows.select_related("organisation", "consortium", "person", "asked_by")


def _seen(request, pk: int) -> Introduction:
    rows = Introduction.objects.visible_to(request.viewer).select_related("organisation", "consortium", "person")
    return get_object_or_404(rows, pk=pk)
