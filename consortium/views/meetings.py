"""Pages of meetings: the lists, one meeting, planning and changing it, calling and cancelling it."""

from collections import defaultdict

from django.contrib import messages
from django.db.models import IntegerField, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consortium import clocks, meetings
from consortium.access import meetings as access
from consortium.forms.meetings import EditForm, MeetingForm, PlanForm
from consortium.models import Body, Meeting, MeetingBody
from consortium.views import meeting_pages
from parties.permissions import require
from parties.viewer import Viewer
from web.compiled import Param, any_of, compiled
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.idempotency import once
from web.list_query import Rows
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state, zoned

TONES = {"planned": "quiet", "called": "open", "held": "waiting", "closed": "done", "cancelled": "refused"}


def bodies_named(rows: list[Meeting]) -> None:
    """Set the names of the bodies on all fetched meetings, in one query."""
    names = defaultdict(list)
    for meeting, name in NAMES.rows(meetings=[row.pk for row in rows]):
        names[meeting].append(name)
    for row in rows:
        row.body_names = ", ".join(names[row.pk])


NAMES = compiled(
    lambda: MeetingBody.objects.filter(meeting__in=any_of("meetings")).values_list("meeting_id", "body__name")
)


def kind_words(meeting: Meeting) -> str:
    """Name the kind, and say of a joint session that no link of the charter foresees it (GOV-10)."""
    kind = meeting.get_kind_display()
    return _("%(kind)s, not a charter link") % {"kind": kind} if meeting.off_the_links else kind


def meeting_bodies(viewer):
    """List the bodies that a reader may choose among."""
    return DECIDING.rows(viewer)


DECIDING = compiled(lambda viewer: Body.objects.visible_to(viewer).open().deciding().values_list("pk", "name"))


