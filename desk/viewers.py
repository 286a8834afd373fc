"""Build the viewer: who is looking, and what they hold in this consortium on this day."""

from datetime import datetime

from parties.models import Consortium, Person
from parties.viewer import Viewer


def viewer_of(person: Person, consortium: Consortium, now: datetime) -> Viewer:
    """Build the viewer of a person in a consortium, in at most four queries."""
    return Viewer(person=person, consortium=consortium, now=now)
