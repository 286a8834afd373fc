"""Money in a real browser: run the dues, import a bank statement, see the pool; every page clean."""

import os
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from membership import dues
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories.consortium import company, employee, founded, officer
from treasury import payments
from treasury.models import Invoice, Payment, Transaction

pytestmark = pytest.mark.django_db(transaction=True)
COMPANIES = {"Seagate": "t1", "Western Digital": "t1", "Resonac": "t2", "Hoya": "t3", "Toshiba": "t1", "Nidec": "t4"}


@pytest.fixture
def world(transactional_db):
    """A consortium with companies of every tier in two branches, and its finance officer."""
    now = timezone.now()
    consortium = founded(at=now)
    members = {
        name: company(consortium, name, tier, "jp" if name in ("Hoya", "Toshiba", "Nidec") else "us")
        for name, tier in COMPANIES.items()
    }
    return {"consortium": consortium, "members": members, "finance": officer(consortium, "finance", at=now), "now": now}


def at(world, name, *args):
    return reverse(name, args=[world["consortium"].slug, *args])


def test_finance_runs_the_dues_imports_a_statement_and_sees_the_pool(page: Page, world, tmp_path):
    signed_in(page, world["finance"]).goto(at(world, "dues_run"))

    page.get_by_text("Issue the invoices…").click()
    page.get_by_role("button", name="Issue the invoices").click()
    expect(page.get_by_text("6 invoices issued")).to_be_visible()
    invoice = Invoice.objects.get(organisation__name="Seagate")
    today = world["now"].date().isoformat()
    statement = tmp_path / "statement.csv"
    statement.write_text(
        f"Date,Payer,Reference,Amount\n{today},SEAGATE LLC,{invoice.reference},1000000\n{today},?,?,77.50\n"
    )
    page.goto(at(world, "bank_file_new"))
    page.get_by_label("Statement as CSV").set_input_files(statement)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("pays it")).to_be_visible()
    look(page, "bank-file")
    page.get_by_role("button", name="Post to the ledger").click()
    expect(page.get_by_text("2 payments recorded")).to_be_visible()
    page.goto(at(world, "fund_detail"))
    expect(page.get_by_text("90.00 % of what was collected")).to_be_visible()
    expect(page.locator("canvas")).to_be_visible()
    look(page, "funds")
    assert_clean(page)


def test_every_page_of_money_is_clean(page: Page, world):
    told = {"by": world["finance"], "at": world["now"]}
    issued = dues.run(world["consortium"], world["now"].year, **told)
    seagate = next(row for row in issued if row.organisation.name == "Seagate")
    payments.receive(seagate, amount=Decimal(400_000), received_on=world["now"].date(), key="k", **told)
    receipt = payments.Receipt("u", world["now"].date(), Decimal(77), seagate.currency)
    payments.record(world["consortium"], [receipt], **told)
    signed_in(page, world["finance"])
    row = Transaction.objects.latest("pk")

    for address in (
        at(world, "dues_run"),
        at(world, "invoice_list"),
        seagate.get_absolute_url(),
        at(world, "invoice_pay", seagate.number),
        at(world, "payment_list"),
        *(each.get_absolute_url() for each in Payment.objects.all()),
        at(world, "payment_new"),
        at(world, "bank_file_list"),
        at(world, "balance_list"),
        at(world, "balance_detail", world["members"]["Seagate"].number),
        at(world, "billing_set_address", world["members"]["Seagate"].number),
        at(world, "transaction_list"),
        row.get_absolute_url(),
        at(world, "account_list"),
        at(world, "closing_list"),
    ):
        page.goto(address)
        look(page, address.strip("/").replace("/", "-"))
        assert_clean(page)


def test_a_member_sees_its_own_account(page: Page, world):
    dues.run(world["consortium"], world["now"].year, by=world["finance"], at=world["now"])
    member = world["members"]["Seagate"]
    signed_in(page, employee(member, "", "Dana Pruitt", "billing")).goto(at(world, "balance_list"))

    page.get_by_role("link", name="Seagate").click()

    expect(page.get_by_text("1,000,000.00 USD are owed")).to_be_visible()
    assert_clean(page)


def look(page: Page, name: str) -> None:
    folder = os.environ.get("LOOK")
    if folder:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in (390, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                page.wait_for_timeout(250)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
