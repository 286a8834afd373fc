"""Enactments: what a carried item does, in a savepoint, so that a refused effect never undoes a decision."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from consortium.models import Body, Item, Seat
from duties import duties, notices
from duties.duties import Owed
from duties.models import Duty
from journal import entries
from journal.models import Entry
from parties.models import Person
from parties.refusals import Forbidden, Invalid, Refusal
from registry.matters import MATTERS

NOTHING = "resolution"
"""The matter that enacts nothing."""
RETRY = "enactment.retry"
"""Kind of the office's duty to retry or rescind what is blocked."""
TIME_TO_MEND = timedelta(days=7)
"""The office has this long before a blocked decision counts as late: its cause lies with others."""


def resolution(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Enact a resolution: nothing follows from it but that it stands in the register."""
    return entries.record(item, "item.resolve", by=by, at=at)


def follow(item: Item, *, by: Person | None, at: datetime) -> None:
    """Enact a decided item, or release what waited for one that was not carried.

    Runs in the transaction of the decision. A refused enactment leaves the item carried and blocked, with the
    reason, and the office owes a retry.
    """
    if item.is_carried and item.enactment == Item.Enactment.WAITING:
        _settle(item, _attempt(item, by=by, at=at), by=by, at=at)
    elif not item.is_carried:
        release(item, by=by, at=at)


def release(item: Item, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Let go of what waited for an item that was not carried, was withdrawn or taken out, or is given up."""
    if dismiss := MATTERS[item.matter].dismiss:
        dismiss(item, by=by, at=at, reason=reason)


@transaction.atomic
def retry(item: Item, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Item:
    """Try a blocked enactment again; where it is refused again, the item stays blocked with the new reason.

    Those who were told that it is blocked are told when it is carried out, or what blocks it now instead.

    :raises Refusal: where nothing is blocked.
    """
    entries.lock(item)
    _require_blocked(item)
    before = item.blocked_reason
    reason = _attempt(item, by=by, at=at)
    entries.record(item, "enactment.retry", by=by, at=at, on_behalf_of=on_behalf_of, is_blocked=bool(reason))
    if reason != before:
        _settle(item, reason, by=by, at=at)
    if not reason:
        _tell(item, "enactment.enacted", at)
    return item


@transaction.atomic
def rescind(item: Item, *, reason: str, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Item:
    """Give up the effect of a carried item that is blocked; the decision stays in the register.

    :raises Invalid: without a reason.
    :raises Refusal: where nothing is blocked.
    """
    if not reason.strip():
        raise Invalid(_("Say why it is given up; it stands with the decision."), field="reason")
    entries.lock(item)
    _require_blocked(item)
    item.enactment = Item.Enactment.RESCINDED
    item.save(update_fields=["enactment"])
    entry = entries.record(item, "enactment.rescind", by=by, at=at, on_behalf_of=on_behalf_of, words={"reason": reason})
    release(item, by=by, at=at, reason=reason)
    duties.discharge(_owed(item), item.subject, by=by, at=at, entry=entry)
    _tell(item, "enactment.rescinded", at, reason=reason)
    return item


def _attempt(item: Item, *, by: Person | None, at: datetime) -> str:
    """Run the matter's enactment in a savepoint and answer why it was refused, or nothing."""
    try:
        with transaction.atomic():
            MATTERS[item.matter].enact(item, by=by, at=at)
            connection.check_constraints()
    except (Refusal, Forbidden) as refusal:
        return str(refusal) or _("It was refused without a reason.")
    except IntegrityError as fault:
        return _("It would break a rule of the records: %(fault)s") % {"fault": str(fault).splitlines()[0]}
    return ""


def _settle(item: Item, reason: str, *, by: Person | None, at: datetime) -> None:
    item.enactment = Item.Enactment.BLOCKED if reason else Item.Enactment.ENACTED
    item.blocked_reason = reason
    item.enacted_at = None if reason else at
    item.save(update_fields=["enactment", "blocked_reason", "enacted_at"])
    if reason:
        entry = entries.record(item, "enactment.block", by=by, at=at, words={"reason": reason})
        _call_office(item, at, entry)
    else:
        entry = entries.record(item, "enactment.enact", by=by, at=at, matter=item.matter)
        duties.discharge(_owed(item), item.subject, by=by, at=at, entry=entry)


def _call_office(item: Item, at: datetime, entry: Entry) -> None:
    office = Body.objects.open().filter(consortium=item.consortium, kind=Body.Kind.OFFICE).first()
    if office is not None:
        owed = Owed(office.subject_id, item.subject_id, RETRY, due_at=at + TIME_TO_MEND, rule="E-42")
        duties.owe(item.consortium, [owed], at=at)
    _tell(item, "enactment.blocked", at, key=f"enactment.blocked:{entry.pk}", reason=item.blocked_reason)


def _tell(item: Item, kind: str, at: datetime, *, key: str = "", **facts: str) -> None:
    """Tell whoever can help: the office at once; the author and the chair of the body with their next mail."""
    seated = Seat.objects.held().on(item.consortium.day_of(at)).filter(consortium=item.consortium_id)
    staff = set(seated.filter(body__kind=Body.Kind.OFFICE).values_list("person_id", flat=True))
    chairs = seated.filter(body=item.motion.body_id, post__in=["chair", "lead"])
    others = {item.motion.author_id, *chairs.values_list("person_id", flat=True)} - staff
    for people, is_urgent in ((staff, kind == "enactment.blocked"), (others, False)):
        notices.tell(
            people,
            item.subject,
            kind,
            at=at,
            address=item.motion.get_absolute_url(),
            is_urgent=is_urgent,
            key=key,
            title=item.title,
            **facts,
        )


def _owed(item: Item):
    return Duty.objects.open().filter(subject=item.subject_id, kind=RETRY)


def _require_blocked(item: Item) -> None:
    if not item.is_blocked:
        raise Refusal(
            _("“%(item)s” is not blocked: it is “%(state)s”.") % {"item": item, "state": item.get_enactment_display()}
        )
