"""Every verb of the house, by what it is about."""

from functools import cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.verbs import decisions, meetings, members, money, people, rules
from desk.verbs.events import EVENTS as EVENTS
from desk.verbs.verb import Verb

VERBS: dict[str, Verb] = {
    **rules.VERBS,
    **people.VERBS,
    **decisions.VERBS,
    **meetings.VERBS,
    **members.VERBS,
    **money.VERBS,
}
"""``"motion.close": Verb(...)``: pages, API, simulation and the "who decides what" page all read it."""

HEADINGS = {
    "rules": _("Rules"),
    "people": _("People and seats"),
    "decisions": _("Decisions"),
    "meetings": _("Meetings"),
    "members": _("Members"),
    "money": _("Money"),
}
"""Headings of the "who decides what" page, by `Verb.matter`."""


@cache
def resolve(name: str) -> Any:
    """Import what a dotted name says.

    :raises ImportError: where it leads nowhere.
    """
    module, _dot, attribute = name.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except AttributeError as fault:
        raise ImportError(f"{name} does not exist") from fault
