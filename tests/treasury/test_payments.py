"""Payments: parts, credit, sending back, undoing; the debts, duties and pools that follow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from desk.viewers import viewer_of
from duties.models import Duty
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import company, employee, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import TERMS, bill, invoiced, paid, unmatched
from tests.treasury.test_ledger import balances
from treasury import allocations, closings, credit_notes, invoices, payments, pools, queries
from treasury.models import Allocation, Invoice, Payment, Transaction
from treasury.references import printed
from treasury.settlement import Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return company(founded(), "Seagate")


def settle(payment, invoice, amount):
    return allocations.allocate(payment.consortium, [Part(payment, invoice, Decimal(amount))], by=None, at=NOON)


def test_part_payments_leave_the_rest_open_until_it_is_paid(member):
    invoice = invoiced(member, 1000)

    paid(invoice, 400)
    assert (invoice.state, invoice.open_amount) == ("part_paid", Decimal(600))
    paid(invoice, 600)

    assert (invoice.state, invoice.open_amount) == ("paid", Decimal(0))


def test_the_duty_to_pay_is_done_on_the_day_the_money_came(member):
    invoice = invoiced(member, 1000)
    late = NOON + timedelta(days=60)

    payments.receive(invoice, amount=Decimal(1000), received_on=invoice.due_on, key="k", by=None, at=late)

    duty = Duty.objects.get(subject=invoice.subject)
    assert (duty.state, duty.discharges.get().evidence.kind) == ("done", "payment")


def test_a_payment_after_the_due_day_is_done_late(member):
    invoice = invoiced(member, 1000)
    late = NOON + timedelta(days=60)

    paid(invoice, 1000, at=late)

    assert Duty.objects.get(subject=invoice.subject).state == "late"


def test_what_is_paid_too_much_is_credit_and_settles_the_next_invoice(member):
    first = invoiced(member, 1000)
    payment = paid(first, 1300)
    second = invoiced(member, 500, purpose="Workshop")

    settle(payment, second, 300)

    second.refresh_from_db()
    assert (first.paid, second.paid, payment.rest, payment.state) == (1000, 300, 0, "used")


def test_recording_the_same_receipt_again_changes_nothing(member):
    invoice = invoiced(member, 1000)

    first, again = paid(invoice, 400, key="same"), paid(invoice, 400, key="same")

    invoice.refresh_from_db()
    assert (first.pk, invoice.paid, Payment.objects.count()) == (again.pk, Decimal(400), 1)


def test_more_than_is_left_or_open_cannot_be_allocated(member):
    invoice = invoiced(member, 100)
    payment = unmatched(member.consortium, 50)

    with pytest.raises(Invalid, match="50"):
        settle(payment, invoice, 51)
    with pytest.raises(Invalid, match="100"):
        settle(unmatched(member.consortium, 500), invoice, 101)


def test_more_than_was_paid_is_refused_by_the_database(member):
    invoice = invoiced(member, 1000)
    payment = paid(invoice, 10)
    row = Allocation.objects.get()

    with pytest.raises(IntegrityError, match="payment_is_spent_once"), transaction.atomic():
        Allocation.objects.create(
            consortium=invoice.consortium,
            payment=payment,
            invoice=invoice,
            amount=1,
            transaction=Transaction.objects.exclude(pk=row.transaction_id).latest("pk"),
            allocated_at=NOON,
        )


def test_one_members_credit_does_not_pay_anothers_invoice(member):
    payment = paid(invoiced(member, 100), 150)
    theirs = invoiced(company(member.consortium, "Toshiba", branch="jp"), 100)

    with pytest.raises(Refusal, match="belongs to another member"):
        settle(payment, theirs, 50)


def test_an_unmatched_payment_becomes_its_invoices_members(member):
    invoice = invoiced(member, 100)
    payment = unmatched(member.consortium, 130)

    settle(payment, invoice, 100)

    assert (payment.payer_id, payment.rest, payment.state) == (member.subject_id, Decimal(30), "credit")
    assert queries.credits(member.consortium) == {member.subject_id: Decimal(30)}


def test_undoing_a_payment_opens_the_invoice_and_its_duty_again(member):
    invoice = invoiced(member, 1000)
    before = balances(member.consortium)
    payment = paid(invoice, 1000)

    payments.reverse(payment, reason="Bounced", by=None, at=NOON)

    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid, payment.state) == ("issued", Decimal(0), "reversed")
    assert Duty.objects.get(subject=invoice.subject).is_open
    assert balances(member.consortium) == before


def test_an_allocation_is_taken_back_once(member):
    invoice = invoiced(member, 1000)
    payment = paid(invoice, 1000)
    standing = allocations.standing(payment=payment)
    allocations.take_back(standing, reason="Wrong invoice", by=None, at=NOON)

    with pytest.raises(Refusal, match="taken back already"):
        allocations.take_back(standing, reason="Again", by=None, at=NOON)


def test_cancelling_a_paid_invoice_turns_what_was_paid_into_credit(member):
    invoice = invoiced(member, 1000)
    paid(invoice, 400)

    credit_notes.cancel(invoice, reason="Wrong tier", by=None, at=NOON)

    assert invoice.state == "cancelled"
    assert balances(member.consortium) == {"bank": Decimal(400), "credit": Decimal(-400)}
    assert Duty.objects.get(subject=invoice.subject).state == "not_required"


def test_writing_off_keeps_what_was_collected(member):
    invoice = invoiced(member, 1000)
    paid(invoice, 400)

    invoices.write_off(invoice, reason="Insolvent", by=None, at=NOON)

    assert balances(member.consortium) == {
        "bank": Decimal(400),
        "pool us": Decimal(-360),
        "administration us": Decimal(-40),
    }


def test_a_written_off_or_cancelled_invoice_takes_no_money(member):
    invoice = invoiced(member, 1000)
    invoices.write_off(invoice, reason="Insolvent", by=None, at=NOON)

    with pytest.raises(Invalid, match=r"has 0\.00 open"):
        settle(unmatched(member.consortium, 10), invoice, 10)


@pytest.mark.parametrize("verb", [credit_notes.cancel, invoices.write_off])
def test_ending_an_invoice_needs_a_reason(member, verb):
    with pytest.raises(Invalid, match="Say why"):
        verb(invoiced(member), reason="  ", by=None, at=NOON)


def test_pools_are_split_by_what_each_branchs_members_paid(member):
    other = company(member.consortium, "Toshiba", branch="jp")
    paid(invoiced(member, 1000), 1000)
    paid(invoiced(other, 500), 200)

    held = balances(member.consortium)

    assert (held["pool us"], held["pool jp"]) == (Decimal(-900), Decimal(-180))


def test_one_pool_takes_all_branches_where_the_charter_says_so(member):
    paid(invoiced(member, 1000, by_branch=False), 1000)

    assert balances(member.consortium)["pool"] == Decimal(-900)


def test_without_a_share_in_the_charter_dues_go_to_the_general_fund(member):
    paid(invoiced(member, 1000, project_share=None), 1000)

    assert balances(member.consortium) == {"bank": Decimal(1000), "general us": Decimal(-1000)}


def test_closed_books_take_nothing_more(member):
    invoice = invoiced(member, 1000)
    later = NOON + timedelta(days=30)
    closings.close(member.consortium, until=date(2026, 3, 20), by=None, at=later)

    with pytest.raises(Refusal, match="closed up to"):
        payments.receive(invoice, amount=Decimal(10), received_on=date(2026, 3, 10), key="k", by=None, at=later)
    with pytest.raises(IntegrityError, match="books are closed"), transaction.atomic():
        row = Transaction.objects.latest("pk")
        row.pk, row.number, row.subject = None, 999, invoice.subject
        row.save(force_insert=True)


def test_a_credit_of_closed_books_is_used_on_the_day_it_is_used(member):
    payment = unmatched(member.consortium, 100)
    invoice = invoiced(member, 1000)
    later = NOON + timedelta(days=30)
    closings.close(member.consortium, until=date(2026, 3, 20), by=None, at=later)

    (made,) = allocations.allocate(member.consortium, [Part(payment, invoice, Decimal(100))], by=None, at=later)

    assert made.transaction.happened_on == later.date()


@pytest.mark.parametrize("until", [NOON.date(), date(2026, 12, 31)])
def test_only_past_days_are_closed(member, until):
    with pytest.raises(Invalid, match="passed"):
        closings.close(member.consortium, until=until, by=None, at=NOON)


def test_a_shift_between_pools_cites_the_decision(member):
    invoice = invoiced(member, 1000)
    paid(invoice, 1000)
    decision = invoice.subject.entries.first()
    said = {"giver": "us", "taker": "jp", "currency": "USD", "decision": decision, "by": None, "at": NOON}

    pools.shift(member.consortium, amount=Decimal(100), reason="Motion 7", **said)
    with pytest.raises(Invalid, match="holds 800"):
        pools.shift(member.consortium, amount=Decimal(801), reason="Motion 7", **said)

    held = balances(member.consortium)
    assert (held["pool us"], held["pool jp"]) == (Decimal(-800), Decimal(-100))


def test_overdue_counts_from_the_due_day_and_from_the_invoice(member):
    invoice = invoiced(member, 1000)

    assert queries.overdue(member.consortium, invoice.due_on) == []
    (late,) = queries.overdue(member.consortium, invoice.issued_on + timedelta(days=60))

    assert (late.debtor_id, late.days_since_issue, late.days_past_due) == (member.subject_id, 60, 30)


def test_a_statement_follows_the_books(member):
    invoice = invoiced(member, 1000)
    payment = paid(invoice, 400)
    payments.reverse(payment, reason="Bounced", by=None, at=NOON)
    overpaid = paid(invoice, 1200)
    payments.send_back(overpaid, amount=Decimal(150), reason="Too much", by=None, at=NOON)

    lines = queries.statement(member.consortium, member.subject_id)

    assert [(str(line.label), line.amount, line.balance) for line in lines] == [
        ("Invoice", 1000, 1000),
        ("Payment received", -1200, -200),
        ("Returned or sent back", 150, -50),
    ]


@pytest.mark.parametrize(
    ("days", "age"), [(-5, "not_due"), (0, "not_due"), (1, "d30"), (30, "d30"), (31, "d60"), (90, "d90"), (91, "older")]
)
def test_debts_are_sorted_by_age(days, age):
    assert queries.age_of(days) == age


def test_an_invoice_for_nothing_or_without_dues_is_refused(member):
    with pytest.raises(Refusal, match="no dues here"):
        invoiced(member, 100, are_dues_charged=False)
    with pytest.raises(IntegrityError, match="invoice_is_for_money"), transaction.atomic():
        invoiced(member, 0)


def test_what_an_invoice_says_is_never_changed(member):
    invoiced(member, 1000)

    for change in ({"amount": 1}, {"due_on": date(2027, 1, 1)}, {"year": 2027}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Invoice.objects.update(**change)


def test_a_bill_of_another_consortium_is_refused_by_the_database(member):
    stranger = company(founded(), "Toshiba")

    with pytest.raises(IntegrityError), transaction.atomic():
        invoices.issue(member.consortium, [bill(stranger)], terms=TERMS, by=None, at=NOON)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_search_finds_invoices_by_company_number_and_reference(member):
    invoice = invoiced(member, 1000)
    finance = viewer_of(officer(member.consortium, "finance"), member.consortium, NOON)
    rival = viewer_of(
        employee(company(member.consortium, "Toshiba", branch="jp"), "", "R", "billing"), member.consortium, NOON
    )

    for text in ("seag", invoice.label, printed(invoice.reference)):
        assert [hit.address for hit in queries.search(finance, text, 5)] == [invoice.get_absolute_url()], text
        assert queries.search(rival, text, 5) == []