MEETINGS = Listing(
    key="meetings",
    columns=(
        Column(
            "title",
            gettext_lazy("Meeting"),
            "title",
            lambda m: link(f"/{m.consortium.slug}/meetings/{m.number}/", m.title),
            sort="title",
        ),
        Column("bodies", gettext_lazy("Body"), "body_names"),
        Column("starts", gettext_lazy("Begins"), "starts_at", lambda m: zoned(m.starts_at), "starts_at", timed=True),
        Column("place", gettext_lazy("Place"), "place"),
        Column("kind", gettext_lazy("Kind"), lambda m: kind_words(m), sort="kind"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda m: m.get_state_display(),
            lambda m: state(m.get_state_display(), TONES[m.state]),
            sort="state",
        ),
    ),
    order="starts_at",
    filters=(
        Filter("body", gettext_lazy("Body"), meeting_bodies, lambda rows, value: rows.filter(tables__body=value)),
        Filter("kind", gettext_lazy("Kind"), Meeting.Kind.choices),
    ),
    search=("title", "place"),
    prepare=bodies_named,
    unseen=gettext_lazy("No upcoming meetings that you can see."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy("No meeting is planned. The compliance page shows which bodies owe one, and by when."),
)
PAST = Listing(
    key="past",
    columns=MEETINGS.columns,
    order="-starts_at",
    filters=(*MEETINGS.filters, Filter("state", gettext_lazy("State"), Meeting.State.choices)),
    search=MEETINGS.search,
    prepare=bodies_named,
    unseen=gettext_lazy("No past meetings that you can see."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy("No meeting has been held yet."),
)


def meeting_list(request, consortium):
    """List the meetings ahead."""
    return _listed(request, MEETINGS, _ahead, "meeting_list")


def meeting_past(request, consortium):
    """List the meetings that were held, closed or cancelled."""
    return _listed(request, PAST, _past, "meeting_past")


def meeting_detail(request, consortium, number):
    """Show a meeting to whoever takes part: reply, pack and agenda first."""
    meeting = _meeting(request, number)
    page = meeting_pages.of(request.viewer, meeting)
    return render(
        request, "consortium/meeting_detail.html", {"meeting": meeting, "page": page, "tone": TONES[meeting.state]}
    )


@once
def meeting_plan(request, consortium):
    """Plan a meeting of any body; whoever leads one is offered its next."""
    led = [seat.body_id for seat in request.viewer.seats if seat.post in ("chair", "lead")]
    return _planned(request, _plannable(request).filter(pk__in=led))


@once
def meeting_plan_of_body(request, consortium, number):
    """Plan the next meeting that a body owes."""
    body = get_object_or_404(_plannable(request), number=number)
    return _planned(request, Body.objects.filter(pk=body.pk))


def meeting_hours(request, consortium):
    """Say what hour a meeting will be for those concerned, while its form is filled in."""
    form = PlanForm(request.GET, bodies=_plannable(request))
    form.is_valid()
    said = form.cleaned_data
    require(access.can_plan(request.viewer, said.get("bodies") or _plannable(request)))
    hours = meeting_pages.hours(request.viewer, said, said.get("bodies", ()))
    return render(request, "consortium/_meeting_clocks.html", {"clocks": hours})


def meeting_edit(request, consortium, number):
    """Change what stands in the calendars."""
    meeting = _meeting(request, number)
    require(access.can_run(request.viewer, meeting))
    initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
    form = EditForm(request.POST or None, initial=initial)
    if form.is_valid():
        with errors_on(form):
            meetings.change(meeting, by=request.viewer.person, at=request.now, **form.cleaned_data)
            _warn_of_odd_hours(request, meeting)
            return redirect(meeting)
    return form_page(
        request,
        form,
        title=_("Change “%(title)s”") % {"title": initial["title"]},
        intro=_("Everyone who is invited gets the changed event; on another day, everyone is asked anew."),
        back=meeting.get_absolute_url(),
    )


@require_POST
def meeting_call(request, consortium, number):
    """Call a planned meeting and invite everyone who sits in its bodies."""
    meeting = _meeting(request, number)
    require(access.can_run(request.viewer, meeting))
    with errors_as_message(request):
        meetings.call(meeting, by=request.viewer.person, at=request.now)
        messages.success(request, _("Invitations are on their way."))
    return redirect(meeting)


@require_POST
def meeting_cancel(request, consortium, number):
    """Cancel a meeting with a reason."""
    meeting = _meeting(request, number)
    require(access.can_run(request.viewer, meeting))
    with errors_as_message(request):
        reason = posted_reason(request)
        meetings.cancel(meeting, by=request.viewer.person, at=request.now, reason=reason)
    return redirect(meeting)


def _meeting(request, number: int) -> Meeting:
    for meeting in _seen.rows(request.viewer, number=number):
        meeting.consortium = request.consortium
        return meeting
    raise Http404


@compiled
def _seen(viewer: Viewer) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(viewer).filter(number=Param("number", IntegerField())).select_related("subject")


def _planned(request, chosen: QuerySet[Body]):
    bodies = _plannable(request)
    require(access.can_plan(request.viewer, chosen or bodies))
    proposed = meeting_pages.proposal(request.viewer, chosen.first())
    form = PlanForm(request.POST or None, bodies=bodies, initial=proposed)
    if form.is_valid():
        with errors_on(form):
            require(access.can_plan(request.viewer, form.cleaned_data["bodies"]))
            meeting = meetings.plan(by=request.viewer.person, at=request.now, **form.cleaned_data)
            _warn_of_odd_hours(request, meeting)
            unusual = meetings.warnings(form.cleaned_data["bodies"], meeting.day)
            for warning in [*unusual, *meeting_pages.out_of_turn(request.viewer, meeting)]:
                messages.warning(request, warning)
            return redirect(meeting)
    said = form.cleaned_data if form.is_bound else proposed
    return form_page(
        request,
        form,
        "consortium/meeting_plan.html",
        clocks=meeting_pages.hours(request.viewer, said, said.get("bodies", ()) if form.is_bound else chosen[:1]),
        title=_("Plan a meeting"),
        intro=meeting_pages.owed_next(request.viewer, chosen.first())
        or _(
            "For a meeting that has taken place already, give its day: you record next who came and what was decided."
        ),
        submit=_("Plan it"),
        back=reverse("meeting_list", args=[request.consortium.slug]),
    )


def _warn_of_odd_hours(request, meeting: Meeting) -> None:
    for warning in clocks.warnings(meeting.bodies.all(), meeting.starts_at, meeting.minutes, meeting.zone):
        messages.warning(request, warning)


def _plannable(request) -> QuerySet[Body]:
    """Bodies whose meetings the reader may plan; a joint session may name any other."""
    return Body.objects.visible_to(request.viewer).open().deciding()


def _ahead(viewer: Viewer) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(viewer).ahead(viewer.now).select_related("consortium")


def _past(viewer: Viewer) -> QuerySet[Meeting]:
    seen = Meeting.objects.visible_to(viewer)
    return seen.exclude(pk__in=seen.ahead(viewer.now).values("pk")).select_related("consortium")


def _listed(request, listing: Listing, rows: Rows, current: str):
    slug = request.consortium.slug
    tabs = [
        {"label": label, "address": reverse(name, args=[slug]), "is_current": name == current}
        for name, label in (("meeting_list", _("Ahead")), ("meeting_past", _("Past")))
    ]
    may_plan = request.viewer.is_office or any(seat.post == "chair" for seat in request.viewer.seats)
    return list_page(
        request,
        listing,
        rows,
        "consortium/meeting_list.html",
        title=_("Meetings"),
        tabs=tabs,
        may_plan=may_plan,
    )
