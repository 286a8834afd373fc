"""The time zones that people live in, as a choice."""

from zoneinfo import available_timezones

REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})


def zones() -> list[tuple[str, str]]:
    """List the zones by their names, UTC first."""
    lived_in = sorted(zone for zone in available_timezones() if zone.split("/")[0] in REGIONS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in lived_in)]
