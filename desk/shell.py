"""What every page shows around its content: the menu and how many notices wait."""

import uuid

from desk.navigation import menu
from duties.models import Notice


def shell(request) -> dict:
    """Give templates the consortium, the viewer and the menu; outside a consortium, nothing."""
    viewer = getattr(request, "viewer", None)
    # A fresh token for hand-written forms of money and votes (desk.once).
    once = {"once": uuid.uuid4().hex}
    if viewer is None:
        return {**once, "viewer": None, "consortium": None, "menu": ()}
    return {
        **once,
        "viewer": viewer,
        "consortium": viewer.consortium,
        "menu": menu(viewer, request.path),
        "unread": Notice.objects.filter(person=viewer.person, consortium=viewer.consortium, read_at=None).count(),
    }
