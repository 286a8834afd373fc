"""Who may do what with money. Never when: the verbs look at states."""

from typing import Any

from django.utils.translation import gettext as _

from parties.permissions import Answer, either
from parties.viewer import Viewer
from treasury.models import Invoice


def can_invoice(viewer: Viewer, thing: Any = None) -> Answer:
    """Run the dues, or issue a supplementary invoice."""
    return _finance(viewer)


def can_cancel_invoice(viewer: Viewer, invoice: Any = None) -> Answer:
    """Cancel an invoice by a credit note."""
    return _finance(viewer)


def can_write_off(viewer: Viewer, invoice: Any = None) -> Answer:
    """Give up what is open of an invoice."""
    return _finance(viewer)


def can_download_invoice(viewer: Viewer, invoice: Invoice) -> Answer:
    """Get the paper: finance, and whoever holds the member's billing mandate."""
    own = any(each.subject_id == invoice.debtor_id and "billing" in each.mandates for each in viewer.companies)
    return either(
        viewer.is_finance or own,
        _("The paper goes to finance and to the people whom the company has named for its invoices."),
        "MEM-18",
    )


def can_set_billing_address(viewer: Viewer, debtor_id: int) -> Answer:
    """Say where a member's invoices go: finance, and the member's billing mandate."""
    own = any(each.subject_id == debtor_id and "billing" in each.mandates for each in viewer.companies)
    return either(
        viewer.is_finance or own, _("Finance and the people whom the company has named for its invoices may do this.")
    )


def can_record_payment(viewer: Viewer, thing: Any = None) -> Answer:
    """Record money that reached the bank."""
    return _finance(viewer)


def can_allocate(viewer: Viewer, payment: Any = None) -> Answer:
    """Say which invoices a payment settles, and take that back."""
    return _finance(viewer)


def can_assign(viewer: Viewer, payment: Any = None) -> Answer:
    """Say whose money a payment is."""
    return _finance(viewer)


def can_send_back(viewer: Viewer, payment: Any = None) -> Answer:
    """Send back what a payment has left."""
    return _finance(viewer)


def can_reverse_payment(viewer: Viewer, payment: Any = None) -> Answer:
    """Undo a payment that never was."""
    return _finance(viewer)


def can_record_return(viewer: Viewer, payment: Any = None) -> Answer:
    """Record that the bank took a payment back."""
    return _finance(viewer)


def can_import(viewer: Viewer, bank_file: Any = None) -> Answer:
    """Upload a bank's export, look at it and take it into the books."""
    return _finance(viewer)


def can_close_books(viewer: Viewer, thing: Any = None) -> Answer:
    """Close the books up to a day."""
    return _finance(viewer)


def can_shift_pools(viewer: Viewer, thing: Any = None) -> Answer:
    """Enter a shift between the branches' pools that the council decided (E-12)."""
    return _finance(viewer)


def can_read_books(viewer: Viewer, thing: Any = None) -> Answer:
    """Read accounts and postings: they name debtors."""
    return _finance(viewer)


def can_see_balances(viewer: Viewer, thing: Any = None) -> Answer:
    """See statements of account: finance all, whoever speaks for a company its own."""
    own = any(company.mandates for company in viewer.companies)
    return either(viewer.is_finance or own, _("Finance and the people who speak for a company see accounts."), "MEM-18")


def can_see_funds(viewer: Viewer, thing: Any = None) -> Answer:
    """See how dues become research money, without the names of debtors (MEM-07, R2e)."""
    return either(viewer.is_known, _("People with a part in the consortium see its funds."))


def _finance(viewer: Viewer) -> Answer:
    return either(viewer.is_finance, _("Finance does this: money is its post in the office."), "GOV-06")
