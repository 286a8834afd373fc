"""Casting votes, seat by seat until the close, and entering those that were given in the room of a meeting.

Casting takes the motion ``FOR SHARE`` and closing ``FOR UPDATE``: a vote at the last instant is either counted
or refused, and votes do not queue behind each other.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from consortium.models import Ballot, Item, Motion, Recusal, RollLine
from consortium.motions import rolls, voting
from duties import duties, notices
from duties.models import Duty
from journal import entries
from journal.models import Entry
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def cast(
    motion: Motion,
    line: RollLine,
    choices: Mapping[Item, str] | None = None,
    *,
    slate: str = "",
    by: Person,
    at: datetime,
) -> list[Ballot]:
    """Vote on items of a motion; a second vote replaces the first, until the close.

    ``slate`` is the choice for every item that has none in ``choices``, was not severed, and from which the
    seat did not step aside. Saying the same thing twice changes nothing. An alternate does not overrule the holder.

    :raises Refusal: after the close, for a struck or suspended seat, on an item from which the seat stepped aside.
    :raises Invalid: for a strange item or choice.
    """
    share(motion)
    voting.require_voting(motion, at)
    line = _lock_line(motion, line)
    rolls.require_rights(line)
    said = _said(motion, line, dict(choices or {}), slate)
    changed = _changed(line, said)
    _check_alternate(line, changed, by)
    ballots = _upsert(_ballot(line, item, said=changed[item], by=by, at=at) for item in changed)
    if ballots:
        entry = entries.record(
            motion,
            "ballot.cast",
            by=by,
            at=at,
            rule="E-04",
            words={"choices": {item.number: choice for item, (choice, __) in changed.items()}},
            seat=line.acting_seat.number,
            items=sorted(item.number for item in changed),
        )
        _settle(motion, [line], by=by, at=at, entry=entry)
        _tell_holder(motion, line, by, at)
    return ballots


def cast_slate(motion: Motion, line: RollLine, choice: str, *, by: Person, at: datetime) -> list[Ballot]:
    """Vote the same on every item that was neither severed nor left by recusal."""
    return cast(motion, line, slate=choice, by=by, at=at)


@transaction.atomic
def record(
    motion: Motion,
    said: Mapping[RollLine, Mapping[Item, str]],
    *,
    slate: Collection[Item],
    by: Person,
    at: datetime,
    entry: Entry,
) -> None:
    """Enter votes that were given in the room, for seats that have not voted on those items themselves.

    The caller has locked the motion and says in ``entry`` where and by whom it was recorded. ``slate`` are the items
    that were voted on together.

    :raises Refusal: for a motion that takes no votes.
    """
    voting.require_voting(motion, at)
    Ballot.objects.bulk_create(
        Ballot(
            consortium_id=motion.consortium_id,
            item=item,
            line=line,
            choice=choice,
            is_by_slate=item in slate,
            cast_by=by,
            cast_at=at,
            is_recorded=True,
        )
        for line, choices in said.items()
        for item, choice in choices.items()
    )
    _settle(motion, list(said), by=by, at=at, entry=entry)


@transaction.atomic
def recuse(
    motion: Motion,
    line: RollLine,
    *,
    reason: str,
    by: Person,
    at: datetime,
    items: Iterable[Item] | None = None,
) -> None:
    """Step aside from some items, or from the whole motion, with the reason; votes already cast on them lapse.

    :raises Invalid: without a reason or an item.
    :raises Refusal: for an alternate, where the holder has voted on them.
    """
    if not reason.strip():
        raise Invalid(_("Say why you step aside; it stands with the decision."), field="reason")
    share(motion)
    voting.require_voting(motion, at)
    line = _lock_line(motion, line)
    rolls.require_rights(line)
    items = list(motion.items.all()) if items is None else list(items)
    _check_items(motion, items)
    if not items:
        raise Invalid(_("Choose the items from which you step aside."), field="items")
    _check_alternate(line, items, by)
    Ballot.objects.filter(line=line, item__in=items).delete()
    Recusal.objects.bulk_create(
        (
            Recusal(consortium_id=motion.consortium_id, item=item, line=line, reason=reason, recused_at=at)
            for item in items
        ),
        ignore_conflicts=True,
    )
    entry = entries.record(
        motion,
        "ballot.recuse",
        by=by,
        at=at,
        words={"reason": reason},
        seat=line.acting_seat.number,
        items=sorted(item.number for item in items),
    )
    _settle(motion, [line], by=by, at=at, entry=entry)


@transaction.atomic
def rejoin(motion: Motion, line: RollLine, item: Item, *, by: Person, at: datetime) -> None:
    """Take part in an item again after all. Only the holder does: an alternate gets round nobody's conflict.

    :raises Refusal: for an alternate, or where the seat had not stepped aside from it.
    """
    share(motion)
    voting.require_voting(motion, at)
    line = _lock_line(motion, line)
    rolls.require_rights(line)
    if by.pk != line.acting_seat.person_id:
        raise Refusal(
            _("Only %(holder)s, who holds the seat, takes part in “%(item)s” again.")
            % {"holder": line.acting_seat.person, "item": item},
            rule="E-04",
        )
    if not Recusal.objects.filter(line=line, item=item).delete()[0]:
        raise Refusal(_("This seat takes part in “%(item)s” as it is.") % {"item": item})
    line.voted_at = None
    line.save(update_fields=["voted_at"])
    duties.reopen(Duty.objects.filter(subject=motion.subject_id, kind=rolls.CAST, debtor=line.acting_seat.subject_id))
    entries.record(motion, "ballot.rejoin", by=by, at=at, seat=line.acting_seat.number, items=[item.number])


def share(motion: Motion) -> None:
    """Lock a motion against closing, not against other votes, and read its state afresh."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, closes_at FROM consortium_motion WHERE id = %s FOR SHARE", [motion.pk])
        motion.state, motion.closes_at = cursor.fetchone()


