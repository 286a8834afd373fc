"""Funds: how a year's dues become research money, as a flow and as a table (MEM-07, R2e)."""

from decimal import Decimal

from django.shortcuts import render
from django.utils.translation import gettext as _

from charter import editions
from desk.pictures import Picture, flow
from parties.permissions import require
from treasury import access, funds, queries
from treasury.funds import Funds
from treasury.models import Account, Invoice

NAMED = 24
"""So many companies are drawn by name; more are drawn by tier."""


def fund_detail(request, consortium):
    """Show a dues year as far as the reader may: finance with names, others in sums that give nobody away."""
    require(access.can_see_funds(request.viewer))
    rules = editions.in_force(request.consortium, request.viewer.today)
    currency = rules.identity.currency
    years = queries.years(request.consortium)
    year = _year(request, years)
    seen = funds.of_year(request.consortium, year, currency)
    smallest = rules.pools.smallest_group if rules.pools else None
    by_branch = request.viewer.is_finance or funds.branches_are_open(seen.cells, smallest)
    is_open = request.viewer.is_finance or funds.is_open(seen.cells, smallest)
    context = {
        "funds": seen,
        "year": year,
        "tabs": [
            {"label": each, "address": f"?year={each}", "is_current": each == str(year)} for each in map(str, years)
        ],
        "currency": currency,
        "rules": rules,
        "is_open": is_open,
        "by_branch": by_branch,
        "smallest": smallest,
        "names_debtors": request.viewer.is_finance,
        "can_shift": access.can_shift_pools(request.viewer) and len(rules.branches) > 1,
        "share_wanted": rules.pools and rules.pools.project_share * 100,
        "share_actual": seen.actual_share and seen.actual_share * 100,
        "is_outside": bool(rules.pools) and seen.is_outside(rules.pools.project_share, rules.pools.tolerance),
        "collected_share": seen.invoiced and seen.collected * 100 / seen.invoiced,
    }
    if is_open and seen.invoiced:
        context["picture"] = _picture(request, seen, rules, by_branch)
        context["held"] = _held(request, rules, currency, by_branch)
    return render(request, "treasury/fund_detail.html", context)


def _year(request, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    return years[0] if years else request.viewer.today.year


def _picture(request, seen: Funds, rules, by_branch: bool) -> Picture:
    links = [*_sources(request, seen, rules, by_branch), *_uses(seen, rules, by_branch)]
    links = [(source, target, amount) for source, target, amount in links if amount > 0]
    return Picture(
        key="money-flow",
        title=_("Dues of %(year)s and what became of them") % {"year": seen.year},
        option=flow(links),
        heads=[_("From"), _("To"), rules.identity.currency],
        rows=[(source, target, f"{amount:,.2f}") for source, target, amount in links],
        size="tall" if len(links) > 16 else "",
    )


def _sources(request, seen: Funds, rules, by_branch: bool) -> list[tuple[str, str, Decimal]]:
    """Who was invoiced: for finance companies by name, for others tiers, whose dues the charter states."""
    if request.viewer.is_finance and seen.firms <= NAMED:
        rows = (
            Invoice.objects.visible_to(request.viewer).standing().filter(year=seen.year).select_related("organisation")
        )
        return [
            (row.organisation.name, _invoiced(rules, row.branch), row.amount)
            for row in rows.order_by("branch", "-amount", "organisation__name")
        ]
    sums: dict[tuple[str, str], Decimal] = {}
    for cell in seen.cells:
        key = (_tier(rules, cell.tier), _invoiced(rules, cell.branch if by_branch else ""))
        sums[key] = sums.get(key, Decimal(0)) + cell.invoiced
    return [(*key, amount) for key, amount in sums.items()]


def _uses(seen: Funds, rules, by_branch: bool) -> list[tuple[str, str, Decimal]]:
    """Where it went: collected, still outstanding, written off; then the pools and administration."""
    collected, links = _("Collected"), []
    branches = sorted({cell.branch for cell in seen.cells}) if by_branch else [""]
    for branch in branches:
        cells = [cell for cell in seen.cells if cell.branch == branch or not by_branch]
        source = _invoiced(rules, branch)
        links += [
            (source, collected, sum(cell.collected for cell in cells)),
            (source, _("Outstanding"), sum(cell.outstanding for cell in cells)),
            (source, _("Written off"), sum(cell.written_off for cell in cells)),
        ]
    pools = seen.pools if by_branch else {"": seen.pooled}
    links += [(collected, _pool(rules, branch), amount) for branch, amount in pools.items()]
    return [*links, (collected, _("Administration"), seen.administered), (collected, _("General fund"), seen.general)]


def _held(request, rules, currency: str, by_branch: bool) -> list[tuple[str, Decimal]]:
    """What the funds hold now, over all years."""
    sums: dict[str, Decimal] = {}
    for (kind, branch), amount in funds.held_now(request.consortium, currency).items():
        is_pool = kind == Account.Kind.POOL
        name = _pool(rules, branch if by_branch else "") if is_pool else str(Account.Kind(kind).label)
        sums[name] = sums.get(name, Decimal(0)) + amount
    return list(sums.items())


def _tier(rules, key: str) -> str:
    return rules.tiers[key].name if key in rules.tiers else _("Members")


def _invoiced(rules, branch: str) -> str:
    name = rules.branches[branch].name if branch in rules.branches else ""
    return _("Dues %(branch)s") % {"branch": name} if name else _("Dues invoiced")


def _pool(rules, branch: str) -> str:
    name = rules.branches[branch].name if branch in rules.branches else ""
    return _("Pool %(branch)s") % {"branch": name} if name else _("Research pools")
