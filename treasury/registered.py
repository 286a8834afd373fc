"""What money is to the rooms below."""

from django.utils.translation import gettext_lazy as _

from registry.duties import DUTIES, OBSOLETE_LETTERS, DutyKind
from registry.subjects import SUBJECTS, SubjectKind
from treasury import dunning, titles

SUBJECTS.add("bank_file", SubjectKind(_("Bank file"), "payments/files/{number}/", titles.of_bank_files))
SUBJECTS.add("closing", SubjectKind(_("Closing of the books"), "ledger/closings/", titles.of_closings))
SUBJECTS.add("credit_note", SubjectKind(_("Credit note"), "credit-notes/{number}/", titles.of_credit_notes))
SUBJECTS.add("invoice", SubjectKind(_("Invoice"), "invoices/{number}/", titles.of_invoices))
SUBJECTS.add("payment", SubjectKind(_("Payment"), "payments/{number}/", titles.of_payments))
SUBJECTS.add("transaction", SubjectKind(_("Transaction"), "ledger/{number}/", titles.of_transactions))

DUTIES.add("invoice.pay", DutyKind(_("Pay an invoice"), _("See the invoice"), mandate="billing", is_confidential=True))
OBSOLETE_LETTERS.add("invoice.reminder", dunning.pointless)
