"""Dunning: a reminder letter for every invoice that stays unpaid, held in the office's outbox until released.

A letter names what is open. Whenever that changes, `follow` takes it back or writes it anew, so that none goes
out with a wrong amount.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import formats, translation
from django.utils.translation import gettext as _

from charter import editions
from config import tables
from config.tables import resolve
from duties import letters
from duties.letters import Draft
from duties.models import Letter
from journal.models import Entry
from parties.models import Consortium, Person
from treasury import queries
from treasury.amounts import written
from treasury.models import Invoice
from treasury.models.invoices import PAY
from treasury.references import printed

KIND = "invoice.reminder"


def write(consortium: Consortium, *, at: datetime) -> int:
    """Hold a letter for each invoice once it is overdue by the charter's last reminder day; answer how many.

    Safe to repeat: an invoice has one such letter to each person who pays for the company. Where a payment
    made a letter pointless and was taken back, the invoice gets a new one.
    """
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    wait = max(rules.reminders.days, default=0)
    late = [each.invoice for each in queries.overdue(consortium, day) if each.days_past_due >= max(wait, 1)]
    reminded = _reminded(late)
    fresh = [invoice for invoice in late if invoice.subject_id not in reminded]
    if not fresh:
        return 0
    people = resolve(tables.DEBTORS["member"])(
        consortium, {row.debtor_id for row in fresh}, mandate=tables.DUTIES[PAY].mandate, at=at
    )
    named = Person.objects.in_bulk({pk for group in people.values() for pk in group})
    drafts = [_draft(row, named[pk]) for row in fresh for pk in sorted(people.get(row.debtor_id, ()))]
    return len(letters.hold_many(consortium, KIND, drafts, by=None, at=at))


def follow(invoices: Iterable[Invoice], *, by: Person | None, at: datetime) -> None:
    """Bring held letters in line with invoices that have just changed: take back those of settled ones, and
    write anew what names another amount. A handful of statements, however many there are.
    """
    invoice_of = {invoice.subject_id: invoice for invoice in invoices}
    held = Letter.objects.held().filter(kind=KIND, about__in=invoice_of).select_related("subject", "person")
    settled = [letter for letter in held if not invoice_of[letter.about_id].is_unpaid]
    changed = [letter for letter in held if invoice_of[letter.about_id].is_unpaid]
    letters.lapse(settled, verb="letter.lapse", by=by, at=at)
    letters.lapse(changed, verb="letter.supersede", by=by, at=at)
    if changed:
        drafts = [_draft(invoice_of[letter.about_id], letter.person) for letter in changed]
        letters.hold_many(drafts[0].about.consortium, KIND, drafts, by=by, at=at)


def withdraw(invoice: Invoice, *, by: Person | None, at: datetime) -> None:
    """Take back the held letters of an invoice that is about to be cancelled, before what was paid on it is undone."""
    held = Letter.objects.held().filter(kind=KIND, about=invoice.subject_id).select_related("subject", "person")
    letters.lapse(held, verb="letter.lapse", by=by, at=at)


def pointless(held: Sequence[Letter]) -> set[int]:
    """Name the letters whose invoice is not unpaid any more."""
    unpaid = set(Invoice.objects.unpaid().filter(subject__in=[each.about_id for each in held]).values_list("subject"))
    return {letter.pk for letter in held if (letter.about_id,) not in unpaid}


def _reminded(invoices: Sequence[Invoice]) -> set[int]:
    """Subjects of the invoices that have their letter, be it that the office cancelled it."""
    lapsed = Entry.objects.filter(subject=OuterRef("subject"), verb="letter.lapse")
    rows = Letter.objects.filter(kind=KIND, about__in=[invoice.subject_id for invoice in invoices])
    return set(rows.exclude(Exists(lapsed)).values_list("about_id", flat=True))


def _draft(invoice: Invoice, person: Person) -> Draft:
    """Word the letter in its reader's language."""
    with translation.override(person.language):
        title = _("Reminder: invoice %(label)s") % {"label": invoice.label}
        body = _(
            "Dear %(person)s,\n\n"
            "Invoice %(label)s over %(amount)s %(currency)s was due on %(due)s; %(open)s %(currency)s of it "
            "are still open. Please pay with the reference %(reference)s.%(account)s\n\n"
            "If your payment is on its way, please disregard this letter.\n\n%(host)s"
        ) % {
            "person": person.name,
            "label": invoice.label,
            "amount": written(invoice.amount),
            "open": written(invoice.open_amount),
            "currency": invoice.currency,
            "due": formats.date_format(invoice.due_on, "DATE_FORMAT"),
            "reference": printed(invoice.reference),
            "account": _account(invoice),
            "host": invoice.host,
        }
    return Draft(invoice.subject, person, title, body, organisation=invoice.organisation)


def _account(invoice: Invoice) -> str:
    """Name the account in a paragraph of its own, where the invoice has one."""
    return "\n\n" + _("Pay to:\n%(account)s") % {"account": invoice.paid_to} if invoice.paid_to else ""
