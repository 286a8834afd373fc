"""The time zones that people live in, as a choice."""

from functools import cache
from zoneinfo import available_timezones

REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})


NO_PLACES = ("localtime", "posixrules", "Factory", "right/", "posix/")
"""How names begin that stand beside the zones in the database and name no zone of people."""


@cache
def names() -> frozenset[str]:
    """Name every zone that is taken, by whichever door: older and rarer names too, such as Japan."""
    return frozenset(zone for zone in available_timezones() if not zone.startswith(NO_PLACES))


def zones() -> list[tuple[str, str]]:
    """List the zones that a form offers, UTC first."""
    offered = ["UTC", *sorted(zone for zone in names() if zone.split("/")[0] in REGIONS)]
    return [(zone, zone.replace("_", " ")) for zone in offered]
