"""Whether bodies met as often as the charter asks: T-ASRC-3, GOV-13, EC-03, SC-02, TC-02, E-19, E-20."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from consortium import cadences, compliance, meetings, minutes
from consortium.compliance import Standing
from duties import duties
from duties.models import Duty
from journal.models import Entry
from tests.factories import consortium as made
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime(2026, 1, 2, 12, tzinfo=UTC)
AFTER = datetime(2027, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def asrc():
    """ASRC, live since the new year, each body with one seat."""
    consortium = made.founded(NEW_YEAR)
    consortium.goes_live_on = date(2026, 1, 1)
    consortium.save()
    titles = {
        "ec": "cto",
        "sc_us": "director",
        "sc_jp": "director",
        "tc_us": "technical_lead",
        "tc_jp": "technical_lead",
    }
    for key, title in titles.items():
        made.seated(made.body(consortium, key), made.company(consortium, key.upper()), title, at=NEW_YEAR)
    return consortium


def meet(*bodies, on: date, clock=time(9, 0), zone="", with_minutes=True):
    """Hold a meeting with everybody there, and circulate its minutes a month later."""
    before = datetime.combine(on, time(0), UTC) - timedelta(days=30)
    meeting = meetings.plan(bodies, by=None, at=before, title="Meeting", day=on, time=clock, zone=zone)
    meetings.call(meeting, by=None, at=before)
    present = {seat: seat.person for body in bodies for seat in body.seats.all()}
    after = meeting.ends_at
    meetings.hold(meeting, by=None, at=after, present=present)
    if with_minutes:
        minutes.circulate(minutes.draft(meeting, by=None, at=after), by=None, at=after + timedelta(days=30))
    return meeting


def line(consortium, key, at=AFTER):
    return next(each for each in compliance.year(consortium, 2026, at=at) if each.body.key == key)


def standings(consortium, key, at=AFTER):
    return [(cell.label, str(cell.standing)) for cell in line(consortium, key, at).cells]


def test_the_charter_asks_for_34_meetings_a_year(asrc):
    lines = compliance.year(asrc, 2026, at=NEW_YEAR)

    assert {each.body.key: each.owed for each in lines} == {"ec": 2, "sc_us": 4, "sc_jp": 4, "tc_us": 12, "tc_jp": 12}
    assert compliance.least(lines) == 34


def test_two_council_meetings_in_one_half_do_not_cover_the_other(asrc):
    council = made.body(asrc, "ec")

    meet(council, on=date(2026, 2, 3))
    meet(council, on=date(2026, 5, 5))

    assert standings(asrc, "ec") == [("H1", "held"), ("H2", "missed")]
    assert line(asrc, "ec").words == "1 of 2"


def test_an_extra_meeting_is_held_and_discharges_nothing(asrc):
    committee = made.body(asrc, "tc_us")

    meet(committee, on=date(2026, 3, 3))
    meet(committee, on=date(2026, 3, 24))

    assert Duty.objects.filter(kind="meeting.hold", debtor=committee.subject).count() == 1
    assert line(asrc, "tc_us").met == 1


def test_a_joint_session_counts_for_both(asrc):
    meet(made.body(asrc, "sc_us"), made.body(asrc, "sc_jp"), on=date(2026, 2, 10))

    done = Duty.objects.filter(kind="meeting.hold", state="done")
    assert set(done.values_list("debtor", flat=True)) == {made.body(asrc, key).subject_id for key in ("sc_us", "sc_jp")}


def test_joint_sessions_off_the_charters_links_are_told(asrc):
    sc_us, sc_jp, tc_jp = (made.body(asrc, key) for key in ("sc_us", "sc_jp", "tc_jp"))

    assert meetings.warnings([sc_us, sc_jp], date(2026, 2, 10)) == []
    assert meetings.warnings([sc_us, tc_jp], date(2026, 2, 10)) == [
        "The charter does not link Steering Committee US and Technical Committee Japan: "
        "their joint session is unusual, but counts for each."
    ]


def test_without_minutes_or_quorum_a_meeting_does_not_count(asrc):
    council, committee = made.body(asrc, "ec"), made.body(asrc, "tc_us")
    made.seated(committee, made.company(asrc, "Second"), "technical_lead", at=NEW_YEAR)

    meet(council, on=date(2026, 2, 3), with_minutes=False)
    alone = meetings.plan([committee], by=None, at=NEW_YEAR, title="Alone", day=date(2026, 3, 3), time=time(9))
    meetings.call(alone, by=None, at=NEW_YEAR)
    seat = committee.seats.first()
    meetings.hold(alone, by=None, at=alone.ends_at, present={seat: seat.person})
    minutes.circulate(minutes.draft(alone, by=None, at=alone.ends_at), by=None, at=alone.ends_at)

    assert [met.lacks for met in line(asrc, "ec").cells[0].meetings] == ["minutes are missing"]
    assert [met.lacks for met in line(asrc, "tc_us").cells[2].meetings] == ["no quorum"]
    assert line(asrc, "ec").met == line(asrc, "tc_us").met == 0


def test_late_minutes_count_for_the_day_that_the_meeting_was_held(asrc):
    council = made.body(asrc, "ec")

    meet(council, on=date(2026, 6, 29))

    duty = Duty.objects.get(kind="meeting.hold", debtor=council.subject)
    assert (duty.state, duty.period.lower) == ("done", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("key", "clock", "zone", "month"),
    [
        ("tc_jp", time(8, 0), "Asia/Tokyo", "April"),
        ("tc_us", time(8, 0), "Asia/Tokyo", "March"),
        ("tc_us", time(23, 59), "America/Los_Angeles", "April"),
        ("tc_jp", time(23, 59), "America/Los_Angeles", "April"),
    ],
)
def test_a_meeting_counts_on_the_day_of_the_body_not_of_the_room(asrc, key, clock, zone, month):
    """1 April, 08:00 in Tokyo is still 31 March in Los Angeles."""
    meet(made.body(asrc, key), on=date(2026, 4, 1), clock=clock, zone=zone)

    assert [label for label, standing in standings(asrc, key) if standing == "held"] == [month]


def test_periods_end_at_midnight_of_the_body_on_summer_time_too(asrc):
    owed = {owed.debtor_id: owed for owed in cadences.desired(asrc, at=NEW_YEAR) if owed.period[1] == date(2026, 4, 1)}

    assert owed[made.body(asrc, "tc_us").subject_id].due_at == datetime(2026, 4, 1, 7, tzinfo=UTC)
    assert owed[made.body(asrc, "tc_jp").subject_id].due_at == datetime(2026, 3, 31, 15, tzinfo=UTC)


def test_a_year_as_it_stands_in_its_middle(asrc):
    meet(made.body(asrc, "sc_us"), on=date(2026, 1, 20))

    assert standings(asrc, "sc_us", at=datetime(2026, 7, 10, tzinfo=UTC)) == [
        ("Q1", "held"),
        ("Q2", "missed"),
        ("Q3", "due"),
        ("Q4", "upcoming"),
    ]


def test_duties_reach_13_months_ahead_and_reconciling_again_changes_nothing(asrc):
    for __ in range(2):
        duties.reconcile(asrc, [cadences.HOLD], cadences.desired(asrc, at=NEW_YEAR), at=NEW_YEAR)

    owed = Duty.objects.open().filter(kind=cadences.HOLD)
    assert owed.count() == 3 + 2 * 5 + 2 * 13
    assert max(owed.values_list("period", flat=True)).lower < date(2027, 2, 1)


def test_three_months_of_silence_are_made_up_for(asrc):
    later = NEW_YEAR + timedelta(days=95)

    duties.reconcile(asrc, [cadences.HOLD], cadences.desired(asrc, at=later), at=later)

    owed = Duty.objects.filter(kind=cadences.HOLD, debtor=made.body(asrc, "tc_us").subject)
    assert min(owed.values_list("period", flat=True)).lower == date(2026, 1, 1)


def test_a_period_that_was_let_off_is_neither_missed_nor_owed_again(asrc):
    duties.reconcile(asrc, [cadences.HOLD], cadences.desired(asrc, at=NEW_YEAR), at=NEW_YEAR)
    august = Duty.objects.filter(debtor=made.body(asrc, "tc_jp").subject, period__startswith=date(2026, 8, 1))

    duties.let_off(august, Duty.State.WAIVED, by=PersonFactory(), at=NEW_YEAR, reason="Obon")
    duties.reconcile(asrc, [cadences.HOLD], cadences.desired(asrc, at=NEW_YEAR), at=NEW_YEAR)

    assert (
        Duty.objects.filter(debtor=made.body(asrc, "tc_jp").subject, period__startswith=date(2026, 8, 1)).count() == 1
    )
    assert line(asrc, "tc_jp").cells[7].standing is Standing.LET_OFF
    assert line(asrc, "tc_jp").owed == 11


def round_of(consortium, at):
    duties.reconcile(consortium, [cadences.HOLD], cadences.desired(consortium, at=at), at=at)
    cadences.end_missed(consortium, at=at)


def ended(consortium, key, first):
    return Duty.objects.get(debtor=made.body(consortium, key).subject, period__startswith=first).state


def test_a_period_that_is_over_without_a_meeting_ends_as_missed_and_reminds_nobody(asrc):
    april = datetime(2026, 4, 2, 12, tzinfo=UTC)
    for __ in range(2):
        round_of(asrc, april)

    assert ended(asrc, "sc_us", date(2026, 1, 1)) == "missed"
    assert Entry.objects.filter(verb="duty.miss").count() == 2 + 2 * 3
    assert set(Duty.objects.open().filter(due_at__lt=april)) == set()


def test_a_meeting_whose_minutes_are_to_come_keeps_its_period_open(asrc):
    meet(made.body(asrc, "sc_us"), on=date(2026, 2, 3), with_minutes=False)
    april = datetime(2026, 4, 2, 12, tzinfo=UTC)

    round_of(asrc, april)

    assert ended(asrc, "sc_us", date(2026, 1, 1)) == "open"
    assert line(asrc, "sc_us", at=april).cells[0].standing is Standing.AWAITED


def test_a_meeting_recorded_after_its_period_was_missed_makes_up_for_it(asrc):
    round_of(asrc, datetime(2026, 4, 2, 12, tzinfo=UTC))

    meet(made.body(asrc, "sc_us"), on=date(2026, 2, 3))

    assert ended(asrc, "sc_us", date(2026, 1, 1)) == "done"


def test_a_body_founded_near_the_end_of_a_period_owes_nothing_for_it(asrc):
    asrc.goes_live_on = date(2026, 6, 17)
    asrc.save()

    assert standings(asrc, "ec") == [("H1", "not_owed"), ("H2", "missed")]
    assert line(asrc, "ec").words == "0 of 1"
    assert min(owed.period[0] for owed in cadences.desired(asrc, at=NEW_YEAR)) == date(2026, 7, 1)


@pytest.mark.parametrize(("rule", "owed"), [("owed", True), ("half", False), ("not_owed", False)])
def test_the_charter_says_whether_the_first_part_of_a_period_is_owed(rule, owed):
    half_year = (date(2026, 7, 1), date(2027, 1, 1))

    assert cadences.is_owed(half_year, date(2026, 12, 17), rule) is owed
    assert cadences.is_owed(half_year, date(2026, 7, 1), rule)


def test_a_year_is_read_in_as_many_queries_however_often_bodies_met(asrc, django_assert_num_queries):
    council = made.body(asrc, "ec")
    meet(council, on=date(2026, 2, 3))
    compliance.year(asrc, 2026, at=AFTER)

    with django_assert_num_queries(5):
        compliance.year(asrc, 2026, at=AFTER)
    for day in range(4, 9):
        meet(council, on=date(2026, 2, day))

    with django_assert_num_queries(5):
        compliance.year(asrc, 2026, at=AFTER)
