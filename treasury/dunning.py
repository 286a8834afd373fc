"""Dunning: a reminder letter for every invoice of which something stays owed, held in the outbox until released.

A letter names what is owed. Whenever that changes, `follow` takes it back or writes it anew, so that none goes
out with a wrong amount.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import formats, translation
from django.utils.translation import gettext as _

from charter import editions
from duties import letters
from duties.letters import Draft
from duties.models import Letter
from journal.models import Entry
from parties.models import Consortium, Person
from registry.duties import DEBTORS, DUTIES
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
    people = DEBTORS["member"](consortium, {row.debtor_id for row in fresh}, mandate=DUTIES[PAY].mandate, at=at)
    named = Person.objects.in_bulk({pk for group in people.values() for pk in group})
    drafts = [_draft(row, named[pk]) for row in fresh for pk in sorted(people.get(row.debtor_id, ()))]
    return len(letters.hold_many(consortium, KIND, drafts, by=None, at=at))


def follow(debtors: Collection[int], *, by: Person | None, at: datetime) -> None:
    """Bring held letters in line with what the debtors owe now: take back those of which nothing is owed, and write
    anew what names another amount. A handful of statements, however many there are.
    """
    theirs = Invoice.objects.filter(debtor__in=debtors).values("subject")
    held = list(Letter.objects.held().filter(kind=KIND, about__in=theirs).select_related("subject", "person"))
    if not held:
        return
    rows = Invoice.objects.with_owed().filter(subject__in={letter.about_id for letter in held})
    bills = {row.subject_id: row for row in rows.select_related("subject", "consortium", "organisation")}
    named, owed = _named(held), {subject: row.owed for subject, row in bills.items()}
    settled = [letter for letter in held if not owed[letter.about_id]]
    changed = [letter for letter in held if owed[letter.about_id] not in (0, named.get(letter.subject_id))]
    letters.lapse(settled, verb="letter.lapse", by=by, at=at)
    letters.lapse(changed, verb="letter.supersede", by=by, at=at)
    if changed:
        drafts = [_draft(bills[letter.about_id], letter.person) for letter in changed]
        letters.hold_many(drafts[0].about.consortium, KIND, drafts, by=by, at=at)


def withdraw(invoice: Invoice, *, by: Person | None, at: datetime) -> None:
    """Take back the held letters of an invoice that is about to be cancelled, before what was paid on it is undone."""
    held = Letter.objects.held().filter(kind=KIND, about=invoice.subject_id).select_related("subject", "person")
    letters.lapse(held, verb="letter.lapse", by=by, at=at)


def pointless(held: Sequence[Letter]) -> set[int]:
    """Name the letters of whose invoice nothing is owed any more."""
    owed = Invoice.objects.owed().filter(subject__in=[each.about_id for each in held])
    owed = set(owed.values_list("subject", flat=True))
    return {letter.pk for letter in held if letter.about_id not in owed}


def _named(held: Sequence[Letter]) -> dict[int, Decimal]:
    """Read from the journal which amount each letter names: subject → amount."""
    rows = Entry.objects.filter(subject__in=[letter.subject_id for letter in held], verb="letter.hold")
    return {subject: Decimal(facts.get("owed", 0)) for subject, facts in rows.values_list("subject", "facts")}


def _reminded(invoices: Sequence[Invoice]) -> set[int]:
    """Subjects of the invoices that have their letter, be it that the office cancelled it."""
    lapsed = Entry.objects.filter(subject=OuterRef("subject"), verb__in=["letter.lapse", "letter.supersede"])
    rows = Letter.objects.filter(kind=KIND, about__in=[invoice.subject_id for invoice in invoices])
    return set(rows.exclude(Exists(lapsed)).values_list("about_id", flat=True))


def _draft(invoice: Invoice, person: Person) -> Draft:
    """Word the letter in its reader's language."""
    with translation.override(person.language):
        title = _("Reminder: invoice %(label)s") % {"label": invoice.label}
        body = _(
            "Dear %(person)s,\n\n"
            "Invoice %(label)s for %(amount)s %(currency)s was due on %(due)s; %(owed)s %(currency)s of it "
            "is still owed.%(covered)s Please pay with the reference %(reference)s.%(account)s\n\n"
            "If your payment is on its way, please disregard this letter.\n\n%(host)s"
        ) % {
            "person": person.name,
            "label": invoice.label,
            "amount": written(invoice.amount),
            "owed": written(invoice.owed),
            "covered": _covered(invoice),
            "currency": invoice.currency,
            "due": formats.date_format(invoice.due_on, "DATE_FORMAT"),
            "reference": printed(invoice.reference),
            "account": _account(invoice),
            "host": invoice.host,
        }
    facts = {"owed": invoice.owed}
    return Draft(invoice.subject, person, title, body, organisation=invoice.organisation, facts=facts)


def _covered(invoice: Invoice) -> str:
    """Say what of it has arrived and is not yet applied, where anything has."""
    said = {"amount": written(invoice.covered), "currency": invoice.currency}
    return " " + _("%(amount)s %(currency)s of your payments is not yet applied.") % said if invoice.covered else ""


def _account(invoice: Invoice) -> str:
    """Name the account in a paragraph of its own, where the invoice has one."""
    return "\n\n" + _("Pay to:\n%(account)s") % {"account": invoice.paid_to} if invoice.paid_to else ""
