"""Who stands on a meeting's list, in step with seats, terms and alternates, whatever is moved or taken back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from icalendar import Calendar

from consortium import calendars, invitations, invitees, meetings, seats
from consortium.models import Seat
from duties.models import Duty, Notice
from parties.refusals import Refusal
from tests.factories import consortium as made
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 3)
TERM = date(2026, 6, 6)
NOW = datetime.now(UTC)
SOON = (NOW + timedelta(days=40)).date()


@pytest.fixture
def council():
    council = made.body(made.founded(), "ec")
    for name in ("Seagate", "Western Digital", "Toshiba"):
        made.seated(council, made.company(council.consortium, name), "cto")
    return council


def called(*bodies, day=DAY, **said):
    meeting = meetings.plan(bodies, by=None, at=NOON, title="Council", day=day, **{"time": time(9), **said})
    meetings.call(meeting, by=None, at=NOON)
    return meeting


def listed(meeting) -> list[tuple[str, str, str]]:
    """Who stands on the list as what, and what they replied."""
    lines = meeting.invitations.filter(withdrawn_at=None).select_related("person").order_by("role", "person__name")
    return [(line.role, line.person.name, line.reply) for line in lines]


def told(person) -> list[str]:
    return [
        kind.removeprefix("meeting.")
        for kind in Notice.objects.filter(person=person, kind__startswith="meeting.")
        .order_by("pk")
        .values_list("kind", flat=True)
    ]


def owing(meeting) -> set[str]:
    """Who owes a reply to the meeting."""
    debtors = Duty.objects.open().filter(subject=meeting.subject, kind="invitation.reply").values("debtor")
    return set(Seat.objects.filter(subject__in=debtors).values_list("person__name", flat=True))


def link(client, line, **said):
    """Open the page that a mailed link leads to, or answer there."""
    address = f"/mail/invitations/{line.key}/"
    return client.post(address, said, follow=True) if said else client.get(address)


def method(meeting, person) -> str:
    return str(Calendar.from_ical(calendars.invitation(meeting, person))["METHOD"])


def disagreements(client, meeting) -> list[str]:
    """Say where list, duty and link of a meeting do not agree."""
    wrong = []
    for line in meeting.invitations.filter(role="seat").select_related("person"):
        takes = 'name="reply"' in link(client, line).content.decode()
        stands, owes = line.withdrawn_at is None, line.person.name in owing(meeting)
        if not stands == takes == (method(meeting, line.person) == "REQUEST"):
            wrong.append(f"{line.person.name}: stands {stands}, link takes {takes}, {method(meeting, line.person)}")
        if owes != (stands and line.reply == "waiting"):
            wrong.append(f"{line.person.name}: owes {owes}, {line.reply}")
    return wrong


def test_fu_fb1_who_was_withdrawn_and_is_due_again_stands_again(council, client):
    """Moved past the term and back, the term extended, and several moves in a row."""
    council.seats.update(during=DateRange(NOON.date(), TERM))
    meeting = called(council)
    everyone = {seat.person.name for seat in council.seats.all()}
    first = council.seats.order_by("pk").first()
    invitations.reply(meeting.invitations.get(person=first.person), "yes", by=first.person, at=NOON)

    meetings.change(meeting, by=None, at=NOON, day=TERM + timedelta(days=4))
    invitations.refresh(council.consortium, at=NOON)
    assert (listed(meeting), owing(meeting), told(first.person)) == ([], set(), ["called", "withdrawn"])
    assert disagreements(client, meeting) == []

    meetings.change(meeting, by=None, at=NOON, day=DAY - timedelta(days=1))
    assert {(name, reply) for __, name, reply in listed(meeting)} == {(name, "waiting") for name in everyone}
    assert owing(meeting) == everyone
    assert told(first.person) == ["called", "withdrawn", "called"]
    assert disagreements(client, meeting) == []

    meetings.change(meeting, by=None, at=NOON, day=TERM + timedelta(days=4))
    seats.extend(first, until=date(2027, 1, 1), by=None, at=NOON)
    assert listed(meeting) == [("seat", first.person.name, "waiting")]
    meetings.change(meeting, by=None, at=NOON, day=DAY)
    assert owing(meeting) == everyone
    assert disagreements(client, meeting) == []
    said = link(client, meeting.invitations.get(person=first.person), reply="yes").content.decode()
    assert "your reply is kept" in said
    assert disagreements(client, meeting) == []
    assert invitations.expected(meeting, council).present == 1


def test_fu_fb1_a_day_moved_away_and_back_is_owed_again(council, client):
    meeting = called(council)
    first = council.seats.order_by("pk").first()
    invitations.reply(meeting.invitations.get(person=first.person), "no", by=first.person, at=NOON, comment="Kyoto")

    for day in (DAY + timedelta(days=7), DAY):
        meetings.change(meeting, by=None, at=NOON, day=day)
        assert disagreements(client, meeting) == []

    assert len(owing(meeting)) == 3
    assert meeting.invitations.get(person=first.person).comment == ""


def test_fu_fb1_a_guest_who_declined_or_left_is_asked_again(council, client):
    meeting = called(council)
    guest, seat = PersonFactory(name="Guest"), council.seats.order_by("pk").first()
    (line,) = invitations.invite(meeting, [guest], by=None, at=NOON)
    invitations.reply(line, "no", by=guest, at=NOON)

    invitations.invite(meeting, [guest], by=None, at=NOON)
    invitations.invite(meeting, [guest], by=None, at=NOON)
    assert ("guest", "Guest", "waiting") in listed(meeting)
    assert told(guest) == ["called", "called"]

    seats.end(seat, by=None, at=NOON, reason="resigned")
    invitations.invite(meeting, [seat.person], by=None, at=NOON)
    assert ("guest", seat.person.name, "waiting") in listed(meeting)
    assert method(meeting, seat.person) == "REQUEST"
    assert told(seat.person) == ["called", "withdrawn", "called"]
    gone = meeting.invitations.get(seat=seat)
    assert 'value="yes"' in link(client, gone).content.decode()
    link(client, gone, reply="yes")
    assert ("guest", seat.person.name, "yes") in listed(meeting)


def joint(council):
    """R. K. sits in SC-US and is the alternate of the council's first seat; both bodies meet."""
    committee = made.body(council.consortium, "sc_us")
    first = council.seats.order_by("pk").first()
    own = made.seated(committee, first.member, "director", "R. K.")
    seats.name_alternate(first, own.person, by=first.person, at=NOON)
    return called(council, committee), first, own


