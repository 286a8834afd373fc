"""Invitations and replies: who is asked, who answers for whom, and what a reply is worth."""

from datetime import date, time, timedelta

import pytest

from consortium import invitations, meetings, seats
from consortium.models import Invitation
from duties.models import Duty, Notice
from journal.models import Entry, Particulars
from parties.refusals import Refusal
from tests.factories import consortium as made
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    council = made.body(made.founded(), "ec")
    for name in ("Seagate", "Western Digital", "Toshiba"):
        made.seated(council, made.company(council.consortium, name), "cto")
    return council


@pytest.fixture
def seat(council):
    return council.seats.order_by("pk").first()


@pytest.fixture
def meeting(council):
    meeting = meetings.plan([council], by=None, at=NOON, title="Council", day=date(2026, 6, 3), time=time(9))
    meetings.call(meeting, by=None, at=NOON)
    return meeting


def line(meeting, seat) -> Invitation:
    return meeting.invitations.get(seat=seat, role="seat")


def owed(seat) -> list[tuple[str, date]]:
    duties = Duty.objects.filter(kind="invitation.reply", debtor=seat.subject).order_by("pk")
    return [(duty.state, duty.period.lower) for duty in duties]


def test_a_reply_discharges_its_duty_with_the_meeting_as_evidence(meeting, seat):
    invitations.reply(line(meeting, seat), "tentative", by=seat.person, at=NOON)

    assert owed(seat) == [("done", date(2026, 6, 3))]
    assert Notice.objects.get(person=seat.person, kind="meeting.called").read_at == NOON


def test_an_assistants_reply_is_on_behalf_of_the_invited_person(meeting, seat):
    assistant = PersonFactory()

    invitations.reply(line(meeting, seat), "yes", by=assistant, at=NOON)

    told = Entry.objects.get(verb="invitation.reply").particulars
    assert (told.by, told.on_behalf_of) == (assistant, seat.person)


def test_nobody_sends_an_alternate_who_is_not_named(meeting, seat):
    with pytest.raises(Refusal, match="No alternate is named"):
        invitations.reply(line(meeting, seat), "alternate", by=seat.person, at=NOON)


def test_a_seat_counts_when_its_alternate_comes(council, seat):
    stands_in = made.employee(seat.member, "cto", "Stands In")
    seats.name_alternate(seat, stands_in, by=seat.person, at=NOON)
    meeting = meetings.plan([council], by=None, at=NOON, title="Council", day=date(2026, 6, 3), time=time(9))
    meetings.call(meeting, by=None, at=NOON)

    invitations.reply(line(meeting, seat), "alternate", by=seat.person, at=NOON)
    assert invitations.expected(meeting, council).present == 1
    assert Notice.objects.get(kind="meeting.alternate").person == stands_in

    other = meeting.invitations.get(person=stands_in)
    invitations.reply(other, "no", by=stands_in, at=NOON)
    assert invitations.expected(meeting, council).present == 0


def test_on_another_day_everyone_is_asked_anew(meeting, seat):
    invitations.reply(line(meeting, seat), "yes", by=seat.person, at=NOON)

    meetings.change(meeting, by=None, at=NOON, day=date(2026, 6, 10))

    assert line(meeting, seat).reply == "waiting"
    assert owed(seat) == [("done", date(2026, 6, 3)), ("open", date(2026, 6, 10))]
    assert Notice.objects.filter(kind="meeting.changed").count() == 3


def test_at_another_hour_of_the_day_replies_stand(meeting, seat):
    invitations.reply(line(meeting, seat), "yes", by=seat.person, at=NOON)

    meetings.change(meeting, by=None, at=NOON, time=time(11))

    assert line(meeting, seat).reply == "yes"
    assert meeting.sequence == 1


def test_cancelling_lets_everyone_off_and_tells_them(meeting, seat):
    meetings.cancel(meeting, by=None, at=NOON, reason="Typhoon")

    assert owed(seat) == [("not_required", date(2026, 6, 3))]
    assert Notice.objects.filter(kind="meeting.cancelled").count() == 3
    with pytest.raises(Refusal, match="no longer takes replies"):
        invitations.reply(line(meeting, seat), "yes", by=seat.person, at=NOON)


