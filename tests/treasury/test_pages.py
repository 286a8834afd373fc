"""The pages of money: what finance does there, what a member sees of itself, what nobody sees of another."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership import dues
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury.models import BankFile, Invoice, Payment, Transaction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def consortium():
    return founded()


@pytest.fixture
def finance(client, consortium):
    client.force_login(officer(consortium, "finance"))
    return client


def signed_in(client, person):
    client.force_login(person)
    return client


def words(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def test_finance_opens_every_page_of_money(finance, consortium):
    member = company(consortium, "Seagate")
    invoice = invoiced(member, 1000)
    payment = paid(invoice, 400)
    unmatched(consortium, 77)
    transaction = Transaction.objects.latest("pk")

    for address in (
        "dues/",
        "dues/extra/",
        "invoices/",
        f"invoices/{invoice.number}/",
        f"invoices/{invoice.number}/pay/",
        "payments/",
        "payments/?state=unmatched",
        "payments/new/",
        f"payments/{payment.number}/",
        f"payments/{payment.number + 1}/",
        f"payments/{payment.number + 1}/allocate/",
        f"payments/{payment.number + 1}/send-back/",
        "payments/files/",
        "payments/files/new/",
        "balances/",
        f"balances/{member.number}/",
        f"balances/{member.number}/address/",
        "funds/",
        "ledger/",
        f"ledger/{transaction.number}/",
        "ledger/accounts/",
        "ledger/closings/",
    ):
        assert finance.get(f"/{consortium.slug}/{address}").status_code == 200, address


@pytest.mark.parametrize("address", ["invoices/", "payments/", "balances/", "ledger/"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_are_exported(finance, consortium, address, kind):
    paid(invoiced(company(consortium, "Seagate"), 1000), 400)

    assert finance.get(f"/{consortium.slug}/{address}?export={kind}").status_code == 200


def test_the_run_is_previewed_and_issued_once(finance, consortium):
    company(consortium, "Seagate", "t1")
    address = f"/{consortium.slug}/dues/"

    page = finance.get(address)
    assert "1 invoice over 1,000,000.00 USD is ready" in words(page)
    for _click in range(2):
        finance.post(f"{address}issue/", {**dict(page.context["hidden"]), "once": "k"})

    assert list(Invoice.objects.values_list("amount", flat=True)) == [Decimal(1_000_000)]


def test_an_invoice_is_found_by_the_number_on_its_paper(finance, consortium):
    first, second = invoiced(company(consortium, "Seagate"), 1000), invoiced(company(consortium, "Toshiba"), 2000)

    page = words(finance.get(f"/{consortium.slug}/invoices/?q={second.label}"))

    assert (second.label in page, first.label in page) == (True, False)


def test_a_payment_recorded_twice_by_impatience_is_one(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)
    said = {"received_on": "2026-03-01", "amount": "400", "once": "one-click"}

    for _click in range(2):
        answer = finance.post(f"{invoice.get_absolute_url()}pay/", said)

    invoice.refresh_from_db()
    assert (answer.status_code, invoice.paid, Payment.objects.count()) == (302, Decimal(400), 1)


def test_an_impossible_payment_stands_beside_its_field_and_nothing_typed_is_lost(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)

    answer = finance.post(
        f"{invoice.get_absolute_url()}pay/", {"received_on": "2026-12-01", "amount": "400", "reference_text": "abc"}
    )

    assert answer.status_code == 400
    assert "has not come yet" in answer.content.decode()
    assert 'value="abc"' in answer.content.decode()


def test_a_bank_file_is_uploaded_looked_at_and_taken_into_the_books(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)
    content = f"Date,Payer,Reference,Amount\n2026-03-01,SEAGATE,{invoice.label},1000\n2026-03-02,X,?,5\n".encode()

    uploaded = finance.post(
        f"/{consortium.slug}/payments/files/new/", {"file": SimpleUploadedFile("march.csv", content)}
    )
    looked = finance.get(uploaded.url)
    finance.post(f"{uploaded.url}commit/", {"seen": looked.context["digest"], "once": "k"})

    assert "pays it" in words(looked)
    assert set(Payment.objects.values_list("state", "amount")) == {
        ("used", Decimal(1000)),
        ("unmatched", Decimal(5)),
    }
    assert BankFile.objects.get().is_committed


def test_columns_are_corrected_on_a_form(finance, consortium):
    content = b"Wann,Wer,Was,Wieviel\n2026-03-01,A,x,10\n"
    uploaded = finance.post(f"/{consortium.slug}/payments/files/new/", {"file": SimpleUploadedFile("a.csv", content)})
    shown = finance.get(f"{uploaded.url}columns/")

    answer = finance.post(
        f"{uploaded.url}columns/",
        {**shown.context["form"].initial, "day": 0, "payer": 1, "reference": 2, "amount": 3},
    )

    assert answer.status_code == 302, answer.context["form"].errors
    assert "10.00" in words(finance.get(uploaded.url))


def test_an_unmatched_payment_is_split_over_invoices(finance, consortium):
    first = invoiced(company(consortium, "Seagate"), 1000)
    second = invoiced(company(consortium, "Toshiba", branch="jp"), 500)
    payment = unmatched(consortium, 1600)

    finance.post(
        f"{payment.get_absolute_url()}allocate/",
        {f"invoice_{first.number}": "1000", f"invoice_{second.number}": "500", "once": "k"},
    )

    payment.refresh_from_db()
    assert (payment.allocated, payment.rest, payment.state) == (Decimal(1500), Decimal(100), "unmatched")


def test_a_payment_is_kept_as_credit_sent_back_and_undone(finance, consortium):
    member = company(consortium, "Seagate")
    invoiced(member, 1000)
    payment = unmatched(consortium, 100)
    address = payment.get_absolute_url()

    finance.post(f"{address}assign/", {"member": member.subject_id})
    finance.post(f"{address}send-back/", {"amount": "40", "reason": "Too much", "once": "a"})
    payment.refresh_from_db()
    assert (payment.payer_id, payment.rest, payment.state) == (member.subject_id, Decimal(60), "credit")

    finance.post(f"{address}reverse/", {"reason": "Bounced"}, follow=True)
    payment.refresh_from_db()
    assert payment.state == "credit"


def test_an_invoice_is_cancelled_only_with_a_reason(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)

    finance.post(f"{invoice.get_absolute_url()}cancel/", {"reason": " "})
    invoice.refresh_from_db()
    assert invoice.state == "issued"

    finance.post(f"{invoice.get_absolute_url()}cancel/", {"reason": "Wrong tier"})
    invoice.refresh_from_db()
    assert invoice.state == "cancelled"
    assert "Wrong tier" in words(finance.get(f"/{consortium.slug}/credit-notes/1/"))


OTHERS = [
    "invoices/{0}/",
    "invoices/{0}/paper/",
    "invoices/{0}/pay/",
    "payments/{1}/",
    "balances/{2}/",
    "credit-notes/1/",
]


@pytest.mark.parametrize("address", OTHERS)
def test_what_is_another_companys_does_not_exist(client, consortium, address):
    theirs = company(consortium, "Toshiba", branch="jp")
    invoice = invoiced(theirs)
    payment = paid(invoice, 10)
    rival = employee(company(consortium, "Seagate"), "", "Rival", "billing", "nominator", "revenue_declarer")

    answer = signed_in(client, rival).get(
        f"/{consortium.slug}/{address.format(invoice.number, payment.number, theirs.number)}"
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "door", ["invoices/", "payments/", "invoices/?export=csv", "payments/?export=csv", "search/?q=Toshiba"]
)
def test_side_doors_do_not_show_another_companys_money(client, consortium, door):
    theirs = invoiced(company(consortium, "Toshiba Kioxia", branch="jp"), 987_654)
    paid(theirs, 654_321)
    rival = employee(company(consortium, "Seagate"), "", "Rival", "billing")

    answer = signed_in(client, rival).get(f"/{consortium.slug}/{door}")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for secret in ("987,654", "987654", "654,321", "654321", theirs.label):
        assert secret not in content.decode()


def test_a_filter_cannot_be_used_to_guess_another_companys_invoices(client, consortium):
    invoiced(company(consortium, "Toshiba", branch="jp"), year=2025)
    rival = employee(company(consortium, "Seagate"), "", "Rival", "billing")

    shown = words(signed_in(client, rival).get(f"/{consortium.slug}/invoices/?q=Toshiba&year=2025&sort=amount"))

    assert "2025" not in shown.split("<main")[1].split("</main")[0].replace("year=2025", "")


@pytest.mark.parametrize("mandate", ["billing", "nominator"])
def test_a_members_people_see_their_own_account(client, consortium, mandate):
    member = company(consortium, "Seagate")
    paid(invoiced(member, 1000), 400)
    person = signed_in(client, employee(member, "", "Own", mandate))

    shown = words(person.get(f"/{consortium.slug}/balances/{member.number}/"))

    assert "600.00 USD are owed" in shown


def test_only_the_billing_mandate_and_finance_get_the_paper(client, consortium):
    member = company(consortium, "Seagate")
    invoice = invoiced(member, 1000)
    address = f"{invoice.get_absolute_url()}paper/"

    assert signed_in(client, employee(member, "", "A", "nominator")).get(address).status_code == 403
    assert signed_in(client, employee(member, "", "B", "billing")).get(address)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("post", ["secretary", "legal"])
def test_the_rest_of_the_office_does_not_see_the_books(client, consortium, post):
    invoice = invoiced(company(consortium, "Seagate"))
    person = signed_in(client, officer(consortium, post))

    assert person.get(f"/{consortium.slug}/ledger/").status_code == 403
    assert person.get(f"/{consortium.slug}/dues/").status_code == 403
    assert person.get(invoice.get_absolute_url()).status_code == 404


def test_members_do_what_is_finances_nowhere(client, consortium):
    member = company(consortium, "Seagate")
    invoice = invoiced(member, 1000)
    payment = paid(invoice, 400)
    person = signed_in(client, employee(member, "", "Own", "billing"))

    for address in (f"{invoice.get_absolute_url()}{verb}/" for verb in ("pay", "cancel", "write-off")):
        assert person.post(address, {"reason": "x"}).status_code == 403
    for verb in ("allocate", "take-back", "assign", "send-back", "reverse"):
        assert person.post(f"{payment.get_absolute_url()}{verb}/", {"reason": "x"}).status_code == 403
    for address in ("dues/issue/", "payments/new/", "payments/files/new/"):
        assert person.post(f"/{consortium.slug}/{address}").status_code == 403


def test_a_run_that_nobody_has_seen_is_not_issued(finance, consortium):
    company(consortium, "Seagate", "t1", "us")
    seen = dict(finance.get(f"/{consortium.slug}/dues/").context["hidden"])
    company(consortium, "Newcomer", "t1", "us")

    stale = finance.post(f"/{consortium.slug}/dues/issue/", seen, follow=True)
    issued = Invoice.objects.count()
    seen = dict(finance.get(f"/{consortium.slug}/dues/").context["hidden"])
    finance.post(f"/{consortium.slug}/dues/issue/", seen)

    assert "The run has changed since this page was opened" in stale.content.decode()
    assert (issued, Invoice.objects.count()) == (0, 2)


def tiers(consortium, *counts: int) -> None:
    for rank, count in enumerate(counts, start=1):
        for number in range(count):
            company(consortium, f"T{rank}-{number}", f"t{rank}", "us")


def test_sums_are_withheld_from_committees_while_a_tier_is_small(client, consortium):
    tiers(consortium, 3, 2)
    paid(dues.run(consortium, 2026, by=None, at=NOON)[0], 1000)
    member = company(consortium, "Seagate", "t1")
    seat = seated(body(consortium, "ec"), member, "cto")

    shown = words(signed_in(client, seat.person).get(f"/{consortium.slug}/funds/"))

    assert "seen by finance alone" in shown
    assert "money-flow" not in shown


def test_sums_are_shown_to_committees_without_names(client, consortium):
    tiers(consortium, 3, 3)
    paid(dues.run(consortium, 2026, by=None, at=NOON)[0], 1000)
    seat = seated(body(consortium, "ec"), company(consortium, "Seagate", "t1"), "cto")

    shown = words(signed_in(client, seat.person).get(f"/{consortium.slug}/funds/"))

    assert "Pool United States" in shown
    assert "T1-0" not in shown


def test_finance_sees_the_flow_with_names(finance, consortium):
    tiers(consortium, 1, 1)
    paid(dues.run(consortium, 2026, by=None, at=NOON)[0], 1000)

    shown = words(finance.get(f"/{consortium.slug}/funds/"))

    assert "T1-0" in shown
    assert "90.00 % of what was collected" in shown


def test_the_trial_balance_is_even(finance, consortium):
    paid(invoiced(company(consortium, "Seagate"), 1000), 400)

    shown = finance.get(f"/{consortium.slug}/ledger/accounts/")

    assert shown.context["debits"] == shown.context["credits"] == Decimal(2200)


def test_a_transaction_leads_to_the_act_that_allowed_it(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)
    row = Transaction.objects.get()

    shown = words(finance.get(row.get_absolute_url()))

    assert f"invoices/{invoice.number}/" in shown
    assert row.happened_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    "address", ["invoices/", "payments/", "ledger/", "balances/", "dues/", "ledger/accounts/", "funds/"]
)
def test_lists_take_as_many_queries_for_many_rows_as_for_few(finance, consortium, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert finance.get(f"/{consortium.slug}/{address}").status_code == 200
        return len(captured)

    paid(invoiced(company(consortium, "First")), 10)
    queries()
    one = queries()
    for number in range(12):
        paid(invoiced(company(consortium, f"Other {number}")), 10)

    assert queries() <= one <= 20


@pytest.mark.parametrize(
    ("year", "words_of"), [(2025, "The dues year 2025 is over"), (2029, "not as far ahead as 2029")]
)
def test_a_run_of_another_year_is_refused_with_what_is_right(finance, consortium, year, words_of):
    company(consortium, "Seagate")

    page = finance.get(f"/{consortium.slug}/dues/?year={year}")

    assert page.status_code == 400
    assert words_of in page.content.decode()
    assert "2026 or 2027" in page.content.decode()
