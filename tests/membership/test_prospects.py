"""The pipeline of companies that might join."""

from decimal import Decimal

import pytest

from desk.viewers import viewer_of
from membership import prospects
from membership.models import Prospect
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consortium():
    return founded()


def noted(consortium, **expected):
    return prospects.note(consortium, OrganisationFactory(), by=PersonFactory(), at=NOON, **expected)


def test_expected_dues_are_those_of_the_tier_unless_given(consortium):
    expected = [
        noted(consortium, expected_tier="t2").expected_dues,
        noted(consortium, expected_tier="t2", expected_dues="350000").expected_dues,
        noted(consortium).expected_dues,
    ]

    assert expected == [Decimal(400_000), Decimal(350_000), Decimal(0)]


def test_a_member_and_a_known_prospect_are_refused(consortium):
    member, prospect = company(consortium, "Toshiba"), noted(consortium)

    for organisation, sentence in ((member.organisation, "member already"), (prospect.organisation, "pipeline")):
        with pytest.raises(Invalid, match=sentence):
            prospects.note(consortium, organisation, by=PersonFactory(), at=NOON)


def test_stages_follow_the_drawing_and_joining_takes_a_motion(consortium):
    prospect = noted(consortium)

    prospects.advance(prospect, to="applied", by=PersonFactory(), at=NOON)

    with pytest.raises(Refusal):
        prospects.advance(prospect, to="identified", by=PersonFactory(), at=NOON)
    with pytest.raises(Invalid, match="motion"):
        prospects.advance(prospect, to="joined", by=PersonFactory(), at=NOON)


def test_the_office_and_the_councils_chair_alone_see_the_pipeline(consortium):
    noted(consortium)
    member = company(consortium, "Seagate")
    sits = seated(body(consortium, "ec"), member, "cto")
    people = [officer(consortium), sits.person, employee(member, "", "", "nominator")]

    seen = [Prospect.objects.visible_to(viewer_of(person, consortium, NOON)).count() for person in people]

    assert seen == [1, 0, 0]


@pytest.mark.parametrize(("field", "value"), [("branch", "mars"), ("chain_position", "x" * 60)])
def test_a_place_that_the_charter_does_not_know_is_refused_beside_its_field(consortium, field, value):
    prospect = noted(consortium)

    for said in (
        lambda: noted(consortium, **{field: value}),
        lambda: prospects.revise(prospect, by=PersonFactory(), at=NOON, **{field: value}),
    ):
        with pytest.raises(Invalid) as refused:
            said()
        assert refused.value.field == field
