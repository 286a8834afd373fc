"""Whom to remind: the people behind bodies and seats that owe something."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from consortium.models import Body, Seat
from duties.models import Duty
from membership.models import Member
from parties.models import Consortium

LEADING = ("chair", "lead")


def of_seats(
    consortium: Consortium, subject_ids: Collection[int], *, mandate: str, at: datetime
) -> dict[int, set[int]]:
    """Give the holders of seats: their duties are their own."""
    held = Seat.objects.filter(consortium=consortium, subject__in=subject_ids).on(consortium.day_of(at))
    return {subject: {person} for subject, person in held.values_list("subject_id", "person_id")}


def of_bodies(
    consortium: Consortium, subject_ids: Collection[int], *, mandate: str, at: datetime
) -> dict[int, set[int]]:
    """Give those who keep a body going: its chair or lead, and the consortium's secretary."""
    secretaries = set(
        Seat.objects.filter(consortium=consortium, body__kind=Body.Kind.OFFICE, post="secretary")
        .on(consortium.day_of(at))
        .values_list("person_id", flat=True)
    )
    people: dict[int, set[int]] = {subject: set(secretaries) for subject in subject_ids}
    leading = Seat.objects.filter(body__subject__in=subject_ids, post__in=LEADING).on(consortium.day_of(at))
    for subject, person in leading.values_list("body__subject_id", "person_id"):
        people[subject].add(person)
    return people


def above(consortium: Consortium, duties: Iterable[Duty], *, to: str, at: datetime) -> dict[int, set[int]]:
    """Give the people to whom overdue duties are escalated: the bodies of kind ``to``, in the debtor's branch.

    ``to`` may be ``office``; a debtor of no branch is escalated to the bodies of that kind in all branches.
    """
    duties = list(duties)
    debtors = {duty.debtor_id for duty in duties}
    branches = _branches(debtors)
    seated = Seat.objects.filter(consortium=consortium, body__kind=to).on(consortium.day_of(at))
    people = defaultdict(set)
    for branch, person in seated.values_list("body__branch", "person_id"):
        people[branch].add(person)
    everybody = set().union(*people.values())
    return {
        duty.pk: (people[branches.get(duty.debtor_id, "")] | people[""]) if branches.get(duty.debtor_id) else everybody
        for duty in duties
    }


def _branches(subject_ids: set[int]) -> dict[int, str]:
    """Find the branch of each debtor: a body's own, a seat's body's, a company's."""
    bodies = Body.objects.filter(subject__in=subject_ids).values_list("subject_id", "branch")
    seats = Seat.objects.filter(subject__in=subject_ids).values_list("subject_id", "body__branch")
    companies = Member.objects.filter(subject__in=subject_ids).values_list("subject_id", "branch")
    return dict([*companies, *seats, *bodies])
