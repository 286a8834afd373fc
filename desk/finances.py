"""What waits for whoever holds the finance post: how much of what, and where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from membership import dues
from membership.models import Declaration
from parties.viewer import Viewer
from treasury.models import Invoice, Payment


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work, with how much of it there is."""

    label: str | Promise
    count: int
    address: str
    tone: str
    """How it is shown while there is any."""


KINDS: tuple[tuple[str, str | Promise, str, str, str], ...] = (
    ("unmatched", _("Unmatched payments"), "payment_list", "?state=unmatched", "waiting"),
    ("to_apply", _("Unapplied receipts beside open invoices"), "payment_list", "?state=applicable", "waiting"),
    ("to_verify", _("Declarations to verify"), "declaration_list", "?state=declared", "waiting"),
    ("overdue", _("Overdue invoices"), "invoice_list", "?state=overdue", "late"),
    ("to_invoice", _("Members to be invoiced"), "dues_run", "", "waiting"),
)
"""Name, label, address, what narrows the list to it, tone."""


def rows(viewer: Viewer) -> dict[str, QuerySet]:
    """Give what waits for finance as row sets to be counted; nothing for anyone else."""
    if not viewer.is_finance:
        return {}
    return {
        "unmatched": Payment.objects.visible_to(viewer).waiting(),
        "to_apply": Payment.objects.visible_to(viewer).applicable(),
        "to_verify": Declaration.objects.visible_to(viewer).waiting(),
        "overdue": Invoice.objects.visible_to(viewer).overdue(viewer.today),
        "to_invoice": dues.waiting(viewer.consortium, at=viewer.now),
    }


def waiting(viewer: Viewer, counts: Mapping[str, int]) -> list[Waiting]:
    """Word the counts of `rows`."""
    if not viewer.is_finance:
        return []
    slug = viewer.consortium.slug
    return [
        Waiting(label, counts[name], reverse(page, args=[slug]) + narrowed, tone if counts[name] else "")
        for name, label, page, narrowed, tone in KINDS
    ]
