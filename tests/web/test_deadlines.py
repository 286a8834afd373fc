"""How a deadline is said, wherever the reader is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from duties.sentences import sentence
from web import deadlines

MIDNIGHT = datetime(2026, 7, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo", "UTC"])
def test_the_end_of_a_day_is_the_same_day_for_every_reader(zone):
    with timezone.override(ZoneInfo(zone)):
        assert deadlines.said(MIDNIGHT, "America/New_York") == "end of 30 Jun 2026 (New York)"


def test_an_hour_is_said_in_the_readers_zone():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert deadlines.said(MIDNIGHT) == "1 Jul 2026, 13:00"


def test_a_reminder_says_the_day_that_ends():
    facts = {"duty": "minutes.write", "title": "Council", "due": MIDNIGHT.isoformat(), "zone": "America/New_York"}

    assert sentence("duty.reminder", facts) == "Write minutes: Council – due end of 30 Jun 2026 (New York)."


@pytest.mark.parametrize(("hour", "days"), [(3, 0), (4, 1), (5, 1)])
def test_late_begins_with_the_moment_after_the_deadline(hour, days):
    assert deadlines.days_late(MIDNIGHT, MIDNIGHT.replace(hour=hour)) == days
