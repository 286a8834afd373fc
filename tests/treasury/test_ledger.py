"""The books: transactions balance, nothing is changed, closed periods stay closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, connection, transaction

from parties.refusals import Refusal
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid
from treasury import ledger
from treasury.models import Account, Posting, Transaction
from treasury.queries import debtor_names, trial_balance

pytestmark = pytest.mark.django_db


def balances(consortium) -> dict[str, Decimal]:
    """Debit less credit, by kind and branch."""
    found: dict[str, Decimal] = {}
    for posting in Posting.objects.filter(consortium=consortium).select_related("account"):
        key = f"{posting.account.kind} {posting.account.branch}".strip()
        found[key] = found.get(key, Decimal(0)) + posting.amount
    return {key: amount for key, amount in found.items() if amount}


def test_t_asrc_1_ninety_percent_of_what_is_collected_reaches_the_pool():
    member = company(founded(), "Seagate")
    invoice = invoiced(member, 10_000_000)

    before = balances(member.consortium)
    paid(invoice, 10_000_000)

    assert before == {"receivable": Decimal(10_000_000), "dues us": Decimal(-10_000_000)}
    assert balances(member.consortium) == {
        "bank": Decimal(10_000_000),
        "pool us": Decimal(-9_000_000),
        "administration us": Decimal(-1_000_000),
    }


def test_a_transaction_that_does_not_balance_is_refused_by_the_verb():
    member = company(founded(), "Seagate")
    row = Transaction.objects.get(pk=invoiced(member).subject.entries.get().transactions.get().pk)
    lines = ledger.lines_of(row)[:1]

    with pytest.raises(Refusal, match="does not balance"):
        ledger.post(
            member.consortium, [ledger.Draft("dues_invoiced", lines, row.allowed_by, date(2026, 3, 2), "USD")], at=NOON
        )


def test_a_transaction_that_does_not_balance_is_refused_by_the_database():
    invoice = invoiced(company(founded(), "Seagate"))
    row = invoice.subject.entries.get().transactions.get()

    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Posting.objects.create(
            consortium=invoice.consortium,
            transaction=row,
            account=Account.objects.get(kind="dues"),
            amount=1,
        )
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_balanced_pair_cannot_be_added_to_a_transaction_later():
    invoice = invoiced(company(founded(), "Seagate"))
    row = invoice.subject.entries.get().transactions.get()
    account = Account.objects.get(kind="dues")

    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Posting.objects.bulk_create(
            Posting(consortium=invoice.consortium, transaction=row, account=account, amount=amount)
            for amount in (1, -1)
        )
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", [Posting, Transaction, Account])
def test_nothing_in_the_books_is_changed_or_deleted(model):
    invoiced(company(founded(), "Seagate"))

    with pytest.raises(Error), transaction.atomic():
        model.objects.all().update(consortium_id=0)
    with pytest.raises(Error), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_trial_balance_reads_from_the_bank_on_with_debtors_by_name():
    consortium = founded()
    paid(invoiced(company(consortium, "Western Digital"), 1000), 400)
    invoiced(company(consortium, "Ardent"), 1000)

    shown = trial_balance(Account.objects.all(), debtor_names(consortium), None)

    assert [(each.account.kind, each.owner) for each in shown] == [
        ("bank", ""),
        ("receivable", "Ardent"),
        ("receivable", "Western Digital"),
        ("credit", "Western Digital"),
        ("dues", ""),
        ("pool", ""),
        ("administration", ""),
    ]
