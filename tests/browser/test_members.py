"""Membership in a real browser: declare with a document, verify, look ahead, choose seats; every page clean."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from membership import prospects, regradings, withdrawals
from membership.models import Declaration
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.membership import declared, verified
from tests.factories.parties import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)
POSITIONS = ("hdd_supplier", "components", "customer", "materials", "equipment")


@pytest.fixture
def world(transactional_db):
    """A consortium with companies of every tier, one of which moves down and has to choose."""
    now = timezone.now()
    consortium = founded(at=now)
    tiers = ("t1", "t1", "t2", "t3", "t4")
    names = ("Seagate", "Toshiba", "Resonac", "Hoya", "Pinewood Test Systems")
    members = [
        company(consortium, name, tier, "jp" if name in ("Toshiba", "Hoya") else "us", chain_position=position)
        for name, tier, position in zip(names, tiers, POSITIONS, strict=True)
    ]
    seagate = members[0]
    seated(body(consortium, "ec"), seagate, "cto", "D. Adeyemi", at=now)
    for name in ("T. Okafor", "R. Rivera"):
        seated(body(consortium, "tc_us"), seagate, "technical_lead", name, at=now)
    return {
        "consortium": consortium,
        "members": members,
        "finance": officer(consortium, "finance", at=now),
        "declarer": employee(seagate, "", "Dana Pruitt", "revenue_declarer", "nominator", "billing"),
    }


def at(world, name, *args):
    return reverse(name, args=[world["consortium"].slug, *args])


def test_a_company_declares_and_finance_verifies(page: Page, world, tmp_path):
    sheet = tmp_path / "segments.txt"
    sheet.write_text("Storage 400")
    seagate = world["members"][0]
    signed_in(page, world["declarer"]).goto(at(world, "member_detail", seagate.number))

    page.get_by_role("link", name="Declare revenue").click()
    page.get_by_label("Storage revenue").fill("400000000")
    page.get_by_label("Total revenue").fill("300000000")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("cannot be larger than the total").first).to_be_visible()
    page.get_by_label("Total revenue").fill("900000000")
    page.get_by_label("Evidence").set_input_files(sheet)
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("Waits for finance")).to_be_visible()
    signed_in(page, world["finance"]).reload()
    page.get_by_role("button", name="Verify").click()

    expect(page.get_by_text("Verified.").first).to_be_visible()
    assert Declaration.objects.get().is_verified


def test_seats_are_chosen_on_a_phone(page: Page, world):
    now, seagate = timezone.now(), world["members"][0]
    verified(seagate, 400_000_000, year=now.year - 1, at=now)
    regradings.announce(world["consortium"], by=world["finance"], at=now)
    signed_in(page, world["declarer"]).set_viewport_size({"width": 390, "height": 844})
    page.goto(at(world, "seats_choose", seagate.number))

    page.get_by_label("T. Okafor").check()
    page.get_by_role("button", name="Keep these").click()

    expect(page.get_by_text("The other seats end with the new tier.")).to_be_visible()


def test_every_page_is_clean(page: Page, world):
    now, consortium, finance = timezone.now(), world["consortium"], world["finance"]
    seagate, toshiba, resonac, hoya, pinewood = world["members"]
    verified(seagate, 400_000_000, year=now.year - 1, at=now)
    verified(resonac, 300_000_000, year=now.year - 1, at=now)
    waiting = declared(hoya, 100_000_000, year=now.year - 1, at=now)
    leaving = withdrawals.announce(pinewood, reason="strategic_shift", by=finance, at=now)
    prospect = prospects.note(
        consortium, OrganisationFactory(name="Showa Media"), expected_tier="t3", next_step="Lunch", by=finance, at=now
    )
    preview = [("regrading_list",)]
    regrading = regradings.announce(consortium, by=finance, at=now)
    signed_in(page, finance)

    for name, *args in [
        *preview,
        ("member_list",),
        ("member_detail", seagate.number),
        ("member_detail", pinewood.number),
        ("supply_chain",),
        ("benefit_list",),
        ("declaration_list",),
        ("declaration_detail", waiting.number),
        ("declaration_declare", toshiba.number),
        ("regrading_detail", regrading.number),
        ("seats_choose", seagate.number),
        ("withdrawal_new", toshiba.number),
        ("withdrawal_detail", leaving.number),
        ("prospect_list",),
        ("prospect_detail", prospect.number),
        ("prospect_new",),
        ("admission_new",),
    ]:
        page.goto(at(world, name, *args))
        assert_clean(page)
    page.goto(at(world, "exit_risk") + f"?member={seagate.number}")
    assert_clean(page)
