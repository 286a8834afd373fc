"""The month and the feed: short titles in the grid, and duties where their deadlines are."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from desk.calendar import feed
from desk.calendar.events import Event
from duties import duties
from duties.duties import Owed
from tests.factories.consortium import body, company, founded, seated
from tests.factories.parties import NOON


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Technical Committee, US branch, November 2026", "Technical Committee, US branch"),
        ("Technical Committee, US branch, December 2026", "Technical Committee, US branch, December 2026"),
        ("November 2026", "November 2026"),
        ("Site visit", "Site visit"),
    ],
)
def test_a_title_in_the_grid_leaves_out_its_own_month(title, short):
    assert Event(title, "/asrc/meetings/1/", datetime(2026, 11, 9, 12, tzinfo=UTC), "open").short == short


@pytest.mark.django_db
def test_a_moment_stands_in_the_feed_as_one_and_the_end_of_a_day_as_a_day():
    council = body(founded(), "ec")
    seat = seated(council, company(council.consortium, "Toshiba"), "cto")
    moment, midnight = datetime(2026, 5, 4, 16, 30, tzinfo=UTC), datetime(2026, 5, 9, 15, tzinfo=UTC)
    owed = [
        Owed(seat.subject_id, council.subject_id, "vote.cast", moment),
        Owed(seat.subject_id, council.subject_id, "minutes.approve", midnight, zone="Asia/Tokyo"),
    ]
    duties.owe(council.consortium, owed, at=NOON)

    written = Calendar.from_ical(feed.written(seat.person, at=NOON))

    assert {event["DTSTART"].dt for event in written.walk("VEVENT")} == {moment, date(2026, 5, 9)}
