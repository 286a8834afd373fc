"""Who is admitted, on which terms, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from charter import documents
from membership import members
from membership.models import Member, Tiering
from membership.tiers import tier_on
from parties.refusals import Invalid, Refusal
from tests.charter.documents import complete
from tests.factories.consortium import company, employee, founded
from tests.factories.membership import admitted
from tests.factories.parties import NOON, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_company_joins_in_its_branch_tier_and_place_in_the_chain():
    consortium = founded()

    member = admitted(consortium, "Toshiba", "t2", "jp", chain_position="components")

    assert (member.branch, member.chain_position, member.joined_on) == ("jp", "components", date(2026, 3, 2))
    assert tier_on(member, date(2026, 3, 1)) == ""
    assert tier_on(member, date(2026, 3, 2)) == "t2"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"kind": "university"}, "organisation"),
        ({"branch": "eu"}, "branch"),
        ({"branch": ""}, "branch"),
        ({"chain_position": "bank"}, "chain_position"),
        ({"tier": "t9"}, "tier"),
        ({"tier": ""}, "tier"),
    ],
)
def test_what_the_charter_does_not_know_is_refused_beside_its_field(terms, field):
    consortium = founded()

    with pytest.raises(Invalid) as refused:
        admitted(consortium, "Toshiba", **terms)

    assert refused.value.field == field
    assert not Member.objects.exists()


def test_a_member_cannot_join_again_but_a_company_that_left_can():
    consortium = founded()
    member = admitted(consortium, "Toshiba", at=datetime(2025, 3, 2, tzinfo=UTC))
    terms = {"joined_on": date(2026, 3, 2), "by": None, "at": NOON}
    place = {"branch": "us", "chain_position": "other", "tier": "t1"}

    with pytest.raises(Invalid, match="member since"):
        members.admit(consortium, member.organisation, **terms, **place)
    members.exclude(member, allowed_by=None, by=None, at=NOON)

    again = members.admit(consortium, member.organisation, **terms, **place)
    assert (again.number, member.state) == (member.number + 1, "excluded")


def test_founding_members_cite_a_document_and_come_before_going_live():
    consortium = founded()
    terms = {"branch": "us", "chain_position": "other", "tier": "t1", "by": None, "at": NOON}

    with pytest.raises(Invalid, match="document"):
        members.record_founding_member(
            consortium, OrganisationFactory(), document=" ", joined_on=date(2015, 1, 1), **terms
        )
    with pytest.raises(Invalid, match="motion"):
        members.record_founding_member(
            consortium, OrganisationFactory(), document="Register", joined_on=date(2016, 1, 2), **terms
        )
    member = members.record_founding_member(
        consortium, OrganisationFactory(), document="Register", joined_on=date(2015, 1, 1), **terms
    )

    assert tier_on(member, date(2016, 1, 1)) == "t1"


@pytest.mark.parametrize(
    ("country", "day", "is_admitted"),
    [
        ("DE", date(1995, 6, 1), False),
        ("US", date(1995, 6, 1), True),
        ("DE", date(1997, 12, 31), False),
        ("DE", date(1998, 1, 1), True),
        ("DE", date(1999, 6, 1), True),
    ],
)
def test_t_sem_8_nationality(country, day, is_admitted):
    document = documents.plain(complete("sematech-1987"))
    consortium = founded(document=document)

    if is_admitted:
        assert admitted(consortium, "A", "", "", chain_position="", country=country, joined_on=day).joined_on == day
    else:
        with pytest.raises(Invalid, match="from DE"):
            admitted(consortium, "A", "", "", chain_position="", country=country, joined_on=day)


def test_exclusion_ends_tier_and_mandates_that_day():
    consortium = founded()
    member = company(consortium, "Toshiba")
    employee(member, "", "", "nominator")

    members.exclude(member, allowed_by=None, by=None, at=NOON)

    assert Tiering.objects.get(member=member).during.upper == date(2026, 3, 2)
    assert member.organisation.mandates.get().during.upper == date(2026, 3, 2)
    with pytest.raises(Refusal):
        members.exclude(member, allowed_by=None, by=None, at=NOON)


def test_consortia_keep_their_members_apart():
    first, second = founded(), founded()
    toshiba = admitted(first, "Toshiba").organisation

    again = members.admit(
        second, toshiba, joined_on=date(2026, 3, 2), branch="us", chain_position="other", tier="t2", by=None, at=NOON
    )

    assert {(m.consortium_id, m.number) for m in Member.objects.all()} == {(first.pk, 1), (second.pk, again.number)}
