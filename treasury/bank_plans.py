"""What posting a bank's file would do, line by line: every line of the file is in the plan, once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from files import blobs
from parties.models import Consortium
from treasury import candidates as invoices
from treasury import doubles, matching
from treasury.bank import lines
from treasury.bank.days import OLDEST, is_stale
from treasury.bank.layouts import Layout
from treasury.bank.lines import Place, Problem, Row
from treasury.doubles import Doubtful, Known
from treasury.matching import Candidate, Match, words_of
from treasury.models import Allocation, BankFile, Invoice, Payment
from treasury.rounding import LARGEST, rounded


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Money that went out, with the payment that it may have sent back."""

    row: Row
    returned: Payment | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of a doubtful line."""

    post: bool
    on: date | None = None
    """The day on which to post it, where its own lies in closed books."""

    def answers(self, doubtful: Doubtful) -> bool:
        """Whether it leaves nothing open."""
        return not self.post or self.on is not None or not doubtful.is_closed


@dataclass(frozen=True, slots=True)
class Plan:
    """What posting a file would do."""

    matched: Sequence[Match]
    unmatched: Sequence[Match]
    undecided: Sequence[Doubtful]
    known: Sequence[Known]
    """Lines that another file brought."""
    said_known: Sequence[Known]
    """Lines of which a person said that they are a payment in the books."""
    left_out: Sequence[Row]
    """Lines that a person left out."""
    outgoing: Sequence[Outgoing]
    nothing: Sequence[Row]
    """Lines that move no money."""
    pending: Sequence[Row]
    unreadable: Sequence[Row]
    foreign: Sequence[Row]
    """Lines in another currency than the books: never posted."""
    above: Sequence[Row]
    below: Sequence[Row]
    is_one_sided: bool = False
    """Nothing ever goes out, and nothing in the file says which way its amounts went."""
    is_stale: bool = False
    """Every line is older than half a year."""

    @property
    def lines(self) -> int:
        """How many lines the file has: every one is in one of the lists."""
        return sum(len(getattr(self, name)) for name in LISTS)


LISTS = (
    *("matched", "unmatched", "undecided", "known", "said_known", "left_out", "outgoing", "nothing", "pending"),
    *("unreadable", "foreign", "above", "below"),
)


@dataclass(slots=True)
class _Sorted:
    """Lines sorted by what they are, before anything is asked of the books."""

    incoming: list[Row] = field(default_factory=list)
    rest: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def plan(bank_file: BankFile, currency: str, *, today: date, decisions: Mapping[int, Decision] | None = None) -> Plan:
    """Work out what posting a file into the books of a currency would do. Changes nothing.

    ``decisions`` are a person's, by the position of the line; one that nobody asked for changes nothing.
    """
    decisions = decisions or {}
    content, layout = blobs.read(bank_file.blob), Layout.of(bank_file.layout)
    rows = lines.read(content, layout)
    found = _sorted(rows, currency, today)
    candidates = _candidates(bank_file.consortium, currency)
    seen = doubles.sort(bank_file.consortium, found.incoming, candidates, currency)
    answered = {
        each: said
        for each in seen.doubtful
        if (said := decisions.get(each.row.position)) is not None and said.answers(each)
    }
    posted = [replace(each.row, day=said.on or each.row.day) for each, said in answered.items() if said.post]
    refused = [each for each, said in answered.items() if not said.post]
    ahead = sorted([*seen.fresh, *posted], key=lambda row: row.position)
    matches = matching.match(ahead, candidates)
    return Plan(
        matched=[each for each in matches if each.candidate],
        unmatched=[each for each in matches if not each.candidate],
        undecided=[each for each in seen.doubtful if each not in answered],
        known=seen.known,
        said_known=[Known(each.row, payment) for each in refused if (payment := each.stands_for)],
        left_out=[each.row for each in refused if not each.stands_for],
        outgoing=_outgoing(bank_file.consortium, found.rest["outgoing"], currency),
        nothing=found.rest["nothing"],
        pending=found.rest["pending"],
        unreadable=found.rest["unreadable"],
        foreign=found.rest["foreign"],
        above=lines.above(content, layout),
        below=found.rest["below"],
        is_one_sided=_is_one_sided(rows, layout),
        is_stale=is_stale((row.day for row in rows if row.day), today),
    )


def passed_over(bank_file: BankFile, currency: str, *, today: date) -> Plan:
    """Tell of a posted file what became no payment of its own and why, as the books are today. What a person left out
    of it is left out.
    """
    planned = plan(bank_file, currency, today=today)
    own = set(bank_file.lines.values_list("position", flat=True))
    open_ones = [*planned.matched, *planned.unmatched, *planned.undecided]
    return replace(
        planned,
        matched=[],
        unmatched=[],
        undecided=[],
        known=[each for each in planned.known if each.row.position not in own],
        left_out=[each.row for each in open_ones if each.row.position not in own],
    )


def _sorted(rows: Iterable[Row], currency: str, today: date) -> _Sorted:
    found = _Sorted()
    for row in rows:
        if row.place == Place.BELOW:
            found.rest["below"].append(row)
        elif row.is_pending:
            found.rest["pending"].append(row)
        elif not row.is_readable:
            found.rest["unreadable"].append(row)
        elif not row.is_in(currency):
            found.rest["foreign"].append(row)
        elif problem := _impossible(row, currency, today):
            found.rest["unreadable"].append(replace(row, problem=problem))
        elif row.amount > 0:
            found.incoming.append(row)
        else:
            found.rest["outgoing" if row.amount else "nothing"].append(row)
    return found


def _impossible(row: Row, currency: str, today: date) -> Problem | None:
    """Tell why a line cannot be money of the books, though it can be read: no other line is to wait for it."""
    if abs(row.amount) > LARGEST:
        return Problem.TOO_LARGE
    if row.amount != rounded(row.amount, currency):
        return Problem.DECIMALS
    return Problem.LONG_AGO if row.amount > 0 and row.day.year < today.year - OLDEST else None


def _candidates(consortium: Consortium, currency: str) -> list[Candidate]:
    """Every invoice that stands: a second payment of a paid one is its member's credit."""
    rows = Invoice.objects.standing().filter(consortium=consortium, currency=currency)
    return invoices.of_invoices(rows.order_by("due_on", "pk"))


