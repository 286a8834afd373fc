"""Pages of membership: what each shows, to whom, and what does not exist for others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duties.models import Notice
from membership import prospects, regradings, withdrawals
from membership.models import Declaration, Prospect, Regrading, Withdrawal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.membership import crowd, declared, verified
from tests.factories.parties import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LAST = NOW.year - 1
SECRET = 123_456_789


@pytest.fixture
def consortium():
    return founded()


@pytest.fixture
def toshiba(consortium):
    return company(consortium, "Toshiba", "t2", chain_position="hdd_supplier")


@pytest.fixture
def finance(consortium):
    return officer(consortium, "finance", at=NOW)


@pytest.fixture
def as_person(client):
    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def at(consortium, name, *args):
    return reverse(name, args=[consortium.slug, *args])


def test_every_page_opens_for_finance(consortium, toshiba, finance, as_person):
    declaration = verified(toshiba, SECRET, year=LAST - 1, at=NOW)
    withdrawal = withdrawals.announce(company(consortium, "Gone"), reason="strategic_shift", by=finance, at=NOW)
    prospect = prospects.note(consortium, OrganisationFactory(), by=finance, at=NOW)
    regrading = regradings.announce(consortium, by=finance, at=NOW)
    pages = {
        "member_list": [],
        "member_record": [],
        "supply_chain": [],
        "benefit_list": [],
        "exit_risk": [],
        "member_detail": [toshiba.number],
        "member_chain": [toshiba.number],
        "declaration_declare": [toshiba.number],
        "withdrawal_new": [toshiba.number],
        "admission_new": [],
        "declaration_list": [],
        "declaration_detail": [declaration.number],
        "declaration_evidence": [declaration.number],
        "regrading_list": [],
        "regrading_detail": [regrading.number],
        "withdrawal_detail": [withdrawal.number],
        "prospect_list": [],
        "prospect_new": [],
        "prospect_detail": [prospect.number],
    }

    answers = {name: as_person(finance).get(at(consortium, name, *args)).status_code for name, args in pages.items()}

    assert answers == dict.fromkeys(pages, 200)


def test_a_competitor_finds_no_door_to_anothers_revenue(consortium, toshiba, finance, as_person):
    """Page, list, count, export, search, error text: none of them tells a figure, or who has declared."""
    declaration = declared(toshiba, SECRET, year=LAST, at=NOW)
    rival = company(consortium, "Seagate")
    spy = employee(rival, "", "", "revenue_declarer", "billing", "nominator", "signatory")
    declared(rival, 5, year=LAST, at=NOW, by=spy)
    client = as_person(spy)
    hidden = [
        ("declaration_detail", declaration.number),
        ("declaration_evidence", declaration.number),
        ("declaration_declare", toshiba.number),
        ("regrading_list",),
        ("exit_risk",),
        ("prospect_list",),
    ]
    shown = [
        at(consortium, "member_list"),
        at(consortium, "member_list") + "?export=csv",
        at(consortium, "member_list") + "?sort=revenue&state=suspended",
        at(consortium, "member_detail", toshiba.number),
        at(consortium, "declaration_list"),
        at(consortium, "declaration_list") + "?export=csv",
        at(consortium, "benefit_list"),
    ]

    answers = {name: client.get(at(consortium, name, *args)).status_code for name, *args in hidden}
    posts = {
        name: client.post(at(consortium, name, declaration.number), {"reason": "x"}).status_code
        for name in ("declaration_verify", "declaration_send_back")
    }
    texts = [_text(client.get(address)) for address in shown]

    assert set(answers.values()) | set(posts.values()) == {404}
    assert not [text for text in texts if "123456789" in text or "123,456,789" in text]
    assert ["Toshiba" in text for text in texts[4:6]] == [False, False]
    for name in ("member_list", "declaration_list", "search"):
        assert "Toshiba" not in _text(client.get(at(consortium, name) + "?q=123456789"))


def _text(answer) -> str:
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


def test_the_same_404_for_a_hidden_and_a_missing_declaration(consortium, toshiba, as_person):
    declaration = declared(toshiba, SECRET, year=LAST, at=NOW)
    client = as_person(employee(company(consortium, "Seagate"), "", "", "revenue_declarer"))

    hidden, missing = (client.get(at(consortium, "declaration_detail", n)) for n in (declaration.number, 999))

    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_a_company_declares_and_finance_verifies(consortium, toshiba, finance, as_person):
    declarer = employee(toshiba, "", "", "revenue_declarer")
    figures = {"year": LAST, "revenue": "300000000", "total_revenue": "900000000", "currency": "USD"}
    sheet = SimpleUploadedFile("revenue.txt", b"by segment")
    address = at(consortium, "declaration_declare", toshiba.number)

    wrong = as_person(declarer).post(address, figures | {"revenue": "1e12"})
    right = as_person(declarer).post(address, figures | {"evidence": sheet})
    declaration = Declaration.objects.get()
    verified_at = as_person(finance).post(at(consortium, "declaration_verify", declaration.number))

    declaration.refresh_from_db()
    assert (wrong.status_code, right.status_code, verified_at.status_code) == (400, 302, 302)
    assert "cannot be larger" in wrong.content.decode()
    assert declaration.is_verified


def test_finance_verifies_many_at_once_and_is_told_which_lack_evidence(consortium, toshiba, finance, as_person):
    whole = declared(toshiba, 5, year=LAST, at=NOW)
    bare = declared(company(consortium, "Seagate"), 5, year=LAST, at=NOW, evidence=None)

    answer = as_person(finance).post(
        at(consortium, "declaration_verify_many"), {"chosen": [whole.pk, bare.pk]}, follow=True
    )

    assert set(Declaration.objects.verified()) == {whole}
    assert "There is no evidence yet" in answer.content.decode()


def test_the_nominator_leaves_and_comes_back(consortium, toshiba, as_person):
    nominator = employee(toshiba, "", "", "nominator")
    client = as_person(nominator)
    address = at(consortium, "withdrawal_new", toshiba.number)

    early = client.post(address, {"reason": "strategic_shift", "last_day": "2019-01-01"})
    given = client.post(address, {"reason": "strategic_shift", "last_day": f"{NOW.year}-12-31"})
    withdrawal = Withdrawal.objects.get()
    page = client.get(at(consortium, "member_detail", toshiba.number)).content.decode()
    client.post(at(consortium, "withdrawal_take_back", withdrawal.number))

    withdrawal.refresh_from_db()
    assert (early.status_code, given.status_code) == (400, 302)
    assert "last day as a member" in page
    assert withdrawal.state == "taken_back"


def test_why_a_company_leaves_is_not_for_competitors(consortium, toshiba, as_person):
    withdrawal = withdrawals.announce(
        toshiba, reason="other", words="We build rockets now", by=employee(toshiba), at=NOW
    )
    spy = employee(company(consortium, "Seagate", "t3"), "", "", "nominator")

    answer = as_person(spy).get(at(consortium, "withdrawal_detail", withdrawal.number))
    page = as_person(spy).get(at(consortium, "member_detail", toshiba.number)).content.decode()

    assert answer.status_code == 404
    assert "rockets" not in page


def test_a_suspension_is_told_to_the_office_the_council_and_the_company_alone(consortium, toshiba, as_person):
    toshiba.state = "suspended"
    toshiba.save()
    readers = {
        "own": employee(toshiba),
        "office": officer(consortium, at=NOW),
        "rival": employee(company(consortium, "Seagate"), "", "", "billing"),
    }

    told = {
        name: "Rights suspended" in as_person(person).get(at(consortium, "member_list")).content.decode()
        for name, person in readers.items()
    }

    assert told == {"own": True, "office": True, "rival": False}


def test_an_exit_is_simulated_for_members_alone(consortium, toshiba, finance, as_person):
    company(consortium, "Seagate")
    client = as_person(finance)

    lost = client.get(at(consortium, "exit_risk") + f"?member={toshiba.number}")
    strange = client.get(at(consortium, "exit_risk") + "?member=77")

    assert (lost.status_code, strange.status_code) == (200, 400)
    assert lost.context["exit"].lost == 400_000
    assert (lost.context["exit"].pool_before, lost.context["exit"].pool_after) == (1_260_000, 900_000)


def test_seats_are_chosen_on_a_page(consortium, toshiba, as_person, finance):
    member = company(consortium, "Seagate", "t1")
    stays, goes = (seated(body(consortium, "tc_us"), member, "technical_lead", name, at=NOW) for name in "AB")
    verified(member, 400_000_000, year=LAST, at=NOW)
    as_person(finance).post(at(consortium, "regrading_announce"))
    client = as_person(employee(member, "", "", "nominator"))
    address = at(consortium, "seats_choose", member.number)

    both = client.post(address, {"stays": [stays.number, goes.number]})
    one = client.post(address, {"stays": [stays.number]})
    page = client.get(at(consortium, "member_detail", member.number)).content.decode()

    assert (both.status_code, one.status_code) == (400, 302)
    assert "new tier is announced" in page
    assert Regrading.objects.get().lines.get().choices.get().seat == stays
    assert Notice.objects.filter(kind="member.regraded").exists()


def test_a_prospect_is_entered_moved_on_and_proposed(consortium, as_person):
    secretary = officer(consortium, at=NOW)
    client = as_person(secretary)

    client.post(at(consortium, "prospect_new"), {"name": "Hoya", "country": "JP", "expected_tier": "t3"})
    prospect = Prospect.objects.get()
    client.post(at(consortium, "prospect_advance", prospect.number), {"to": "applied"})
    form = client.get(at(consortium, "admission_new") + f"?prospect={prospect.number}")
    answer = client.post(
        at(consortium, "admission_new"),
        {
            "organisation": prospect.organisation_id,
            "branch": "jp",
            "chain_position": "materials",
            "tier": "t3",
            "tier_basis": "estimated",
        },
    )

    prospect.refresh_from_db()
    assert (prospect.state, prospect.expected_dues) == ("applied", 150_000)
    assert form.context["form"].initial["tier"] == "t3"
    assert answer.status_code == 302
    assert "/motions/" in answer.url


def test_a_stranger_gets_404_everywhere(consortium, toshiba, as_person):
    client = as_person(PersonFactory())

    for name, args in (("member_list", []), ("member_detail", [toshiba.number]), ("benefit_list", [])):
        assert client.get(at(consortium, name, *args)).status_code == 404


@pytest.mark.parametrize("name", ["member_list", "declaration_list", "supply_chain", "regrading_list", "exit_risk"])
def test_lists_cost_the_same_for_one_three_and_three_hundred(consortium, finance, as_person, name):
    client = as_person(finance)
    counts = []
    for more in (1, 2, 297):
        crowd(consortium, more, year=LAST - 1)
        client.get(at(consortium, name))
        with CaptureQueriesContext(connection) as statements:
            assert client.get(at(consortium, name)).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] == counts[2] or counts[2] == counts[1] + 1  # one bounded count beyond a page
    assert max(counts) <= 20
