"""Build the viewer: who is looking, and what they hold in this consortium on this day."""

from datetime import datetime

from django.db.models import Q

from consortium.models import Alternate, Seat
from membership.models import Affiliation, Assistance
from parties.models import Consortium, Person
from parties.viewer import Viewer


def viewer_of(person: Person, consortium: Consortium, now: datetime) -> Viewer:
    """Build the viewer of a person in a consortium, in at most four queries."""
    return Viewer(person=person, consortium=consortium, now=now)


def consortia_of(person: Person, now: datetime) -> list[Consortium]:
    """List the consortia in which the person has a part today."""
    held = Q(person=person, during__contains=now.date())
    assisting = Q(assistant=person, during__contains=now.date())
    parts = [
        Seat.objects.filter(held),
        Alternate.objects.filter(held),
        Affiliation.objects.filter(held),
        Assistance.objects.filter(assisting),
    ]
    known = Q()
    for part in parts:
        known |= Q(pk__in=part.values("consortium"))
    return list(Consortium.objects.filter(known).order_by("name"))