def test_fu_fb2_who_loses_one_of_two_parts_still_takes_part(council, client):
    meeting, first, own = joint(council)

    seats.end(first, by=None, at=NOON + timedelta(days=1), reason="resigned")
    invitations.refresh(council.consortium, at=NOON + timedelta(days=2))

    assert told(own.person)[1:] == ["part_lost"]
    assert told(first.person) == ["called", "withdrawn"]
    assert method(meeting, own.person) == "REQUEST"
    assert method(meeting, first.person) == "CANCEL"
    said = Notice.objects.get(person=own.person, kind="meeting.part_lost").facts
    assert [row["role"] for row in said["lost"]] == ["alternate"]
    assert [row["body"] for row in said["kept"]] == [own.body.name]
    meeting.refresh_from_db()
    meetings.change(meeting, by=None, at=NOON + timedelta(days=3), place="Room 2")
    assert (told(own.person)[-1], told(first.person)[-1]) == ("changed", "withdrawn")


def test_fu_fb2_the_other_way_round_the_alternate_stays_expected(council, client):
    """By the link of the part that was lost, too; and a guest's part counts as well."""
    meeting, first, own = joint(council)
    mailed = meeting.invitations.get(seat=own)

    seats.end(own, by=None, at=NOON + timedelta(days=1), reason="resigned")
    meeting.refresh_from_db()

    assert [row for row in listed(meeting) if row[1] == "R. K."] == [("alternate", "R. K.", "waiting")]
    assert method(meeting, own.person) == "REQUEST"
    assert "no longer invited" not in link(client, mailed).content.decode()
    link(client, mailed, reply="yes")
    assert ("alternate", "R. K.", "yes") in listed(meeting)

    seats.end_alternate(first, by=first.person, at=NOON + timedelta(days=2))
    meeting.refresh_from_db()
    assert told(own.person)[-2:] == ["part_lost", "withdrawn"]
    assert method(meeting, own.person) == "CANCEL"
    assert "no longer invited" in link(client, mailed).content.decode()
    assert not Notice.objects.filter(kind="meeting.cancelled").exists()


def test_fu_fb2_a_guest_who_gets_a_seat_answers_once_for_both(council, client):
    meeting = called(council)
    firm = made.company(council.consortium, "Kioxia")
    newcomer = made.employee(firm, "cto", "New Comer")
    invitations.invite(meeting, [newcomer], by=None, at=NOON)
    seats.take(council, newcomer, member=firm, title="cto", votes=True, until=None, by=None, at=NOON)
    mailed = meeting.invitations.get(person=newcomer, role="guest")

    link(client, mailed, reply="yes")

    assert [row for row in listed(meeting) if row[1] == "New Comer"] == [
        ("guest", "New Comer", "yes"),
        ("seat", "New Comer", "yes"),
    ]
    assert told(newcomer) == ["called", "part_gained"]
    assert disagreements(client, meeting) == []


