"""Funds: what became of a year's dues, and how much of that a reader may be shown (MEM-07, MEM-18, R2e).

Dues per tier stand in the charter and who is in which tier is no secret, so a sum over few companies gives
away who has paid. Sums about payments are therefore shown outside finance only where every tier in them has
at least ``pools.smallest_group`` companies. That depends on who was invoiced, never on who has paid: what is
withheld tells nothing either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum

from parties.models import Consortium
from treasury.models import Account, Invoice, Posting
from treasury.rounding import ratio
from web.compiled import Param, compiled

ZERO = Decimal(0)
YEAR = Param("year", IntegerField())


@dataclass(frozen=True, slots=True)
class Cell:
    """The invoices of one branch and tier in one dues year."""

    branch: str
    tier: str
    firms: int
    invoiced: Decimal
    collected: Decimal
    written_off: Decimal

    @property
    def outstanding(self) -> Decimal:
        return self.invoiced - self.collected - self.written_off


@dataclass(frozen=True, slots=True)
class Funds:
    """A dues year: what was invoiced, and where what was collected lies."""

    year: int
    cells: tuple[Cell, ...]
    pools: Mapping[str, Decimal]
    administration: Mapping[str, Decimal]
    general: Decimal

    @property
    def invoiced(self) -> Decimal:
        return sum((cell.invoiced for cell in self.cells), ZERO)

    @property
    def collected(self) -> Decimal:
        return sum((cell.collected for cell in self.cells), ZERO)

    @property
    def outstanding(self) -> Decimal:
        return sum((cell.outstanding for cell in self.cells), ZERO)

    @property
    def written_off(self) -> Decimal:
        return sum((cell.written_off for cell in self.cells), ZERO)

    @property
    def pooled(self) -> Decimal:
        return sum(self.pools.values(), ZERO)

    @property
    def administered(self) -> Decimal:
        return sum(self.administration.values(), ZERO)

    @property
    def firms(self) -> int:
        return sum(cell.firms for cell in self.cells)

    @property
    def actual_share(self) -> Decimal | None:
        """The pools' part of what was collected, to four places (MEM-07)."""
        return ratio(self.pooled, self.collected)

    def is_outside(self, share: Decimal, tolerance: Decimal | None) -> bool:
        """Whether the actual share is further from the charter's than it tolerates (E-11)."""
        return self.actual_share is not None and tolerance is not None and abs(self.actual_share - share) > tolerance


def of_year(consortium: Consortium, year: int, currency: str) -> Funds:
    """Read a dues year in two queries, however many members there are."""
    posted = _posted.rows(consortium, currency, year=year)
    held = {(kind, branch): -total for kind, branch, total in posted}
    return Funds(
        year=year,
        cells=tuple(Cell(**row) for row in _cells.rows(consortium, currency, year=year)),
        pools=_of_kind(held, Account.Kind.POOL),
        administration=_of_kind(held, Account.Kind.ADMINISTRATION),
        general=sum(_of_kind(held, Account.Kind.GENERAL).values(), ZERO),
    )


@compiled
def _cells(consortium: Consortium, currency: str) -> QuerySet:
    return (
        Invoice.objects.standing()
        .filter(consortium=consortium, year=YEAR, currency=currency)
        .values("branch", "tier")
        .annotate(
            firms=Count("debtor", distinct=True),
            invoiced=Sum("amount"),
            collected=Sum("paid"),
            written_off=Sum(F("amount") - F("paid"), filter=Q(state=Invoice.State.WRITTEN_OFF), default=ZERO),
        )
        .order_by("branch", "tier")
    )


@compiled
def _posted(consortium: Consortium, currency: str) -> QuerySet:
    rows = Posting.objects.filter(consortium=consortium, transaction__year=YEAR, account__currency=currency)
    return rows.values_list("account__kind", "account__branch").annotate(total=Sum("amount"))


def held_now(consortium: Consortium, currency: str) -> dict[tuple[str, str], Decimal]:
    """Give what the funds hold over all years: (kind, branch) → amount."""
    return {(kind, branch): -total for kind, branch, total in _held.rows(consortium, currency) if total}


@compiled
def _held(consortium: Consortium, currency: str) -> QuerySet:
    kinds = [Account.Kind.POOL, Account.Kind.ADMINISTRATION, Account.Kind.GENERAL]
    funds = Account.objects.filter(consortium=consortium, currency=currency, kind__in=kinds)
    sums = funds.values_list("kind", "branch").annotate(total=Sum("postings__amount", default=ZERO))
    return sums.order_by("kind", "branch")


def is_open(cells: Iterable[Cell], smallest: int | None) -> bool:
    """Whether a sum over the cells gives no company away: every tier in them has enough companies."""
    firms: Counter[str] = Counter()
    for cell in cells:
        firms[cell.tier] += cell.firms
    return smallest is not None and bool(firms) and min(firms.values()) >= smallest


def branches_are_open(cells: Iterable[Cell], smallest: int | None) -> bool:
    """Whether each branch can be shown by itself: with one withheld, the total less the others would tell it."""
    cells = list(cells)
    return all(
        is_open([cell for cell in cells if cell.branch == branch], smallest)
        for branch in {cell.branch for cell in cells}
    )


def _of_kind(held: Mapping[tuple[str, str], Decimal], wanted: str) -> dict[str, Decimal]:
    return {branch: total for (kind, branch), total in sorted(held.items()) if kind == wanted and total}
