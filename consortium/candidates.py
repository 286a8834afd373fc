"""Reading who could be nominated: people of the company, with what the consortium knows of them."""

from datetime import date
from typing import Any

from consortium import eligibility
from consortium.eligibility import Candidate
from consortium.models import Body, Seat
from membership.models import Affiliation, Member
from membership.tiers import tier_on
from parties.models import Person


def of(member: Member, person: Person, body: Body, *, day: date) -> Candidate:
    """Describe a person of the company as a candidate for a body."""
    place = _people(member, day).filter(person=person).first()
    sits_in = _seats(member.consortium_id, [person.pk], day).get(person.pk, ())
    return _candidate(member, tier_on(member, day), person, place, sits_in)


def offered(charter: Any, member: Member, body: Body, *, day: date) -> list[Person]:
    """Offer the people of the company who fit the body by tier, title, branch and other seats, in three queries."""
    tier = tier_on(member, day)
    places = list(_people(member, day).select_related("person").order_by("person__name"))
    sits_in = _seats(member.consortium_id, [place.person_id for place in places], day)
    return [
        place.person
        for place in places
        if not any(
            eligibility.faults(
                charter, body.key, _candidate(member, tier, place.person, place, sits_in.get(place.person_id, ()))
            )
        )
    ]


def _candidate(
    member: Member, tier: str, person: Person, place: Affiliation | None, sits_in: tuple[str, ...]
) -> Candidate:
    return Candidate(
        person=str(person),
        company=str(member),
        kind=member.organisation.kind,
        tier=tier,
        branch=member.branch,
        title=(place.title or place.position) if place else "",
        belongs=place is not None,
        sits_in=sits_in,
    )


def _people(member: Member, day: date):
    return Affiliation.objects.come().filter(
        consortium=member.consortium_id, organisation=member.organisation_id, during__contains=day
    )


def _seats(consortium_id: int, people: list[int], day: date) -> dict[int, tuple[str, ...]]:
    """Keys of the committees in which people sit with a vote."""
    held = Seat.objects.held().voting().on(day).filter(consortium=consortium_id, person__in=people, body__level__gt=0)
    found: dict[int, tuple[str, ...]] = {}
    for person, key in held.values_list("person_id", "body__key"):
        found[person] = (*found.get(person, ()), key)
    return found
