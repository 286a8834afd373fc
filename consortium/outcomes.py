"""Where a motion stands: its votes as the counting takes them, and the outcome in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import BigIntegerField
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium import counting, procedures
from consortium.counting import Outcome, Rule, Tally, Voice
from consortium.models import Ballot, Item, Motion, Recusal, RollLine
from web.compiled import Param, compiled

MOTION = Param("motion", BigIntegerField())
STANDING = compiled(lambda: RollLine.objects.standing().filter(motion=MOTION).order_by("pk"))
CAST = compiled(lambda: Ballot.objects.filter(item__motion=MOTION).values_list("item", "line", "choice"))
RECUSED = compiled(lambda: Recusal.objects.filter(item__motion=MOTION).values_list("item", "line"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One item while votes come in."""

    item: Item
    tally: Tally
    certain: Outcome | None
    words: str


def standings(motion: Motion, items: Sequence[Item] | None = None) -> list[Standing]:
    """Count every item of an open motion as it stands, in three queries beside that for the items."""
    rule = rule_of(motion)
    items = list(motion.items.select_related("subject")) if items is None else items
    voices = voices_of(motion, items)
    return [_standing(item, voices[item.pk], rule) for item in items]


def rule_of(motion: Motion) -> Rule:
    """Read the rule by which the motion is judged."""
    return procedures.rule_of(motion.body, procedures.charter_of(motion))


def voices_of(motion: Motion, items: Sequence[Item]) -> dict[int, list[Voice]]:
    """Gather what each standing line of the roll says on each item."""
    lines = STANDING.rows(motion=motion.pk)
    said = {(item, line): choice for item, line, choice in CAST.rows(motion=motion.pk)}
    recused = set(RECUSED.rows(motion=motion.pk))
    return {
        item.pk: [
            Voice(line.weight, said.get((item.pk, line.pk), ""), (item.pk, line.pk) in recused, line.is_chair)
            for line in lines
        ]
        for item in items
    }


def projected(item: Item, voices: Sequence[Voice], unknown: Iterable[int], rule: Rule) -> Standing:
    """Say how an item will fall where the votes at the places ``unknown`` are cast but not told.

    ``certain`` is empty where those votes decide.
    """
    hidden = set(unknown)
    counts = [
        counting.count(
            [replace(voice, choice=choice) if place in hidden else voice for place, voice in enumerate(voices)], rule
        )
        for choice in (counting.FOR, counting.AGAINST, counting.ABSTAIN)
    ]
    told_votes = counting.count([voice for place, voice in enumerate(voices) if place not in hidden], rule)
    tally = counts[0] if not hidden else told_votes
    fallen = {count.outcome for count in counts}
    return Standing(item, tally, fallen.pop() if len(fallen) == 1 else None, votes(tally))


def is_certain(standing: Iterable[Standing]) -> bool:
    """Whether no vote still to come can change any item."""
    return all(each.certain for each in standing)


def decided_words(item: Item, rule: Rule) -> str:
    """Say how an item was decided: "Carried 5 to 2, 1 abstained; quorum 8 of 9 (at least 5 needed)"."""
    tally = Tally(
        item.for_weight,
        item.against_weight,
        item.abstained_weight,
        item.present,
        item.roll_size,
        item.state != Item.State.NO_QUORUM,
        Outcome(item.state),
    )
    return told(tally, rule)


def told(tally: Tally, rule: Rule) -> str:
    """Say a count in words."""
    heads = {
        Outcome.CARRIED: _("Carried %(votes)s"),
        Outcome.LOST: _("Not carried, %(votes)s"),
        Outcome.NO_QUORUM: _("No quorum, %(votes)s"),
    }
    return heads[tally.outcome] % {"votes": votes(tally)} + "; " + _quorum(tally, rule)


def _standing(item: Item, voices: list[Voice], rule: Rule) -> Standing:
    tally = counting.count(voices, rule)
    certain = counting.certain(voices, rule)
    return Standing(item, tally, certain, _so_far(voices, tally, certain, rule))


def _so_far(voices: list[Voice], tally: Tally, certain: Outcome | None, rule: Rule) -> str:
    """Say what is still needed, or that nothing can change any more."""
    if certain is Outcome.CARRIED:
        return _("Carried whatever comes: %(votes)s") % {"votes": votes(tally)}
    if certain is not None:
        return _("Cannot be carried any more: %(votes)s") % {"votes": votes(tally)}
    lacking = counting.missing(voices, rule)
    needed = counting.needed(voices, rule)
    parts = []
    if lacking:
        parts.append(
            ngettext("%(n)s more seat for a quorum", "%(n)s more seats for a quorum", lacking) % {"n": lacking}
        )
    if needed:
        parts.append(ngettext("%(n)s more vote needed", "%(n)s more votes needed", needed) % {"n": needed})
    else:
        parts.append(_("carried as it stands"))
    return _("%(votes)s so far; %(needed)s") % {"votes": votes(tally), "needed": ", ".join(parts)}


def votes(tally: Tally) -> str:
    """Say the votes alone: "5 to 2, 1 abstained"."""
    words = _("%(for)s to %(against)s") % {
        "for": number(tally.for_weight),
        "against": number(tally.against_weight),
    }
    if tally.abstained_weight:
        words += ", " + _("%(n)s abstained") % {"n": number(tally.abstained_weight)}
    return words


def _quorum(tally: Tally, rule: Rule) -> str:
    counts = {"present": number(tally.present), "roll": number(tally.roll)}
    if rule.counts_weight:
        needed = number(rule.quorum * tally.roll)
        return _("quorum %(present)s of %(roll)s votes (more than %(needed)s needed)") % {**counts, "needed": needed}
    needed = number(Decimal(counting.least(rule.quorum, int(tally.roll))))
    return _("quorum %(present)s of %(roll)s (at least %(needed)s needed)") % {**counts, "needed": needed}


def number(weight: Decimal) -> str:
    """Write a weight in the reader's format, without trailing zeros."""
    plain = weight.normalize()
    return number_format(plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain)
