"""Reads that pages, the API and search share: members as lines, benefits by tier, the chain, what an exit changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from membership import arithmetic
from membership.dues import Charge
from membership.models import Declaration, Member
from parties.models import Consortium
from parties.viewer import Viewer
from treasury.models import Invoice
from treasury.rounding import ratio, rounded
from web.search_terms import TermQuery, Words, matching, split

RIGHTS = {
    "control": gettext_lazy("control of the results"),
    "free_use": gettext_lazy("free use of the results"),
    "none": gettext_lazy("no special right"),
}
DEPTHS = {
    "full": gettext_lazy("in full"),
    "summary": gettext_lazy("as a summary"),
    "title": gettext_lazy("title only"),
    "none": gettext_lazy("not seen"),
}


class Found(NamedTuple):
    """What search shows of a member."""

    title: str
    address: str
    note: str


def search(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find members by the company's name, in either script. Nothing declared or paid is ever searched."""
    rows = FOUND.rows(split(text), viewer, limit)
    return [Found(str(row), row.get_absolute_url(), row.organisation.native_name) for row in rows]


def _found(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet[Member]:
    rows = Member.objects.visible_to(viewer).select_related("organisation", "consortium")
    named = matching(rows, looked_for, "organisation__name", "organisation__native_name")
    return named.order_by("organisation__name")[:limit]


FOUND = TermQuery(_found)


def listed(viewer: Viewer) -> QuerySet[Member]:
    """Members as a list shows them, with the tier of the day."""
    rows = Member.objects.visible_to(viewer).graded(viewer.today)
    return rows.select_related("organisation", "consortium")


def by_position(viewer: Viewer, rules: Any) -> list[tuple[str, str, list[Member]]]:
    """Lay the members of today out along the supply chain: key, name and members of each position (MEM-13)."""
    places: dict[str, list[Member]] = defaultdict(list)
    for member in listed(viewer).current(viewer.today).order_by("organisation__name"):
        places[member.chain_position].append(member)
    known = [(key, str(name), places.pop(key, [])) for key, name in rules.membership.positions.items()]
    rest = [member for members in places.values() for member in members]
    return [*known, ("", _("No position recorded"), rest)] if rest else known


@dataclass(frozen=True, slots=True)
class Benefits:
    """What membership brings in one tier, as the charter says it (MEM-11)."""

    tier: str
    name: str
    is_core: bool
    dues: Decimal | None
    seats: list[tuple[str, int]]
    review: str
    interim: str
    final: str
    is_own: bool = False


def benefits(rules: Any, own_tiers: Iterable[str] = ()) -> list[Benefits]:
    """Tell tier by tier what a member gets: seats, meetings, access to results (MEM-11, MEM-16)."""
    return [_benefits(rules, key, tier, key in set(own_tiers)) for key, tier in rules.tiers.items()]


def rights(rules: Any) -> list[tuple[str, str]]:
    """Members' right in the results of each type of project (RES-05…07)."""
    known = rules.project_types.values()
    return [(each.name, str(RIGHTS[each.members_right])) for each in known if each.members_right]


@dataclass(frozen=True, slots=True)
class Share:
    """One member's part in the year's dues."""

    member: Member
    amount: Decimal
    share: Decimal
    """Of all dues, between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Exit:
    """What would be left if a member went (MEM-08)."""

    member: Member
    before: Decimal
    after: Decimal
    project_share: Decimal
    currency: str

    @property
    def lost(self) -> Decimal:
        return self.before - self.after

    @property
    def pool_before(self) -> Decimal:
        return rounded(self.before * self.project_share, self.currency)

    @property
    def pool_after(self) -> Decimal:
        return rounded(self.after * self.project_share, self.currency)


def shares(charges: Sequence[Charge]) -> list[Share]:
    """Give each member's share of the year's dues, the largest first (MEM-08)."""
    total = sum((charge.amount or Decimal(0) for charge in charges), Decimal(0))
    return sorted(
        (
            Share(charge.member, charge.amount, ratio(charge.amount, total) or Decimal(0))
            for charge in charges
            if charge.amount
        ),
        key=lambda share: (-share.amount, str(share.member)),
    )


def without(charges: Sequence[Charge], member: Member, rules: Any) -> Exit:
    """Simulate that a member leaves: dues and research money before and after, in its branch where pools are split."""
    own = next(charge for charge in charges if charge.member == member)
    split = rules.pools is not None and rules.pools.split == "by_branch_collected"
    pool = [charge for charge in charges if not split or charge.member.branch == member.branch]
    before = sum((charge.amount or Decimal(0) for charge in pool), Decimal(0))
    after = before - (own.amount or Decimal(0))
    return Exit(member, before, after, rules.project_share, rules.identity.currency)


@dataclass(frozen=True, slots=True)
class YearOfDues:
    """Dues invoiced for a year, and the change against the year before (MEM-10)."""

    year: int
    amount: Decimal
    change: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return None if self.change is None else self.change * 100


def stability(consortium: Consortium) -> list[YearOfDues]:
    """Tell how steady the dues are, year on year: the indicator of MEM-10. For finance."""
    invoiced = Invoice.objects.standing().filter(consortium=consortium, is_supplementary=False)
    totals = dict(invoiced.values_list("year").annotate(total=Sum("amount")).order_by("year"))
    return [
        YearOfDues(year, total, arithmetic.change(totals[year - 1], total) if year - 1 in totals else None)
        for year, total in totals.items()
    ]


def own_declarations(viewer: Viewer, member: Member) -> list[Declaration]:
    """The member's declarations that the viewer may see, newest first."""
    return list(
        Declaration.objects.visible_to(viewer).filter(member=member).select_related("consortium").order_by("-year")
    )


def _benefits(rules: Any, key: str, tier: Any, is_own: bool) -> Benefits:
    return Benefits(
        tier=key,
        name=str(tier.name),
        is_core=tier.core,
        dues=tier.dues if rules.dues.basis == "tier" else None,
        seats=[(_class_name(rules, seat_class), count) for seat_class, count in tier.seats.items() if count],
        review=_review(rules, key),
        interim=_depth(rules, key, "interim"),
        final=_depth(rules, key, "final"),
        is_own=is_own,
    )


def _class_name(rules: Any, seat_class: str) -> str:
    """Name a class of bodies by its body, or by its key where several share it."""
    names = [str(body.name) for body in rules.bodies.values() if body.class_ == seat_class]
    return names[0] if len(names) == 1 else seat_class.upper()


def _review(rules: Any, key: str) -> str:
    count = rules.meetings.review_attendance.get(key)
    if count is None:
        return ""
    persons = ngettext("%(count)s person at each review meeting", "%(count)s persons at each review meeting", count)
    only = " " + _("(its only meetings)") if key in rules.meetings.review_only else ""
    return persons % {"count": count} + only


def _depth(rules: Any, key: str, stage: str) -> str:
    """Say how deep a tier sees interim or final results (E-31)."""
    depth = rules.results.depth.get(key)
    return str(DEPTHS[getattr(depth, stage)]) if depth else ""
