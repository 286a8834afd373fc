"""Counting votes: numbers in, numbers out. No database, no clock, no people.

A vote passes when more than the charter's share of the votes cast is for it, and it counts only when more
than the charter's share of the roll took part. Both are strict: exactly half is not more than half (E-04).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from math import floor

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
ZERO = Decimal(0)
HALF = Decimal("0.5")


class Outcome(StrEnum):
    """What a count says. The values are the states of an item."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a body decides, as its charter edition says it."""

    quorum: Decimal
    """Share of the roll that must be exceeded."""
    majority: Decimal
    """Share of the votes cast that must be exceeded; abstentions are not cast."""
    counts_weight: bool = False
    """Whether the quorum is one of weight rather than of heads."""
    chair_breaks_ties: bool = False
    """Whether the chair's vote decides at equal votes; where more than half is asked for, equal votes are no tie."""
    recusal_reduces: bool = False
    """Whether a recused line leaves the roll; otherwise it counts as present."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One line of the roll: its weight, and what it said, if anything."""

    weight: Decimal = Decimal(1)
    choice: str = ""
    is_recused: bool = False
    is_chair: bool = False

    @property
    def is_silent(self) -> bool:
        return not self.choice and not self.is_recused


@dataclass(frozen=True, slots=True)
class Tally:
    """A count, in votes times weights (E-49); ``present`` and ``roll`` in the unit of the quorum."""

    for_weight: Decimal
    against_weight: Decimal
    abstained_weight: Decimal
    present: Decimal
    roll: Decimal
    has_quorum: bool
    outcome: Outcome

    @property
    def is_carried(self) -> bool:
        return self.outcome is Outcome.CARRIED


def count(voices: Iterable[Voice], rule: Rule) -> Tally:
    """Count one question."""
    voices = list(voices)
    said = {choice: _weight(v for v in _counted(voices) if v.choice == choice) for choice in (FOR, AGAINST, ABSTAIN)}
    roll = _size((v for v in voices if not (v.is_recused and rule.recusal_reduces)), rule)
    present = _size((v for v in voices if _is_present(v, rule)), rule)
    has_quorum = present > rule.quorum * roll
    passed = _passes(said[FOR], said[AGAINST], voices, rule)
    outcome = Outcome.NO_QUORUM if not has_quorum else Outcome.CARRIED if passed else Outcome.LOST
    return Tally(said[FOR], said[AGAINST], said[ABSTAIN], present, roll, has_quorum, outcome)


def certain(voices: Iterable[Voice], rule: Rule) -> Outcome | None:
    """Tell the outcome where no vote still to come can change it, else nothing.

    Votes that were cast are taken as they stand. For-votes help most and against-votes hurt most, so the
    extremes decide: all who are silent for, all against, and all silent to the end.
    """
    voices = list(voices)
    as_it_stands = count(voices, rule)
    at_best = count(_filled(voices, FOR), rule)
    at_worst = count(_filled(voices, AGAINST), rule)
    if as_it_stands.has_quorum and at_worst.is_carried and as_it_stands.is_carried:
        return Outcome.CARRIED
    if as_it_stands.has_quorum and not at_best.is_carried:
        return Outcome.LOST
    return None if at_best.has_quorum else Outcome.NO_QUORUM


def needed(voices: Iterable[Voice], rule: Rule) -> int | None:
    """Count how many of the silent must vote for it, heaviest first, to carry; nothing where all would not do."""
    return _fewest(list(voices), FOR, lambda tally: tally.is_carried, rule)


def missing(voices: Iterable[Voice], rule: Rule) -> int | None:
    """Count how many of the silent must take part, heaviest first, for a quorum."""
    return _fewest(list(voices), ABSTAIN, lambda tally: tally.has_quorum, rule)


def least(share: Decimal, whole: int) -> int:
    """Return the smallest number of heads that is more than ``share`` of ``whole``."""
    return floor(share * whole) + 1


def _counted(voices: Sequence[Voice]) -> list[Voice]:
    return [voice for voice in voices if not voice.is_recused]


def _is_present(voice: Voice, rule: Rule) -> bool:
    return bool(voice.choice) if not voice.is_recused else not rule.recusal_reduces


def _passes(in_favour: Decimal, against: Decimal, voices: Sequence[Voice], rule: Rule) -> bool:
    if in_favour > rule.majority * (in_favour + against):
        return True
    is_tie = in_favour == against != ZERO and rule.majority <= HALF
    if not (rule.chair_breaks_ties and is_tie):
        return False
    return any(voice.is_chair and voice.choice == FOR for voice in _counted(voices))


def _filled(voices: Sequence[Voice], choice: str) -> list[Voice]:
    return [replace(voice, choice=choice) if voice.is_silent else voice for voice in voices]


def _fewest(voices: list[Voice], choice: str, enough: Callable[[Tally], bool], rule: Rule) -> int | None:
    said = [voice for voice in voices if not voice.is_silent]
    silent = sorted(
        (voice for voice in voices if voice.is_silent), key=lambda voice: (-voice.weight, not voice.is_chair)
    )
    for number in range(len(silent) + 1):
        helped = [replace(voice, choice=choice) for voice in silent[:number]]
        if enough(count([*said, *helped, *silent[number:]], rule)):
            return number
    return None


def _size(voices: Iterable[Voice], rule: Rule) -> Decimal:
    voices = list(voices)
    return _weight(voices) if rule.counts_weight else Decimal(len(voices))


def _weight(voices: Iterable[Voice]) -> Decimal:
    return sum((voice.weight for voice in voices), ZERO)
