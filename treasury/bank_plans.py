"""What posting a bank's file would do, line by line: every line of the file is in the plan, once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from files import blobs
from parties.models import Consortium
from treasury import candidates, ledger, matching
from treasury.bank import lines
from treasury.bank.days import is_stale
from treasury.bank.layouts import Layout
from treasury.bank.lines import Place, Row
from treasury.bank.words import fold
from treasury.matching import Candidate, Match, words_of
from treasury.models import Allocation, BankFile, BankLine, Invoice, Payment


@dataclass(frozen=True, slots=True)
class Known:
    """A line with the payment that it is, or may be."""

    row: Row
    payment: Payment


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Money that went out, with the payment that it may have sent back."""

    row: Row
    returned: Payment | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that a person has to decide on."""

    row: Row
    payment: Payment | None = None
    """One of the same day, amount and payer: the same money, or as much again."""
    is_closed: bool = False
    """The books of its day are closed: it needs another one."""


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
    found = _sorted(rows, currency)
    known, fresh = _known(bank_file.consortium, found.incoming)
    doubtful, fresh = _doubtful(bank_file.consortium, fresh, known, currency)
    answered = {
        each: said for each in doubtful if (said := decisions.get(each.row.position)) is not None and said.answers(each)
    }
    posted = [replace(each.row, day=said.on or each.row.day) for each, said in answered.items() if said.post]
    refused = [each for each, said in answered.items() if not said.post]
    ahead = sorted([*fresh, *posted], key=lambda row: row.position)
    matches = matching.match(ahead, _candidates(bank_file.consortium, currency))
    return Plan(
        matched=[each for each in matches if each.candidate],
        unmatched=[each for each in matches if not each.candidate],
        undecided=[each for each in doubtful if each not in answered],
        known=known,
        said_known=[Known(each.row, each.payment) for each in refused if each.payment],
        left_out=[each.row for each in refused if not each.payment],
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


def _sorted(rows: Iterable[Row], currency: str) -> _Sorted:
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
        elif row.amount > 0:
            found.incoming.append(row)
        else:
            found.rest["outgoing" if row.amount else "nothing"].append(row)
    return found


def _known(consortium: Consortium, rows: Sequence[Row]) -> tuple[list[Known], list[Row]]:
    """Find the lines that another file brought: by the bank's own number, else by their cells."""
    digests = Q(digest__in=[row.digest for row in rows])
    references = [row.reference_digest for row in rows if row.reference_digest]
    brought = BankLine.objects.filter(digests | Q(reference_digest__in=references), consortium=consortium)
    found: dict[str, Payment] = {}
    for line in brought.select_related("payment__consortium"):
        found |= {line.digest: line.payment} | ({line.reference_digest: line.payment} if line.reference_digest else {})
    payments = [found.get(row.reference_digest) or found.get(row.digest) for row in rows]
    known = [Known(row, payment) for row, payment in zip(rows, payments, strict=True) if payment]
    return known, [row for row, payment in zip(rows, payments, strict=True) if not payment]


def _doubtful(
    consortium: Consortium, rows: Sequence[Row], known: Sequence[Known], currency: str
) -> tuple[list[Doubtful], list[Row]]:
    """Find the lines that may be in the books already, and those of closed days."""
    until = ledger.closed_until(consortium)
    doubles = _doubles(consortium, rows, known, currency)
    seen = [Doubtful(row, doubles.get(row.position), bool(until and row.day <= until)) for row in rows]
    doubtful = [each for each in seen if each.payment or each.is_closed]
    return doubtful, [each.row for each in seen if not each.payment and not each.is_closed]


def _doubles(consortium: Consortium, rows: Sequence[Row], known: Sequence[Known], currency: str) -> dict[int, Payment]:
    """Find payments of the day, the amount and the payer of a line, each for one line: position → payment.

    A line that, had the order of days been another, would be one that a file brought, may be that one too.
    """
    others = {row.other_digest for row in rows if row.other_digest}
    swapped = dict(
        BankLine.objects.filter(consortium=consortium, digest__in=others).values_list("digest", "payment_id")
    )
    alike = Q(received_on__in={row.day for row in rows}, amount__in={row.amount for row in rows}, currency=currency)
    booked = Payment.objects.filter(alike | Q(pk__in=swapped.values()), consortium=consortium)
    standing = booked.exclude(state=Payment.State.REVERSED).exclude(pk__in=[each.payment.pk for each in known])
    free = {payment.pk: payment for payment in standing.select_related("consortium").order_by("pk")}
    by_day: dict[tuple[date, Decimal], list[Payment]] = defaultdict(list)
    for payment in free.values():
        by_day[payment.received_on, payment.amount].append(payment)
    found = {}
    for row in rows:
        same = next((each for each in by_day[row.day, row.amount] if _may_be(row, each)), None)
        if same:
            by_day[row.day, row.amount].remove(same)
        if same := same or free.get(swapped.get(row.other_digest)):
            found[row.position] = same
    return found


def _may_be(row: Row, payment: Payment) -> bool:
    """Whether a line names the payer of a payment, in whatever column; where one names none, whether both say the
    same, or one of them nothing.
    """
    if payment.payer_text and row.payer:
        return words_of(payment.payer_text) in {words_of(text) for text in (row.payer, *row.cells)}
    said, known = fold(row.reference), fold(payment.reference_text)
    return not said or not known or said == known


def _candidates(consortium: Consortium, currency: str) -> list[Candidate]:
    """Every invoice that stands: a second payment of a paid one is its member's credit."""
    rows = Invoice.objects.standing().filter(consortium=consortium, currency=currency)
    return candidates.of_invoices(rows.order_by("due_on", "pk"))


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
