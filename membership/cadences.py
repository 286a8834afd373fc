"""The yearly duty of every member to declare its revenue (MEM-01, E-06)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from charter import editions
from duties.duties import Owed
from duties.periods import midnight
from membership import years
from membership.declarations import DUTY
from membership.models import Declaration, Member
from parties.models import Consortium

MONTHS_AHEAD = 13


def desired(consortium: Consortium, *, at: datetime) -> Iterator[Owed]:
    """Yield the declarations that members owe for the years whose deadline lies within the next 13 months."""
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    declared = set(Declaration.objects.filter(consortium=consortium).values_list("member_id", "year"))
    members = list(Member.objects.filter(consortium=consortium, state__in=["active", "suspended"]))
    for year, due_on in _deadlines(rules, day, consortium.goes_live_on):
        for member in members:
            if member.was_member_on(due_on) and (member.pk, year) not in declared:
                yield _owed(consortium, rules, member, year, due_on)


def _deadlines(rules: Any, day: date, goes_live_on: date) -> Iterator[tuple[int, date]]:
    """Yield each revenue year with its last day for declaring, from a year back until 13 months ahead."""
    if rules.regrading.declared_by is None or not rules.membership.revenue:
        return
    for year in range(day.year - 3, day.year + 2):
        due_on = years.declared_by(rules, year)
        closed_on = years.span(rules, year)[1]
        if closed_on >= goes_live_on and _reaches(day, due_on):
            yield year, due_on


def _reaches(day: date, due_on: date) -> bool:
    return day - timedelta(days=366) <= due_on <= day + timedelta(days=31 * MONTHS_AHEAD)


def _owed(consortium: Consortium, rules: Any, member: Member, year: int, due_on: date) -> Owed:
    first, after = years.span(rules, year)
    return Owed(
        debtor_id=member.subject_id,
        subject_id=member.subject_id,
        kind=DUTY,
        period=(first, after),
        arises_at=midnight(max(after, member.joined_on), consortium.time_zone),
        due_at=midnight(due_on + timedelta(days=1), consortium.time_zone),
        zone=consortium.time_zone,
        rule="membership.revenue_evidence",
    )
