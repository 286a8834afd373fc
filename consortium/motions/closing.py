"""Closing a motion: counting, deciding each item, enacting what was carried; and what comes after a decision."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium import enactments, outcomes, procedures
from consortium.models import Item, Motion
from consortium.motions import rolls
from consortium.outcomes import Standing
from duties import notices
from journal import entries
from journal.entries import Move
from journal.models import Entry
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def close(
    motion: Motion,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    happened_at: datetime | None = None,
    is_cut_short: bool = False,
) -> Motion:
    """Close the vote: count, decide every item, enact what was carried.

    A vote in writing closes at its deadline, or earlier only as far as the charter lets it (``votes.ends_early``);
    it then counts as decided at its deadline, however late the clock comes by. All of it is one transaction: what
    is killed in between has not happened, and is done again. ``happened_at`` is when a vote was taken that is
    recorded after the fact; ``is_cut_short`` where the body decides in its meeting not to wait for the deadline.

    :raises Refusal: where it is not open, or its deadline is ahead and the charter ends no vote before it.
    """
    entries.lock(motion.body)
    entries.lock(motion)
    standing = outcomes.standings(motion) if motion.is_open else []
    if not is_cut_short:
        _require_time(motion, standing, at)
    decided_at = happened_at or (min(at, motion.closes_at) if motion.closes_at else at)
    entries.move(
        motion,
        Motion.State.CLOSED,
        verb="motion.close",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        happened_at=decided_at,
        rule=procedures.path_of(motion.body),
        changes={"closed_at": decided_at},
        outcomes={each.item.number: str(each.tally.outcome) for each in standing},
    )
    _decide(standing, by=by, at=at, decided_at=decided_at)
    rolls.let_off(motion, _("The vote closed without this seat."), at=at)
    _tell(motion, at)
    for each in standing:
        enactments.follow(each.item, by=by, at=at)
    return motion


def close_due(at: datetime) -> int:
    """Close every vote whose deadline has passed, each in a transaction of its own; answer how many closed.

    Safe to run twice, at once, and after months of silence.
    """
    closed = 0
    for key in list(Motion.objects.due(at).order_by("closes_at", "pk").values_list("pk", flat=True)):
        closed += _close_if_due(key, at)
    return closed


def may_close(motion: Motion, at: datetime, standing: Sequence[Standing] | None = None) -> bool:
    """Whether an open vote may be closed now: past its deadline, in a meeting, or as ``votes.ends_early`` lets it.

    Whether it is certain is asked only where the charter ends a vote for that; it shows the count as well then.
    """
    if not motion.closes_at or at >= motion.closes_at:
        return True
    rule = _ends_early(motion)
    if rule == "never":
        return False
    if not motion.roll.silent().exists():
        return True
    return rule == "certain" and outcomes.is_certain(outcomes.standings(motion) if standing is None else standing)


@transaction.atomic
def correct(motion: Motion, *, text: str, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Entry:
    """Add a correction to a decision; the decision itself stays as it was taken (GOV-12).

    :raises Refusal: before it is decided.
    :raises Invalid: without words.
    """
    if not text.strip():
        raise Invalid(_("Say what is to be read differently."), field="text")
    if not motion.is_closed:
        raise Refusal(_("“%(motion)s” is not decided yet; change the draft instead.") % {"motion": motion})
    return entries.record(
        motion, "motion.correct", by=by, at=at, on_behalf_of=on_behalf_of, rule="GOV-12", words={"text": text}
    )


def reopen(motion: Motion, *, by: Person, at: datetime) -> None:
    """Refuse: a decision is final (EC-01). This door exists so that whoever tries it is told the lawful way.

    :raises Refusal: always.
    """
    if not motion.is_closed:
        raise Refusal(_("“%(motion)s” is not decided yet.") % {"motion": motion})
    raise Refusal(
        _("Decision %(number)s of “%(body)s” is final. Put a new recommendation before it that takes this one up.")
        % {"number": motion.number, "body": motion.body},
        rule="EC-01",
    )


def _ends_early(motion: Motion) -> str:
    return procedures.charter_of(motion).votes.ends_early


def _require_time(motion: Motion, standing: list[Standing], at: datetime) -> None:
    """Refuse to end a vote in writing before its deadline, in the same words however the votes stand."""
    if not motion.is_open or may_close(motion, at, standing):
        return
    words = {
        "never": _("The vote runs until its deadline and closes by itself; until then votes may be cast and changed."),
        "all_voted": _("The vote runs until every seat has voted, or until its deadline."),
        "certain": _("Votes still to come could change the outcome; it closes by itself at the deadline."),
    }
    raise Refusal(words[_ends_early(motion)], rule="votes.ends_early")


def _decide(standing: list[Standing], *, by: Person | None, at: datetime, decided_at: datetime) -> None:
    """Write the outcome of every item in a handful of statements."""
    moves = [
        Move(
            each.item,
            str(each.tally.outcome),
            {
                "for_weight": each.tally.for_weight,
                "against_weight": each.tally.against_weight,
                "abstained_weight": each.tally.abstained_weight,
                "present": each.tally.present,
                "roll_size": each.tally.roll,
                "enactment": _enactment(each),
            },
            {"for": each.tally.for_weight, "against": each.tally.against_weight, "present": each.tally.present},
        )
        for each in standing
    ]
    entries.move_many(moves, verb="item.decide", by=by, at=at, happened_at=decided_at)


def _enactment(standing: Standing) -> str:
    enacts = standing.tally.is_carried and standing.item.matter != enactments.NOTHING
    return Item.Enactment.WAITING if enacts else Item.Enactment.NONE


def _tell(motion: Motion, at: datetime) -> None:
    people = set(motion.roll.standing().values_list("acting_seat__person_id", flat=True)) | {motion.author_id}
    notices.tell(
        people,
        motion.subject,
        "motion.closed",
        at=at,
        address=motion.get_absolute_url(),
        body=motion.body.name,
        title=motion.title,
    )


def _close_if_due(key: int, at: datetime) -> int:
    """Close one vote, unless somebody else has closed it meanwhile."""
    motion = Motion.objects.due(at).select_related("body", "consortium", "subject").filter(pk=key).first()
    if motion is None:
        return 0
    try:
        close(motion, by=None, at=at)
    except Refusal:
        return 0
    return 1
