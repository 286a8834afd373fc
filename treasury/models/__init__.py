"""Money: a double-entry ledger, and the papers behind it (invoices, payments, bank files)."""

from treasury.models.banking import BankFile, BankLayout, BankLine
from treasury.models.invoices import BillingAddress, CreditNote, Invoice
from treasury.models.ledger import Account, Closing, Posting, Transaction
from treasury.models.payments import Allocation, Payment, Repayment

__all__ = [
    "Account",
    "Allocation",
    "BankFile",
    "BankLayout",
    "BankLine",
    "BillingAddress",
    "Closing",
    "CreditNote",
    "Invoice",
    "Payment",
    "Posting",
    "Repayment",
    "Transaction",
]
