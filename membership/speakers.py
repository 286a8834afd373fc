"""Who speaks for companies: the people with a mandate. What concerns a company alone is told to them alone."""

from collections.abc import Sequence
from datetime import datetime

from membership.models import Mandate, Member


def of(members: Sequence[Member], at: datetime) -> dict[int, list[int]]:
    """Give the persons with any mandate of each member today: organisation → persons, in one query."""
    if not members:
        return {}
    consortium = members[0].consortium
    mandates = Mandate.objects.filter(
        consortium=consortium,
        organisation__in=[member.organisation_id for member in members],
        during__contains=consortium.day_of(at),
    )
    people: dict[int, set[int]] = {}
    for organisation, person in mandates.values_list("organisation_id", "person_id"):
        people.setdefault(organisation, set()).add(person)
    return {organisation: sorted(persons) for organisation, persons in people.items()}
