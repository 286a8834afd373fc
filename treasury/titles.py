"""What people call the papers of the treasury."""

from django.utils.translation import gettext_lazy as _

from parties.called import Titles
from treasury.matching import Doubt
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
