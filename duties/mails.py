"""Mails that no server took: the office has them tried again once the address, or the server, is mended."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duties.models import Delivery, Letter, Notice
from journal import entries
from journal.entries import Fact
from journal.models import Subject
from parties.models import Consortium, Person
from parties.refusals import Refusal


@transaction.atomic
def retry(mails: Iterable[Delivery], *, consortium: Consortium, by: Person, at: datetime) -> int:
    """Have mails that were not taken tried anew, at once, to the address that each person has now.

    What the server said last stays beside them until they are taken. Answers how many will be tried.

    :raises Refusal: where every one has been sent in the meantime.
    """
    found = list(
        Delivery.objects.faulty()
        .filter(pk__in=[mail.pk for mail in mails])
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not found:
        raise Refusal(_("These mails have been sent in the meantime."))
    for mail in found:
        mail.state, mail.tries, mail.due_at = Delivery.State.WAITING, 0, at
    Delivery.objects.bulk_update(found, ["state", "tries", "due_at"])
    subjects = _subjects(consortium, found)
    entries.record_many(Fact(subjects[mail.pk], "mail.retry", by, at) for mail in found if mail.pk in subjects)
    return len(found)


def _subjects(consortium: Consortium, mails: list[Delivery]) -> dict[int, Subject]:
    """Find what each mail is about in this consortium: its letter, else the first of its notices."""
    about: dict[int, Subject] = {}
    for model in (Letter, Notice):
        rows = model.objects.filter(consortium=consortium, delivery__in=mails).select_related("subject").order_by("pk")
        for row in rows:
            about.setdefault(row.delivery_id, row.subject)
    return about
