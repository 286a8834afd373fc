from datetime import UTC, datetime

import pytest

from charter import editions
from consortium import motions, nominations
from desk import openings
from desk.viewers import viewer_of
from duties.models import Notice
from tests.factories.consortium import body, company, employee, founded, officer, seated

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 2, 15, tzinfo=UTC)


@pytest.fixture
def toshiba():
    return company(founded(at=AT), "Toshiba")


def said(person, member):
    viewer = viewer_of(person, member.consortium, AT)
    return [opening.what for opening in openings.of(viewer, editions.in_force(member.consortium, viewer.today))]


def nominate(toshiba, key, title):
    by = employee(toshiba, "", f"Nominator {key}", "nominator")
    return nominations.propose(toshiba, body(toshiba.consortium, key), employee(toshiba, title), by=by, at=AT)


def test_the_office_hears_what_it_verifies_and_what_waits_for_a_motion(toshiba):
    nominate(toshiba, "ec", "cto")
    nominate(toshiba, "sc_us", "director")

    assert said(officer(toshiba.consortium, at=AT), toshiba) == [
        "One nomination to verify",
        "1 nomination to put before the Executive Council",
    ]


def test_the_appointing_body_hears_of_what_it_decides_alone(toshiba):
    nominate(toshiba, "sc_us", "director")
    chief = seated(body(toshiba.consortium, "ec"), company(toshiba.consortium, "Seagate"), "cto", "S. Chief", at=AT)

    assert said(chief.person, toshiba) == ["1 nomination to put before the Executive Council"]


def test_who_neither_appoints_nor_verifies_costs_nothing(toshiba, django_assert_num_queries):
    viewer = viewer_of(employee(toshiba, "director"), toshiba.consortium, AT)
    charter = editions.in_force(toshiba.consortium, viewer.today)

    with django_assert_num_queries(0):
        assert openings.of(viewer, charter) == []


def test_a_motion_put_before_a_body_waits_for_its_members_and_the_office(toshiba):
    council = body(toshiba.consortium, "ec")
    member = seated(council, toshiba, "cto", at=AT).person
    below = seated(body(toshiba.consortium, "sc_jp"), toshiba, "director", at=AT)
    secretary = officer(toshiba.consortium, at=AT)
    motion = motions.draft(council, title="Raise the frame", from_body=below.body, by=below.person, at=AT)
    before = said(member, toshiba)
    motions.submit(motion, by=below.person, at=AT)

    told = set(Notice.objects.filter(kind="motion.submitted").values_list("person", flat=True))

    assert (before, said(member, toshiba), said(secretary, toshiba), said(below.person, toshiba)) == (
        [],
        ["Waits to be put to the vote: Raise the frame"],
        ["Waits to be put to the vote: Raise the frame"],
        [],
    )
    assert told == {member.pk, secretary.pk}
