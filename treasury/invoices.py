"""Invoices: issue them for a dues year, cancel one by a credit note, give one up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duties import duties
from duties.duties import Owed
from duties.models import Duty
from duties.periods import midnight
from journal import entries, subjects
from journal.entries import Fact
from journal.models import Entry, Subject
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid, Refusal
from treasury import consequences, ledger, postings
from treasury.ledger import Draft
from treasury.models import BillingAddress, CreditNote, Invoice
from treasury.models.invoices import PAY
from treasury.references import compact, creditor_reference
from treasury.rounding import rounded
from treasury.terms import Terms


@dataclass(frozen=True, slots=True)
class Bill:
    """What one member is to be invoiced."""

    debtor: Subject
    organisation: Organisation
    amount: Decimal
    year: int
    branch: str = ""
    tier: str = ""
    purpose: str = ""
    """Why, where it is a supplementary invoice."""


@transaction.atomic
def issue(
    consortium: Consortium,
    bills: Sequence[Bill],
    *,
    terms: Terms,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> list[Invoice]:
    """Issue invoices with their numbers, references, postings and duties to pay (MEM-05, MEM-14).

    A handful of statements, however many bills there are.

    :raises Refusal: where the charter charges no dues (T-EUR-2).
    :raises Invalid: for a second invoice of the same member and year that is not supplementary.
    """
    if not terms.are_dues_charged:
        raise Refusal(_("There are no dues here: the cost is shared per project."), rule="dues.basis")
    ledger.lock(consortium, terms.currency)
    _refuse_second(consortium, bills)
    rows = _open(consortium, bills, terms, consortium.day_of(at))
    written = entries.record_many(
        Fact(
            row.subject,
            "invoice.issue",
            by,
            at,
            on_behalf_of,
            "MEM-05",
            {"year": row.year, "amount": row.amount, "currency": row.currency, "due": row.due_on},
        )
        for row in rows
    )
    ledger.post(consortium, [_invoiced(row, entry) for row, entry in zip(rows, written, strict=True)], at=at)
    duties.owe(consortium, [_to_pay(row) for row in rows], at=at)
    consequences.follow(consortium, {row.debtor_id for row in rows}, by=by, at=at, only_grew=True)
    return rows


@transaction.atomic
def close_out(
    invoice: Invoice,
    state: str,
    *,
    verb: str,
    kind: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None,
    reason: str,
    **facts: object,
) -> Entry:
    """End an unpaid invoice: nothing is expected, owed or reminded of any more."""
    ledger.lock(invoice.consortium, invoice.currency)
    entries.lock(invoice)
    still_open = invoice.amount - invoice.paid
    entry = entries.move(
        invoice,
        state,
        verb=verb,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason},
        amount=still_open,
        **facts,
    )
    if still_open:
        lines = getattr(postings, kind)(invoice.debtor_id, invoice.branch, still_open)
        draft = Draft(kind, lines, entry, invoice.consortium.day_of(at), invoice.currency, invoice.year)
        ledger.post(invoice.consortium, [draft], at=at)
    owed = Duty.objects.filter(subject=invoice.subject, kind=PAY)
    duties.reopen(owed)
    duties.let_off(owed.open(), Duty.State.NOT_REQUIRED, by=by, at=at, reason=reason)
    consequences.follow(invoice.consortium, [invoice.debtor_id], by=by, at=at)
    return entry


def write_off(
    invoice: Invoice, *, by: Person | None, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> Entry:
    """Give up what is still open of an invoice.

    :raises Refusal: where nothing is open.
    :raises Invalid: without a reason.
    """
    needs_reason(reason)
    return close_out(
        invoice,
        Invoice.State.WRITTEN_OFF,
        verb="invoice.write_off",
        kind="write_off",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reason=reason,
    )


def needs_reason(reason: str) -> None:
    """Insist on a reason.

    :raises Invalid: where there is none.
    """
    if not reason.strip():
        raise Invalid(_("Say why: it stands on the record."), field="reason")


def next_serial(model: type[Invoice] | type[CreditNote], consortium: Consortium, series: int) -> int:
    """Give the next number on paper. The caller has just opened a subject of the kind, which queues all others."""
    last = model.objects.filter(consortium=consortium, series=series).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _refuse_second(consortium: Consortium, bills: Iterable[Bill]) -> None:
    yearly = [(bill.debtor.pk, bill.year) for bill in bills if not bill.purpose]
    standing = (
        Invoice.objects.standing()
        .filter(
            consortium=consortium,
            is_supplementary=False,
            debtor_id__in={debtor for debtor, __ in yearly},
            year__in={year for __, year in yearly},
        )
        .select_related("organisation")
    )
    for row in standing:
        if (row.debtor_id, row.year) in yearly:
            raise Invalid(
                _("%(member)s has its invoice for %(year)s: %(label)s. A further one must be supplementary.")
                % {"member": row.organisation, "year": row.year, "label": row.label},
                field="year",
                rule="MEM-05",
            )


def _open(consortium: Consortium, bills: Sequence[Bill], terms: Terms, day: date) -> list[Invoice]:
    opened = subjects.open_many(consortium, Invoice.KIND, len(bills))
    first = next_serial(Invoice, consortium, day.year)
    addresses = {
        each.debtor_id: each for each in BillingAddress.objects.filter(debtor__in=[bill.debtor for bill in bills])
    }
    return Invoice.objects.bulk_create(
        Invoice(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            debtor=bill.debtor,
            organisation=bill.organisation,
            branch=bill.branch,
            tier=bill.tier,
            year=bill.year,
            amount=rounded(bill.amount, terms.currency),
            currency=terms.currency,
            is_supplementary=bool(bill.purpose),
            purpose=bill.purpose,
            series=day.year,
            serial=serial,
            reference=creditor_reference(f"{compact(consortium.slug)[:10]}{day.year}{serial:05d}"),
            issued_on=day,
            due_on=day + timedelta(days=terms.due_days),
            host=terms.host,
            paid_to=terms.paid_to,
            bill_to=_bill_to(bill.organisation, addresses.get(bill.debtor.pk)),
            project_share=terms.project_share,
            pool_branch=terms.pool_branch(bill.branch),
        )
        for serial, (subject, bill) in enumerate(zip(opened, bills, strict=True), start=first)
    )


def _bill_to(organisation: Organisation, address: BillingAddress | None) -> dict[str, str]:
    return {
        "name": organisation.name,
        "native_name": organisation.native_name,
        "country": organisation.country,
        "address": address.address if address else "",
        "contact": address.contact if address else "",
        "email": address.email if address else "",
        "order_number": address.order_number if address else "",
    }


def _invoiced(row: Invoice, entry: Entry) -> Draft:
    lines = postings.dues_invoiced(row.debtor_id, row.branch, row.amount)
    return Draft("dues_invoiced", lines, entry, row.issued_on, row.currency, row.year)


def _to_pay(row: Invoice) -> Owed:
    """Owe the payment until the due day has ended."""
    return Owed(
        debtor_id=row.debtor_id,
        subject_id=row.subject_id,
        kind=PAY,
        due_at=midnight(row.due_on + timedelta(days=1), row.consortium.time_zone),
        zone=row.consortium.time_zone,
        rule="dues.due_days",
    )
