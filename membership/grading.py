"""Looking ahead at a regrading: who would change tier, what that does to dues and seats (MEM-12, GOV-09)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from membership import arithmetic, years
from membership.models import Declaration, Member
from parties.models import Consortium


@dataclass(frozen=True, slots=True)
class Excess:
    """More seats than the new tier holds, in one class of bodies."""

    seat_class: str
    held: int
    quota: int

    @property
    def must_choose(self) -> bool:
        """Whether some stay and some go; where none may stay there is nothing to choose."""
        return self.quota > 0

    @property
    def ending(self) -> int:
        return self.held - self.quota


@dataclass(frozen=True, slots=True)
class Change:
    """One member whose tier would change."""

    member: Member
    declaration: Declaration
    old_tier: str
    new_tier: str
    old_dues: Decimal
    new_dues: Decimal
    excess: tuple[Excess, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.new_dues - self.old_dues

    @property
    def must_choose(self) -> bool:
        return any(each.must_choose for each in self.excess)


@dataclass(frozen=True, slots=True)
class Preview:
    """A regrading as it would be announced now."""

    dues_year: int
    revenue_year: int
    effective_on: date
    changes: tuple[Change, ...]
    unchanged: tuple[Member, ...]
    undeclared: tuple[Member, ...]
    """Members without any declaration of the year: they keep their tier."""
    unverified: tuple[Member, ...]
    dues_before: Decimal = Decimal(0)
    dues_after: Decimal = Decimal(0)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Tier → members before and after."""


def preview(consortium: Consortium, rules: Any, *, dues_year: int, held: dict[tuple[int, str], int]) -> Preview:
    """Work out the regrading for a dues year from the verified declarations.

    ``held`` counts the seats of (member, class of bodies) that would still run on the effective day.
    """
    revenue_year = years.revenue_year(rules, dues_year)
    effective_on = years.effective_on(rules, dues_year)
    graded = list(
        Member.objects.filter(consortium=consortium, state__in=["active", "suspended"])
        .current(effective_on)
        .graded(effective_on - timedelta(days=1))
        .select_related("organisation", "subject", "consortium")
        .order_by("organisation__name")
    )
    declared = {each.member_id: each for each in Declaration.objects.filter(consortium=consortium, year=revenue_year)}
    verified = {pk: each for pk, each in declared.items() if each.is_verified}
    target = {pk: arithmetic.tier_of(each.counts, rules.tiers) for pk, each in verified.items()}
    moving = [member for member in graded if target.get(member.pk, member.tier) != member.tier]
    after = Counter(target.get(member.pk, member.tier) for member in graded)
    before = Counter(member.tier for member in graded)
    return Preview(
        dues_year=dues_year,
        revenue_year=revenue_year,
        effective_on=effective_on,
        changes=tuple(_change(member, verified[member.pk], target[member.pk], rules, held) for member in moving),
        unchanged=tuple(m for m in graded if m.pk in verified and target[m.pk] == m.tier),
        undeclared=tuple(m for m in graded if m.pk not in declared),
        unverified=tuple(m for m in graded if m.pk in declared and m.pk not in verified),
        dues_before=_dues(before, rules),
        dues_after=_dues(after, rules),
        counts={tier: (before[tier], after[tier]) for tier in rules.tiers},
    )


def excess(tier: str, rules: Any, held: Iterable[tuple[str, int]]) -> tuple[Excess, ...]:
    """Compare the seats held, by class of bodies, with what a tier may hold (GOV-09)."""
    quotas = rules.tiers[tier].seats if tier in rules.tiers else {}
    found = (Excess(seat_class, count, quotas.get(seat_class, 0)) for seat_class, count in held)
    return tuple(each for each in found if each.held > each.quota)


def _change(
    member: Any, declaration: Declaration, new_tier: str, rules: Any, held: dict[tuple[int, str], int]
) -> Change:
    own = sorted((seat_class, count) for (pk, seat_class), count in held.items() if pk == member.pk)
    return Change(
        member=member,
        declaration=declaration,
        old_tier=member.tier,
        new_tier=new_tier,
        old_dues=_tier_dues(member.tier, rules),
        new_dues=_tier_dues(new_tier, rules),
        excess=excess(new_tier, rules, own),
    )


def _tier_dues(tier: str, rules: Any) -> Decimal:
    return rules.tiers[tier].dues if tier in rules.tiers else Decimal(0)


def _dues(counts: Counter, rules: Any) -> Decimal:
    return sum((_tier_dues(tier, rules) * count for tier, count in counts.items()), Decimal(0))
