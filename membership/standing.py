"""Standing: votes and new results are suspended while dues stay unpaid too long, and restored on payment (E-08)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from charter import editions
from duties import notices
from journal import entries
from journal.entries import Move
from membership import speakers
from membership.models import Member
from parties.models import Consortium, Person
from treasury.models import Invoice


@transaction.atomic
def follow(consortium: Consortium, *, at: datetime) -> None:
    """Suspend the members whose dues are unpaid for too long and restore those that have paid.

    Safe to repeat: it brings every member to the standing that the invoices of the day ask for.
    """
    day = consortium.day_of(at)
    days = editions.in_force(consortium, day).dues.suspended_after_days
    late = late_debtors(consortium, day, days) if days is not None else set()
    present = Member.objects.select_for_update(of=("self",)).filter(consortium=consortium)
    named = present.select_related("subject", "organisation", "consortium")
    _move(list(named.filter(state="active", subject__in=late)), Member.State.SUSPENDED, at)
    _move(list(named.filter(state="suspended").exclude(subject__in=late)), Member.State.ACTIVE, at)


@transaction.atomic
def restore(consortium: Consortium, debtors: Iterable[int], *, by: Person | None, at: datetime) -> None:
    """Restore those among the debtors at once whose dues are not unpaid for too long any more. It suspends nobody."""
    suspended = Member.objects.select_for_update(of=("self",)).filter(state="suspended", subject__in=debtors)
    found = list(suspended.select_related("subject", "organisation", "consortium"))
    if not found:
        return
    day = consortium.day_of(at)
    days = editions.in_force(consortium, day).dues.suspended_after_days
    late = late_debtors(consortium, day, days) if days is not None else set()
    _move([member for member in found if member.subject_id not in late], Member.State.ACTIVE, at)


def late_debtors(consortium: Consortium, day: date, days: int) -> set[int]:
    """Subjects of members that owe something of an invoice at least so many days after it was issued."""
    owed = Invoice.objects.filter(consortium=consortium, issued_on__lte=day - timedelta(days=days)).owed()
    return set(owed.values_list("debtor_id", flat=True))


def _move(changing: list[Member], to: str, at: datetime) -> None:
    """Change the standing of many members in a few statements."""
    if not changing:
        return
    suspends = to == Member.State.SUSPENDED
    verb = "member.suspend" if suspends else "member.restore"
    written = entries.move_many([Move(member, to) for member in changing], verb=verb, by=None, at=at, rule="E-08")
    told = speakers.of(changing, at)
    for member, entry in zip(changing, written, strict=True):
        notices.tell(
            told.get(member.organisation_id, ()),
            member.subject,
            "member.suspended" if suspends else "member.restored",
            at=at,
            address=member.get_absolute_url(),
            key=f"{verb}:{entry.pk}",
            is_urgent=suspends,
            member=str(member),
        )
