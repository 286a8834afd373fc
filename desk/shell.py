"""What every page shows around its content: the menu and how many notices wait."""

from desk.navigation import menu


def shell(request) -> dict:
    """Give templates the consortium, the viewer and the menu; outside a consortium, nothing."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"viewer": None, "consortium": None, "menu": ()}
    return {
        "viewer": viewer,
        "consortium": viewer.consortium,
        "menu": menu(viewer, request.path),
    }
