"""Returns: money that had come and that the bank took back, because it bounced or its payer recalled it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from duties import notices
from parties.models import Person
from parties.refusals import Invalid, Refusal
from registry.duties import DEBTORS, DUTIES
from treasury import allocations, consequences, payments
from treasury.debts import PAY
from treasury.models import Payment, Repayment


@transaction.atomic
def record(
    payment: Payment,
    *,
    returned_on: date,
    reason: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Repayment:
    """Record that the bank took back what a payment brought: its invoices are open again.

    The payment stands in the books and on its member's statement, and so does its return; the member is told.

    :raises Invalid: for a day before the money came or after today, or without a reason.
    :raises Refusal: where the payment was undone, or a part of it was sent back.
    """
    _refuse_impossible(payment, returned_on, payment.consortium.day_of(at))
    taken = allocations.standing(payment=payment)
    debtors = {each.invoice.debtor_id for each in taken}
    told = {"by": by, "at": at, "on_behalf_of": on_behalf_of}
    allocations.take_back(taken, reason=reason, keeps_payer=True, follows=False, **told)
    payment.refresh_from_db()
    made = payments.send_back(
        payment,
        amount=payment.rest,
        reason=reason,
        paid_on=returned_on,
        verb="payment.record_return",
        follows=False,
        **told,
    )
    consequences.follow(payment.consortium, {*debtors, payment.payer_id}, by=by, at=at)
    _tell(payment, returned_on, at)
    return made


def _refuse_impossible(payment: Payment, returned_on: date, today: date) -> None:
    if payment.is_reversed or payment.returned:
        raise Refusal(_("Nothing of payment %(number)s is left to be returned.") % {"number": payment.number})
    if not payment.received_on <= returned_on <= today:
        days = {"first": payment.received_on, "last": today}
        raise Invalid(
            _("The bank took it back between %(first)s, when it came, and today, %(last)s.")
            % {name: formats.date_format(day, "DATE_FORMAT") for name, day in days.items()},
            field="returned_on",
        )


def _tell(payment: Payment, returned_on: date, at: datetime) -> None:
    """Tell those who look after the payer's invoices, where it is known whose money it was."""
    if payment.payer_id is None:
        return
    people = DEBTORS["member"](payment.consortium, {payment.payer_id}, mandate=DUTIES[PAY].mandate, at=at)
    notices.tell(
        people.get(payment.payer_id, ()),
        payment.subject,
        "payment.returned",
        at=at,
        address=payment.get_absolute_url(),
        is_urgent=True,
        amount=str(payment.amount),
        currency=payment.currency,
        day=payment.received_on.isoformat(),
        on=returned_on.isoformat(),
    )
