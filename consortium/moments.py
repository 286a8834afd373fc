"""Wall time and moments: a future meeting is a wall time in an IANA zone, whatever its clocks do until then."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from parties import zones
from parties.refusals import Invalid


def moment(day: date, clock: time, zone: str) -> datetime:
    """Give the moment that a wall time comes to; where clocks are put back, the first of the two.

    :raises Invalid: for a zone that no form offers, or an hour that clocks leave out.
    """
    if zone not in zones.names():
        raise Invalid(_("“%(zone)s” is not a time zone; one is Asia/Tokyo.") % {"zone": zone}, field="zone")
    place = ZoneInfo(zone)
    wall = datetime.combine(day, clock)
    found = wall.replace(tzinfo=place).astimezone(UTC)
    if found.astimezone(place).replace(tzinfo=None) != wall:
        raise Invalid(
            _("On %(day)s the clocks of %(zone)s leave out %(time)s; an hour later there is.")
            % {"day": formats.date_format(day, "DATE_FORMAT"), "zone": zone, "time": clock.strftime("%H:%M")},
            field="time",
        )
    return found


def day_in(zone: str, at: datetime) -> date:
    """Give the day that a moment falls on in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()
