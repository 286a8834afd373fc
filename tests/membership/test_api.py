"""The API of membership: the same verbs, the same walls."""

import pytest
from django.utils import timezone

from membership import prospects, regradings, withdrawals
from membership.models import Declaration, Prospect
from parties.models import Organisation
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.membership import declared, verified
from tests.factories.parties import OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LAST = NOW.year - 1
FIGURES = {"year": LAST, "revenue": "300000000", "total_revenue": "900000000"}


@pytest.fixture
def consortium():
    return founded()


@pytest.fixture
def toshiba(consortium):
    return company(consortium, "Toshiba", "t2")


@pytest.fixture
def finance(consortium):
    return officer(consortium, "finance", at=NOW)


@pytest.fixture
def call(client, consortium):
    def called(person, method, path, **data):
        client.force_login(person)
        address = f"/api/v1/{consortium.slug}/{path}"
        if method == "get":
            return client.get(address, data)
        return client.post(address, data, content_type="application/json")

    return called


def test_members_are_listed_with_their_tier_and_nothing_else(call, toshiba, finance):
    (row,) = call(finance, "get", "members/").json()["results"]

    assert (row["name"], row["tier"]) == ("Toshiba", "t2")
    assert not {"revenue", "state", "dues"} & set(row)


def test_a_declaration_is_made_verified_and_returned(call, toshiba, finance):
    declarer = employee(toshiba, "", "", "revenue_declarer")

    wrong = call(declarer, "post", f"members/{toshiba.number}/declare/", **FIGURES | {"revenue": "-1"})
    made = call(declarer, "post", f"members/{toshiba.number}/declare/", **FIGURES)
    early = call(finance, "post", f"declarations/{made.json()['number']}/verify/")
    forbidden = call(declarer, "post", f"declarations/{made.json()['number']}/verify/")
    back = call(finance, "post", f"declarations/{made.json()['number']}/send-back/", reason="No evidence")

    assert (wrong.status_code, list(wrong.json())) == (400, ["revenue"])
    assert [answer.status_code for answer in (made, early, forbidden, back)] == [201, 409, 403, 200]
    assert back.json()["state"] == "returned"


def test_a_competitor_gets_the_404_of_what_does_not_exist(call, consortium, toshiba):
    declaration = declared(toshiba, 123_456_789, year=LAST, at=NOW)
    spy = employee(company(consortium, "Seagate", "t3"), "", "", "revenue_declarer", "nominator")
    paths = [
        ("get", f"declarations/{declaration.number}/"),
        ("post", f"declarations/{declaration.number}/verify/"),
        ("post", f"members/{toshiba.number}/declare/"),
        ("post", f"members/{toshiba.number}/seats/"),
        ("get", "regradings/preview/"),
        ("post", "regradings/announce/"),
        ("post", "prospects/"),
        ("post", "admissions/"),
    ]

    hidden = [call(spy, method, path, **FIGURES) for method, path in paths]
    missing = call(spy, "get", "declarations/999/")
    listed = [call(spy, "get", path).json()["results"] for path in ("declarations/", "regradings/", "prospects/")]

    assert {answer.status_code for answer in hidden} == {404}
    assert hidden[0].json() == missing.json()
    assert listed == [[], [], []]


def test_who_may_not_leave_for_others_is_told_who_may(call, consortium, toshiba):
    spy = employee(company(consortium, "Seagate", "t3"), "", "", "nominator")

    answer = call(spy, "post", f"members/{toshiba.number}/leave/", reason="strategic_shift")

    assert answer.status_code == 403


def test_a_company_leaves_and_stays(call, toshiba):
    nominator = employee(toshiba, "", "", "nominator")

    given = call(nominator, "post", f"members/{toshiba.number}/leave/", reason="strategic_shift")
    twice = call(nominator, "post", f"members/{toshiba.number}/leave/", reason="strategic_shift")
    stays = call(nominator, "post", f"withdrawals/{given.json()['number']}/take-back/")

    assert [answer.status_code for answer in (given, twice, stays)] == [201, 409, 200]
    assert stays.json()["state"] == "taken_back"


def test_a_regrading_is_previewed_and_announced(call, consortium, toshiba, finance):
    verified(toshiba, 2_000_000_000, year=LAST, at=NOW)

    preview = call(finance, "get", "regradings/preview/").json()
    announced = call(finance, "post", "regradings/announce/")

    assert [(c["name"], c["old_tier"], c["new_tier"]) for c in preview["changes"]] == [("Toshiba", "t2", "t1")]
    assert (announced.status_code, len(announced.json()["lines"])) == (201, 1)


def test_seats_are_chosen(call, consortium, finance):
    member = company(consortium, "Seagate", "t1")
    stays, _goes = (seated(body(consortium, "tc_us"), member, "technical_lead", name, at=NOW) for name in "AB")
    verified(member, 400_000_000, year=LAST, at=NOW)
    regradings.announce(consortium, by=finance, at=NOW)
    nominator = employee(member, "", "", "nominator")

    none = call(nominator, "post", f"members/{member.number}/seats/", stays=[])
    one = call(nominator, "post", f"members/{member.number}/seats/", stays=[stays.number])

    assert (none.status_code, one.status_code) == (400, 200)


def test_the_office_recruits(call, consortium, finance):
    noted = call(finance, "post", "prospects/", name="Hoya", country="jp", expected_tier="t3")
    moved = call(finance, "post", f"prospects/{noted.json()['number']}/advance/", to="contacted")
    proposed = call(
        finance,
        "post",
        "admissions/",
        name="Hoya",
        country="JP",
        branch="jp",
        chain_position="materials",
        tier="t3",
    )

    assert [answer.status_code for answer in (noted, moved, proposed)] == [201, 200, 201]
    assert Prospect.objects.get().expected_dues == 150_000


def test_benefits_are_told_by_tier(call, consortium, finance):
    tiers = call(finance, "get", "benefits/").json()

    assert [(tier["tier"], sum(tier["seats"].values())) for tier in tiers] == [
        ("t1", 4),
        ("t2", 2),
        ("t3", 1),
        ("t4", 0),
    ]


def test_withdrawals_and_prospects_open_to_those_they_concern(call, consortium, toshiba, finance):
    withdrawals.announce(toshiba, reason="strategic_shift", by=finance, at=NOW)
    prospects.note(consortium, OrganisationFactory(), by=finance, at=NOW)
    colleague = employee(toshiba)

    seen = [
        len(call(p, "get", path).json()["results"])
        for p in (finance, colleague)
        for path in ("withdrawals/", "prospects/")
    ]

    assert seen == [1, 1, 0, 0]
    assert not Declaration.objects.exists()


def test_a_founding_member_is_recorded_once(call, client, consortium):
    office = officer(consortium, at=NOW)
    said = {
        "name": "Hitachi", "country": "JP", "joined_on": "2015-04-01", "document": "Register 2015",
        "branch": "jp", "chain_position": "hdd_supplier", "tier": "t2",
    }  # fmt: skip
    headers = {"Idempotency-Key": "k"}
    client.force_login(office)
    address = f"/api/v1/{consortium.slug}/members/"

    first, again = (client.post(address, said, content_type="application/json", headers=headers) for __ in "ab")
    late = call(office, "post", "members/", **said | {"name": "Late", "joined_on": "2100-01-01"})

    assert (first.status_code, again.json(), late.status_code) == (201, first.json(), 400)
    assert list(late.json()) == ["joined_on"]
    assert not Organisation.objects.filter(name="Late").exists()
