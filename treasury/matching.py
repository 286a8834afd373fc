"""Matching bank lines to invoices: by reference, else by payer and amount; everything else is only suggested. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from treasury.bank_csv import Row
from treasury.references import compact

LABEL = re.compile(r"(?<!\d)(\d{4})-(\d{4,6})(?!\d)")
LEGAL_FORMS = frozenset("inc incorporated corp corporation co company ltd limited llc plc gmbh ag sa kk カ".split())
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice that a line may be for."""

    invoice_id: int
    label: str
    reference: str
    open_amount: Decimal
    names: tuple[str, ...]


class By(StrEnum):
    """How a line was matched."""

    REFERENCE = "reference"
    PAYER = "payer"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a line is for, as far as it can be told."""

    row: Row
    by: By
    candidate: Candidate | None = None
    settles: Decimal = Decimal(0)
    """How much of the invoice the line pays; what is above it stays the member's credit."""
    is_part: bool = False
    suggestions: tuple[Candidate, ...] = ()

    @property
    def rest(self) -> Decimal:
        return self.row.amount - self.settles


def match(rows: Iterable[Row], candidates: Sequence[Candidate]) -> list[Match]:
    """Match incoming lines in their order; each line leaves less open for the next."""
    still_open = {each.invoice_id: each.open_amount for each in candidates}
    matches = []
    for row in rows:
        by, candidate = _find(row, candidates, still_open)
        if candidate is None:
            matches.append(Match(row, By.NOTHING, suggestions=_suggest(row, candidates, still_open)))
            continue
        settles = min(row.amount, still_open[candidate.invoice_id])
        still_open[candidate.invoice_id] -= settles
        matches.append(Match(row, by, candidate, settles, is_part=still_open[candidate.invoice_id] > 0))
    return matches


def suggest(row: Row, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Suggest what a line may be for: what it names by reference or number, else as `match` would."""
    still_open = {each.invoice_id: each.open_amount for each in candidates}
    said = [each for each in _said(row, candidates) if still_open[each.invoice_id]]
    return tuple(said[:SUGGESTED]) or _suggest(row, candidates, still_open)


def _find(row: Row, candidates: Sequence[Candidate], still_open: dict[int, Decimal]) -> tuple[By, Candidate | None]:
    if said := _said(row, candidates):
        return By.REFERENCE, said[0]
    fitting = [each for each in candidates if still_open[each.invoice_id] == row.amount and _is_named(each, row.payer)]
    return (By.PAYER, fitting[0]) if len(fitting) == 1 else (By.NOTHING, None)


def _said(row: Row, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Find the invoices whose reference or number stands in the line."""
    text = f"{row.reference} {row.payer}"
    said, labels = compact(text), {f"{year}-{serial}" for year, serial in LABEL.findall(text)}
    return [each for each in candidates if each.reference in said or each.label in labels]


def _suggest(row: Row, candidates: Sequence[Candidate], still_open: dict[int, Decimal]) -> tuple[Candidate, ...]:
    """Offer invoices of whoever is named in the line, those over the same amount first, then the same amount."""
    text = f"{row.payer} {row.reference}"
    waiting = [each for each in candidates if still_open[each.invoice_id]]
    named = [each for each in waiting if _is_named(each, text)]
    fitting = [each for each in waiting if still_open[each.invoice_id] == row.amount]
    likely = [each for each in fitting if each in named] + named + fitting
    return tuple(dict.fromkeys(likely))[:SUGGESTED]


def _is_named(candidate: Candidate, text: str) -> bool:
    said = _plain(text)
    return any(name and name in said for name in map(_plain, candidate.names))


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    """Compare names without case, width, marks and legal forms."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("株式会社", " ")
    words = re.sub(r"[^\w]+", " ", folded).split()
    return "".join(word for word in words if word not in LEGAL_FORMS)
