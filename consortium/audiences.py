"""Whom news concerns: the people who sit in bodies of some kind today."""

from collections.abc import Collection
from datetime import datetime

from consortium.models import Seat
from parties.models import Consortium


def seated(consortium: Consortium, kinds: Collection[str], *, at: datetime, post: str = "") -> set[int]:
    """Give the persons who sit in open bodies of these kinds, such as ``council`` or ``office``.

    ``post`` narrows to one post of them, such as ``finance``.
    """
    held = Seat.objects.filter(consortium=consortium, body__kind__in=kinds, body__state="open")
    if post:
        held = held.filter(post=post)
    return set(held.on(consortium.day_of(at)).values_list("person_id", flat=True))
