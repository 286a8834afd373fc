"""What people call the papers of the treasury."""

from django.utils.translation import gettext_lazy as _

from journal.titles import TitleSource
from treasury.matching import Doubt
from treasury.models import BankFile, Closing, CreditNote, Invoice, Payment, Transaction


def _invoice(series: str, serial: int) -> str:
    return Invoice(series=series, serial=serial).label


def _credit_note(series: str, serial: int) -> str:
    return CreditNote(series=series, serial=serial).label


of_invoices = TitleSource(Invoice, "series", "serial", say=_invoice)
of_credit_notes = TitleSource(CreditNote, "series", "serial", say=_credit_note)
of_payments = TitleSource(Payment, "number")
of_transactions = TitleSource(Transaction, "number")
of_bank_files = TitleSource(BankFile, "name")
of_closings = TitleSource(Closing, "until")

DOUBTS = {
    Doubt.NONE: "",
    Doubt.OTHER_MEMBER: _("the payer is another member"),
    Doubt.MENTIONS: _("the line names another member too"),
    Doubt.PAYER: _("the payer has another name"),
    Doubt.PART_OF_NAME: _("the names agree only in part"),
    Doubt.AMOUNT: _("the amount differs"),
    Doubt.SUM: _("the amount is not the sum of the invoices named"),
    Doubt.OTHER_INVOICE: _("the line names another member's invoice"),
    Doubt.SEVERAL: _("several invoices fit"),
    Doubt.AMOUNT_ALONE: _("only the amount fits"),
}
"""Why an invoice is only suggested, as pages say it."""
