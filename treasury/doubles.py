"""What of a bank's file may be in the books already: lines that another file brought, and payments that are like one.

What is certain is known and passed over; whatever else may be the same money waits for a person, with the reason. A
number of the bank's makes nothing certain by itself, for some banks count anew in every export.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from parties.models import Consortium
from treasury import ledger, matching
from treasury.bank.likeness import may_be_one
from treasury.bank.lines import Row
from treasury.bank.words import fold
from treasury.matching import Candidate, numbers_in, words_of
from treasury.models import Allocation, BankLine, Payment

LONG = 4
"""A word of so many letters may be a name."""


class Why(StrEnum):
    """Why a line may be a payment that is in the books."""

    NONE = ""
    """It may be none."""
    ALIKE = "alike"
    """The same day and amount, and the same member, invoice or words."""
    NUMBER = "number"
    """The same number at the bank, though something else differs."""
    ORDER = "order"
    """A line that another file brought, had its day been read in another order."""
    REVERSED = "reversed"
    """A line that another file brought, and whose payment was reversed."""


@dataclass(frozen=True, slots=True)
class Known:
    """A line with the payment that it is, or may be."""

    row: Row
    payment: Payment


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that a person has to decide on."""

    row: Row
    payment: Payment | None = None
    """The same money perhaps, or as much again."""
    why: Why = Why.NONE
    is_closed: bool = False
    """The books of its day are closed: it needs another one."""

    @property
    def stands_for(self) -> Payment | None:
        """The payment that the line is where a person says that it is not to be posted."""
        return None if self.why == Why.REVERSED else self.payment


@dataclass(frozen=True, slots=True)
class Sorted:
    """Lines by what the books tell of them."""

    known: Sequence[Known]
    doubtful: Sequence[Doubtful]
    fresh: Sequence[Row]


def sort(consortium: Consortium, rows: Sequence[Row], candidates: Sequence[Candidate], currency: str) -> Sorted:
    """Tell the lines that are in the books, those that may be, and the new ones."""
    brought = _Brought(consortium, rows)
    known = [Known(row, payment) for row in rows if (payment := brought.certain(row))]
    at = {each.row.position for each in known}
    rest = [row for row in rows if row.position not in at]
    alike = _Alike(consortium, rest, {each.payment.pk for each in known}, candidates, currency).found()
    until = ledger.closed_until(consortium)
    seen = [
        Doubtful(row, *(alike.get(row.position) or brought.perhaps(row, known)), bool(until and row.day <= until))
        for row in rest
    ]
    doubtful = [each for each in seen if each.payment or each.is_closed]
    return Sorted(known, doubtful, [each.row for each in seen if not each.payment and not each.is_closed])


class _Brought:
    """Lines that files brought before, found by their cells and by the bank's number."""

    def __init__(self, consortium: Consortium, rows: Sequence[Row]) -> None:
        digests = {digest for row in rows for digest in (row.digest, row.other_digest) if digest}
        numbers = {row.reference_digest for row in rows if row.reference_digest}
        lines = BankLine.objects.filter(
            Q(digest__in=digests) | Q(reference_digest__in=numbers), consortium=consortium
        ).select_related("payment__consortium")
        self.by_digest: dict[str, list[Payment]] = defaultdict(list)
        self.by_number: dict[str, list[Payment]] = defaultdict(list)
        for line in lines.order_by("pk"):
            self.by_digest[line.digest].append(line.payment)
            self.by_number[line.reference_digest].append(line.payment)
        self.by_number.pop("", None)

    def certain(self, row: Row) -> Payment | None:
        """Give the payment that a line is: all its cells are the same, or the bank's number and what it says."""
        same = self.by_digest.get(row.digest, ())
        numbered = (each for each in self.by_number.get(row.reference_digest, ()) if _is_of(row, each))
        return _standing([*same, *(each for each in numbered if _says_same(row, each))])

    def perhaps(self, row: Row, known: Iterable[Known]) -> tuple[Payment | None, Why]:
        """Give a payment that a line may be, and why."""
        same, numbered = self.by_digest.get(row.digest, []), self.by_number.get(row.reference_digest, [])
        if found := _standing(numbered):
            return found, Why.NUMBER
        taken = {each.payment.pk for each in known}
        swapped = [each for each in self.by_digest.get(row.other_digest, ()) if each.pk not in taken]
        if found := _standing(swapped):
            return found, Why.ORDER
        undone = [*same, *(each for each in numbered if _is_of(row, each))]
        return (undone[-1], Why.REVERSED) if undone else (None, Why.NONE)


