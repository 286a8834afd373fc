"""What the secretary does next: the bodies' paperwork, and meetings that want planning, calling or recording."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from consortium.models import Meeting, MeetingBody
from desk import work
from duties.models import Duty
from duties.titles import Titles
from parties.viewer import Viewer
from web import deadlines
from web.compiled import compiled
from web.view_models import DutyLine

PAPERWORK = ("minutes.write", "enactment.retry")
HOLD = "meeting.hold"
AHEAD = timedelta(days=60)
"""How early a meeting that nobody has planned is worth a line."""


def owed(viewer: Viewer, charter: Any) -> list[Duty]:
    """Find what bodies owe and the secretary writes; nothing for anyone else."""
    return _owed.rows(viewer) if _are_of(viewer, charter) else []


def of(viewer: Viewer, charter: Any, owed: Iterable[Duty], called: Titles) -> list[DutyLine]:
    """List the secretary's own next steps, the earliest first; nothing for anyone else."""
    if not _are_of(viewer, charter):
        return []
    notice = _notice(charter)
    paperwork = work.lines(viewer, owed, called, is_mine=True)
    meetings = [_line(viewer, meeting, notice) for meeting in _meetings.rows(viewer, notice)]
    return sorted([*paperwork, *meetings], key=lambda line: line.due)


def _are_of(viewer: Viewer, charter: Any) -> bool:
    return charter is not None and "secretary" in viewer.office


def _notice(charter: Any) -> timedelta:
    return timedelta(days=charter.meetings.notice_days)


@compiled
def _owed(viewer: Viewer) -> QuerySet[Duty]:
    """What bodies owe and the office writes: minutes, blocked decisions, meetings that nobody planned."""
    ahead = Q(meeting__state__in=[Meeting.State.PLANNED, Meeting.State.CALLED])
    ahead &= Q(meeting__day__contained_by=OuterRef("period"))
    held = Q(held_on__contained_by=OuterRef("period"), has_quorum=True)
    provided = MeetingBody.objects.filter(ahead | held, body__subject=OuterRef("debtor"))
    unplanned = Q(kind=HOLD, due_at__lt=viewer.now + AHEAD) & ~Exists(provided)
    return (
        Duty.objects.open()
        .filter(Q(kind__in=PAPERWORK) | unplanned, consortium=viewer.consortium, arises_at__lte=viewer.now)
        .select_related("debtor", "subject")
        .order_by("due_at")
    )


@compiled
def _meetings(viewer: Viewer, notice: timedelta) -> QuerySet[Meeting]:
    """Meetings whose invitations are due, and those that are over and not recorded."""
    rows = Meeting.objects.filter(
        Q(state=Meeting.State.PLANNED, starts_at__lt=viewer.now + notice)
        | Q(state=Meeting.State.CALLED, starts_at__lt=viewer.now),
        consortium=viewer.consortium,
    )
    return rows.only("title", "number", "starts_at", "state")


def _line(viewer: Viewer, meeting: Meeting, notice: timedelta) -> DutyLine:
    address = f"/{viewer.consortium.slug}/meetings/{meeting.number}/"
    due = meeting.starts_at if meeting.starts_at <= viewer.now else meeting.starts_at - notice
    line = DutyLine(
        what=_("Send the invitations: %(title)s") % {"title": meeting.title},
        who="",
        due=due,
        rule="meetings.notice_days",
        address=address,
        action=_("Open"),
        is_mine=True,
        days_late=deadlines.days_late(due, viewer.now),
        until=deadlines.said(due),
    )
    if meeting.starts_at > viewer.now:
        return line
    return replace(
        line,
        what=_("Record or cancel: %(title)s") % {"title": meeting.title},
        rule="meetings.counts_when",
        address=f"{address}room/",
        action=_("Record it"),
    )
