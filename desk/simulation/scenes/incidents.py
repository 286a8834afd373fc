"""What goes wrong, and what happens once: a refused nomination, a severed item, a lost vote, a company that leaves."""

from datetime import date

from desk.simulation.troupe import Troupe


def schedule(troupe: Troupe, until: date) -> None:
    """Put what happens once on the agenda."""
