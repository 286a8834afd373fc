"""Every verb of the house, by what it is about."""

from config.verbs import decisions, meetings, members, money, people, rules
from config.verbs.events import EVENTS
from config.verbs.verb import Verb

VERBS: dict[str, Verb] = {
    **rules.VERBS,
    **people.VERBS,
    **decisions.VERBS,
    **meetings.VERBS,
    **members.VERBS,
    **money.VERBS,
}
"""``"motion.close": Verb(...)``: pages, API, simulation and the "who decides what" page all read it."""

__all__ = ["EVENTS", "VERBS", "Verb"]
