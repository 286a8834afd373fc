"""No cent is lost or made, whatever happens in whatever order: by examples, by search, and by two at once."""

import threading
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duties.models import Discharge, Duty
from membership import dues
from parties.refusals import Refusal
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import TERMS, TODAY, bill, invoiced, paid, unmatched
from treasury import allocations, credit_notes, invoices, payments
from treasury.models import Account, Allocation, Invoice, Payment, Posting
from treasury.models.invoices import PAY
from treasury.payments import Receipt
from treasury.references import creditor_reference, is_valid
from treasury.rounding import divided, rounded, running_share
from treasury.settlement import Part

CENTS = st.integers(min_value=1, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(min_value=0, max_value=10_000).map(lambda points: Decimal(points) / 10_000)


@given(RATES, st.lists(CENTS, max_size=40), st.sampled_from(["USD", "JPY"]))
def test_running_shares_add_up_to_the_share_of_the_whole(rate, parts, currency):
    total = shared = Decimal(0)
    for part in parts:
        shared += running_share(rate, total, part, currency)
        total += part

    assert shared == rounded(rate * total, currency)


@given(RATES, st.lists(CENTS, min_size=1, max_size=20))
def test_taking_everything_back_leaves_nothing(rate, parts):
    total = shared = Decimal(0)
    for change in [*parts, *(-part for part in parts)]:
        shared += running_share(rate, total, change, "USD")
        total += change

    assert shared == 0


@given(CENTS, st.lists(st.integers(min_value=0, max_value=10**6).map(Decimal), min_size=1, max_size=30))
def test_divided_amounts_add_up_and_differ_from_their_share_by_less_than_a_cent(total, weights):
    named = dict(enumerate(weights))
    if not sum(weights):
        with pytest.raises(ValueError, match="weights"):
            divided(total, named, "USD")
        return

    parts = divided(total, named, "USD")

    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * weight / sum(weights)) < Decimal("0.01") for key, weight in named.items())


@given(
    st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=10),
    st.text(alphabet="0123456789", min_size=1, max_size=9),
    st.data(),
)
def test_a_mistyped_digit_of_a_reference_is_noticed(letters, digits, data):
    reference = creditor_reference(letters + digits)
    at = data.draw(st.integers(len(reference) - len(digits), len(reference) - 1))
    typed = reference[:at] + str((int(reference[at]) + data.draw(st.integers(1, 9))) % 10) + reference[at + 1 :]

    assert is_valid(reference)
    assert not is_valid(typed)


DEEDS = {
    "issue": lambda member, invoice, money, amount, key, told: invoices.issue(
        member.consortium, [bill(member, amount, purpose=key)], terms=TERMS, **told
    ),
    "pay": lambda member, invoice, money, amount, key, told: payments.receive(
        invoice, amount=amount, received_on=TODAY, key=key, **told
    ),
    "find": lambda member, invoice, money, amount, key, told: payments.record(
        member.consortium, [Receipt(key, TODAY, amount, "USD")], **told
    ),
    "assign": lambda member, invoice, money, amount, key, told: payments.assign(money, member.subject, **told),
    "allocate": lambda member, invoice, money, amount, key, told: allocations.allocate(
        member.consortium, [Part(money, invoice, min(amount, money.rest, invoice.open_amount))], **told
    ),
    "take_back": lambda member, invoice, money, amount, key, told: allocations.take_back(
        allocations.standing(payment=money), reason="x", **told
    ),
    "send_back": lambda member, invoice, money, amount, key, told: payments.send_back(
        money, amount=min(amount, money.rest), reason="x", **told
    ),
    "reverse": lambda member, invoice, money, amount, key, told: payments.reverse(money, reason="x", **told),
    "cancel": lambda member, invoice, money, amount, key, told: credit_notes.cancel(invoice, reason="x", **told),
    "write_off": lambda member, invoice, money, amount, key, told: invoices.write_off(invoice, reason="x", **told),
}
"""What happens to money: every verb of invoices, payments and allocations."""
EXAMPLES, LEAST = 25, 40
"""So many sequences of at least so many acts: a thousand random verbs in every run."""
ACTS = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 9), CENTS), min_size=LEAST, max_size=60)


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_the_books_hold_after_any_verbs_in_any_order(acts):
    with transaction.atomic():
        consortium = founded()
        members = [company(consortium, f"{consortium} {n}", branch="us" if n % 2 else "jp") for n in range(3)]
        paid(invoiced(members[0], 1000), 600)
        for number, act in enumerate(acts):
            perform(consortium, members, number, *act)
        assert_books_hold(consortium)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def perform(consortium, members, number: int, act: str, which: int, amount: Decimal) -> None:
    """Do one thing to one of the members, invoices or payments; a refusal is as good as a deed."""
    bills = list(Invoice.objects.filter(consortium=consortium).order_by("pk"))
    moneys = list(Payment.objects.filter(consortium=consortium).order_by("pk"))
    member, invoice, money = (rows[which % len(rows)] for rows in (members, bills, moneys))
    told = {"by": None, "at": NOON + timedelta(minutes=number)}
    with suppress(Refusal), transaction.atomic():
        DEEDS[act](member, invoice, money, amount, f"{consortium.pk}-{number}", told)


