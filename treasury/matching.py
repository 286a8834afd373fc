"""Matching bank lines to invoices by evidence for and against; what is in doubt is suggested, with its doubt. Pure.

A reference with check digits is strong. The number on the paper is weak, for it looks like anybody's voucher and one
mistyped digit makes it another member's: it settles only where the payer agrees, or where the line names no payer and
the amount fits. A payer agrees when the names are the same, word by word. A payer who is another member speaks against
everything else, for nobody is to read of a payment that is not theirs.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from treasury.bank.lines import Row
from treasury.references import compact, is_valid

LABEL = re.compile(r"(?<![\d-])(\d{4})-(\d{4,6})(?![\d-])")
REFERENCE = re.compile(r"(?=(RF\d{2}[0-9A-Z]{1,21}))")
LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc plc gmbh ag sa kk kg bv nv spa srl sarl sas oy ab se"
    " kgaa pte pvt pty spzoo カ the".split()
)
FORMS = {"incorporated": "inc", "corporation": "corp", "company": "co", "limited": "ltd", "カ": "kk"}
"""Legal forms that are one, written out."""
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
"""The dots in K.K., S.A. and o.o."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice that a line may be for."""

    invoice_id: int
    debtor_id: int
    """Subject of the member."""
    label: str
    reference: str
    open_amount: Decimal
    names: tuple[str, ...]


class By(StrEnum):
    """How a line was matched."""

    REFERENCE = "reference"
    LABEL = "label"
    PAYER = "payer"
    NOTHING = ""