def _outgoing(consortium: Consortium, rows: Sequence[Row], currency: str) -> list[Outgoing]:
    """List what went out; a payment of the same amount, by the same payer or for an invoice that the line names, may
    have come back.
    """
    booked = Payment.objects.filter(consortium=consortium, currency=currency, amount__in={-row.amount for row in rows})
    by_amount: dict[Decimal, list[Payment]] = defaultdict(list)
    for payment in (
        booked.exclude(state=Payment.State.REVERSED).select_related("consortium").order_by("-received_on", "-pk")
    ):
        by_amount[payment.amount].append(payment)
    paid = [payment.pk for payments in by_amount.values() for payment in payments]
    settled: dict[int, set[str]] = defaultdict(set)
    for allocation in Allocation.objects.standing().filter(payment__in=paid).select_related("invoice"):
        settled[allocation.payment_id] |= {allocation.invoice.label, allocation.invoice.reference}
    return [Outgoing(row, _returned(row, by_amount[-row.amount], settled)) for row in rows]


def _returned(row: Row, payments: Iterable[Payment], settled: Mapping[int, set[str]]) -> Payment | None:
    said = f"{row.reference} {row.payer}"
    return next(
        (
            each
            for each in payments
            if each.received_on <= row.day
            and (
                (row.payer and words_of(row.payer) == words_of(each.payer_text))
                or any(label in said for label in settled.get(each.pk, ()))
            )
        ),
        None,
    )


def _is_one_sided(rows: Iterable[Row], layout: Layout) -> bool:
    ways = Counter(row.amount > 0 for row in rows if row.is_readable and row.amount)
    return layout.amount >= 0 > layout.direction and not ways[False] and ways[True] > 1
