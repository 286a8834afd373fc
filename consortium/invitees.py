"""Who stands on a meeting's list, in step with the seats; and what people are told of it.

One person may stand there several times: in seats of their own, as an alternate, as a guest. What they are told
follows from all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consortium.models import Alternate, Invitation, Meeting, Seat
from consortium.moments import day_in
from duties import duties, notices
from duties.duties import Owed
from duties.models import Duty
from duties.notices import Telling
from journal import entries
from journal.entries import Fact

REPLY = "invitation.reply"
UNASKED = {"reply": Invitation.Reply.WAITING, "replied_at": None, "comment": ""}
"""What an invitation says before it is answered, and again once it is asked anew."""

Place = tuple[int, int]
"""A seat and a person: what an invitation that comes with a seat is for."""


def due(meeting: Meeting) -> dict[Place, str]:
    """Say who is to be invited for which seat: whoever holds it on the meeting's day, and its alternate then."""
    seats = Seat.objects.on(meeting.day).filter(body__in=meeting.bodies.all())
    named = Alternate.objects.filter(seat__in=seats, during__contains=meeting.day)
    held = dict.fromkeys(seats.values_list("pk", "person"), Invitation.Role.SEAT)
    return held | dict.fromkeys(named.values_list("seat", "person"), Invitation.Role.ALTERNATE)


def follow(meeting: Meeting, *, at: datetime) -> None:
    """Bring the list of a called meeting to what is due: ask who is missing, withdraw who no longer takes part.

    An invitation that was withdrawn and is due again stands again and is asked anew. Safe to repeat; whoever calls
    it has locked the meeting.
    """
    wanted = due(meeting)
    before = standing(meeting)
    lines = {(line.seat_id, line.person_id): line for line in _seated(meeting)}
    lost = [line for place, line in lines.items() if line.withdrawn_at is None and place not in wanted]
    again = [line for place, line in lines.items() if line.withdrawn_at is not None and place in wanted]
    missing = {place: role for place, role in wanted.items() if place not in lines}
    if not (lost or again or missing):
        return
    if lost or again:
        renumber(meeting, at)
    if lost:
        _withdraw(meeting, lost, at)
    ask_again(again)
    Invitation.objects.bulk_create(
        (
            Invitation(consortium_id=meeting.consortium_id, meeting=meeting, seat_id=seat, person_id=person, role=role)
            for (seat, person), role in missing.items()
        ),
        ignore_conflicts=True,
    )
    asked = [*((line.seat_id, line.role) for line in again), *((seat, role) for (seat, __), role in missing.items())]
    holders = [seat for seat, role in asked if role == Invitation.Role.SEAT]
    owe_replies(meeting, Seat.objects.filter(pk__in=holders), at=at)
    after = standing(meeting)
    tell(meeting, "meeting.called", {who: lines for who, lines in after.items() if who not in before}, at=at)
    if before:
        _tell_changed_parts(meeting, before, after, lost, at)
        _ask_for_those_sent(meeting, lost, at)


def ask_again(lines: Iterable[Invitation]) -> None:
    """Let invitations stand, unanswered; each keeps the link that it had."""
    pks = [line.pk for line in lines]
    Invitation.objects.filter(pk__in=pks).update(withdrawn_at=None, **UNASKED)


def ask_all_again(meeting: Meeting, *, at: datetime) -> None:
    """Ask everybody who stands on the list anew, and let each seat owe its reply again."""
    lines = list(meeting.invitations.standing_now())
    ask_again(lines)
    seats = [line.seat_id for line in lines if line.role == Invitation.Role.SEAT]
    owe_replies(meeting, Seat.objects.filter(pk__in=seats), at=at)


def renumber(meeting: Meeting, at: datetime) -> None:
    """Give the event a new number and stamp: what is sent from now on outdates what calendars have (RFC 5546)."""
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.save(update_fields=["sequence", "changed_at"])


