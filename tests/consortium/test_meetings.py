"""Planning, calling, holding and cancelling meetings, and what people owe meanwhile."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from consortium import drafting, meetings, minutes
from consortium.models import Meeting, MeetingBody
from duties.models import Duty, Notice
from parties.refusals import Invalid, Refusal
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def asrc():
    return made.founded()


@pytest.fixture
def tc(asrc):
    """The technical committee US with three seats."""
    body = made.body(asrc, "tc_us")
    for name in ("Western Digital", "Seagate", "Hitachi"):
        made.seated(body, made.company(asrc, name), "technical_lead")
    return body


def planned(*bodies, day=date(2026, 4, 15), **said) -> Meeting:
    values = {"title": "April meeting", "day": day, "time": time(9, 0), **said}
    return meetings.plan(bodies, by=None, at=NOON, **values)


def called(*bodies, **said) -> Meeting:
    meeting = planned(*bodies, **said)
    meetings.call(meeting, by=None, at=NOON)
    return meeting


def held(*bodies, absent=0, **said) -> Meeting:
    meeting = called(*bodies, **said)
    seats = list(bodies[0].seats.order_by("pk"))
    for body in bodies[1:]:
        seats += body.seats.all()
    here = seats[absent:]
    meetings.hold(
        meeting, by=None, at=meeting.starts_at + timedelta(hours=3), present={seat: seat.person for seat in here}
    )
    return meeting


def test_plan_keeps_the_wall_time_of_the_body(tc):
    meeting = planned(tc)

    assert meeting.zone == "America/Los_Angeles"
    assert meeting.starts_at == datetime(2026, 4, 15, 16, 0, tzinfo=UTC)


def test_plan_refuses_an_hour_that_the_clocks_leave_out(tc):
    with pytest.raises(Invalid, match="leave out 02:30") as refused:
        planned(tc, day=date(2027, 3, 14), time=time(2, 30))

    assert refused.value.field == "time"


def test_a_call_invites_every_seat_and_owes_its_reply(tc):
    meeting = called(tc)

    assert set(meeting.invitations.values_list("person", "role")) == {
        (seat.person_id, "seat") for seat in tc.seats.all()
    }
    owed = Duty.objects.open().filter(kind="invitation.reply")
    assert set(owed.values_list("debtor", "due_at")) == {(seat.subject_id, meeting.reply_by) for seat in tc.seats.all()}
    assert Notice.objects.filter(kind="meeting.called", is_urgent=True).count() == 3


def test_minutes_let_a_meeting_with_a_quorum_count(tc):
    meeting = held(tc, absent=1)
    record = minutes.draft(meeting, by=None, at=NOON + timedelta(days=60))

    assert not MeetingBody.objects.get(meeting=meeting).counts
    minutes.circulate(record, by=None, at=NOON + timedelta(days=60))

    assert MeetingBody.objects.get(meeting=meeting).counts
    duty = Duty.objects.get(kind="meeting.hold", debtor=tc.subject)
    assert (duty.state, duty.period.lower) == ("done", date(2026, 4, 1))


def test_a_meeting_recorded_after_the_fact_counts_for_the_day_it_was_held_and_invites_nobody(tc):
    """Happened on 15 April, recorded in June: nobody was called, everybody came."""
    june = NOON.replace(month=6)
    meeting = meetings.plan([tc], by=None, at=june, title="By telephone", day=date(2026, 4, 15), time=time(9))

    meetings.hold(meeting, by=None, at=june, present={seat: seat.person for seat in tc.seats.all()})
    minutes.circulate(minutes.draft(meeting, by=None, at=june), by=None, at=june)

    duty = Duty.objects.get(kind="meeting.hold", debtor=tc.subject)
    assert (duty.state, duty.period.lower, duty.settled_at) == ("done", date(2026, 4, 1), june)
    assert not Notice.objects.filter(kind="meeting.called").exists()


def test_a_planned_meeting_takes_no_record_before_its_hour(tc):
    meeting = planned(tc)

    with pytest.raises(Refusal, match="has not begun yet"):
        meetings.hold(meeting, by=None, at=NOON, present={seat: seat.person for seat in tc.seats.all()})


def test_fu_k18_a_joint_session_off_the_charters_links_says_so_for_good(asrc, client):
    """GOV-10: on the page, in the list and its export, in the minutes and through the API."""
    secretary = made.officer(asrc)
    client.force_login(secretary)
    cases = (
        (("sc_us", "tc_jp"), True),
        (("sc_us", "sc_jp"), False),
        (("tc_us", "tc_jp"), False),
        (("sc_us", "tc_us"), False),
        (("sc_us", "sc_jp", "tc_us"), True),
        (("tc_us",), False),
    )
    wrong = []

    for door in ("page", "api"):
        for keys, is_off in cases:
            bodies = [made.body(asrc, key) for key in keys]
            form = {"title": "Session", "day": "2027-04-15", "time": "09:00", "zone": "UTC", "minutes": 60}
            if door == "page":
                client.post(f"/{asrc.slug}/meetings/plan/", {**form, "bodies": [body.pk for body in bodies]})
            else:
                form["bodies"] = [body.number for body in bodies]
                client.post(f"/api/v1/{asrc.slug}/meetings/", form, content_type="application/json")
            meeting = Meeting.objects.latest("pk")
            its = f"/api/v1/{asrc.slug}/meetings/{meeting.number}/"
            said = {
                "stored": meeting.off_the_links,
                "page": "Not a charter link" in client.get(meeting.get_absolute_url()).content.decode(),
                "api": client.get(its).json()["off_the_links"],
                "list": "not a charter link" in client.get(f"/{asrc.slug}/meetings/").content.decode(),
                "export": b"not a charter link"
                in b"".join(client.get(f"/{asrc.slug}/meetings/?export=csv").streaming_content),
            }
            meeting.held_at = meeting.starts_at
            said["minutes"] = "GOV-10" in drafting.text(meeting)
            if set(said.values()) != {is_off}:
                wrong.append((door, keys, said))
            meetings.cancel(meeting, by=None, at=NOON, reason="Next")

    assert wrong == []