def test_invitations_follow_the_seats(meeting, council, seat):
    seats.end(seat, by=seat.person, at=NOON + timedelta(days=1), reason="resigned")
    newcomer = made.seated(council, made.company(council.consortium, "Kioxia"), "cto", at=NOON + timedelta(days=1))

    for __ in range(2):
        invitations.refresh(council.consortium, at=NOON + timedelta(days=2))

    standing = meeting.invitations.filter(withdrawn_at__isnull=True)
    assert set(standing.values_list("seat", flat=True)) == set(
        council.seats.exclude(pk=seat.pk).values_list("pk", flat=True)
    )
    assert owed(seat) == [("not_required", date(2026, 6, 3))]
    assert owed(newcomer) == [("open", date(2026, 6, 3))]
    assert Notice.objects.filter(person=newcomer.person, kind="meeting.called").count() == 1
    assert Notice.objects.filter(person=seat.person, kind="meeting.withdrawn").count() == 1


def test_guests_are_invited_once_and_owe_nothing(meeting):
    guest = PersonFactory()

    for __ in range(2):
        invitations.invite(meeting, [guest], by=None, at=NOON)

    assert meeting.invitations.get(person=guest).role == "guest"
    assert Duty.objects.filter(kind="invitation.reply").count() == 3
    assert Notice.objects.filter(person=guest).count() == 1


def test_calling_takes_as_many_statements_for_many_seats_as_for_few(council, django_assert_max_num_queries):
    for number in range(40):
        made.seated(council, made.company(council.consortium, f"Firm {number}"), "cto")
    meeting = meetings.plan([council], by=None, at=NOON, title="Council", day=date(2026, 6, 3), time=time(9))

    with django_assert_max_num_queries(24):
        meetings.call(meeting, by=None, at=NOON)


def test_a_guest_from_elsewhere_is_called_what_was_typed_until_they_answer(meeting):
    """A mail address tells nobody whose it is (the person is known in another consortium)."""
    stranger = PersonFactory(name="Kept Secret", email="who@elsewhere.example")

    line = invitations.invite(meeting, [stranger], by=None, at=NOON, called="Dr Who")[0]
    before = line.name
    invitations.reply(line, "yes", by=stranger, at=NOON)

    assert (before, line.name) == ("Dr Who", "Kept Secret")
    assert "Kept Secret" not in str(Particulars.objects.filter(entry__verb="meeting.invite").values())


def test_a_reply_taken_by_telephone_does_not_tell_the_name_either(meeting):
    stranger = PersonFactory(name="Kept Secret", email="who@elsewhere.example")
    line = invitations.invite(meeting, [stranger], by=None, at=NOON)[0]

    invitations.reply(line, "yes", by=PersonFactory(), at=NOON)

    assert line.name == "who@elsewhere.example"


def test_one_answer_holds_for_every_seat_that_the_person_has_there(council, client):
    """In a joint session; from the mail as from the page, and with the alternate of one seat the other stays empty."""
    other = made.body(council.consortium, "sc_us")
    here = council.seats.order_by("pk").first()
    there = seats.take(
        other, here.person, member=here.member, title="director", votes=True, until=None, by=None, at=NOON
    )
    stand_in = made.employee(here.member, name="Stand-in")
    seats.name_alternate(there, stand_in, by=here.person, at=NOON)
    meeting = meetings.plan([council, other], by=None, at=NOON, title="Joint", day=date(2027, 6, 3), time=time(9))
    meetings.call(meeting, by=None, at=NOON)
    mine = meeting.invitations.filter(person=here.person)

    link = Notice.objects.get(person=here.person, kind="meeting.called").address
    client.post(link, {"reply": "yes"})
    assert (set(mine.values_list("reply", flat=True)), owed(here)[0][0], owed(there)[0][0]) == ({"yes"}, "done", "done")

    client.force_login(here.person)
    asked = client.get(meeting.get_absolute_url()).context["page"].mine
    assert len(asked) == 1

    client.post(link, {"reply": "alternate"})
    assert dict(mine.values_list("seat", "reply")) == {here.pk: "no", there.pk: "alternate"}