def standing(meeting: Meeting, person: int | None = None) -> dict[int, list[Invitation]]:
    """Give the invitations that stand, everybody's or one person's, a seat of one's own first: person → invitations."""
    rows = meeting.invitations.standing_now().select_related("person", "seat__body", "seat__person")
    lines: dict[int, list[Invitation]] = defaultdict(list)
    for line in rows.filter(person=person) if person else rows:
        lines[line.person_id].append(line)
    return lines


def owed_replies(meeting: Meeting) -> QuerySet[Duty]:
    """The replies that are still owed."""
    return Duty.objects.open().filter(subject=meeting.subject, kind=REPLY)


def owe_replies(meeting: Meeting, seats: Iterable[Seat], *, at: datetime) -> None:
    """Owe a reply for each seat, and again where it was given or let off for this day before.

    The meeting's day is the period: on another day it is another question.
    """
    due_at = meeting.reply_by if meeting.reply_by > at else meeting.starts_at
    period = (meeting.day, meeting.day + timedelta(days=1))
    debtors = [seat.subject_id for seat in seats]
    of_the_day = Duty.objects.filter(subject=meeting.subject, kind=REPLY, debtor__in=debtors, period=period)
    duties.owe_anew(of_the_day, due_at=due_at)
    duties.owe(
        meeting.consortium,
        (
            Owed(
                debtor_id=debtor,
                subject_id=meeting.subject_id,
                kind=REPLY,
                due_at=due_at,
                period=period,
                rule="meetings.notice_days",
            )
            for debtor in debtors
        ),
        at=at,
    )


def tell(
    meeting: Meeting, kind: str, people: Mapping[int, list[Invitation]] | None = None, *, at: datetime, **facts: Any
) -> None:
    """Tell those who are invited, by default all of them, once for each number of the event; each at once."""
    people = standing(meeting) if people is None else people
    notices.tell(
        list(people),
        meeting.subject,
        kind,
        at=at,
        address={person: address_of(lines[0]) for person, lines in people.items()},
        is_urgent=True,
        key=f"{kind}:{meeting.subject_id}:{meeting.sequence}",
        **event_of(meeting),
        **facts,
    )


def alternate_of(line: Invitation) -> Invitation | None:
    """Find the invitation of the alternate who is named for the same seat now."""
    deputies = line.meeting.invitations.standing_now().filter(role=Invitation.Role.ALTERNATE)
    return deputies.filter(seat=line.seat_id).select_related("person").first() if line.seat_id else None


def tell_alternate(line: Invitation, deputy: Invitation, *, at: datetime) -> None:
    """Ask an alternate to come in the stead of a seat's holder."""
    notices.tell(
        [deputy.person_id],
        line.meeting.subject,
        "meeting.alternate",
        at=at,
        address=line.meeting.get_absolute_url(),
        is_urgent=True,
        key=f"meeting.alternate:{line.pk}:{deputy.pk}:{line.meeting.sequence}",
        person=line.person.name,
        line=deputy.pk,
        **event_of(line.meeting),
    )


def event_of(meeting: Meeting) -> dict[str, Any]:
    """Give the facts of the event, as notices keep them (`duties.events`)."""
    return {
        "title": meeting.title,
        "starts": meeting.starts_at.isoformat(),
        "zone": meeting.zone,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
    }


def part(line: Invitation) -> dict[str, str]:
    """Give the facts of what an invitation invites to take part as."""
    if line.seat is None:
        return {"role": line.role}
    return {"role": line.role, "body": line.seat.body.name, "holder": line.seat.person.name}


def address_of(line: Invitation) -> str:
    """Give the address of the page that an invitation is answered on."""
    return f"/mail/invitations/{line.key}/"


def is_another_day(meeting: Meeting, before: datetime) -> bool:
    """Whether a meeting that began at another moment is now on another day for anybody concerned.

    The day is taken as it is in the zone of each body that meets and of each person who is invited.
    """
    zones = {*meeting.bodies.values_list("time_zone", flat=True)}
    zones |= {*meeting.invitations.standing_now().values_list("person__time_zone", flat=True)}
    return any(day_in(zone, before) != day_in(zone, meeting.starts_at) for zone in zones)


