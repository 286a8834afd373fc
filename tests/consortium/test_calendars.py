"""Invitations as calendar events: one UID, SEQUENCE raised on change, CANCEL; wall time in its zone."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from consortium import calendars, meetings
from desk.calendar import feed
from duties import deliveries
from tests.factories import consortium as made
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    council = made.body(made.founded(), "ec")
    return made.seated(council, made.company(council.consortium, "日立"), "cto", "佐藤 健")


@pytest.fixture
def meeting(seat):
    meeting = meetings.plan(
        [seat.body],
        by=None,
        at=NOON,
        title="理事会",
        day=date(2026, 6, 3),
        time=time(9),
        zone="Asia/Tokyo",
        place="東京",
    )
    meetings.call(meeting, by=None, at=NOON)
    return meeting


def event(text: str):
    calendar = Calendar.from_ical(text)
    return calendar["METHOD"], next(part for part in calendar.walk("VEVENT"))


def test_a_request_reads_as_the_standard_wants_it(meeting, seat):
    text = calendars.invitation(meeting, seat.person)

    line = meeting.invitations.get()
    lines = text.replace("\r\n ", "").split("\r\n")
    begin = lines.index("BEGIN:VEVENT")
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Roundtable//Meetings//EN", "METHOD:REQUEST"]
    assert sorted(lines[begin + 1 : lines.index("END:VEVENT")]) == sorted(
        [
            "SUMMARY:理事会",
            "DTSTART;TZID=Asia/Tokyo:20260603T090000",
            "DTEND;TZID=Asia/Tokyo:20260603T110000",
            "DTSTAMP:20260302T120000Z",
            f"UID:{meeting.uid}@roundtable.invalid",
            "SEQUENCE:0",
            "LOCATION:東京",
            "STATUS:CONFIRMED",
            f"URL:http://localhost:8000{meeting.get_absolute_url()}",
            f"DESCRIPTION:http://localhost:8000/mail/invitations/{line.key}/",
            f'ATTENDEE;CN="佐藤 健";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:{seat.person.email}',
            f'ORGANIZER;CN="{meeting.consortium.name}":mailto:office@roundtable.invalid',
        ]
    )
    assert "TZID:Asia/Tokyo" in lines


def test_who_is_not_invited_gets_the_event_without_becoming_an_attendee(meeting):
    method, published = event(calendars.invitation(meeting, PersonFactory()))

    assert method == "PUBLISH"
    assert "ATTENDEE" not in published and "DESCRIPTION" not in published
    assert published["UID"] == f"{meeting.uid}@roundtable.invalid"


def test_a_change_raises_the_sequence_under_the_same_uid(meeting, seat):
    uid = event(calendars.invitation(meeting, seat.person))[1]["UID"]

    meetings.change(meeting, by=None, at=NOON + timedelta(days=1), time=time(10))

    method, changed = event(calendars.invitation(meeting, seat.person))
    assert (method, changed["UID"], changed["SEQUENCE"], changed.start.hour) == ("REQUEST", uid, 1, 10)


def test_a_cancelled_meeting_is_struck_from_the_calendar(meeting, seat):
    meetings.cancel(meeting, by=None, at=NOON, reason="Typhoon")

    method, struck = event(calendars.invitation(meeting, seat.person))
    assert (method, struck["STATUS"], struck["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_the_wall_time_stays_across_summer_time(seat):
    """9:00 in Los Angeles is 9:00 before and after the clocks change."""
    for day, utc in ((date(2026, 3, 6), 17), (date(2026, 3, 9), 16)):
        meeting = meetings.plan(
            [seat.body], by=None, at=NOON, title="M", day=day, time=time(9), zone="America/Los_Angeles"
        )

        start = event(calendars.invitation(meeting, seat.person))[1].start

        assert (start.hour, meeting.starts_at.hour) == (9, utc)


def test_the_event_goes_with_the_mail(meeting, seat):
    deliveries.bundle(at=NOON)
    deliveries.send(at=NOON)

    (sent,) = mail.outbox
    (part,) = sent.attachments
    assert (part.get_filename(), part.get_content_type()) == ("invitation.ics", "text/calendar")
    assert event(part.get_payload(decode=True).decode())[0] == part.get_param("method") == "REQUEST"
    assert f"/mail/invitations/{meeting.invitations.get().key}/" in sent.body


def test_the_feed_shows_the_event_of_the_invitation(meeting, seat):
    invited = event(calendars.invitation(meeting, seat.person))[1]["UID"]

    shown = [each["UID"] for each in Calendar.from_ical(feed.written(seat.person, at=NOON)).walk("VEVENT")]

    assert [uid for uid in shown if not uid.startswith("duty-")] == [invited]


def test_fu_fb5_the_room_and_the_link_are_both_in_event_feed_mail_and_page(seat, client):
    """Either may be missing, and then the other stands alone."""
    link = "https://video.example/room-5"
    cases = (
        ("Room 5, Example Hall", link, f"Room 5, Example Hall; {link}"),
        ("", link, link),
        ("Room 5, Example Hall", "", "Room 5, Example Hall"),
        ("", "", None),
    )
    wrong = []

    for place, address, where in cases:
        meeting = meetings.plan(
            [seat.body], by=None, at=NOON, title="M", day=date(2026, 6, 3), time=time(9), place=place, link=address
        )
        meetings.call(meeting, by=None, at=NOON)
        line = meeting.invitations.get()
        mail.outbox.clear()
        deliveries.bundle(at=NOON)
        deliveries.send(at=NOON)
        (sent,) = mail.outbox
        fed = Calendar.from_ical(feed.written(seat.person, at=NOON)).walk("VEVENT")
        of_feed = next(each for each in fed if str(each["UID"]).startswith(str(meeting.uid)))
        of_mail = event(sent.attachments[0].get_payload(decode=True).decode())[1]
        for written in (of_mail, of_feed):
            if (str(written["LOCATION"]) if "LOCATION" in written else None) != where:
                wrong.append((place, address, written.get("LOCATION")))
            if str(written.get("CONFERENCE", "")) != address or address not in str(written.get("DESCRIPTION", "")):
                wrong.append((place, address, written.get("CONFERENCE"), written.get("DESCRIPTION")))
        if address and of_mail["CONFERENCE"].params["VALUE"] != "URI":
            wrong.append((place, address, of_mail["CONFERENCE"].params))
        client.force_login(seat.person)
        for page in (client.get(meeting.get_absolute_url()), client.get(f"/mail/invitations/{line.key}/")):
            shown = page.content.decode()
            if place not in shown or (address and f'href="{address}"' not in shown):
                wrong.append((place, address, page.request["PATH_INFO"]))
        if where and f"Place: {where}" not in sent.body:
            wrong.append((place, address, sent.body))
        meetings.cancel(meeting, by=None, at=NOON, reason="Next")
        deliveries.bundle(at=NOON)
        deliveries.send(at=NOON)

    assert wrong == []
