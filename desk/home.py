"""The home page: what waits for the reader, what their bodies and the office owe, then the state of things."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from consortium.models import AgendaItem, Body, Meeting, Motion, Seat
from consortium.models.meetings import Invitation
from desk import chores, finances, first_steps, work
from desk.finances import Waiting
from duties import queries
from duties.models import Delivery, Duty, Letter, Notice
from duties.queries import late
from duties.titles import about, titles
from membership.models import Member
from parties.models import Person
from parties.viewer import Viewer
from web.compiled import compiled
from web.counts import count_query, zeroed
from web.view_models import DutyLine

REMINDERS = ("duty.reminder", "duty.nudge")
REMINDED_WITHIN = timedelta(days=7)
CHASED = 8
"""How many overdue duties the office sees before it opens the whole list."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting ahead, with the reader's own reply."""

    title: str
    address: str
    starts_at: datetime
    place: str
    reply: str
    """What the reader replied, or whom they assist, as people read it; empty where nobody of them is invited."""
    waits: bool
    """Whether the reader's reply is still missing."""
    has_pack: bool
    """Whether there is an agenda to read."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the office keeps moving."""

    overdue: list[Duty]
    overdue_count: int
    letters: int
    failed_mails: int
    reminders: int
    reminded: int
    """How many reminders went out in the last days, and to how many people."""
    money: list[Waiting]
    """What waits for the finance post; empty for the other posts."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The consortium in four figures."""

    members: int
    seats: int
    bodies: int
    open_motions: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, as the home shows it."""

    own: list[DutyLine]
    bodies: list[DutyLine]
    """What the reader's bodies owe besides."""
    overdue: list[Duty]
    """What is overdue longest in the whole consortium, for the office."""


def owed(viewer: Viewer, charter: Any, counts: Mapping[str, int]) -> Owed:
    """List what the reader owes, what their bodies owe, and for the office what is overdue, each by its name."""
    mine, of_bodies = work.owed(viewer)
    paperwork = chores.owed(viewer, charter)
    overdue = queries.overdue(viewer, CHASED) if counts.get("late") else []
    called = titles(viewer.consortium, about([*mine, *of_bodies, *paperwork, *overdue]))
    queries.describe(overdue, called)
    own = [*work.lines(viewer, mine, called), *chores.of(viewer, charter, paperwork, called)]
    shown = {(line.what, line.due) for line in own}
    bodies = [line for line in work.lines(viewer, of_bodies, called) if (line.what, line.due) not in shown]
    return Owed(own, bodies, overdue)


def next_meetings(viewer: Viewer) -> list[NextMeeting]:
    """List the three next meetings that the reader may know of, with their own reply or that of whom they assist."""
    return [_next_meeting(viewer, meeting) for meeting in _meetings.rows(viewer)]


@compiled
def _meetings(viewer: Viewer) -> QuerySet[Meeting]:
    invited = Invitation.objects.standing_now().filter(meeting=OuterRef("pk"))
    own = invited.filter(person=viewer.person.pk)
    replies, others = own, None
    if viewer.assists:
        replies = invited.filter(person__in={viewer.person.pk, *viewer.assists})
        replies = replies.order_by(Case(When(person=viewer.person.pk, then=0), default=1), "-role", "pk")
        others = Subquery(replies.exclude(person=viewer.person.pk).values("person__name")[:1])
    return (
        Meeting.objects.visible_to(viewer)
        .ahead(viewer.now)
        .annotate(
            own_reply=Subquery(replies.values("reply")[:1]),
            replier=others or Value(""),
            is_invited=Exists(own),
            has_agenda=Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
        )
        .only("title", "number", "starts_at", "place", "state")
        .order_by("starts_at")[:3]
    )


def counts(viewer: Viewer) -> dict[str, int]:
    """Count everything that the reader's home shows as a figure, in one statement."""
    return zeroed(_counts.rows(viewer))


@compiled
def _counts(viewer: Viewer) -> QuerySet:
    return count_query(
        members=Member.objects.visible_to(viewer).current(viewer.today),
        seats=Seat.objects.visible_to(viewer).held().voting().on(viewer.today).filter(body__level__gt=0),
        bodies=Body.objects.visible_to(viewer).open().deciding(),
        open_motions=Motion.objects.visible_to(viewer).open(),
        **(_office_rows(viewer) if viewer.is_office else {}),
    )


def figures(counts: Mapping[str, int]) -> Figures:
    """Give the figures that everybody sees."""
    return Figures(**{name: counts[name] for name in Figures.__slots__})


def office(viewer: Viewer, counts: Mapping[str, int], overdue: list[Duty]) -> Office | None:
    """Gather what the office keeps moving; nothing for anyone else."""
    if not viewer.is_office:
        return None
    return Office(
        overdue=overdue,
        overdue_count=counts["late"],
        letters=counts["letters"],
        failed_mails=counts["failed_mails"],
        reminders=counts["reminders"],
        reminded=counts["reminded"],
        money=finances.waiting(viewer, counts),
    )


def _next_meeting(viewer: Viewer, meeting: Meeting) -> NextMeeting:
    reply = meeting.own_reply or ""
    answer = str(Invitation.Reply(reply).label) if reply else ""
    for_whom = "" if meeting.is_invited or not meeting.replier else f"{meeting.replier}: "
    return NextMeeting(
        title=meeting.title,
        address=f"/{viewer.consortium.slug}/meetings/{meeting.number}/",
        starts_at=meeting.starts_at,
        place=meeting.place,
        reply=f"{for_whom}{answer}" if answer else "",
        waits=reply == Invitation.Reply.WAITING,
        has_pack=meeting.has_agenda,
    )


def _office_rows(viewer: Viewer) -> dict[str, QuerySet]:
    """Give what the office counts: late duties, letters, failed mails, recent reminders and who got them."""
    reminders = Notice.objects.filter(
        consortium=viewer.consortium,
        kind__in=REMINDERS,
        noticed_at__range=(viewer.now - REMINDED_WITHIN, viewer.now),  # a range with two ends is planned once
    )
    return {
        "late": late(viewer),
        "letters": Letter.objects.visible_to(viewer).held(),
        "failed_mails": Delivery.objects.visible_to(viewer).failed(),
        "reminders": reminders,
        "reminded": Person.objects.filter(pk__in=reminders.values("person")),
        "has_begun": first_steps.are_done(viewer),
        **finances.rows(viewer),
    }
