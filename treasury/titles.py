"""What people call the papers of the treasury."""

from collections.abc import Collection

from parties.models import Consortium
from treasury.models import BankFile, Closing, CreditNote, Invoice, Payment, Transaction


def of_invoices(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the numbers on the paper of invoices, by number."""
    rows = Invoice.objects.filter(consortium=consortium, number__in=numbers).only("number", "series", "serial")
    return {row.number: row.label for row in rows}


def of_credit_notes(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the numbers on the paper of credit notes, by number."""
    rows = CreditNote.objects.filter(consortium=consortium, number__in=numbers).only("number", "series", "serial")
    return {row.number: row.label for row in rows}


def of_payments(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the numbers of payments."""
    return _numbered(Payment, consortium, numbers)


def of_transactions(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the numbers of transactions."""
    return _numbered(Transaction, consortium, numbers)


def of_bank_files(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of bank files, by number."""
    rows = BankFile.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "name"))


def of_closings(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the days up to which closings closed the books, by number."""
    rows = Closing.objects.filter(consortium=consortium, number__in=numbers)
    return {number: f"{until}" for number, until in rows.values_list("number", "until")}


def _numbered(model, consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    rows = model.objects.filter(consortium=consortium, number__in=numbers).values_list("number", flat=True)
    return {number: str(number) for number in rows}
