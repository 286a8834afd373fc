"""Meetings, as they come round: planned, called, answered, held or missed, minuted and approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consortium.attendance import Conduct
from consortium.models import Alternate, Invitation, Meeting, Minutes, Seat
from desk.simulation.troupe import Troupe
from duties.periods import periods
from parties.models import Person

PLANNED, CALLED, MINUTED = timedelta(days=30), timedelta(days=21), timedelta(days=6)
"""Before the meeting: planned and called. After it: minutes circulated and approved."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a body meets."""

    bodies: tuple[str, ...]
    every: str
    title: str
    day: int
    """Day of the period's month in which it meets."""
    month: int
    """Month of the period, from 0."""
    hour: int
    place: str
    topics: tuple[str, ...]
    zone: str = ""
    """Where the hour is meant, where that is not where the body has its seat."""


RHYTHMS = (
    Rhythm(
        ("ec",),
        "half_year",
        "Executive Council",
        3,
        5,
        16,
        "San Jose and by video",
        ("Development strategy", "Report of the steering committees", "Members and dues"),
        "America/Los_Angeles",
    ),
    Rhythm(
        ("sc_us",),
        "quarter",
        "Steering Committee, US branch",
        19,
        1,
        9,
        "Fremont",
        ("Research directions", "Report of the technical committee", "Seats"),
    ),
    Rhythm(
        ("sc_jp",),
        "quarter",
        "Steering Committee, Japan branch",
        17,
        1,
        10,
        "Tokyo",
        ("Research directions", "Report of the technical committee", "Seats"),
    ),
    Rhythm(
        ("tc_us",),
        "month",
        "Technical Committee, US branch",
        8,
        0,
        8,
        "By video",
        ("Progress of the groups", "University contacts", "Any other business"),
    ),
    Rhythm(
        ("tc_jp",),
        "month",
        "Technical Committee, Japan branch",
        10,
        0,
        15,
        "Kawasaki and by video",
        ("Progress of the groups", "University contacts", "Any other business"),
    ),
)
MISSED = {("tc_us", 8), ("sc_jp", 8), ("tc_jp", 1)}
"""Bodies and months (of the first full year) in which nobody manages to meet."""


def schedule(troupe: Troupe, until: date) -> None:
    """Put every meeting of the years on the agenda, two months past the curtain so that something lies ahead."""
    for rhythm in RHYTHMS:
        for day in days(rhythm, troupe.stage.today, until + timedelta(days=60)):
            is_first_year = day.year == troupe.stage.today.year + 1
            if not (is_first_year and (rhythm.bodies[0], day.month) in MISSED):
                troupe.stage.on(day - PLANNED, lambda rhythm=rhythm, day=day: plan(troupe, rhythm, day))


def days(rhythm: Rhythm, start: date, until: date) -> Iterator[date]:
    """Give the day of each period's meeting, on a weekday."""
    for first, __ in periods(start, until, rhythm.every):
        month = first.month - 1 + rhythm.month
        day = date(first.year + month // 12, month % 12 + 1, rhythm.day)
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        if day > start + timedelta(days=7):
            yield day


def plan(troupe: Troupe, rhythm: Rhythm, day: date) -> None:
    """Plan a meeting with its agenda; what follows hangs on its day."""
    bodies = [troupe.body(key) for key in rhythm.bodies]
    meeting = troupe.stage.act(
        troupe.secretary,
        "meeting.plan",
        bodies,
        title=f"{rhythm.title}, {day:%B %Y}",
        day=day,
        time=time(rhythm.hour),
        zone=rhythm.zone,
        place=rhythm.place,
        minutes=90 if rhythm.every == "month" else 180,
    )
    for topic in rhythm.topics:
        troupe.stage.act(troupe.secretary, "agenda.add", meeting, title=topic, minutes=20)
    troupe.stage.on(day - CALLED, lambda: call(troupe, meeting))
    troupe.stage.later(meeting.ends_at + timedelta(minutes=30), lambda: hold(troupe, meeting))


def call(troupe: Troupe, meeting: Meeting) -> None:
    """Call it and let people answer over the next days."""
    troupe.stage.act(troupe.secretary, "meeting.call", meeting)
    for invitation in (
        Invitation.objects.filter(meeting=meeting).select_related("person", "meeting", "seat").order_by("pk")
    ):
        moment = troupe.stage.at + timedelta(hours=troupe.stage.die.randint(2, 190))
        troupe.stage.later(moment, lambda invitation=invitation: answer(troupe, invitation))


def answer(troupe: Troupe, invitation: Invitation) -> None:
    """Answer an invitation, mostly with yes; some never do."""
    has_alternate = (
        invitation.role == Invitation.Role.SEAT
        and Alternate.objects.filter(seat=invitation.seat, during__contains=troupe.stage.today).exists()
    )
    choices = ["yes"] * 15 + ["no"] * 2 + ["tentative", ""] + (["alternate"] * 2 if has_alternate else [])
    reply = troupe.stage.die.choice(choices)
    still_open = Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None, meeting__state="called").exists()
    if reply and still_open:
        troupe.stage.act(invitation.person, "invitation.reply", invitation, reply)


def hold(troupe: Troupe, meeting: Meeting) -> None:
    """Hold it with those who came, then see to the minutes; where nobody came it is cancelled."""
    meeting.refresh_from_db()
    if not meeting.is_called:
        return
    came = who_came(troupe, meeting)
    if came:
        chair = next((person for seat, person in came.items() if seat.post in ("chair", "lead")), None)
        troupe.stage.act(troupe.secretary, "meeting.hold", meeting, present=came, conduct=Conduct(chair, True))
        approve_earlier(troupe, meeting)
        troupe.stage.after(MINUTED.days, lambda: minute(troupe, meeting))
    else:
        troupe.stage.act(troupe.secretary, "meeting.cancel", meeting, reason="Nobody could come.")


def who_came(troupe: Troupe, meeting: Meeting) -> dict[Seat, Person]:
    """Seat everybody but those who said no and a few who were kept away."""
    came: dict[Seat, Person] = {}
    held = Seat.objects.held().on(troupe.stage.today).voting().filter(body__in=meeting.bodies.all())
    absent = set(meeting.invitations.filter(reply="no").values_list("person_id", flat=True))
    for seat in held.select_related("person").order_by("pk"):
        if seat.person_id not in absent and troupe.stage.die.random() > 0.04:
            came[seat] = seat.person
    return came


def minute(troupe: Troupe, meeting: Meeting) -> None:
    """Draft and circulate the minutes."""
    minutes = troupe.stage.act(troupe.secretary, "minutes.draft", meeting)
    troupe.stage.act(troupe.secretary, "minutes.circulate", minutes)


def approve_earlier(troupe: Troupe, meeting: Meeting) -> None:
    """Let a meeting approve the circulated minutes of the earlier ones of its bodies."""
    met = set(meeting.tables.filter(has_quorum=True).values_list("body", flat=True))
    waiting = Minutes.objects.filter(state="circulated", meeting__starts_at__lt=meeting.starts_at)
    for minutes in waiting.filter(meeting__bodies__in=met).distinct().order_by("pk"):
        if set(minutes.meeting.bodies.values_list("pk", flat=True)) <= met:
            troupe.stage.act(troupe.secretary, "minutes.approve", minutes, meeting=meeting)


def local(day: date, hour: int, zone: str) -> datetime:
    """Give the moment of an hour in a time zone."""
    return datetime.combine(day, time(hour), ZoneInfo(zone))
