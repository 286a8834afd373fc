"""The money API: the same verbs and questions as the pages, and money that arrives once however often it is sent."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from journal import verification
from tests.factories.consortium import company, employee, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury.models import Invoice, Payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def consortium():
    return founded()


@pytest.fixture
def finance(consortium):
    client = APIClient()
    client.force_login(officer(consortium, "finance"))
    return client


def address(consortium, rest: str) -> str:
    return f"/api/v1/{consortium.slug}/{rest}"


def test_a_dues_run_is_previewed_and_issued(finance, consortium):
    company(consortium, "Seagate", "t1")

    preview = finance.get(address(consortium, "dues/?year=2026")).json()
    answer = finance.post(address(consortium, "dues/"), {"year": 2026}, format="json")

    assert [(line["company"], line["amount"], line["invoice"]) for line in preview] == [("Seagate", "1000000", None)]
    assert (answer.status_code, answer.json()[0]["amount"]) == (201, "1000000.00")


def test_a_second_run_is_refused_as_not_now(finance, consortium):
    company(consortium, "Seagate", "t1")
    finance.post(address(consortium, "dues/"), {"year": 2026}, format="json")

    assert finance.post(address(consortium, "dues/"), {"year": 2026}, format="json").status_code == 409


def test_a_payment_sent_twice_under_one_key_is_one(finance, consortium):
    said = {"received_on": "2026-03-01", "amount": "12.50"}

    first, again = (
        finance.post(address(consortium, "payments/"), said, format="json", headers={"Idempotency-Key": "abc"})
        for _turn in range(2)
    )

    assert (first.status_code, first.json()) == (201, again.json())
    assert Payment.objects.count() == 1


def test_a_key_that_a_predecessor_chose_too_stands_for_another_payment(finance, consortium):
    said = {"received_on": "2026-03-01", "amount": "12.50"}
    pay = {"path": address(consortium, "payments/"), "data": said, "headers": {"Idempotency-Key": "abc"}}
    finance.post(**pay, format="json")
    successor = APIClient()
    successor.force_login(officer(consortium, "finance"))

    assert successor.post(**pay, format="json").status_code == 201
    assert Payment.objects.count() == 2


def test_an_invoice_is_paid_cancelled_and_written_off(finance, consortium):
    first, second = invoiced(company(consortium, "A"), 1000), invoiced(company(consortium, "B"), 1000)

    pay = {"received_on": "2026-03-01", "amount": "400"}
    paid_one = finance.post(address(consortium, f"invoices/{first.number}/pay/"), pay, format="json").json()
    off = finance.post(
        address(consortium, f"invoices/{first.number}/write-off/"), {"reason": "x"}, format="json"
    ).json()
    gone = finance.post(address(consortium, f"invoices/{second.number}/cancel/"), {"reason": "x"}, format="json").json()

    assert (paid_one["paid"], paid_one["state"]) == ("400.00", "part_paid")
    assert (off["state"], gone["state"]) == ("written_off", "cancelled")


def test_what_is_wrong_stands_beside_its_field(finance, consortium):
    invoice = invoiced(company(consortium, "A"), 1000)

    answer = finance.post(
        address(consortium, f"invoices/{invoice.number}/pay/"),
        {"received_on": "2026-12-01", "amount": "1"},
        format="json",
    )

    assert (answer.status_code, list(answer.json())) == (400, ["received_on"])


def test_a_payment_is_allocated_taken_back_assigned_and_sent_back(finance, consortium):
    member = company(consortium, "A")
    invoice = invoiced(member, 100)
    payment = unmatched(consortium, 150)
    door = address(consortium, f"payments/{payment.number}/")

    part = {"parts": [{"invoice": invoice.number, "amount": "100"}]}
    allocated = finance.post(f"{door}allocate/", part, format="json").json()
    back = finance.post(f"{door}take-back/", {"reason": "x"}, format="json").json()
    sent = finance.post(f"{door}send-back/", {"reason": "x", "amount": "50"}, format="json").json()

    assert (allocated["rest"], allocated["member"], back["rest"], sent["rest"]) == (
        "50.00",
        member.number,
        "150.00",
        "100.00",
    )


def test_a_bank_file_goes_through_the_api(finance, consortium):
    invoice = invoiced(company(consortium, "A"), 1000)
    content = f"Date,Payer,Reference,Amount\n2026-03-01,A,{invoice.label},1000\n".encode()

    number = finance.post(
        address(consortium, "bank-files/"), {"file": SimpleUploadedFile("m.csv", content)}, format="multipart"
    ).json()["number"]
    plan = finance.get(address(consortium, f"bank-files/{number}/")).json()["plan"]
    made = finance.post(address(consortium, f"bank-files/{number}/commit/"), {}, format="json").json()

    assert [(line["invoice"], line["settles"]) for line in plan["matched"]] == [(invoice.label, "1000")]
    assert [line["state"] for line in made] == ["used"]


def test_the_books_are_read_by_finance_alone(finance, consortium):
    member = company(consortium, "A")
    paid(invoiced(member, 1000), 400)
    rival = APIClient()
    rival.force_login(employee(company(consortium, "B"), "", "R", "billing"))

    books = finance.get(address(consortium, "transactions/")).json()["results"]
    theirs = rival.get(address(consortium, "transactions/")).json()["results"]

    assert all(sum(Decimal(line["amount"]) for line in each["postings"]) == 0 for each in books)
    assert (len(books), theirs) == (3, [])
    assert rival.get(address(consortium, f"balances/{member.number}/")).status_code == 404
    assert rival.get(address(consortium, f"invoices/{Invoice.objects.get().number}/")).status_code == 404


def test_accounts_give_debits_and_credits_as_the_page_does_both_positive(finance, consortium):
    paid(invoiced(company(consortium, "Seagate"), 1000), 400)

    told = finance.get(address(consortium, "accounts/")).json()["results"]
    page = finance.get(f"/{consortium.slug}/ledger/accounts/").context["balances"]

    assert {(each["kind"], Decimal(each["debits"]), Decimal(each["credits"])) for each in told} == {
        (each.account.kind, each.debits, each.credits) for each in page
    }
    assert ("receivable", "1000.00", "400.00") in {(each["kind"], each["debits"], each["credits"]) for each in told}


def test_an_address_is_set_by_the_company(consortium):
    member = company(consortium, "A")
    own = APIClient()
    own.force_login(employee(member, "", "P", "billing"))

    answer = own.post(address(consortium, f"balances/{member.number}/address/"), {"address": "1 Road"}, format="json")

    assert answer.status_code == 204


def test_fu_s2_the_journal_tells_of_prepayments_and_overpayments(finance, consortium):
    member = company(consortium, "Seagate")
    invoice = invoiced(member, 1000)
    sums = {"received_on": "2026-03-01", "amount": "1200.00"}
    for said in (sums, sums | {"member": member.number}):
        assert finance.post(address(consortium, "payments/"), said, format="json").status_code == 201
    paid(invoice, 1200)

    told = [f"{fault.place} {fault.problem}" for fault in verification.verify(consortium)]

    assert sorted(Payment.objects.values_list("state", flat=True)) == ["credit", "credit", "unmatched"]
    assert [each for each in told if "payment" in each] == []


def test_a_payment_recorded_for_a_member_by_name_stays_its_credit(finance, consortium):
    member = company(consortium, "Seagate")
    invoice = invoiced(member, 1000)
    said = {"received_on": "2026-03-01", "amount": "1000.00", "member": member.number}
    payment = finance.post(address(consortium, "payments/"), said, format="json").json()["number"]
    parts = {"parts": [{"invoice": invoice.number, "amount": "1000.00"}]}

    finance.post(address(consortium, f"payments/{payment}/allocate/"), parts, format="json")
    after = finance.post(address(consortium, f"payments/{payment}/take-back/"), {"reason": "Other year"}, format="json")

    assert (after.json()["member"], after.json()["state"]) == (member.number, "credit")
