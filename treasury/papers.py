"""Papers: invoices, credit notes and reminders as PDF, from what the rows said when they were issued."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from files import typeset
from treasury.models import CreditNote, Invoice
from treasury.references import printed

TEMPLATE = "treasury/paper.typ"


def invoice(row: Invoice) -> bytes:
    """Set an invoice: host, member, amount, due day and reference (MEM-14)."""
    facts = [
        (_("Invoice"), row.label),
        (_("Date"), _day(row.issued_on)),
        (_("Due"), _day(row.due_on)),
        (_("Reference"), printed(row.reference)),
    ]
    return typeset.pdf(
        TEMPLATE,
        _paper(
            row,
            title=_("Invoice %(label)s") % {"label": row.label},
            facts=[*facts, *_order_number(row)],
            amount=row.amount,
            account=row.paid_to.splitlines(),
            closing=_("Please pay the amount due by %(day)s and give the reference %(reference)s with your payment.")
            % {"day": _day(row.due_on), "reference": printed(row.reference)},
        ),
    )


def credit_note(row: CreditNote) -> bytes:
    """Set the credit note of an invoice."""
    facts = [
        (_("Credit note"), row.label),
        (_("Date"), _day(row.issued_on)),
        (_("Cancels invoice"), f"{row.invoice.label}, {_day(row.invoice.issued_on)}"),
    ]
    return typeset.pdf(
        TEMPLATE,
        _paper(
            row.invoice,
            title=_("Credit note %(label)s") % {"label": row.label},
            facts=[*facts, *_order_number(row.invoice)],
            amount=-row.invoice.amount,
            account=[],
            closing=_("Reason: %(reason)s") % {"reason": row.reason},
        ),
    )


def _paper(
    row: Invoice, *, title: str, facts: list[tuple[str, str]], amount: Decimal, account: list[str], closing: str
) -> dict:
    """Give the template its words. The host issues, in its own name (MEM-14)."""
    to = row.bill_to
    what = row.purpose or _("Membership dues %(year)s") % {"year": row.year}
    consortium = row.consortium
    return {
        "title": title,
        "host": row.host,
        "consortium": " ".join(filter(None, [consortium.name, consortium.native_name])),
        "on_behalf": _("on behalf of %(consortium)s") % {"consortium": consortium.name},
        "to": [line for line in (to["name"], to["native_name"], to["contact"], *to["address"].splitlines()) if line],
        "facts": [list(fact) for fact in facts],
        "heads": [pgettext("invoice", "For"), _("Amount")],
        "lines": [[what, _money(amount, row.currency)]],
        "total": [_("Total"), _money(amount, row.currency)],
        "closing": closing,
        "pay_to": _("Pay to"),
        "account": account,
    }


def _order_number(row: Invoice) -> list[tuple[str, str]]:
    number = row.bill_to["order_number"]
    return [(_("Your reference"), number)] if number else []


def _money(amount: Decimal, currency: str) -> str:
    locale = (get_language() or "en").replace("-hans", "_Hans").replace("-", "_")
    return f"{format_decimal(amount, format='#,##0.00', locale=locale)} {currency}"


def _day(day) -> str:
    return formats.date_format(day, "DATE_FORMAT")
