"""The voting slip: what the page of a vote offers, with what the seat has said so far or just typed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consortium.models import Ballot, Item, Motion, RollLine
from consortium.views import proposed
from consortium.views.proposed import Proposed

WITH_SLATE = "slate"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a row of buttons."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SlipItem:
    """One item on the slip."""

    item: Item
    options: list[Option]
    is_recused: bool
    can_sever: bool
    proposed: Proposed


@dataclass(frozen=True, slots=True)
class Slip:
    """A whole slip: the row for the slate, if there is one, and a row for each item."""

    slate: list[Option]
    slate_count: int
    """How many items the slate covers: not those severed, nor those the seat stepped aside from."""
    items: list[SlipItem]
    has_voted: bool
    entered_by: str
    """Who entered what stands, where it was not the holder of the seat: the alternate, or the record of the room."""
    takes_part: bool
    """Whether anything is left to vote on: not where the seat stepped aside from all of it."""


def slip_of(motion: Motion, line: RollLine, posted: Mapping[str, str]) -> Slip:
    """Lay out the slip in three queries. What was just posted comes before what stands."""
    items = list(motion.items.select_related("motion__edition", *proposed.RELATED))
    standing = {ballot.item_id: ballot for ballot in line.ballots.select_related("cast_by")}
    recused = set(line.recusals.values_list("item_id", flat=True))
    in_slate = [item for item in items if not item.is_severed and item.pk not in recused]
    has_slate = len(in_slate) > 1
    by_slate = {standing[item.pk].choice for item in in_slate if item.pk in standing and standing[item.pk].is_by_slate}
    chosen = posted.get("slate", by_slate.pop() if len(by_slate) == 1 else "")
    return Slip(
        slate=_options(chosen) if has_slate else [],
        slate_count=len(in_slate),
        items=[
            _row(item, standing.get(item.pk), has_slate and item in in_slate, item.pk in recused, posted)
            for item in items
        ],
        has_voted=bool(standing),
        entered_by=next((str(b.cast_by) for b in standing.values() if b.cast_by_id != line.acting_seat.person_id), ""),
        takes_part=any(item.pk not in recused for item in items),
    )


def token(posted: Mapping[str, str]) -> str:
    """Give the form's ``once``."""
    return posted.get("once") or uuid.uuid4().hex


def _row(item: Item, ballot: Ballot | None, in_slate: bool, is_recused: bool, posted: Mapping[str, str]) -> SlipItem:
    said = "" if ballot is None else WITH_SLATE if in_slate and ballot.is_by_slate else ballot.choice
    chosen = posted.get(f"item_{item.number}", said or (WITH_SLATE if in_slate else ""))
    if chosen == WITH_SLATE and not in_slate:  # typed while there still was a slate
        chosen = posted.get("slate", "")
    options = _options(chosen)
    if in_slate:
        options.insert(0, Option(WITH_SLATE, _("With all"), chosen == WITH_SLATE))
    return SlipItem(item, options, is_recused, in_slate, proposed.of(item))


def _options(chosen: str) -> list[Option]:
    return [Option(choice.value, str(choice.label), choice.value == chosen) for choice in Ballot.Choice]
