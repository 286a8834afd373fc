"""Terms of office: how long they are, and what a company owes when one of its seats ends or falls vacant."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from consortium.models import Body, Seat
from duties import duties
from duties.duties import Owed
from duties.models import Duty
from duties.periods import midnight
from membership.models import Member

FILL = "seat.fill"
"""Kind of the duty of a company whose seat fell vacant: to nominate a successor."""
RENEW = "seat.renew"
"""Kind of the duty of a company whose seat comes to the end of its term: to nominate for the next one."""

OWES_SUCCESSOR = frozenset(
    {Seat.Ending.TERM, Seat.Ending.RESIGNED, Seat.Ending.RECALLED, Seat.Ending.TITLE, Seat.Ending.LEFT}
)
"""Endings after which the company may fill the seat again."""


def term_end(day: date, years: int) -> date:
    """Give the first day after a term that begins on ``day``.

    >>> term_end(date(2028, 2, 29), 2)
    datetime.date(2030, 3, 1)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def owe_renewals(seats: Iterable[Seat], *, at: datetime) -> None:
    """Have companies nominate for the next term of seats, until the day on which the present one ends."""
    seats = list(seats)
    if not seats:
        return
    owed = [
        Owed(
            debtor_id=seat.member.subject_id,
            subject_id=seat.subject_id,
            kind=RENEW,
            due_at=midnight(seat.during.upper, seat.consortium.time_zone),
            zone=seat.consortium.time_zone,
            period=(seat.during.lower, seat.during.upper),
            rule="terms.years",
        )
        for seat in seats
    ]
    duties.owe(seats[0].consortium, owed, at=at)


def owe_successor(seat: Seat, *, within_days: int, at: datetime) -> None:
    """Have the company nominate a successor for a seat that it may fill again (E-15)."""
    if seat.end_reason not in OWES_SUCCESSOR:
        return
    owed = Owed(
        debtor_id=seat.member.subject_id,
        subject_id=seat.subject_id,
        kind=FILL,
        due_at=at + timedelta(days=within_days),
        rule="terms.fill_days",
    )
    duties.owe(seat.consortium, [owed], at=at)


def let_off_renewal(seat: Seat, reason: str, *, at: datetime) -> None:
    """End the duty to nominate for the next term of a seat that has ended."""
    owed = Duty.objects.open().filter(subject=seat.subject_id, kind=RENEW)
    duties.let_off(owed, Duty.State.NOT_REQUIRED, by=None, at=at, reason=reason)


def met_by_nomination(member: Member, body: Body, replaces: Seat | None) -> list[Duty]:
    """Open duties of the company that a nomination for the body meets: one seat is filled, or one renewed."""
    ended = Seat.objects.filter(member=member, body=body, state=Seat.State.ENDED).values("subject_id")
    open_duties = Duty.objects.open().filter(debtor=member.subject_id)
    if replaces:
        return list(open_duties.filter(kind=RENEW, subject=replaces.subject_id))
    return list(open_duties.filter(Q(kind=FILL, subject__in=ended)).order_by("due_at")[:1])