class Doubt(StrEnum):
    """Why an invoice is only suggested."""

    NONE = ""
    """Nothing speaks against it."""
    OTHER_MEMBER = "other_member"
    """The payer is another member."""
    MENTIONS = "mentions"
    """The line names another member as well."""
    PAYER = "payer"
    """The payer is called otherwise."""
    PART_OF_NAME = "part_of_name"
    """The payer's name is only a part of the member's, or the other way round."""
    AMOUNT = "amount"
    """The amount is not what is open."""
    SUM = "sum"
    """The amount is not the sum of the invoices that the line names."""
    OTHER_INVOICE = "other_invoice"
    """The line names an invoice of another member."""
    SEVERAL = "several"
    """Several invoices fit."""
    AMOUNT_ALONE = "amount_alone"
    """Nothing but the amount fits."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An invoice that a line may be for, and what speaks against it."""

    candidate: Candidate
    doubt: Doubt

    @property
    def label(self) -> str:
        return self.candidate.label


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an invoice a line pays."""

    candidate: Candidate
    amount: Decimal
    left: Decimal
    """What stays open of the invoice."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a line is for, as far as it can be told."""

    row: Row
    by: By
    candidate: Candidate | None = None
    """The invoice that tells whose money it is: what it does not pay of the ``shares`` stays that member's credit."""
    shares: tuple[Share, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def settles(self) -> Decimal:
        return sum((share.amount for share in self.shares), Decimal(0))

    @property
    def rest(self) -> Decimal:
        return self.row.amount - self.settles

    @property
    def is_part(self) -> bool:
        return any(share.left for share in self.shares)


def match(rows: Iterable[Row], candidates: Sequence[Candidate]) -> list[Match]:
    """Match incoming lines in their order; each line leaves less open for the next."""
    known = _Known(candidates)
    return [known.match(row) for row in rows]


def suggest(row: Row, candidates: Sequence[Candidate]) -> tuple[Suggestion, ...]:
    """Suggest what a line may be for, the likeliest first: what `match` would settle by itself, then what may be."""
    known = _Known(candidates)
    found = known.match(row)
    certain = [Suggestion(share.candidate, Doubt.NONE) for share in found.shares]
    others = known.guess(row) if certain else found.suggestions
    first = {each.candidate.invoice_id: each for each in [*others, *certain]}
    return tuple(sorted(first.values(), key=lambda each: each.doubt != Doubt.NONE)[:SUGGESTED])


def members_named(rows: Iterable[Row], candidates: Sequence[Candidate]) -> list[set[int]]:
    """Tell which members each line may be from, by whatever it says: too little to settle, enough to ask."""
    known = _Known(candidates)
    return [known.named(row) for row in rows]


def numbers_in(text: str) -> set[str]:
    """Find what looks like an invoice's number on paper or reference, be it of an invoice of ours or not."""
    labels = {f"{year}-{serial}" for year, serial in LABEL.findall(text.translate(DASHES))}
    long = REFERENCE.findall(compact(text))
    return labels | {each[:length] for each in long for length in range(5, len(each) + 1) if is_valid(each[:length])}


class _Known:
    """Invoices, found by what a line may say of them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self.open = {each.invoice_id: each.open_amount for each in candidates}
        self.by_reference = {each.reference: each for each in candidates}
        self.by_label: dict[str, list[Candidate]] = defaultdict(list)
        self.of_debtor: dict[int, list[Candidate]] = defaultdict(list)
        self.debtors_called: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for each in candidates:
            self.by_label[each.label].append(each)
            self.of_debtor[each.debtor_id].append(each)
            for name in filter(None, map(words_of, each.names)):
                self.debtors_called[name].add(each.debtor_id)

    def match(self, row: Row) -> Match:
        """Weigh what a line says, and take what it settles from what is open."""
        text = f"{row.reference} {row.payer}"
        strong = self._by_references(text)
        said = list(dict.fromkeys([*strong, *self._by_labels(text)]))
        found = self._of_said(row, said, strong) if said else self._of_payer(row)
        for share in found.shares:
            self.open[share.candidate.invoice_id] -= share.amount
        return found

    def named(self, row: Row) -> set[int]:
        """Find whoever a line may be from."""
        text = f"{row.reference} {row.payer}"
        said = {each.debtor_id for each in [*self._by_references(text), *self._by_labels(text)]}
        return said | self._payers(row) | self._mentioned(row.reference) | self._nearly_named(row.payer)

    def _of_said(self, row: Row, said: list[Candidate], strong: list[Candidate]) -> Match:
        """Match by the invoices that a line names."""
        by = By.REFERENCE if strong else By.LABEL
        debtors = {each.debtor_id for each in said}
        if len(debtors) > 1:
            return self._doubted(row, said, Doubt.SEVERAL)
        (debtor,) = debtors
        payers = self._payers(row)
        against = payers or self._mentioned(row.payer)
        if against and debtor not in against:
            return self._doubted(row, said, Doubt.OTHER_MEMBER)
        agrees = debtor in payers
        if row.payer and not (agrees or strong):
            near = debtor in self._nearly_named(row.payer)
            return self._doubted(row, said, Doubt.PART_OF_NAME if near else Doubt.PAYER)
        if not strong and self._mentioned(row.reference) - {debtor}:
            return self._doubted(row, said, Doubt.MENTIONS)
        if len(said) > 1:
            return self._split(row, by, said) or self._doubted(row, said, Doubt.SUM)
        if not (strong or agrees) and self.open[said[0].invoice_id] != row.amount:
            return self._doubted(row, said, Doubt.AMOUNT)
        return self._settled(row, by, said[0])

    def _of_payer(self, row: Row) -> Match:
        """Match by the payer's name alone: the amount must fit one invoice, or all that is open."""
        payers = self._payers(row) if row.payer else set()
        mentioned = self._mentioned(row.reference)
        if len(payers) != 1 or not mentioned <= payers:
            return Match(row, By.NOTHING, suggestions=self.guess(row))
        waiting = [each for each in self.of_debtor[min(payers)] if self.open[each.invoice_id]]
        fitting = [each for each in waiting if self.open[each.invoice_id] == row.amount]
        if len(fitting) == 1:
            return self._settled(row, By.PAYER, fitting[0])
        if not fitting and len(waiting) > 1 and (whole := self._split(row, By.PAYER, waiting)):
            return whole
        return self._doubted(row, fitting or waiting, Doubt.SEVERAL if fitting else Doubt.AMOUNT)

    def _settled(self, row: Row, by: By, candidate: Candidate) -> Match:
        amount = min(row.amount, self.open[candidate.invoice_id])
        left = self.open[candidate.invoice_id] - amount
        return Match(row, by, candidate, (Share(candidate, amount, left),) if amount else ())

    def _split(self, row: Row, by: By, said: list[Candidate]) -> Match | None:
        """Split a line among several invoices of one member where it is exactly their sum."""
        shares = tuple(
            Share(each, self.open[each.invoice_id], Decimal(0)) for each in said if self.open[each.invoice_id]
        )
        fits = shares and sum(share.amount for share in shares) == row.amount
        return Match(row, by, shares[0].candidate, shares) if fits else None

    def _doubted(self, row: Row, candidates: Iterable[Candidate], doubt: Doubt) -> Match:
        """Suggest invoices, those that are open first, and beside them the ones of whoever is named as payer."""
        first = sorted(candidates, key=lambda each: not self.open[each.invoice_id])
        found = [Suggestion(each, doubt) for each in first]
        if doubt == Doubt.OTHER_MEMBER:
            found = [*self.guess(row, Doubt.OTHER_INVOICE), *found]
        return Match(row, By.NOTHING, suggestions=tuple(found[:SUGGESTED]))

    def guess(self, row: Row, against: Doubt = Doubt.SEVERAL) -> tuple[Suggestion, ...]:
        """Suggest invoices of whoever may be named in a line, those over the same amount first; else the amount.

        ``against`` is what speaks against an invoice of the payer's whose amount fits.
        """
        payers = self._payers(row)
        near = self._nearly_named(f"{row.payer} {row.reference}")
        waiting = [each for each in self.candidates if self.open[each.invoice_id]]
        fits = {each.invoice_id for each in waiting if self.open[each.invoice_id] == row.amount}
        doubts = {
            each.invoice_id: (
                Doubt.AMOUNT if each.debtor_id in payers and each.invoice_id not in fits
                else against if each.debtor_id in payers
                else Doubt.PART_OF_NAME if each.debtor_id in near
                else Doubt.AMOUNT_ALONE
            )
            for each in waiting
            if each.debtor_id in payers or each.debtor_id in near or each.invoice_id in fits
        }  # fmt: skip
        likely = sorted(
            (each for each in waiting if each.invoice_id in doubts),
            key=lambda each: (each.debtor_id not in payers, each.debtor_id not in near, each.invoice_id not in fits),
        )
        return tuple(Suggestion(each, doubts[each.invoice_id]) for each in likely[:SUGGESTED])

    def _by_references(self, text: str) -> list[Candidate]:
        """Find the invoices whose reference with check digits stands in a text."""
        found = []
        for long in REFERENCE.findall(compact(text)):
            fitting = (self.by_reference.get(long[:length]) for length in range(len(long), 4, -1))
            found.extend(filter(None, [next(filter(None, fitting), None)]))
        return found

    def _by_labels(self, text: str) -> list[Candidate]:
        """Find the invoices whose number on paper stands in a text."""
        return [
            each
            for year, serial in LABEL.findall(text.translate(DASHES))
            for each in self.by_label.get(f"{year}-{serial}", ())
        ]

    def _payers(self, row: Row) -> set[int]:
        """Tell which member a line names as payer: the one of that name, in a legal form that does not contradict. A
        line without a payer may name several in its words.
        """
        if not row.payer:
            return self._mentioned(row.reference)
        called = self.debtors_called.get(words_of(row.payer), set())
        same = {debtor for debtor in called if self._has_form(debtor, row.payer)}
        return same if len(same) == 1 else set()

    def _has_form(self, debtor: int, payer: str) -> bool:
        """Whether a payer's legal form is not another one than the member's."""
        said = _forms(payer)
        known = [_forms(name) for each in self.of_debtor[debtor][:1] for name in each.names if name]
        return not said or any(not forms or forms & said for forms in known)

    def _mentioned(self, text: str) -> set[int]:
        """Find the members whose whole name stands in a text, word by word."""
        said = words_of(text)
        found: set[int] = set()
        for start in range(len(said)):
            for end in range(start + 1, len(said) + 1):
                found |= self.debtors_called.get(said[start:end], set())
        return found

    def _nearly_named(self, text: str) -> set[int]:
        """Find the members whose name is somehow within a text: enough to suggest, too little to settle."""
        said = "".join(words_of(text))
        return {debtor for name, debtors in self.debtors_called.items() if "".join(name) in said for debtor in debtors}


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """Give the words of a name as names are compared: without case, width, marks and legal forms."""
    return tuple(word for word in _split(name) if word not in LEGAL_FORMS)


@lru_cache(maxsize=20_000)
def _forms(name: str) -> frozenset[str]:
    """Give the legal forms in a name, each in one way of writing it."""
    return frozenset(FORMS.get(word, word) for word in _split(name) if word in LEGAL_FORMS) - {"co", "the"}


def _split(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("株式会社", " kk ")
    joined = INITIALS.sub("", folded).replace("sp. z oo", "spzoo").replace("sp z oo", "spzoo")
    return re.sub(r"[^\w]+", " ", joined).split()
