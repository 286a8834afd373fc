"""Dunning: a reminder letter for every invoice that stays unpaid, held in the office's outbox until released."""

from datetime import datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _

from charter import editions
from config import tables
from config.tables import resolve
from duties import letters
from duties.models import Letter
from parties.models import Consortium, Person
from treasury import queries
from treasury.invoices import PAY
from treasury.models import Invoice
from treasury.references import printed

KIND = "invoice.reminder"


def write(consortium: Consortium, *, at: datetime) -> int:
    """Hold a letter for each invoice once it is overdue by the charter's last reminder day; answer how many.

    Safe to repeat: an invoice has one such letter to each person who pays for the company.
    """
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    wait = max(rules.reminders.days, default=0)
    late = [each.invoice for each in queries.overdue(consortium, day) if each.days_past_due >= max(wait, 1)]
    written = Letter.objects.filter(consortium=consortium, kind=KIND).values_list("about_id", flat=True)
    fresh = [invoice for invoice in late if invoice.subject_id not in set(written)]
    if not fresh:
        return 0
    people = resolve(tables.DEBTORS["member"])(
        consortium, {row.debtor_id for row in fresh}, mandate=tables.DUTIES[PAY].mandate, at=at
    )
    named = Person.objects.in_bulk({pk for group in people.values() for pk in group})
    return sum(_hold(row, named[pk], at) for row in fresh for pk in sorted(people.get(row.debtor_id, ())))


def _hold(invoice: Invoice, person: Person, at: datetime) -> int:
    """Word the letter in its reader's language."""
    with translation.override(person.language):
        title = _("Reminder: invoice %(label)s") % {"label": invoice.label}
        body = _(
            "Dear %(person)s,\n\n"
            "invoice %(label)s over %(amount)s %(currency)s was due on %(due)s; %(open)s %(currency)s of it "
            "are still open. Please pay with the reference %(reference)s.\n\n"
            "If your payment is on its way, please disregard this letter.\n\n%(host)s"
        ) % {
            "person": person.name,
            "label": invoice.label,
            "amount": formats.number_format(invoice.amount, decimal_pos=2, force_grouping=True),
            "open": formats.number_format(invoice.open_amount, decimal_pos=2, force_grouping=True),
            "currency": invoice.currency,
            "due": formats.date_format(invoice.due_on, "DATE_FORMAT"),
            "reference": printed(invoice.reference),
            "host": invoice.host,
        }
    letters.hold(
        invoice.subject,
        person,
        kind=KIND,
        title=title,
        body=body,
        by=None,
        at=at,
        organisation=invoice.organisation,
    )
    return 1