def _lock_line(motion: Motion, line: RollLine) -> RollLine:
    lines = RollLine.objects.select_for_update(of=("self",)).select_related("acting_seat__member__organisation")
    fresh = lines.filter(pk=line.pk, motion=motion).first()
    if fresh is None:
        raise Invalid(_("This seat is not on the roll of “%(motion)s”.") % {"motion": motion}, field="line")
    return fresh


def _said(motion: Motion, line: RollLine, choices: dict[Item, str], slate: str) -> dict[Item, tuple[str, bool]]:
    """Lay out what the seat says on which item, and whether with the slate."""
    _check_items(motion, choices)
    if not (choices or slate) or {*choices.values(), slate or Ballot.Choice.FOR} - set(Ballot.Choice.values):
        raise Invalid(_("Choose for, against or abstain."), field="choices")
    recusals = {recusal.item_id: recusal for recusal in line.recusals.select_related("item")}
    for item in choices:
        if item.pk in recusals:
            raise Refusal(
                _("You stepped aside from “%(item)s”. Take part in it again first.") % {"item": item}, rule="E-04"
            )
    said = {item: (choice, False) for item, choice in choices.items()}
    if slate:
        for item in motion.items.filter(is_severed=False).exclude(pk__in=recusals):
            said.setdefault(item, (slate, True))
    return said


def _check_items(motion: Motion, items: Iterable[Item]) -> None:
    strange = [item for item in items if item.motion_id != motion.pk]
    if strange:
        raise Invalid(_("“%(item)s” is no item of this motion.") % {"item": strange[0]}, field="choices")


def _check_alternate(line: RollLine, changed: Collection[Item], by: Person) -> None:
    holder = line.acting_seat.person_id
    if by.pk == holder:
        return
    cast = Ballot.objects.filter(line=line, item__in=list(changed))
    if cast.filter(is_recorded=True).exists():
        raise Refusal(
            _("The vote of this seat was recorded in the room; only %(holder)s changes it.")
            % {"holder": line.acting_seat.person},
            rule="E-04",
        )
    if cast.filter(cast_by=holder).exists():
        raise Refusal(_("%(holder)s has voted already.") % {"holder": line.acting_seat.person}, rule="E-04")


def _changed(line: RollLine, said: Mapping[Item, tuple[str, bool]]) -> dict[Item, tuple[str, bool]]:
    """Keep what differs from the votes that stand."""
    standing = {ballot.item_id: (ballot.choice, ballot.is_by_slate) for ballot in line.ballots.all()}
    return {item: words for item, words in said.items() if standing.get(item.pk) != words}


def _ballot(line: RollLine, item: Item, *, said: tuple[str, bool], by: Person, at: datetime) -> Ballot:
    choice, is_by_slate = said
    return Ballot(
        consortium_id=line.consortium_id,
        item=item,
        line=line,
        choice=choice,
        is_by_slate=is_by_slate,
        cast_by=by,
        cast_at=at,
    )


def _upsert(ballots: Iterable[Ballot]) -> list[Ballot]:
    return Ballot.objects.bulk_create(
        ballots,
        update_conflicts=True,
        unique_fields=["item", "line"],
        update_fields=["choice", "is_by_slate", "cast_by", "cast_at", "is_recorded"],
    )


def _settle(motion: Motion, lines: list[RollLine], *, by: Person, at: datetime, entry: Entry) -> None:
    """Note which lines have now spoken on everything, and discharge their duties."""
    items = motion.items.count()
    keys = [line.pk for line in lines]
    spoken: dict[int, int] = dict.fromkeys(keys, 0)
    for model in (Ballot, Recusal):
        for key in model.objects.filter(line__in=keys).values_list("line_id", flat=True):
            spoken[key] += 1
    whole = [line for line in lines if spoken[line.pk] == items]
    RollLine.objects.filter(pk__in=[line.pk for line in whole]).update(voted_at=at)
    debtors = [line.acting_seat.subject_id for line in whole]
    owed = Duty.objects.open().filter(subject=motion.subject_id, kind=rolls.CAST, debtor__in=debtors)
    duties.discharge(owed, motion.subject, by=by, at=at, entry=entry)


def _tell_holder(motion: Motion, line: RollLine, by: Person, at: datetime) -> None:
    """Tell a seat's holder that the alternate voted."""
    if by.pk != line.acting_seat.person_id:
        notices.tell(
            [line.acting_seat.person_id],
            motion.subject,
            "ballot.cast_for_you",
            at=at,
            address=motion.get_absolute_url(),
            key=f"ballot.cast_for_you:{line.pk}",
            by=by.name,
            title=motion.title,
        )
