"""Who speaks for companies: the people with a mandate. What concerns a company alone is told to them alone."""

from collections.abc import Sequence
from datetime import datetime

from membership.models import Mandate, Member
from parties.models import Person
from parties.viewer import Viewer


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


def on_behalf(viewer: Viewer, member: Member, *kinds: str) -> Person | None:
    """For whom the viewer acts: nobody who holds the mandate; the office for its first holder, if there is one."""
    if any(viewer.mandated(kind, member.organisation_id) for kind in kinds):
        return None
    held = Mandate.objects.filter(
        consortium=member.consortium_id,
        organisation=member.organisation_id,
        kind__in=kinds,
        during__contains=viewer.today,
    )
    first = held.select_related("person").order_by("pk").first()
    return first and first.person