class _Alike:
    """Payments that stand, of the day and the amount of a line, whoever recorded them."""

    def __init__(
        self,
        consortium: Consortium,
        rows: Sequence[Row],
        taken: set[int],
        candidates: Sequence[Candidate],
        currency: str,
    ) -> None:
        booked = Payment.objects.filter(
            consortium=consortium,
            currency=currency,
            received_on__in={row.day for row in rows},
            amount__in={row.amount for row in rows},
        )
        standing = booked.exclude(state=Payment.State.REVERSED).exclude(pk__in=taken)
        self.by_day: dict[tuple[date, Decimal], list[Payment]] = defaultdict(list)
        for payment in standing.select_related("consortium").order_by("pk"):
            self.by_day[payment.received_on, payment.amount].append(payment)
        self.rows = [row for row in rows if (row.day, row.amount) in self.by_day]
        self.members = dict(zip(self.rows, matching.members_named(self.rows, candidates), strict=True))
        payments = [payment for found in self.by_day.values() for payment in found]
        named = matching.members_named(map(_as_row, payments), candidates)
        self.members_of = {
            payment.pk: members | {payment.payer_id} for payment, members in zip(payments, named, strict=True)
        }
        self.numbers_of = {each.pk: numbers_in(f"{each.reference_text} {each.payer_text}") for each in payments}
        for allocation in Allocation.objects.standing().filter(payment__in=self.numbers_of).select_related("invoice"):
            self.numbers_of[allocation.payment_id] |= {allocation.invoice.label, allocation.invoice.reference}

    def found(self) -> dict[int, tuple[Payment, Why]]:
        """Give each line a payment that it may be: position → payment. What says the same comes first.

        Lines that say the same are as many payments; a payment may be any of several lines that say otherwise.
        """
        found: dict[int, tuple[Payment, Why]] = {}
        used: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for test in (_says_same, self._may_be):
            for row in self.rows:
                said = fold(row.payer), fold(row.reference)
                fitting = [
                    each
                    for each in self.by_day[row.day, row.amount]
                    if row.position not in found and said not in used[each.pk] and test(row, each)
                ]
                if fitting:
                    payment = min(fitting, key=lambda each: len(used[each.pk]))
                    used[payment.pk].add(said)
                    found[row.position] = payment, Why.ALIKE
        return found

    def _may_be(self, row: Row, payment: Payment) -> bool:
        """Whether a line and a payment share a member, an invoice, the words of a name, or all but their accents."""
        text = " ".join([row.payer, row.reference, *row.cells])
        return bool(
            self.members[row] & self.members_of[payment.pk]
            or numbers_in(text) & self.numbers_of[payment.pk]
            or _names(text, payment.payer_text)
            or _names(f"{payment.payer_text} {payment.reference_text}", row.payer)
            or _share_a_word(payment.payer_text, row.payer)
            or any(may_be_one(payment.payer_text, cell[:200]) for cell in (row.payer, *row.cells))
            or (not payment.payer_text and may_be_one(payment.reference_text, row.reference[:400]))
        )


def _standing(payments: Iterable[Payment]) -> Payment | None:
    return next((each for each in payments if not each.is_reversed), None)


def _is_of(row: Row, payment: Payment) -> bool:
    return (row.day, row.amount) == (payment.received_on, payment.amount)


def _says_same(row: Row, payment: Payment) -> bool:
    """Whether a line names the payer of a payment, in whatever column; where one names none, whether both say the
    same, or one of them nothing.
    """
    if payment.payer_text and row.payer:
        return words_of(payment.payer_text) in {words_of(text) for text in (row.payer, *row.cells)}
    said, known = fold(row.reference), fold(payment.reference_text)
    return not said or not known or said == known


def _names(text: str, name: str) -> bool:
    """Whether all words of a name stand in a text."""
    words = set(words_of(name))
    return bool(words) and words <= set(words_of(text))


def _share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common that is more than a figure or a particle."""
    shared = set(words_of(one)) & set(words_of(other))
    return any(len(word) >= LONG and word.isalpha() for word in shared)


def _as_row(payment: Payment) -> Row:
    """Write a payment as a line, as matching reads it."""
    return Row(0, (), payment.received_on, payment.amount, payment.payer_text, payment.reference_text)
