"""The mail about one meeting: one for all that was said between two mailings, from what holds when it is sent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from consortium import invitations, meetings, seats
from desk import told
from desk.viewers import viewer_of
from duties import deliveries
from duties.models import Notice
from tests.factories import consortium as made
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 3)
NOW = datetime.now(UTC)


@pytest.fixture
def seat():
    council = made.body(made.founded(), "ec")
    return made.seated(council, made.company(council.consortium, "Seagate"), "cto", "A. Holder")


@pytest.fixture
def meeting(seat):
    return meetings.plan(
        [seat.body], by=None, at=NOON, title="Council", day=DAY, time=time(9), zone="Asia/Tokyo", place="Room 1"
    )


def mailed(person, at=NOON) -> list[tuple[str, str, int, str]]:
    """Ring the postman's bell: words, method, SEQUENCE and COMMENT of each mail that the person gets now."""
    mail.outbox.clear()
    deliveries.bundle(at=at)
    deliveries.send(at=at)
    return [_read(each) for each in mail.outbox if each.to == [person.email]]


def _read(each) -> tuple[str, str, int, str]:
    words = next(line[2:] for line in each.body.splitlines() if line.startswith("• "))
    if not each.attachments:
        return words, "", -1, ""
    (part,) = each.attachments
    calendar = Calendar.from_ical(part.get_payload(decode=True).decode())
    (event,) = calendar.walk("VEVENT")
    return words, str(calendar["METHOD"]), event["SEQUENCE"], str(event.get("COMMENT", ""))


def call(meeting):
    meetings.call(meeting, by=None, at=NOON)


def change(meeting, **said):
    meetings.change(meeting, by=None, at=NOON, **said)


def test_fu_k2_changes_between_two_mailings_are_one_mail_with_old_and_new(meeting, seat):
    call(meeting)
    mailed(seat.person)

    change(meeting, place="Room 2")
    change(meeting, day=DAY + timedelta(days=1))
    change(meeting, day=DAY + timedelta(days=2), time=time(10), reason="The chair travels.")

    ((words, method, number, comment),) = mailed(seat.person)
    assert words == (
        "“Council” on 5 Jun 2026, 01:00 (UTC) = 10:00 (Tokyo) has changed. "
        "Was: 3 Jun 2026, 00:00 (UTC) = 09:00 (Tokyo), Room 1. Now: 5 Jun 2026, 01:00 (UTC) = 10:00 (Tokyo), Room 2. "
        "Reason: The chair travels. It is on another day: please reply again."
    )
    assert (method, number) == ("REQUEST", 3)
    assert comment.endswith("Room 2. The chair travels.")
    assert Notice.objects.undelivered().count() == 0


def test_fu_k2_who_was_never_invited_is_told_of_no_change(meeting, seat):
    call(meeting)
    change(meeting, place="Room 2")

    ((words, method, number, __),) = mailed(seat.person)

    assert words == "You are invited to “Council” on 3 Jun 2026, 00:00 (UTC) = 09:00 (Tokyo). Place: Room 2"
    assert (method, number) == ("REQUEST", 1)


def test_fu_k2_called_moved_and_cancelled_at_once_is_one_mail_without_an_event(meeting, seat):
    call(meeting)
    change(meeting, place="Room 2")
    meetings.cancel(meeting, by=None, at=NOON, reason="Typhoon")

    ((words, method, *__),) = mailed(seat.person)

    assert words == "“Council” on 3 Jun 2026, 00:00 (UTC) = 09:00 (Tokyo) is cancelled. Reason: Typhoon"
    assert method == ""


def test_fu_k2_moved_and_cancelled_names_the_day_that_people_know(meeting, seat):
    call(meeting)
    mailed(seat.person)
    change(meeting, day=DAY + timedelta(days=1))
    meetings.cancel(meeting, by=None, at=NOON, reason="Typhoon")

    ((words, method, number, comment),) = mailed(seat.person)

    assert words == "“Council” on 3 Jun 2026, 00:00 (UTC) = 09:00 (Tokyo) is cancelled. Reason: Typhoon"
    assert (method, number, comment) == ("CANCEL", 2, "Typhoon")


def test_fu_k2_moved_and_moved_back_stays(meeting, seat):
    call(meeting)
    mailed(seat.person)
    for day in (DAY + timedelta(days=1), DAY):
        change(meeting, day=day)

    ((words, method, number, __),) = mailed(seat.person)

    assert words == "“Council” stays on 3 Jun 2026, 00:00 (UTC) = 09:00 (Tokyo). Please reply again."
    assert (method, number) == ("REQUEST", 2)


