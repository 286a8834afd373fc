"""Putting a motion to the vote, taking an item out of its slate, and withdrawing it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import enactments, procedures
from consortium.models import Item, Motion, RollLine, Seat
from consortium.motions import rolls
from consortium.motions.drafts import require_not_decided
from duties import notices
from journal import entries
from journal.entries import Move
from membership.models import Member
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def open(
    motion: Motion,
    *,
    by: Person,
    at: datetime,
    closes_at: datetime | None = None,
    on_behalf_of: Person | None = None,
) -> Motion:
    """Put a draft to the vote: freeze its roll and the edition by which it is judged.

    With ``closes_at`` votes are given until then; without, the vote is taken in a meeting.

    :raises Refusal: where nothing can be decided: no items, no voting seats, or it is open already.
    :raises Invalid: for a deadline that is past.
    """
    entries.lock(motion.body)
    entries.lock(motion)
    require_not_decided(motion)
    _check_ready(motion, closes_at, at)
    day = motion.consortium.day_of(at)
    edition = editions.edition_in_force(motion.consortium, day)
    procedures.rule_of(motion.body, editions.charter_of(edition.pk))
    entries.move(
        motion,
        Motion.State.OPEN,
        verb="motion.open",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule=procedures.path_of(motion.body),
        changes={"edition": edition, "opened_at": at, "closes_at": closes_at},
        closes_at=closes_at,
        edition=edition.number,
    )
    if not rolls.freeze(motion, day):
        raise _nobody_votes(motion, day)
    lines = list(motion.roll.select_related("acting_seat"))
    rolls.owe_votes(motion, lines, at=at)
    _tell(motion, lines, "motion.opened" if closes_at else "motion.tabled", at=at)
    return motion


def _nobody_votes(motion: Motion, day: date) -> Refusal:
    """Say why the roll is empty: no seat with a vote, or none whose company may use it."""
    seated = Seat.objects.filter(body=motion.body, votes=True, state=Seat.State.HELD, during__contains=day)
    if seated.filter(member__state=Member.State.SUSPENDED).exists():
        words = _(
            "Nobody has a vote in “%(body)s” today: the rights of every company that sits there are suspended. "
            "They come back with the payment of its dues."
        )
        return Refusal(words % {"body": motion.body}, rule="E-08")
    return Refusal(_("Nobody has a vote in “%(body)s” today; seat someone first.") % {"body": motion.body}, rule="E-04")


@transaction.atomic
def sever(item: Item, line: RollLine, *, by: Person, at: datetime) -> None:
    """Take an item out of the slate at the wish of a seat on the roll: from now on it is voted on by itself.

    Votes that were cast on it with the slate stand until their seats change them: otherwise one seat could
    sink any item in the last minute. Everyone on the roll is told.

    :raises Refusal: after the close, for a motion of one item, or where the item stands by itself already.
    """
    motion = item.motion
    entries.lock(motion)
    require_voting(motion, at)
    rolls.require_rights(line)
    entries.lock(item)
    if item.is_severed:
        raise Refusal(_("“%(item)s” is voted on by itself already.") % {"item": item})
    if motion.items.count() < 2:
        raise Refusal(_("There is only this one item: it is voted on by itself as it is."))
    item.is_severed = True
    item.save(update_fields=["is_severed"])
    standing = item.ballots.filter(is_by_slate=True).count()
    entries.record(
        item, "motion.sever", by=by, at=at, seat=line.acting_seat.number, motion=motion.number, by_slate=standing
    )
    lines = list(motion.roll.standing().select_related("acting_seat"))
    _tell(motion, lines, "motion.severed", at=at, key=f"motion.severed:{item.pk}", item=item.title)


@transaction.atomic
def withdraw(
    motion: Motion, *, reason: str, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> None:
    """Withdraw a motion that is not decided yet.

    :raises Refusal: without a reason, once its deadline has come, or once it is decided or withdrawn.
    """
    if not reason.strip():
        raise Invalid(_("Say why it is withdrawn: those who were asked will read it."), field="reason")
    entries.lock(motion)
    require_not_decided(motion)
    was_open = motion.is_open
    if was_open:
        require_voting(motion, at)
    entries.move(
        motion,
        Motion.State.WITHDRAWN,
        verb="motion.withdraw",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason},
    )
    items = list(motion.items.select_related("subject"))
    moves = [Move(item, Item.State.WITHDRAWN) for item in items]
    entries.move_many(moves, verb="item.withdraw", by=by, at=at, on_behalf_of=on_behalf_of)
    for item in items:
        enactments.follow(item, by=by, at=at)
    if was_open:
        rolls.let_off(motion, _("The motion was withdrawn."), at=at)
        _tell(motion, list(motion.roll.select_related("acting_seat")), "motion.withdrawn", at=at)


def require_voting(motion: Motion, at: datetime) -> None:
    """Let a motion pass that takes votes at this moment.

    :raises Refusal: before it is open, once it is withdrawn, and from its deadline on.
    """
    if motion.is_open and (motion.closes_at is None or at < motion.closes_at):
        return
    if motion.is_draft:
        raise Refusal(_("“%(motion)s” is not open for votes yet.") % {"motion": motion})
    if motion.is_withdrawn:
        raise Refusal(_("“%(motion)s” was withdrawn: nobody votes on it any more.") % {"motion": motion})
    raise Refusal(
        _("The vote on “%(motion)s” is over; what has been decided changes only by a new motion.") % {"motion": motion},
        rule="E-04",
    )


def _check_ready(motion: Motion, closes_at: datetime | None, at: datetime) -> None:
    if not motion.items.exists():
        raise Refusal(_("Add at least one item: there is nothing to vote on."))
    if closes_at and closes_at <= at:
        raise Invalid(_("Choose a deadline that lies ahead."), field="closes_at")
    for item in motion.items.filter(matter__in=["statement", "amendment"]):
        if not hasattr(item, item.matter):
            raise Refusal(_("“%(item)s” does not say yet what it changes.") % {"item": item})


def _tell(motion: Motion, lines: list[RollLine], kind: str, *, at: datetime, key: str = "", **facts: str) -> None:
    notices.tell(
        [line.acting_seat.person_id for line in lines],
        motion.subject,
        kind,
        at=at,
        address=motion.get_absolute_url(),
        key=key,
        body=motion.body.name,
        title=motion.title,
        until=motion.closes_at.isoformat() if motion.closes_at else "",
        **facts,
    )
