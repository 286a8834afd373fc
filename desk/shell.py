"""What every page shows around its content: the menu and how many notices wait."""

from desk.navigation import menu
from duties.models import Notice


def shell(request) -> dict:
    """Give templates the consortium, the viewer and the menu; outside a consortium, nothing."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"viewer": None, "consortium": None, "menu": ()}
    return {
        "viewer": viewer,
        "consortium": viewer.consortium,
        "menu": menu(viewer, request.path),
        "unread": Notice.objects.filter(person=viewer.person, consortium=viewer.consortium, read_at=None).count(),
    }
