"""What people call the papers of the treasury."""

from parties.called import Titles
from treasury.models import BankFile, Closing, CreditNote, Invoice, Payment, Transaction


def _invoice(series: str, serial: int) -> str:
    return Invoice(series=series, serial=serial).label


def _credit_note(series: str, serial: int) -> str:
    return CreditNote(series=series, serial=serial).label


of_invoices = Titles(Invoice, "series", "serial", say=_invoice)
of_credit_notes = Titles(CreditNote, "series", "serial", say=_credit_note)
of_payments = Titles(Payment, "number")
of_transactions = Titles(Transaction, "number")
of_bank_files = Titles(BankFile, "name")
of_closings = Titles(Closing, "until")