def test_fu_fb3_a_replaced_alternate_is_withdrawn_and_the_present_one_is_asked(council, client):
    """Names replaced twice: the second takes over, then the first again."""
    seat = council.seats.order_by("pk").first()
    former, present = (made.employee(seat.member, "cto", name) for name in ("Former", "Present"))
    seats.name_alternate(seat, former, by=seat.person, at=NOON)
    meeting = called(council)
    line = meeting.invitations.get(person=seat.person)

    seats.name_alternate(seat, present, by=seat.person, at=NOON + timedelta(days=1))
    invitations.refresh(council.consortium, at=NOON + timedelta(days=2))
    line.refresh_from_db()
    link(client, line, reply="alternate")

    assert Notice.objects.get(kind="meeting.alternate").person == present
    assert told(former) == ["called", "withdrawn"]
    assert [method(line.meeting, who) for who in (former, present)] == ["CANCEL", "REQUEST"]
    assert [row[1] for row in listed(meeting) if row[0] == "alternate"] == ["Present"]
    gone = meeting.invitations.select_related("meeting__subject", "person").get(person=former)
    with pytest.raises(Refusal, match="no longer takes replies"):
        invitations.reply(gone, "no", by=former, at=NOON)
    assert invitations.expected(meeting, council).present == 1

    seats.name_alternate(seat, former, by=seat.person, at=NOON + timedelta(days=3))
    assert [row[1] for row in listed(meeting) if row[0] == "alternate"] == ["Former"]
    assert told(former) == ["called", "withdrawn", "called", "alternate"]

    seats.end_alternate(seat, by=seat.person, at=NOON + timedelta(days=4))
    line.refresh_from_db()
    assert (line.reply, seat.person.name in owing(meeting)) == ("waiting", True)
    assert invitations.expected(meeting, council).present == 0


def test_fu_fb3_naming_another_alternate_leaves_the_holders_reply(council):
    seat = council.seats.order_by("pk").first()
    meeting = called(council)
    invitations.reply(meeting.invitations.get(person=seat.person), "yes", by=seat.person, at=NOON)

    seats.name_alternate(seat, made.employee(seat.member, "cto"), by=seat.person, at=NOON + timedelta(days=1))

    assert meeting.invitations.get(seat=seat, role="seat").reply == "yes"
    assert seat.person.name not in owing(meeting)


def test_fu_fb2_a_second_seat_is_asked_for_though_the_first_is_answered(council, client):
    """One answer then holds for both, and no duty is left open that the page does not ask for."""
    committee = made.body(council.consortium, "sc_us")
    first = council.seats.order_by("pk").first()
    meeting = called(council, committee)
    mailed = meeting.invitations.get(person=first.person)
    link(client, mailed, reply="yes")

    seats.take(committee, first.person, member=first.member, title="director", votes=True, until=None, by=None, at=NOON)
    assert first.person.name in owing(meeting)
    asked = [line.seat.body.key for line in link(client, mailed).context["asked"]]
    link(client, mailed, invitation=meeting.invitations.get(seat__body=committee).pk, reply="tentative")

    assert asked == ["sc_us"]
    assert {line.reply for line in meeting.invitations.filter(person=first.person)} == {"tentative"}
    assert disagreements(client, meeting) == []


def test_fu_fb5_who_is_taken_off_is_not_told_the_room_nor_the_link(council):
    seat = council.seats.order_by("pk").first()
    meeting = called(council, place="Old room", link="https://video.example/old")
    seats.end(seat, by=None, at=NOON + timedelta(days=1), reason="resigned")
    meetings.change(meeting, by=None, at=NOON + timedelta(days=2), place="New room", link="https://video.example/new")

    struck = calendars.invitation(meeting, seat.person)

    assert "METHOD:CANCEL" in struck and "video.example" not in struck and "room" not in struck


MOVES = (
    # from (zone, day, hour), to, whether it is another day for somebody of Tokyo or Los Angeles
    (("Asia/Tokyo", 3, 15), {"zone": "America/Los_Angeles"}, True),
    (("Asia/Tokyo", 3, 15), {"time": time(17)}, True),  # 23:00 the day before and 1:00 in Los Angeles
    (("Asia/Tokyo", 3, 10), {"time": time(12)}, False),
    (("Asia/Tokyo", 3, 10), {"zone": "America/Los_Angeles", "day": date(2026, 6, 2), "time": time(18)}, False),
    (("Asia/Tokyo", 3, 10), {"zone": "Asia/Kolkata", "time": time(6, 30)}, False),
    (("Asia/Tokyo", 3, 23), {"day": date(2026, 6, 4), "time": time(1)}, True),
    (("Asia/Tokyo", 3, 10), {"day": date(2026, 6, 10)}, True),
    (("Asia/Tokyo", 3, 10), {"place": "Room 5"}, False),
)


