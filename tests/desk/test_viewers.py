"""Who is looking: seats, companies, mandates and assistance on the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from consortium import seats
from desk.viewers import consortia_of, viewer_of
from membership import withdrawals
from membership.models import Affiliation, Assistance
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_is_unknown():
    viewer = viewer_of(PersonFactory(), founded(), NOON)

    assert not viewer.is_known


def test_a_seat_is_held_until_the_day_its_term_ends():
    consortium = founded()
    seat = seated(body(consortium, "ec"), company(consortium, "Seagate"), "cto")
    last = datetime(2028, 2, 29, 12, tzinfo=UTC)

    viewers = [viewer_of(seat.person, consortium, at) for at in (NOON, last, last + timedelta(days=1))]

    assert [viewer.sits_in(seat.body_id, voting=True) for viewer in viewers] == [True, True, False]


def test_an_alternate_acts_in_the_seat():
    consortium = founded()
    member = company(consortium, "Seagate")
    seat = seated(body(consortium, "ec"), member, "cto")
    other = employee(member)

    seats.name_alternate(seat, other, by=seat.person, at=NOON)

    held = viewer_of(other, consortium, NOON).seats
    assert [(each.id, each.is_alternate, each.votes) for each in held] == [(seat.pk, True, True)]


def test_a_company_comes_with_tier_branch_and_mandates():
    consortium = founded()
    member = company(consortium, "Toshiba", "t2", "jp")
    person = employee(member, "", "", "nominator", "billing")

    (held,) = viewer_of(person, consortium, NOON).companies

    assert (held.member_id, held.branch, held.tier, held.tier_rank, held.is_core, held.is_suspended) == (
        member.pk,
        "jp",
        "t2",
        2,
        True,
        False,
    )
    assert held.mandates == {"nominator", "billing"}


def test_the_office_is_known_by_its_posts():
    consortium = founded()
    viewer = viewer_of(officer(consortium, "finance"), consortium, NOON)

    assert (viewer.office, viewer.is_finance, viewer.is_member) == ({"finance"}, True, False)


def test_an_assistant_is_known_while_the_mandate_lasts():
    consortium = founded()
    chief, assistant = PersonFactory.create_batch(2)
    Assistance.objects.create(
        consortium=consortium, person=chief, assistant=assistant, during=DateRange(date(2026, 1, 1), date(2026, 4, 1))
    )

    assert viewer_of(assistant, consortium, NOON).assists == {chief.pk}
    assert not viewer_of(assistant, consortium, NOON + timedelta(days=60)).is_known


def test_a_company_that_left_takes_its_seats_with_it():
    consortium = founded()
    member = company(consortium, "Hoya")
    seat = seated(body(consortium, "ec"), member, "cto")
    member.left_on = NOON.date()
    member.save()

    viewer = viewer_of(seat.person, consortium, NOON)

    assert (viewer.seats, viewer.companies) == ((), ())


def test_whoever_came_with_a_company_goes_with_its_last_day_before_any_round():
    consortium = founded()
    member = company(consortium, "Hoya")
    seat = seated(body(consortium, "ec"), member, "cto")
    colleague, assistant, deputy = employee(member), PersonFactory(), employee(member)
    Assistance.objects.create(
        consortium=consortium, person=seat.person, assistant=assistant, during=DateRange(date(2026, 1, 1), None)
    )
    seats.name_alternate(seat, deputy, by=seat.person, at=NOON)
    withdrawals.announce(member, reason="strategic_shift", by=colleague, at=NOON)
    last = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    theirs = (seat.person, colleague, assistant, deputy)

    before = [(viewer_of(each, consortium, last).is_known, consortia_of(each, last)) for each in theirs]
    after = [
        (viewer_of(each, consortium, last + timedelta(minutes=1)).is_known, consortia_of(each, last + timedelta(1)))
        for each in theirs
    ]

    assert before == [(True, [consortium])] * 4
    assert after == [(False, [])] * 4


def test_another_place_outlasts_the_company_that_left():
    consortium = founded()
    leaver, other = company(consortium, "Hoya"), company(consortium, "Kaede", "t2")
    person, assistant = employee(leaver), PersonFactory()
    Affiliation.objects.create(
        consortium=consortium, person=person, organisation=other.organisation, during=DateRange(date(2026, 1, 1), None)
    )
    Assistance.objects.create(
        consortium=consortium, person=person, assistant=assistant, during=DateRange(date(2026, 1, 1), None)
    )
    leaver.left_on = NOON.date()
    leaver.save()

    viewer = viewer_of(person, consortium, NOON)

    assert viewer.organisations == {other.organisation_id}
    assert viewer_of(assistant, consortium, NOON).assists == {person.pk}


def test_a_viewer_takes_few_queries(django_assert_max_num_queries):
    consortium = founded()
    member = company(consortium, "Seagate")
    seat = seated(body(consortium, "ec"), member, "cto")
    viewer_of(seat.person, consortium, NOON)

    with django_assert_max_num_queries(2):
        viewer_of(seat.person, consortium, NOON)


def test_the_day_is_the_consortiums_own():
    consortium = founded()
    consortium.time_zone = "Asia/Tokyo"
    consortium.save()
    person = employee(company(consortium, "Toshiba"))
    late = datetime(2026, 3, 31, 18, tzinfo=UTC)
    person.affiliations.update(during=DateRange(None, date(2026, 4, 1)))

    assert consortia_of(person, late) == []
    assert consortia_of(person, late - timedelta(hours=4)) == [consortium]
