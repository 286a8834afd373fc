"""What every page shows around its content: the menu and how many notices wait."""

import uuid

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from charter import editions
from desk.navigation import menu
from duties.models import Notice

LONG_MENU = 22
"""Above so many lines only the section one is in shows its lines on a screen of common height."""


def shell(request) -> dict:
    """Give templates the consortium, the viewer and the menu; outside a consortium, nothing."""
    viewer = getattr(request, "viewer", None)
    # A fresh token for hand-written forms of money and votes (desk.once).
    once = {"once": uuid.uuid4().hex, "in_demonstration": settings.DEMONSTRATION}
    if viewer is None:
        return {**once, "viewer": None, "consortium": None, "menu": ()}
    blocks = menu(viewer, request.path)
    return {
        **once,
        "viewer": viewer,
        "consortium": viewer.consortium,
        "edition_in_force": SimpleLazyObject(lambda: editions.holding(viewer.consortium, viewer.today)),
        "menu": blocks,
        "menu_is_long": sum(len(block.lines) for block in blocks) > LONG_MENU,
        "unread": Notice.objects.filter(person=viewer.person, consortium=viewer.consortium, read_at=None).count(),
    }