def test_fu_fb4_another_day_is_taken_by_the_moment_and_as_it_is_for_those_concerned(council):
    home = council.seats.order_by("pk")
    for seat, zone in zip(home, ("Asia/Tokyo", "America/Los_Angeles", "Asia/Tokyo"), strict=True):
        type(seat.person).objects.filter(pk=seat.person_id).update(time_zone=zone)
    type(council).objects.filter(pk=council.pk).update(time_zone="Asia/Tokyo")
    wrong = []

    for (zone, day, hour), change, is_another in MOVES:
        meeting = called(council, zone=zone, day=date(2026, 6, day), time=time(hour))
        for line in meeting.invitations.select_related("person"):
            invitations.reply(line, "yes", by=line.person, at=NOON)
        meetings.change(meeting, by=None, at=NOON, **change)
        replies = {line.reply for line in meeting.invitations.all()}
        asked = {"True": "waiting", "False": "yes"}[str(is_another)]
        if replies != {asked} or (len(owing(meeting)) == 3) != is_another:
            wrong.append((zone, day, hour, change, replies, owing(meeting)))

    assert wrong == []


def test_fu_fb4_through_the_page_and_the_api(client):
    consortium = made.founded(NOW - timedelta(days=200))
    secretary = made.officer(consortium, at=NOW - timedelta(days=100))
    body = made.body(consortium, "tc_jp")
    seat = made.seated(body, made.company(consortium, "Toshiba"), "technical_lead", at=NOW - timedelta(days=50))
    client.force_login(secretary)
    replies = []

    for door in ("page", "api"):
        meeting = meetings.plan([body], by=None, at=NOW, title="M", day=SOON, time=time(15))
        meetings.call(meeting, by=None, at=NOW)
        line = meeting.invitations.get()
        invitations.reply(line, "yes", by=seat.person, at=NOW)
        if door == "page":
            form = {"title": "M", "day": SOON, "time": "15:00", "zone": "America/Los_Angeles", "minutes": 120}
            client.post(f"{meeting.get_absolute_url()}edit/", form)
        else:
            address = f"/api/v1/{consortium.slug}/meetings/{meeting.number}/"
            client.patch(address, {"zone": "America/Los_Angeles"}, content_type="application/json")
        line.refresh_from_db()
        event = Calendar.from_ical(calendars.invitation(line.meeting, seat.person)).walk("VEVENT")[0]
        replies.append((line.reply, event["ATTENDEE"].params["PARTSTAT"], event["SEQUENCE"]))

    assert replies == [("waiting", "NEEDS-ACTION", 1)] * 2


def test_fu_fb8_a_withdrawal_outdates_the_invitation_and_is_outdated_by_the_next(council):
    seat = council.seats.order_by("pk").first()
    former = made.employee(seat.member, "cto")
    seats.name_alternate(seat, former, by=seat.person, at=NOON)
    meeting = called(council)
    written = [calendars.invitation(meeting, former)]

    for days in (1, 2):
        act = {"by": seat.person, "at": NOON + timedelta(days=days)}
        seats.end_alternate(seat, **act) if days == 1 else seats.name_alternate(seat, former, **act)
        meeting.refresh_from_db()
        written.append(calendars.invitation(meeting, former))

    events = [Calendar.from_ical(text) for text in written]
    assert [event["METHOD"] for event in events] == ["REQUEST", "CANCEL", "REQUEST"]
    stamps = [(part["SEQUENCE"], part["DTSTAMP"].dt) for event in events for part in event.walk("VEVENT")]
    assert stamps == sorted(stamps) and len({number for number, __ in stamps}) == len({at for __, at in stamps}) == 3


def test_the_list_is_brought_up_to_date_in_as_many_statements_for_forty_seats_as_for_one(
    council, django_assert_max_num_queries
):
    for number in range(40):
        made.seated(council, made.company(council.consortium, f"Firm {number}"), "cto")
    meeting = called(council)
    council.seats.update(during=DateRange(NOON.date(), DAY))

    with django_assert_max_num_queries(40):
        invitations.refresh(council.consortium, at=NOON + timedelta(hours=1))

    assert invitees.standing(meeting) == {}
