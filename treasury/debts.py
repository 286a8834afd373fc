"""Debts: what a member owes, and its duties to pay, which follow from that.

What is owed is asked of one place, `Invoice.objects.with_owed()`: what invoices leave open less the member's unapplied
receipts. Pages, letters, rights and these duties all go by it; the books and their check go by the papers alone.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from duties import duties
from duties.models import Discharge, Duty
from duties.periods import midnight
from parties.models import Consortium, Person
from treasury.models import Allocation, Invoice, Payment
from treasury.models.invoices import PAY


def follow(consortium: Consortium, debtors: Collection[int], *, by: Person | None, at: datetime) -> None:
    """Discharge the duties to pay of which nothing is owed, and open those again of which something is.

    A handful of statements, however many debtors. The evidence is the payment that settled or covered the invoice
    last, and the duty is met on the day that money came. What is no evidence any more, because the payment is another
    member's or was reversed, is forgotten.
    """
    found = list(_concerned(consortium, debtors))
    rows = Invoice.objects.with_owed().filter(subject__in={duty.subject_id for duty in found})
    bills = {row.subject_id: row for row in rows}
    owed = {pk for pk, row in bills.items() if row.owed}
    again = [duty for duty in found if not duty.is_open and (duty.is_unproved or duty.subject_id in owed)]
    duties.reopen(again, also=[Duty.State.NOT_REQUIRED])
    met = [duty for duty in found if duty.subject_id not in owed and (duty.is_open or duty.is_unproved)]
    if not met:
        return
    proof = _proof(consortium, [bills[duty.subject_id] for duty in met])
    day_of = {payment.pk: midnight(payment.received_on, consortium.time_zone) for payment in proof.values()}
    shown = [(duty, proof[duty.subject_id]) for duty in met if duty.subject_id in proof]
    duties.discharge_each([(duty, payment.subject, day_of[payment.pk]) for duty, payment in shown], by=by, at=at)


def _concerned(consortium: Consortium, debtors: Collection[int]) -> QuerySet[Duty]:
    """The duties to pay that may have to change: open ones, those of unpaid invoices, those without their evidence."""
    unpaid = Invoice.objects.unpaid().filter(subject=OuterRef("subject"))
    own = Payment.objects.filter(subject=OuterRef("evidence"), payer=OuterRef("duty__debtor"))
    used = Allocation.objects.standing().filter(
        payment__subject=OuterRef("evidence"), invoice__subject=OuterRef("duty__subject")
    )
    proved = Exists(own.exclude(state=Payment.State.REVERSED)) | Exists(used)
    unproved = Discharge.objects.filter(~proved, duty=OuterRef("pk"), evidence__kind=Payment.KIND)
    ended = Q(state__in=[Duty.State.DONE, Duty.State.LATE]) & (Exists(unpaid) | Exists(unproved))
    ended |= Q(state=Duty.State.NOT_REQUIRED) & Exists(unpaid)  # its invoice was written off, and is owed again
    rows = Duty.objects.filter(Q(state=Duty.State.OPEN) | ended, consortium=consortium, kind=PAY, debtor__in=debtors)
    return rows.annotate(is_unproved=Exists(unproved))


def _proof(consortium: Consortium, bills: Sequence[Invoice]) -> dict[int, Payment]:
    """Find the payment that settled or covered each invoice last, by the day the money came: subject → payment."""
    standing = Allocation.objects.standing().filter(invoice__in=bills).select_related("payment__subject", "invoice")
    proof = {each.invoice.subject_id: each.payment for each in standing.order_by("payment__received_on", "payment")}
    covering = _covering(consortium, {row.debtor_id for row in bills if row.is_unpaid})
    for row in bills:
        later = covering.get(row.pk) if row.is_unpaid else None
        known = proof.get(row.subject_id)
        if later and (known is None or (later.received_on, later.pk) > (known.received_on, known.pk)):
            proof[row.subject_id] = later
    return proof


def _covering(consortium: Consortium, debtors: Collection[int]) -> dict[int, Payment]:
    """Name for each unpaid invoice the unapplied receipt that covered it in full, oldest against oldest."""
    if not debtors:
        return {}
    receipts: dict[tuple[int, str], list[Payment]] = defaultdict(list)
    credit = Payment.objects.filter(consortium=consortium, payer__in=debtors, state=Payment.State.CREDIT)
    for payment in credit.select_related("subject").order_by("received_on", "pk"):
        receipts[payment.payer_id, payment.currency].append(payment)
    needed: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    covering = {}
    unpaid = Invoice.objects.unpaid().filter(consortium=consortium, debtor__in=debtors)
    for row in unpaid.order_by("due_on", "number"):
        purse = row.debtor_id, row.currency
        needed[purse] += row.open_amount
        covered, money = Decimal(0), iter(receipts[purse])
        last = None
        while covered < needed[purse] and (last := next(money, None)):
            covered += last.rest
        if last:
            covering[row.pk] = last
    return covering
