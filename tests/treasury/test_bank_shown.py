"""What is posted of a bank's file is what was shown: a plan that has become another meanwhile is shown first."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.consortium import founded, officer
from tests.factories.treasury import paid
from tests.treasury.statements import AT, billed, posted, statement, uploaded
from treasury import bank_files, credit_notes, invoices, payments
from treasury.models import Allocation, BankFile, Invoice, Payment
from treasury.payments import Receipt
from treasury.references import printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blobs_in_a_folder")]
TOLD = {"by": None, "at": AT}
FILE = "Date,Payer,Reference,Amount,Fee\n2026-11-24,Seagate,{label},400.00,7.00\n2026-11-25,Other,Dues,5.00,1.00\n"


class Page:
    """The door for people."""

    def __init__(self, client, bank_file: BankFile) -> None:
        self.client, self.address, self.sent = client, bank_file.get_absolute_url(), 0

    def look(self) -> str:
        return self.client.get(self.address).context["digest"]

    def post(self, digest: str | None, said: dict[int, bool] | None = None):
        """Send the form as the page has it; answer the status, the digest that is shown then, and what settles."""
        self.sent += 1
        lines = {f"line_{at}": "post" if posts else "leave" for at, posts in (said or {}).items()}
        seen = {} if digest is None else {"seen": digest}
        answer = self.client.post(f"{self.address}commit/", {**lines, **seen, "once": f"{self.sent}"})
        shown = answer.context or {}
        kept = [line for line in lines if f'name="{line}" value="{lines[line]}" checked' in answer.content.decode()]
        return answer.status_code, shown.get("digest"), len(shown.get("matched", ())), len(kept)


class Api:
    """The door for programs."""

    def __init__(self, client, bank_file: BankFile) -> None:
        self.client = client
        self.address = f"/api/v1/{bank_file.consortium.slug}/bank-files/{bank_file.number}/"

    def look(self) -> str:
        return self.client.get(self.address).json()["plan"]["digest"]

    def post(self, digest: str | None, said: dict[int, bool] | None = None):
        body = {} if digest is None else {"seen": digest}
        body["decisions"] = [{"line": at, "post": posts} for at, posts in (said or {}).items()]
        answer = self.client.post(f"{self.address}commit/", body, content_type="application/json")
        plan = answer.json()["plan"] if answer.status_code == 409 and "plan" in answer.json() else {}
        return answer.status_code, plan.get("digest"), len(plan.get("matched", ())), len(said or {})


@pytest.fixture(params=[Page, Api])
def door(request):
    return request.param


@pytest.fixture
def finance(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    consortium = founded(at=AT)
    client.force_login(officer(consortium, "finance"))
    client.consortium = consortium
    return client


def other_columns(bank_file: BankFile, invoice: Invoice) -> None:
    bank_files.lay_out(bank_file, {"amount": 4}, **TOLD)


def no_reference(bank_file: BankFile, invoice: Invoice) -> None:
    bank_files.lay_out(bank_file, {"reference": -1}, **TOLD)


def cancelled(bank_file: BankFile, invoice: Invoice) -> None:
    credit_notes.cancel(invoice, reason="Wrong tier", **TOLD)


def paid_meanwhile(bank_file: BankFile, invoice: Invoice) -> None:
    paid(invoice, 400, at=AT)


def paid_in_part(bank_file: BankFile, invoice: Invoice) -> None:
    paid(invoice, 100, at=AT)


def written_off(bank_file: BankFile, invoice: Invoice) -> None:
    invoices.write_off(invoice, reason="Insolvent", **TOLD)


def posted_in_another_file(bank_file: BankFile, invoice: Invoice) -> None:
    content = "Date,Payer,Reference,Amount,Fee\n2026-11-25,Other,Dues,5.00,1.00\n"
    posted(uploaded(bank_file.consortium, content, name="other.csv"))


MEANWHILE = [
    *(other_columns, no_reference, cancelled, paid_meanwhile, paid_in_part, written_off, posted_in_another_file),
]


@pytest.mark.parametrize("happens", MEANWHILE)
def test_a_plan_that_has_become_another_is_shown_and_not_posted(finance, door, happens):
    invoice = billed(finance.consortium, Seagate=400)["Seagate"]
    bank_file = uploaded(finance.consortium, FILE.format(label=invoice.label))
    entrance = door(finance, bank_file)
    seen = entrance.look()
    happens(BankFile.objects.get(pk=bank_file.pk), Invoice.objects.get(pk=invoice.pk))
    before = Payment.objects.count()

    status, shown, *_rest = entrance.post(seen)

    assert (status, Payment.objects.count()) == (409, before)
    assert shown == entrance.look() != seen


def test_what_was_shown_is_posted_and_so_is_what_is_shown_after_a_refusal(finance, door):
    invoice = billed(finance.consortium, Seagate=400)["Seagate"]
    first = uploaded(finance.consortium, FILE.format(label=invoice.label))
    second = uploaded(finance.consortium, statement("2026-11-26,Other,Later,6.00"), name="second.csv")
    entrance, other = door(finance, first), door(finance, second)
    seen = entrance.look()
    other_columns(BankFile.objects.get(pk=first.pk), invoice)

    _status, shown, *_rest = entrance.post(seen)

    assert entrance.post(shown)[0] in (200, 302)
    assert other.post(other.look())[0] in (200, 302)
    assert Payment.objects.count() == 3


def test_a_match_that_a_decision_brings_is_shown_before_it_settles_anything(finance, door):
    invoice = billed(finance.consortium, Seagate=400)["Seagate"]
    by_hand = Receipt("by-hand", date(2026, 11, 24), Decimal(400), "USD", payer_text="Seagate")
    payments.record(finance.consortium, [by_hand], **TOLD)
    entrance = door(finance, uploaded(finance.consortium, statement("2026-11-24,Seagate,Dues,400.00")))

    status, shown, matched, kept = entrance.post(entrance.look(), {2: True})

    assert (status, matched, kept, Payment.objects.count()) == (409, 1, 1, 1)
    assert Allocation.objects.filter(invoice=invoice).count() == 0
    assert entrance.post(shown, {2: True})[0] in (200, 302)
    assert Allocation.objects.filter(invoice=invoice).count() == 1


def test_whose_credit_a_line_becomes_is_shown_as_well(finance, door):
    bills = billed(finance.consortium, Seagate=400, Toshiba=400)
    for invoice in bills.values():
        paid(invoice, 400, at=AT)
    one, other = (printed(invoice.reference) for invoice in bills.values())
    content = f"Date,Payer,Reference,Other,Amount\n2026-11-24,Bank,{one},{other},50.00\n"
    bank_file = uploaded(finance.consortium, content)
    bank_files.lay_out(bank_file, {"reference": 2}, **TOLD)
    entrance = door(finance, bank_file)
    seen = entrance.look()
    bank_files.lay_out(BankFile.objects.get(pk=bank_file.pk), {"reference": 3}, **TOLD)

    assert entrance.post(seen)[0] == 409
    assert Payment.objects.count() == 2


def test_a_decision_that_books_what_it_says_is_posted_at_once(finance, door):
    posted(uploaded(finance.consortium, statement("2026-11-24,A,Dues,5.00")))
    entrance = door(finance, uploaded(finance.consortium, statement("2026-11-24,A,other,5.00"), name="b.csv"))

    assert entrance.post(entrance.look(), {2: True})[0] in (200, 302)
    assert Payment.objects.count() == 2


def test_the_page_posts_nothing_that_it_has_not_shown_and_the_api_may_go_unseen(finance):
    posts = [
        door(finance, uploaded(finance.consortium, statement(f"2026-11-24,A,x,{at}.00"), name=f"{at}.csv")).post(None)
        for at, door in ((1, Page), (2, Api))
    ]

    assert [status for status, *_rest in posts] == [409, 200]
