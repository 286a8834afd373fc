"""The yearly report on funds: how a dues year became research money, as far as one reader may see it (MEM-07, R2e).

The page, its table as a file and the document are drawn from the same `Report`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import IntegerField, QuerySet
from django.utils.translation import gettext as _

from charter import editions
from parties.viewer import Viewer
from treasury import funds, queries
from treasury.funds import Funds
from treasury.models import Account, Invoice
from web import parse
from web.compiled import Param, compiled

NAMED = 24
"""So many companies are named; more are told by tier."""


class Flow(NamedTuple):
    """An amount that ran from one place to the next."""

    source: str
    target: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """A dues year as one reader may see it."""

    rules: Any
    year: int
    years: Sequence[int]
    funds: Funds
    is_open: bool
    """Whether the reader may see any sums about payments."""
    by_branch: bool
    names_debtors: bool
    smallest: int | None
    sources: Sequence[Flow] = ()
    """From whom dues were invoiced."""
    uses: Sequence[Flow] = ()
    """What became of them."""
    held: Sequence[tuple[str, Decimal]] = ()
    """What the funds hold now, over all years."""

    @property
    def flows(self) -> list[Flow]:
        return [*self.sources, *self.uses]

    @property
    def currency(self) -> str:
        return self.rules.identity.currency

    @property
    def share_wanted(self) -> Decimal | None:
        """What the charter gives to projects, in percent."""
        return self.rules.pools.project_share * 100 if self.rules.pools else None

    @property
    def share_actual(self) -> Decimal | None:
        return self.funds.actual_share and self.funds.actual_share * 100

    @property
    def is_outside(self) -> bool:
        pools = self.rules.pools
        return bool(pools) and self.funds.is_outside(pools.project_share, pools.tolerance)

    @property
    def collected_share(self) -> Decimal | None:
        return self.funds.invoiced and self.funds.collected * 100 / self.funds.invoiced


def of_year(viewer: Viewer, asked: str = "") -> Report:
    """Read a dues year for a reader: finance with names, others in sums that give nobody away (MEM-18).

    ``asked`` is the year as an address says it; the latest with invoices where it names none.
    """
    consortium = viewer.consortium
    rules = editions.of(viewer)
    years = queries.years(consortium)
    year = _year(viewer, years, asked)
    seen = funds.of_year(consortium, year, rules.identity.currency)
    smallest = rules.pools.smallest_group if rules.pools else None
    by_branch = viewer.is_finance or funds.branches_are_open(seen.cells, smallest)
    is_open = viewer.is_finance or funds.is_open(seen.cells, smallest)
    told: dict[str, Any] = {}
    if is_open and seen.invoiced:
        told = {
            "sources": _flowing(_sources(viewer, seen, rules, by_branch)),
            "uses": _flowing(_uses(seen, rules, by_branch)),
            "held": _held(viewer, rules, by_branch),
        }
    return Report(rules, year, years, seen, is_open, by_branch, viewer.is_finance, smallest, **told)


def _year(viewer: Viewer, years: Sequence[int], asked: str) -> int:
    year = parse.int_or_none(asked)
    if year in years:
        return year
    return years[0] if years else viewer.today.year


def _flowing(flows: Sequence[Flow]) -> list[Flow]:
    return [flow for flow in flows if flow.amount > 0]


def _sources(viewer: Viewer, seen: Funds, rules: Any, by_branch: bool) -> list[Flow]:
    """Who was invoiced: for finance companies by name, for others tiers, whose dues the charter states."""
    if viewer.is_finance and seen.firms <= NAMED:
        return [
            Flow(name, _invoiced(rules, branch), amount)
            for name, branch, amount in _by_name.rows(viewer, year=seen.year)
        ]
    sums: dict[tuple[str, str], Decimal] = {}
    for cell in seen.cells:
        key = (_tier(rules, cell.tier), _invoiced(rules, cell.branch if by_branch else ""))
        sums[key] = sums.get(key, Decimal(0)) + cell.invoiced
    return [Flow(*key, amount) for key, amount in sums.items()]


@compiled
def _by_name(viewer: Viewer) -> QuerySet:
    rows = Invoice.objects.visible_to(viewer).standing().filter(year=Param("year", IntegerField()))
    named = rows.order_by("branch", "-amount", "organisation__name")
    return named.values_list("organisation__name", "branch", "amount")


def _uses(seen: Funds, rules: Any, by_branch: bool) -> list[Flow]:
    """Where it went: collected, still outstanding, written off; then the pools and administration."""
    collected = _("Collected")
    flows = []
    for branch in sorted({cell.branch for cell in seen.cells}) if by_branch else [""]:
        cells = [cell for cell in seen.cells if cell.branch == branch or not by_branch]
        source = _invoiced(rules, branch)
        flows += [
            Flow(source, collected, sum((cell.collected for cell in cells), Decimal(0))),
            Flow(source, _("Outstanding"), sum((cell.outstanding for cell in cells), Decimal(0))),
            Flow(source, _("Written off"), sum((cell.written_off for cell in cells), Decimal(0))),
        ]
    pools = seen.pools if by_branch else {"": seen.pooled}
    flows += [Flow(collected, _pool(rules, branch), amount) for branch, amount in pools.items()]
    rest = [Flow(collected, _("Administration"), seen.administered), Flow(collected, _("General fund"), seen.general)]
    return [*flows, *rest]


def _held(viewer: Viewer, rules: Any, by_branch: bool) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for (kind, branch), amount in funds.held_now(viewer.consortium, rules.identity.currency).items():
        is_pool = kind == Account.Kind.POOL
        name = _pool(rules, branch if by_branch else "") if is_pool else str(Account.Kind(kind).label)
        sums[name] = sums.get(name, Decimal(0)) + amount
    return list(sums.items())


def _tier(rules: Any, key: str) -> str:
    return rules.tiers[key].name if key in rules.tiers else _("Members")


def _invoiced(rules: Any, branch: str) -> str:
    name = rules.branches[branch].name if branch in rules.branches else ""
    return _("Dues %(branch)s") % {"branch": name} if name else _("Dues invoiced")


def _pool(rules: Any, branch: str) -> str:
    name = rules.branches[branch].name if branch in rules.branches else ""
    return _("Pool %(branch)s") % {"branch": name} if name else _("Research pools")
