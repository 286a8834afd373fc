"""The doors of nominations: proposing, verifying, putting before the appointing body."""

from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from consortium import appointments, candidates, directory, nominations, quotas
from consortium.access import nominations as access
from consortium.forms.people import NominationForm, OfficerForm
from consortium.models import Body, Nomination, Seat
from consortium.rules import MEMBER
from journal.history import history_of
from membership.models import Member
from membership.tiers import tier_on
from parties.models import Person
from parties.permissions import require
from parties.viewer import Viewer
from web import parse
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.idempotency import once
from web.lists import Bulk, Column, Filter, Listing, list_page
from web.table_cells import link, native, state

TONES = {"proposed": "waiting", "on_ballot": "open", "appointed": "done", "rejected": "refused", "withdrawn": "quiet"}

NOMINATIONS = Listing(
    key="nominations",
    columns=(
        Column("number", gettext_lazy("No."), "number", sort="number", numeric=True),
        Column(
            "person",
            gettext_lazy("Person"),
            "person.name",
            lambda n: link(n.get_absolute_url(), n.person.name, native(n.person.native_name)),
            sort="person__name",
        ),
        Column(
            "company",
            gettext_lazy("Company"),
            lambda n: n.member.organisation.name if n.member else "",
            sort="member__organisation__name",
        ),
        Column("body", pgettext_lazy("nomination", "For"), "body.name", sort="body__name"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda n: n.get_state_display(),
            lambda n: state(n.get_state_display(), TONES[n.state]),
            sort="state",
        ),
        Column("day", pgettext_lazy("day", "Nominated"), "nominated_at", sort="nominated_at", timed=True),
    ),
    order="-number",
    filters=(
        Filter("state", gettext_lazy("State"), Nomination.State.choices),
        Filter(
            "body",
            gettext_lazy("Body"),
            lambda viewer: Body.objects.visible_to(viewer).filter(level__gt=0).values_list("pk", "name"),
        ),
    ),
    search=("person__name", "person__native_name", "member__organisation__name"),
    unseen=gettext_lazy("No nominations that you can see."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy("No nomination yet. Whoever nominates for a company does so from its posts and vacant seats."),
)


def nomination_list(request, consortium):
    """List the nominations that the reader may see; those who may put ticked ones before their body."""
    bulk = [
        Bulk(_("Put before the %(body)s") % {"body": body.name}, f"{body.get_absolute_url()}appoint/", "gavel")
        for body in _appointing_bodies(request.viewer)
    ]
    return list_page(request, NOMINATIONS, _nominations, "web/list.html", bulk=bulk, title=_("Nominations"))


def nomination_detail(request, consortium, number):
    """Show one nomination: who, for what, what it waits for and who decides."""
    nomination = _nomination(request, number)
    charter = editions.of(request.viewer)
    key = appointments.appointing_key(charter, nomination)
    appointing = None if key == MEMBER else Body.objects.visible_to(request.viewer).open().filter(key=key).first()
    context = {
        "nomination": nomination,
        "tone": TONES[nomination.state],
        "by_tier": bool(charter.tiers or charter.titles),
        "appointing": appointing,
        "can_put_to_vote": nomination.is_proposed and appointing and access.can_put_to_vote(request.viewer, appointing),
        "title": charter.titles[nomination.title].name if nomination.title in charter.titles else nomination.title,
        "can_confirm": nomination.is_proposed and access.can_confirm(request.viewer, nomination),
        "can_withdraw": nomination.is_proposed and access.can_withdraw(request.viewer, nomination),
        "history": history_of(nomination.subject_id),
    }
    return render(request, "consortium/nomination_detail.html", context)


@once
def nomination_new(request, consortium, number, body):
    """Nominate a person of a company for a seat; only those who are eligible are offered (GOV-08)."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer).select_related("organisation"), number=number)
    place = get_object_or_404(Body.objects.visible_to(request.viewer).select_related("consortium"), number=body)
    return _nominate(request, member, place)


@once
def seat_nominate(request, consortium, number):
    """Nominate for a seat that fell vacant, or whose term ends."""
    seats = Seat.objects.visible_to(request.viewer).filter(member__isnull=False, body__level__gt=0)
    seat = get_object_or_404(seats.select_related("member__organisation", "body__consortium"), number=number)
    return _nominate(request, seat.member, seat.body, seat)


@require_POST
def nomination_withdraw(request, consortium, number):
    """Take a nomination back."""
    nomination = _nomination(request, number)
    require(access.can_withdraw(request.viewer, nomination))
    with errors_as_message(request):
        nominations.withdraw(nomination, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(nomination)


@require_POST
def nomination_confirm(request, consortium, number):
    """Verify tier and title, and seat (E-18)."""
    nomination = _nomination(request, number)
    require(access.can_confirm(request.viewer, nomination))
    with errors_as_message(request):
        seat = nominations.confirm(nomination, by=request.viewer.person, at=request.now)
        messages.success(request, _("%(person)s has the seat.") % {"person": seat.person})
    return redirect(nomination)


@require_POST
def nomination_decline(request, consortium, number):
    """Turn down what could not be verified."""
    nomination = _nomination(request, number)
    require(access.can_decline(request.viewer, nomination))
    with errors_as_message(request):
        reason = posted_reason(request)
        nominations.decline(nomination, reason=reason, by=request.viewer.person, at=request.now)
    return redirect(nomination)


@require_POST
def nomination_put_to_vote(request, consortium, number):
    """Draft a motion of the appointing body with the ticked nominations as its slate."""
    body = get_object_or_404(Body.objects.visible_to(request.viewer).select_related("consortium"), number=number)
    require(access.can_put_to_vote(request.viewer, body))
    ticked = parse.ints(request.POST.getlist("chosen"))
    chosen = Nomination.objects.visible_to(request.viewer).filter(pk__in=ticked)
    with errors_as_message(request):
        motion = nominations.put_to_vote(
            body,
            list(chosen.select_related("person", "member__organisation", "body", "consortium").order_by("number")),
            by=request.viewer.person,
            at=request.now,
        )
        return redirect(motion)
    return redirect(reverse("nomination_list", args=(consortium,)) + "?state=proposed")


@once
def officer_new(request, consortium, number):
    """Propose somebody for a post of the office."""
    office = get_object_or_404(Body.objects.visible_to(request.viewer), number=number, kind=Body.Kind.OFFICE)
    require(access.can_propose_officer(request.viewer, office))
    charter = editions.of(request.viewer)
    form = OfficerForm(directory.come(request.viewer), *_posts(charter, office), request.POST or None)
    if form.is_valid():
        with errors_on(form):
            return redirect(
                nominations.propose_officer(office, by=request.viewer.person, at=request.now, **form.cleaned_data)
            )
    return form_page(
        request,
        form,
        title=_("Propose somebody for the office"),
        intro=_("Whoever is appointed takes the post over from its present holder."),
        submit=_("Propose"),
        back=office.get_absolute_url(),
    )


def _posts(charter, office: Body) -> tuple[list[tuple[str, str]], str | None]:
    """Offer the posts of the office, each with who holds it now, and the first that nobody holds."""
    held = dict(office.seats.held().values_list("post", "person__name"))
    posts = charter.office.posts
    offered = [(key, f"{post.name} · {held[key]}" if key in held else str(post.name)) for key, post in posts.items()]
    return offered, next((key for key in posts if key not in held), None)


def _nominate(request, member: Member, place: Body, seat: Seat | None = None):
    require(access.can_propose(request.viewer, member))
    charter = editions.of(request.viewer)
    seats = Seat.objects.visible_to(request.viewer).held().filter(member=member, body=place).select_related("person")
    form = NominationForm(
        _offered(candidates.offered(charter, member, place, day=request.viewer.today), seats),
        seats,
        request.POST or None,
        initial={"replaces": seat, "person": seat.person_id} if seat and seat.is_held else {},
    )
    if form.is_valid():
        with errors_on(form):
            nomination = nominations.propose(
                member, place, by=request.viewer.person, at=request.now, **form.cleaned_data
            )
            messages.success(request, _("%(person)s is nominated.") % {"person": nomination.person})
            return redirect(nomination)
    return form_page(
        request,
        form,
        title=_("Nominate for the %(body)s") % {"body": place.name},
        intro=_who_is_eligible(request, charter, member, place, any(form.fields["person"].queryset)),
        submit=_("Nominate"),
        back=place.get_absolute_url(),
    )


def _offered(people: list[Person], seats) -> QuerySet[Person]:
    """Offer the eligible; beside who sits there already it says that this would be another term."""
    again = When(pk__in=[seat.person_id for seat in seats], then=Value(_("sits there now: for another term")))
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    return rows.annotate(place=Case(again, default=Value(""))).order_by("name")


def _nominations(viewer: Viewer) -> QuerySet[Nomination]:
    return Nomination.objects.visible_to(viewer).select_related("person", "member__organisation", "body", "consortium")


def _who_is_eligible(request, charter, member: Member, place: Body, is_anybody: bool) -> str:
    """Say before anything is typed which titles the body asks for and whether the quota is used up (GOV-08, GOV-09)."""
    if place.key not in charter.bodies:
        return ""
    titles = [str(charter.titles[key].name) for key in charter.bodies[place.key].titles]
    said = [
        _("Eligible titles: %(titles)s.") % {"titles": ", ".join(titles)} if titles else _("Any title is eligible.")
    ]
    if is_anybody:
        fits = _("Offered are the people of %(company)s who are eligible by tier, title, branch and other seats.")
    else:
        fits = _("Nobody of %(company)s fits yet: enter a colleague, or correct a title, among its people.")
    said.append(fits % {"company": member})
    tier, day = tier_on(member, request.viewer.today), request.viewer.today
    use = quotas.use_of(charter, place.key, member, tier=tier, day=day)
    if full := quotas.refusal(charter, place.key, company=str(member), tier=tier, use=use):
        said.append(_("%(quota)s. Nominate for another term, or in place of a colleague.") % {"quota": full})
    return " ".join(said)


def _nomination(request, number: int) -> Nomination:
    rows = Nomination.objects.visible_to(request.viewer).select_related(
        "person",
        "member__organisation",
        "body__consortium",
        "consortium",
        "item__motion__consortium",
        "replaces__person",
        "nominated_by",
        "subject",
    )
    return get_object_or_404(rows, number=number)


def _appointing_bodies(viewer) -> list[Body]:
    """Bodies for which the reader may prepare a slate, and that appoint others."""
    charter = editions.of(viewer)
    keys = {body.appointed_by for body in charter.bodies.values()} - {MEMBER}
    bodies = Body.objects.visible_to(viewer).open().filter(key__in=keys).select_related("consortium")
    return [body for body in bodies if access.can_put_to_vote(viewer, body)]
