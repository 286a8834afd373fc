"""Closing the books: up to a day, for good. What was wrong before is reversed after it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from journal import entries, subjects
from parties.models import Consortium, Person
from parties.refusals import Invalid
from treasury import ledger
from treasury.models import Closing


@transaction.atomic
def close(
    consortium: Consortium, *, until: date, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> Closing:
    """Close the books up to and including a day that has passed.

    :raises Invalid: for today or a later day, or one that is closed already.
    """
    ledger.lock_all(consortium)
    closed = ledger.closed_until(consortium)
    if until >= consortium.day_of(at):
        raise Invalid(_("Only days that have passed can be closed."), field="until")
    if closed and until <= closed:
        raise Invalid(
            _("The books are closed up to %(day)s already.") % {"day": formats.date_format(closed, "DATE_FORMAT")},
            field="until",
        )
    subject = subjects.open(consortium, Closing.KIND)
    closing = Closing.objects.create(
        consortium=consortium, subject=subject, number=subject.number, until=until, closed_at=at
    )
    entries.record(closing, "closing.close", by=by, at=at, on_behalf_of=on_behalf_of, until=until)
    return closing
