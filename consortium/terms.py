"""Terms of office: how long they are, and what a company owes when one of its seats falls vacant."""

from datetime import date, datetime, timedelta

from consortium.models import Body, Seat
from duties import duties
from duties.duties import Owed
from duties.models import Duty
from membership.models import Member

FILL = "seat.fill"
"""Kind of the duty of a company whose seat fell vacant: to nominate a successor."""

OWES_SUCCESSOR = frozenset({Seat.Ending.TERM, Seat.Ending.RESIGNED, Seat.Ending.TITLE, Seat.Ending.LEFT})
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


def owe_successor(seat: Seat, *, within_days: int, at: datetime) -> None:
    """Have the company nominate a successor for a seat that it may fill again (E-15)."""
    if seat.end_reason not in OWES_SUCCESSOR:
        return
    owed = Owed(
        debtor_id=seat.member.subject_id,
        subject_id=seat.subject_id,
        kind=FILL,
        due_at=at + timedelta(days=within_days),
        rule="E-15",
    )
    duties.owe(seat.consortium, [owed], at=at)


def vacancies(member: Member, body: Body) -> list[Duty]:
    """Open duties of the company to fill seats of the body."""
    ended = Seat.objects.filter(member=member, body=body, state=Seat.State.ENDED).values("subject_id")
    return list(Duty.objects.open().filter(debtor=member.subject_id, kind=FILL, subject__in=ended))