def test_fu_k2_a_guest_withdrawn_alternates_and_parts_are_said_once_each(meeting, seat):
    """Parts lost and gained in one bundle are told on balance; each person gets one mail."""
    committee = made.body(meeting.consortium, "sc_us")
    both = made.seated(committee, seat.member, "director", "R. K.").person
    seats.name_alternate(seat, both, by=seat.person, at=NOON)
    joint = meetings.plan([seat.body, committee], by=None, at=NOON, title="Joint", day=DAY, time=time(9))
    call(joint)
    other = made.employee(seat.member, "cto", "Other")
    mailed(both)

    seats.name_alternate(seat, other, by=seat.person, at=NOON + timedelta(days=1))
    later = NOON + timedelta(days=1)
    (lost,) = mailed(both, later)
    assert lost[:2] == (
        "You no longer take part in “Joint” on 3 Jun 2026, 09:00 (UTC) as alternate of A. Holder in the "
        "Executive Council; you still take part as member of the Steering Committee US.",
        "REQUEST",
    )

    line = joint.invitations.select_related("person", "seat", "meeting__subject").get(person=seat.person)
    invitations.reply(line, "alternate", by=seat.person, at=later)
    (asked,) = mailed(other, later)
    assert asked[0].startswith("A. Holder asks you to take their seat at “Joint” on 3 Jun 2026")

    seats.name_alternate(seat, both, by=seat.person, at=later + timedelta(days=1))
    (gone,) = mailed(other, later + timedelta(days=1))
    assert gone[:2] == (
        "You are no longer invited to “Joint” on 3 Jun 2026, 09:00 (UTC). "
        "You are no longer the alternate of A. Holder in the Executive Council.",
        "CANCEL",
    )
    assert gone[3] == "You are no longer the alternate of A. Holder in the Executive Council."


def test_fu_k3_the_reason_of_a_cancellation_reaches_everybody_invited(client, seat, meeting):
    """In the mail, the notice, the event and the page that the mail's link leads to."""
    call(meeting)
    guest = PersonFactory()
    (line,) = invitations.invite(meeting, [guest], by=None, at=NOON)
    for person in (seat.person, guest):
        mailed(person)

    meetings.cancel(meeting, by=None, at=NOON, reason="Typhoon over Tokyo")

    mail.outbox.clear()
    deliveries.bundle(at=NOON)
    deliveries.send(at=NOON)
    texts = [each.body + each.attachments[0].get_payload(decode=True).decode() for each in mail.outbox]
    assert [text.count("Typhoon over Tokyo") for text in texts] == [3, 3]  # the mail, COMMENT and DESCRIPTION
    news = told.news(viewer_of(seat.person, meeting.consortium, NOON), 5)
    assert "Typhoon over Tokyo" in news[0].words
    assert "Typhoon over Tokyo" in client.get(f"/mail/invitations/{line.key}/").content.decode()


def test_fu_k3_a_change_says_from_what_to_what_and_why_through_page_and_api(client):
    consortium = made.founded(NOW - timedelta(days=200))
    secretary = made.officer(consortium, at=NOW - timedelta(days=100))
    body = made.body(consortium, "ec")
    made.seated(body, made.company(consortium, "Toshiba"), "cto", at=NOW - timedelta(days=50))
    day = (NOW + timedelta(days=40)).date()
    client.force_login(secretary)

    for door in ("page", "api"):
        meeting = meetings.plan([body], by=None, at=NOW, title="M", day=day, time=time(9), place="Room 1")
        meetings.call(meeting, by=None, at=NOW)
        said = {"place": "Room 2", "link": "https://video.example/2", "reason": "Bigger room"}
        if door == "page":
            form = {"title": "M", "day": day, "time": "09:00", "zone": "UTC", "minutes": 120, **said}
            client.post(f"{meeting.get_absolute_url()}edit/", form)
        else:
            address = f"/api/v1/{consortium.slug}/meetings/{meeting.number}/"
            client.patch(address, said, content_type="application/json")
        line = told.news(viewer_of(meeting.invitations.get().person, consortium, NOW), 1)[0].words
        assert "Was: Room 1. Now: Room 2; https://video.example/2. Reason: Bigger room" in line, door


def test_notices_that_were_written_before_they_told_so_much_are_still_read(seat, meeting):
    """What lies in the database from earlier says title and hour, and no more."""
    for kind in ("called", "changed", "cancelled"):
        facts = {"title": "Old", "starts": "2026-06-03T00:00:00+00:00"}
        Notice.objects.create(
            consortium=meeting.consortium, person=seat.person, subject=meeting.subject, kind=f"meeting.{kind}",
            facts=facts, address="/x/", noticed_at=NOON, key=kind,
        )  # fmt: skip

    words = [line.words for line in told.news(viewer_of(seat.person, meeting.consortium, NOON), 5)]

    assert words[0] == "“Old” on 3 Jun 2026, 00:00 (UTC) is cancelled."