def assert_books_hold(consortium) -> None:
    """Everything sums to zero; pools are the share of what is collected; papers and books agree."""

    def held(kind: str, branch: str | None = None) -> Decimal:
        rows = Posting.objects.filter(consortium=consortium, account__kind=kind)
        rows = rows if branch is None else rows.filter(account__branch=branch)
        return rows.aggregate(total=Sum("amount", default=Decimal(0)))["total"]

    kinds = Account.Kind
    standing = Invoice.objects.filter(consortium=consortium)
    assert sum(held(kind) for kind in kinds) == 0
    assert held(kinds.RECEIVABLE) == sum(row.open_amount for row in standing) == -held(kinds.DUES)
    assert_duties_follow(standing)
    moneys = Payment.objects.filter(consortium=consortium)
    assert held(kinds.CREDIT) == -sum(row.rest for row in moneys)
    for branch in ("us", "jp"):
        collected = Allocation.objects.filter(invoice__in=standing.filter(branch=branch))
        total = collected.aggregate(total=Sum("amount", default=Decimal(0)))["total"]
        assert -held(kinds.POOL, branch) == rounded(total * Decimal("0.9"), "USD")
        assert -held(kinds.POOL, branch) - held(kinds.ADMINISTRATION, branch) == total


def assert_duties_follow(bills) -> None:
    """What is owed is what is open less credit, the oldest first; there is a duty to pay that, and nothing else."""
    owed = {}
    for debtor in {row.debtor_id for row in bills}:
        purse = sum(row.rest for row in Payment.objects.filter(payer=debtor))
        for row in bills.filter(debtor=debtor).order_by("due_on", "number"):
            owed[row.subject_id] = row.open_amount - min(purse, row.open_amount)
            purse -= min(purse, row.open_amount)
    assert owed == dict(bills.with_owed().values_list("subject", "owed"))
    duties = Duty.objects.open().filter(kind=PAY, subject__in=owed)
    assert {pk for pk, amount in owed.items() if amount} == set(duties.values_list("subject", flat=True))
    for proof in Discharge.objects.filter(duty__kind=PAY, duty__subject__in=owed).select_related("duty"):
        payment = Payment.objects.get(subject=proof.evidence)
        used = payment.allocations.standing().filter(invoice__subject=proof.duty.subject_id)
        assert used.exists() or (payment.payer_id == proof.duty.debtor_id and not payment.is_reversed)


def together(*acts) -> list[Exception]:
    """Do things at the same moment over connections of their own; answer what was refused."""
    gate, refused = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            gate.wait(timeout=10)
            act()
        except Exception as fault:
            refused.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_people_who_settle_the_same_invoice_at_once_settle_it_once():
    member = company(founded(), "Seagate")
    invoice = invoiced(member, 1000)
    moneys = [unmatched(member.consortium, 800) for _each in range(2)]

    refused = together(
        *(
            lambda payment=payment: allocations.allocate(
                member.consortium, [Part(payment, invoice, Decimal(800))], by=None, at=NOON
            )
            for payment in moneys
        )
    )

    invoice.refresh_from_db()
    assert (len(refused), invoice.paid) == (1, Decimal(800))
    assert_books_hold(member.consortium)


@pytest.mark.django_db(transaction=True)
def test_the_same_payment_recorded_by_two_at_once_is_one():
    invoice = invoiced(company(founded(), "Seagate"), 1000)

    def receive() -> None:
        row = Invoice.objects.get(pk=invoice.pk)
        payments.receive(row, amount=Decimal(300), received_on=NOON.date(), key="same", by=None, at=NOON)

    refused = together(receive, receive)

    invoice.refresh_from_db()
    assert (refused, Payment.objects.count(), invoice.paid) == ([], 1, Decimal(300))


@pytest.mark.django_db(transaction=True)
def test_two_dues_runs_at_once_give_one_invoice_each():
    consortium = founded()
    for number in range(5):
        company(consortium, f"Company {number}")

    refused = together(*[lambda: dues.run(consortium, 2026, by=None, at=NOON)] * 2)

    assert (len(refused), Invoice.objects.count()) == (1, 5)
    assert sorted(Invoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5]
