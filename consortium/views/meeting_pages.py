"""What the page of a meeting shows, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from charter import editions
from charter import words as charter_words
from consortium import agendas, clocks, compliance, invitations, papers, registrations
from consortium.access import meetings as access
from consortium.attendance import Quorum
from consortium.models import AgendaItem, Body, Invitation, Meeting, MeetingBody, Minutes, Paper, PaperVersion
from consortium.models import Registration as RegistrationRow
from consortium.moments import day_in, moment
from duties.periods import midnight
from journal.history import history_of
from membership.models import Member
from parties.refusals import Invalid
from parties.viewer import Viewer
from web import deadlines
from web.compiled import Param, at_hand, compiled
from web.view_models import HistoryLine

MORNING = time(9, 0)


@dataclass(slots=True)
class Point:
    """A point of the agenda with its hour and its papers."""

    item: AgendaItem
    starts_at: datetime
    wall: time
    """The hour in the reader's zone, as the whole page shows hours."""
    papers: list[tuple[Paper, PaperVersion]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A body in the meeting, with what is expected or what came of it."""

    row: MeetingBody
    quorum: Quorum | None = None

    @property
    def words(self) -> str:
        """Say the quorum: "6 of 9 accepted, at least 5 needed"."""
        if self.row.held_on:
            return _("%(present)s of %(of)s present, at least %(needed)s needed") % {
                "present": self.row.seats_present,
                "of": self.row.seats_held,
                "needed": self.row.seats_needed,
            }
        return _("%(present)s of %(of)s accepted, at least %(needed)s needed") % {
            "present": self.quorum.present.normalize(),
            "of": self.quorum.of.normalize(),
            "needed": self.quorum.needed,
        }

    @property
    def present(self) -> int:
        return self.row.seats_present if self.row.held_on else int(self.quorum.present)

    @property
    def of(self) -> int:
        return (self.row.seats_held if self.row.held_on else int(self.quorum.of)) or 1

    @property
    def is_met(self) -> bool:
        return self.row.has_quorum if self.row.held_on else self.quorum.is_met

    @property
    def standing(self) -> str:
        """Say whether a held meeting counts for this body's period."""
        if not self.row.held_on:
            return ""
        if self.row.counts:
            return _("Counts for %(day)s") % {"day": formats.date_format(self.row.held_on, "DATE_FORMAT")}
        return _("Does not count: minutes are missing") if self.row.has_quorum else _("Does not count: no quorum")


@dataclass(slots=True)
class Sending:
    """What a company of the reader's may send to a review meeting."""

    member: Member
    allowance: registrations.Allowance
    rows: list[RegistrationRow]


@dataclass(slots=True)
class MeetingPage:
    """Everything that the template of a meeting speaks of."""

    points: list[Point]
    loose: list[tuple[Paper, PaperVersion]]
    tables: list[Table]
    mine: list[Invitation]
    """Invitations that the reader may answer: their own and those of whom they assist."""
    replies: list[Invitation]
    sending: list[Sending]
    minutes: Minutes | None
    history: list[HistoryLine]
    can_run: bool
    can_add_paper: bool
    sees_replies: bool
    has_begun: bool
    takes_record: bool

    @property
    def has_papers(self) -> bool:
        return bool(self.loose or any(point.papers for point in self.points))


MEETING = Param("meeting", BigIntegerField())


@compiled
def standing_invitations() -> QuerySet[Invitation]:
    """Invitations that stand, in the order in which they are shown."""
    lines = Invitation.objects.standing_now().filter(meeting=MEETING)
    whose = lines.select_related("person", "seat__organisation", "seat__body")
    return whose.order_by("seat__body__level", "role", "person__name")


@compiled
def _minutes(viewer: Viewer) -> QuerySet[Minutes]:
    return Minutes.objects.visible_to(viewer).filter(meeting=MEETING).order_by("pk")[:1]


@compiled
def _papers(viewer: Viewer) -> QuerySet[Paper]:
    return Paper.objects.visible_to(viewer).filter(meeting=MEETING, withdrawn_at__isnull=True).select_related("item")


TABLES = compiled(lambda: MeetingBody.objects.filter(meeting=MEETING).select_related("body"))


def of(viewer: Viewer, meeting: Meeting) -> MeetingPage:
    """Gather the page of a meeting for one reader."""
    tables = TABLES.rows(meeting=meeting.pk)
    at_hand(meeting, "tables", tables)
    sees_replies = viewer.is_office or any(viewer.sits_in(table.body_id) for table in tables)
    lines = standing_invitations.rows(meeting=meeting.pk)
    for line in lines:
        line.meeting = meeting
    who = {viewer.person.pk, *viewer.assists} if viewer.person else set()
    points, loose = agenda(viewer, meeting)
    return MeetingPage(
        points=points,
        loose=loose,
        tables=[_table(meeting, table, lines) for table in tables],
        mine=questions(lines, who),
        replies=lines if sees_replies else [],
        sending=_sending(viewer, meeting),
        minutes=next(iter(_minutes.rows(viewer, meeting=meeting.pk)), None),
        history=history_of(meeting.subject, limit=12) if sees_replies else [],
        can_run=bool(access.can_run(viewer, meeting)),
        can_add_paper=bool(access.can_add_paper(viewer, meeting)),
        sees_replies=sees_replies,
        has_begun=meeting.starts_at <= viewer.now,
        takes_record=meeting.takes_record(viewer.now),
    )


def agenda(viewer: Viewer, meeting: Meeting) -> tuple[list[Point], list[tuple[Paper, PaperVersion]]]:
    """Lay out the agenda with its hours and the papers that the reader may see; then the loose papers."""
    items = agendas.laid_out(meeting, viewer)
    seen = papers.newest(_papers.rows(viewer, meeting=meeting.pk))
    by_item: dict[int | None, list] = defaultdict(list)
    for paper, version in seen:
        by_item[paper.item_id].append((paper, version))
    points = [
        Point(item, at, timezone.localtime(at).time(), by_item[item.pk])
        for item, at in zip(items, agendas.starts(meeting, items), strict=True)
    ]
    return points, by_item[None]


def questions(lines: list[Invitation], who: set[int]) -> list[Invitation]:
    """One question a person, whatever seats they have in a joint session; an alternate is asked for each seat.

    Each is asked through what is not answered yet, through a seat for which an alternate could come, and as a guest
    for want of any seat.
    """
    deputised = {line.seat_id for line in lines if line.role == Invitation.Role.ALTERNATE}
    asked: dict[tuple[int, int | None], Invitation] = {}
    for line in (line for line in lines if line.person_id in who):
        line.has_alternate = line.role == Invitation.Role.SEAT and line.seat_id in deputised
        key = (line.person_id, line.seat_id if line.role == Invitation.Role.ALTERNATE else None)
        if key not in asked or _asks_more(line, asked[key]):
            asked[key] = line
    return list(asked.values())


def _asks_more(line: Invitation, other: Invitation) -> bool:
    mine, theirs = (
        (each.reply == Invitation.Reply.WAITING, each.has_alternate, each.seat_id is not None) for each in (line, other)
    )
    return mine > theirs


def proposal(viewer: Viewer, body: Body | None) -> dict[str, Any]:
    """Propose the next meeting that a body owes: its period, a working day in it, the usual hour and place."""
    if not body:
        return {"minutes": 120, "time": MORNING}
    cell = compliance.next_gap(body, at=viewer.now)
    last = Meeting.objects.filter(tables__body=body).order_by("-starts_at").first()
    said = {"bodies": [body.pk], "minutes": 120, "time": MORNING}
    if last:
        usual = last.time if last.zone == body.time_zone else _hour_in(body.time_zone, last)
        said |= {"minutes": last.minutes, "time": usual, "place": last.place, "link": last.link}
    if cell:
        day = working_day(
            max(cell.period[0] + timedelta(days=9), day_in(body.time_zone, viewer.now) + timedelta(days=14))
        )
        said |= {
            "day": min(day, cell.period[1] - timedelta(days=1)),
            "title": f"{body.name}, {cell.name}",
        }
    return said


def _hour_in(zone: str, meeting: Meeting) -> time:
    return meeting.starts_at.astimezone(ZoneInfo(zone)).time()


def hours(viewer: Viewer, said: Mapping[str, Any], bodies: Iterable[Body]) -> list[clocks.Clock]:
    """Say what hour it will be for those concerned, as far as a form says it already.

    The zone is the one that was chosen, else that of the first body, else the reader's own.
    """
    bodies = list(bodies)
    if not said.get("day") or not said.get("time"):
        return []
    zone = said.get("zone") or (bodies[0].time_zone if bodies else viewer.person.time_zone)
    try:
        starts_at = moment(said["day"], said["time"], zone)
    except Invalid:
        return []
    return clocks.clocks(bodies, starts_at, said.get("minutes") or 120, zone)


def owed_next(viewer: Viewer, body: Body | None) -> str:
    """Say which meeting the body owes next, and by when."""
    cell = body and compliance.next_gap(body, at=viewer.now)
    if not cell:
        return ""
    return _("%(body)s owes its next meeting for %(period)s, by the %(due)s. The charter: %(cadence)s.") % {
        "body": body.name,
        "period": cell.name,
        "due": deadlines.said(midnight(cell.period[1], body.time_zone), body.time_zone),
        "cadence": _cadence(body, max(cell.period[0], viewer.today)),  # founded amid a period: no charter before
    }


def _cadence(body: Body, day: date) -> str:
    """Say how often the charter has a body meet: "every half year, at least 1"."""
    return charter_words.cadence(editions.in_force(body.consortium, day).bodies[body.key].cadence.model_dump())


def out_of_turn(viewer: Viewer, meeting: Meeting) -> list[str]:
    """Say which earlier period a body still owes a meeting for, where this one counts for a later."""
    said = []
    for table in meeting.tables.select_related("body"):
        gap = compliance.next_gap(table.body, at=viewer.now)
        if gap and gap.period[1] <= meeting.day:
            said.append(
                _("%(body)s still owes a meeting for %(period)s: this one is too late for it.")
                % {"body": table.body.name, "period": gap.name}
            )
    return said


def working_day(day: date) -> date:
    """Give the day itself or the Monday after it."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def _table(meeting: Meeting, row: MeetingBody, lines: list[Invitation]) -> Table:
    return Table(row, None if row.held_on else invitations.expected(meeting, row.body, lines))


def _sending(viewer: Viewer, meeting: Meeting) -> list[Sending]:
    if not meeting.is_review or not viewer.companies:
        return []
    members = Member.objects.filter(pk__in=[company.member_id for company in viewer.companies])
    return [
        Sending(
            member,
            registrations.allowance(meeting, member),
            list(RegistrationRow.objects.filter(meeting=meeting, member=member).select_related("person")),
        )
        for member in members.select_related("organisation")
    ]
