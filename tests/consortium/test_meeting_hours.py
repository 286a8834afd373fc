"""The hour of a meeting: planned in the zone of its body, and shown everywhere by one rule, with its zone."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar

from consortium import agendas, clocks, meetings, packs
from consortium.models import Meeting
from desk.calendar import feed
from desk.viewers import viewer_of
from duties import deliveries
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
WINTER = date(NOW.year + 1, 12, 15)


@pytest.fixture
def asrc():
    return made.founded(NOW - timedelta(days=200))


@pytest.fixture
def secretary(asrc):
    return made.officer(asrc, at=NOW - timedelta(days=100))


def live_in(person, zone) -> None:
    type(person).objects.filter(pk=person.pk).update(time_zone=zone)
    person.refresh_from_db()


def seat(body, zone, name=""):
    member = made.company(body.consortium, f"Firm {name or zone}")
    held = made.seated(body, member, "technical_lead", name, at=NOW - timedelta(days=90))
    live_in(held.person, zone)
    return held


def planned_by(client, door, bodies, **said) -> Meeting:
    """Plan a meeting through the page or the API."""
    slug = bodies[0].consortium.slug
    form = {"title": "M", "day": str(WINTER), "time": "09:00", "minutes": 60, **said}
    if door == "page":
        answer = client.post(f"/{slug}/meetings/plan/", {**form, "bodies": [body.pk for body in bodies]})
    else:
        form["bodies"] = [body.number for body in bodies]
        answer = client.post(f"/api/v1/{slug}/meetings/", form, content_type="application/json")
    assert answer.status_code in (201, 302), answer.content
    return Meeting.objects.latest("pk")


@pytest.mark.parametrize("door", ["page", "api"])
def test_fu_b2_a_meeting_takes_the_zone_of_its_body_unless_one_was_chosen(client, asrc, secretary, door):
    client.force_login(secretary)
    us, jp, council = (made.body(asrc, key) for key in ("tc_us", "tc_jp", "ec"))
    cases = (
        ([us], {}, "America/Los_Angeles"),
        ([us], {"zone": ""}, "America/Los_Angeles"),
        ([jp], {"zone": ""}, "Asia/Tokyo"),
        ([us, jp], {"zone": ""}, {"page": "Asia/Tokyo", "api": "America/Los_Angeles"}[door]),  # as each lists them
        ([council], {}, asrc.time_zone),
        ([us], {"zone": "Asia/Kolkata"}, "Asia/Kolkata"),
        ([us], {"zone": "UTC"}, "UTC"),
    )

    wrong = []
    for bodies, said, zone in cases:
        meeting = planned_by(client, door, bodies, **said)
        starts = datetime.combine(WINTER, time(9), ZoneInfo(zone))
        if (meeting.zone, meeting.starts_at) != (zone, starts):
            wrong.append((said, meeting.zone, meeting.starts_at))

    assert wrong == []


def test_fu_b2_the_form_proposes_no_zone_but_the_body_s(client, asrc, secretary):
    client.force_login(secretary)
    body = made.body(asrc, "tc_us")
    meetings.plan([body], by=None, at=NOW, title="Odd", day=WINTER, time=time(17), zone="UTC")

    for address in ("meetings/plan/", f"bodies/{body.number}/plan/"):
        form = client.get(f"/{asrc.slug}/{address}").context["form"]
        assert form["zone"].value() in (None, "")
    assert form["time"].value() == time(9)


def test_fu_b2_the_hour_of_everybody_concerned_is_shown_and_the_odd_ones_are_warned_of(client, asrc, secretary):
    """While typing, after a form that was refused, and once it is planned; with half hours."""
    client.force_login(secretary)
    body = made.body(asrc, "tc_us")
    for zone in ("America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata"):
        seat(body, zone)
    form = {"bodies": body.pk, "title": "M", "day": WINTER, "time": "09:00", "zone": "", "minutes": "60"}

    typed = client.get(f"/{asrc.slug}/meetings/plan/hours/", form).content.decode()
    refused = client.post(f"/{asrc.slug}/meetings/plan/", {**form, "title": ""})
    planned = client.post(f"/{asrc.slug}/meetings/plan/", form, follow=True).content.decode()

    day = f"16 Dec {WINTER.year}"
    for shown in (typed, refused.content.decode()):
        words = " ".join(re.sub("<[^>]+>", "", shown).split())
        assert f"09:00 (Los Angeles) = 22:30 (Kolkata) = {day}, 02:00 (Tokyo)" in words
    assert refused.status_code == 400
    for shown in (typed, planned):
        assert f"{day}, 02:00 (Tokyo) is outside 07:00–22:00 for 1 person." in shown
        assert "22:30 (Kolkata) is outside 07:00–22:00 for 1 person." in shown
        assert "(Los Angeles) is outside" not in shown


def test_fu_b2_nobody_chosen_is_the_planner_s_own_zone(client, asrc, secretary):
    live_in(secretary, "Asia/Tokyo")
    client.force_login(secretary)

    typed = client.get(f"/{asrc.slug}/meetings/plan/hours/", {"day": WINTER, "time": "09:00"}).content.decode()

    assert "09:00 (Tokyo)" in typed


def test_fu_b2_hours_that_end_at_night_or_over_midnight_are_odd(asrc):
    body = made.body(asrc, "tc_us")
    zone = ZoneInfo(body.time_zone)
    odd = {
        hour: bool(clocks.warnings([body], datetime.combine(WINTER, time(*hour), zone), 120, body.time_zone))
        for hour in ((6, 59), (7, 0), (20, 0), (20, 1), (23, 0))
    }

    assert odd == {(6, 59): True, (7, 0): False, (20, 0): False, (20, 1): True, (23, 0): True}


READERS = ("America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata", "UTC")
NAMES = "|".join(("Los Angeles", "Tokyo", "Kolkata", "UTC"))
ZONES = {"Los Angeles": "America/Los_Angeles", "Tokyo": "Asia/Tokyo", "Kolkata": "Asia/Kolkata", "UTC": "UTC"}
FULL = re.compile(rf"(\d+ \w{{3}} \d{{4}}), (\d\d:\d\d)(?:–(?:\d+ \w+ \d+, )?\d\d:\d\d)? \(({NAMES})\)")


def moments(shown: str) -> set[datetime]:
    """Find every moment that a text names with its zone."""
    text = unescape(re.sub(r"<[^>]+>", " ", shown))
    return {
        datetime.strptime(f"{day} {clock}", "%d %b %Y %H:%M").replace(tzinfo=ZoneInfo(ZONES[zone])).astimezone(UTC)
        for day, clock, zone in FULL.findall(text)
    }


def test_fu_b3_a_meeting_s_moment_is_the_same_with_its_zone_on_every_page_and_in_every_mail(client, asrc):
    """For readers of four zones; a meeting at half past in a week in which clocks change."""
    body = made.body(asrc, "tc_us")
    people = [seat(body, zone, name).person for zone, name in zip(READERS, "ABCD", strict=True)]
    body.seats.update(post="lead")
    first = date(NOW.year + 1, 11, 1)
    sunday = first + timedelta(days=6 - first.weekday())
    wrong = []

    for number, reader in enumerate(people):
        meeting = meetings.plan(
            [body], by=None, at=NOW, title=f"Half past {number}", day=sunday, time=time(9, 30), place="Room 5"
        )
        agendas.add(meeting, by=None, at=NOW, title="Opening", minutes=45)
        agendas.add(meeting, by=None, at=NOW, title="Second", minutes=15)
        meetings.call(meeting, by=None, at=NOW)
        line = meeting.invitations.get(person=reader)
        client.force_login(reader)
        own = meeting.starts_at.astimezone(ZoneInfo(reader.time_zone))
        second = own + timedelta(minutes=45)
        deliveries.bundle(at=NOW)
        deliveries.send(at=NOW)
        here = meeting.get_absolute_url()
        sent = [each.body for each in mail.outbox if each.to == [reader.email] and f"past {number}" in each.body]
        shown = {
            "page": client.get(here).content.decode(),
            "agenda": client.get(f"{here}agenda/").content.decode(),
            "reply": client.get(f"/mail/invitations/{line.key}/").content.decode(),
            "list": client.get(f"/{asrc.slug}/meetings/?q=past+{number}").content.decode(),
            "body": client.get(body.get_absolute_url()).content.decode(),
            "home": client.get(f"/{asrc.slug}/").content.decode(),
            "search": client.get(f"/{asrc.slug}/search/?q=past+{number}").content.decode(),
            "mail": "".join(sent),
        }
        for where, text in shown.items():
            found = {at for at in moments(text) if at != meeting.reply_by.replace(second=0, microsecond=0)}
            if meeting.starts_at not in found or (where in ("page", "agenda", "reply", "mail") and len(found) != 1):
                wrong.append((reader.time_zone, where, sorted(found)))
        for where in ("page", "agenda"):
            hours = re.findall(r'agenda-hour num">(\d\d:\d\d)<', shown[where])
            if hours != [f"{own:%H:%M}", f"{second:%H:%M}"]:
                wrong.append((reader.time_zone, where, hours))
        events = [
            event.start.astimezone(UTC)
            for text in (client.get(f"{here}event.ics").content, feed.written(reader, at=NOW))
            for event in Calendar.from_ical(text).walk("VEVENT")
            if f"past {number}" in str(event["SUMMARY"]) and "Due" not in str(event["SUMMARY"])
        ]
        if events != [meeting.starts_at] * 2:
            wrong.append((reader.time_zone, "events", events))
        meetings.cancel(meeting, by=None, at=NOW, reason="Done")

    assert wrong == []


def test_fu_b3_the_pack_names_the_zone_of_its_hours(asrc):
    body = made.body(asrc, "tc_us")
    reader = seat(body, "Asia/Tokyo").person
    meeting = meetings.plan([body], by=None, at=NOW, title="M", day=WINTER, time=time(9))
    agendas.add(meeting, by=None, at=NOW, title="Opening", minutes=45)

    cover = packs._cover(meeting, viewer_of(reader, asrc, NOW))

    assert dict(cover["facts"])["When"].endswith(f", 15 Dec {WINTER.year}, 09:00–11:00 (Los Angeles)")
    assert cover["hours_note"] == "Times in Los Angeles"
    assert cover["items"][0]["time"] == "09:00"