def _seated(meeting: Meeting) -> QuerySet[Invitation]:
    lines = meeting.invitations.filter(seat__isnull=False)
    return lines.select_related("person", "seat__subject", "seat__body", "seat__person")


def _withdraw(meeting: Meeting, lines: list[Invitation], at: datetime) -> None:
    """Take invitations off the list; a seat that is no longer there owes no reply."""
    Invitation.objects.filter(pk__in=[line.pk for line in lines]).update(withdrawn_at=at)
    ended = [line.seat.subject_id for line in lines if line.role == Invitation.Role.SEAT]
    duties.let_off(
        owed_replies(meeting).filter(debtor__in=ended),
        Duty.State.NOT_REQUIRED,
        by=None,
        at=at,
        reason=_("The seat has ended."),
    )
    entries.record_many(
        Fact(meeting.subject, "invitation.withdraw", None, at, facts={"seat": line.seat.number}) for line in lines
    )


def _ask_for_those_sent(meeting: Meeting, lost: list[Invitation], at: datetime) -> None:
    """Where a holder sends the alternate, and that is somebody else now, ask them; if nobody is named, the holder."""
    seats = [line.seat_id for line in lost if line.role == Invitation.Role.ALTERNATE]
    sending = meeting.invitations.standing_now().filter(seat__in=seats, reply=Invitation.Reply.ALTERNATE)
    for line in sending.select_related("person", "seat"):
        if deputy := alternate_of(line):
            tell_alternate(line, deputy, at=at)
        else:
            ask_again([line])
            owe_replies(meeting, [line.seat], at=at)


def _tell_changed_parts(
    meeting: Meeting,
    before: Mapping[int, list[Invitation]],
    after: Mapping[int, list[Invitation]],
    lost: list[Invitation],
    at: datetime,
) -> None:
    """Tell whoever was invited before what has become of their part: none is left, or it is another."""
    theirs: dict[int, list[Invitation]] = defaultdict(list)
    for line in lost:
        theirs[line.person_id].append(line)
    gone = {who: lines for who, lines in theirs.items() if who not in after}
    held = set(Seat.objects.on(meeting.day).filter(pk__in=[line.seat_id for line in lost]).values_list("pk", flat=True))
    _tell_each(
        meeting, "meeting.withdrawn", {who: (lines, _because(lines[0], held)) for who, lines in gone.items()}, at
    )
    _tell_each(
        meeting,
        "meeting.part_lost",
        {
            who: (after[who], {"lost": _parts(lines), "kept": _parts(after[who])})
            for who, lines in theirs.items()
            if who in after
        },
        at,
    )
    known = {line.pk for lines in before.values() for line in lines}
    gained = {who: [line for line in after[who] if line.pk not in known] for who in before if who in after}
    _tell_each(
        meeting,
        "meeting.part_gained",
        {who: (after[who], {"gained": _parts(lines)}) for who, lines in gained.items() if lines},
        at,
    )


def _tell_each(
    meeting: Meeting, kind: str, told: Mapping[int, tuple[list[Invitation], dict[str, Any]]], at: datetime
) -> None:
    event = event_of(meeting)
    notices.tell_each(
        (
            Telling(
                who,
                meeting.subject,
                address_of(lines[0]),
                {**event, **facts},
                key=f"{kind}:{meeting.subject_id}:{meeting.sequence}:{lines[0].pk}:{_numbers(facts)}",
            )
            for who, (lines, facts) in told.items()
        ),
        kind,
        at=at,
        is_urgent=True,
    )


def _numbers(facts: Mapping[str, Any]) -> str:
    return "-".join(str(row["line"]) for row in facts.get("gained", ()))


def _parts(lines: Iterable[Invitation]) -> list[dict[str, Any]]:
    return [{"line": line.pk, **part(line)} for line in lines]


def _because(line: Invitation, held: set[int]) -> dict[str, str]:
    """Say why an invitation is withdrawn: an alternate was replaced, or the seat is not held on that day."""
    is_replaced = line.role == Invitation.Role.ALTERNATE and line.seat_id in held
    why = "alternate" if is_replaced else "seat"
    return {"because": why, "holder": line.seat.person.name, "body": line.seat.body.name}
