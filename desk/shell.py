"""What every page shows around its content: the menu and how many notices wait."""

import uuid
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from charter import editions
from desk.navigation import Block, menu

MENUS = ((22, "long"), (19, "middling"), (13, "short"))
"""Above so many lines a menu is called so; each fits whole from another height of the screen (``shell.css``)."""


def shell(request) -> dict:
    """Give templates the consortium, the viewer and the menu; outside a consortium, nothing.

    What only some pages show is asked when they show it, once.
    """
    viewer = getattr(request, "viewer", None)
    # A fresh token for hand-written forms of money and votes (web.idempotency).
    common = {
        "once": uuid.uuid4().hex,
        "in_demonstration": settings.DEMONSTRATION,
        "assets": assets(),
        "common": common_parts(get_language()),
        "sign_up_is_open": settings.SIGN_UP_OPEN,
        "may_sign_up": cache(lambda: get_adapter().is_open_for_signup(request)),
    }
    if viewer is None:
        return {**common, "viewer": None, "consortium": None, "menu": None}
    charter = editions.charter_of(viewer.edition_id) if viewer.edition_id else None
    consortium, blocks = viewer.consortium, menu(viewer, request.path, charter)
    return {
        **common,
        "viewer": viewer,
        "consortium": consortium,
        "menu": drawn(blocks, consortium.name, consortium.slug, consortium.get_absolute_url(), get_language()),
        "unread": request.unread,
    }


@cache
def assets() -> SafeString:
    """Write the addresses of style sheets and scripts, which are the same on every page."""
    return render_to_string("components/assets.html")


@cache
def common_parts(language: str) -> Mapping[str, SafeString]:
    """Draw what stands in the bar above every page in the same language."""
    parts = ("theme_switch", "account_links")
    return MappingProxyType({part: render_to_string(f"components/{part}.html") for part in parts})


@lru_cache(maxsize=1024)
def drawn(blocks: tuple[Block, ...], name: str, slug: str, home: str, language: str) -> Mapping[str, SafeString]:
    """Draw the menu and the search, once for all who have the same lines in the same language at the same place.

    Everything that it shows is among the arguments: nothing of one reader can reach another.
    """
    context = {
        "menu": blocks,
        "menu_size": _menu_size(sum(len(block.lines) for block in blocks)),
        "name": name,
        "home": home,
    }
    finder = {"address": reverse("search", args=[slug]), "query": ""}
    drawn = {part: render_to_string(f"components/{part}.html", context) for part in ("rail", "bottombar")}
    return MappingProxyType(drawn | {"finder": render_to_string("components/finder.html", finder)})


def _menu_size(lines: int) -> str:
    return next((size for most, size in MENUS if lines > most), "")
