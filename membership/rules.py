"""Membership's section of the charter: tiers, admission, dues, regrading, withdrawal."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charter.schema import (
    Amount,
    Count,
    Country,
    Days,
    Key,
    Lines,
    MoneyShare,
    MonthDay,
    Positive,
    Section,
    Text,
    says,
)


class Tier(Section):
    """A grade of members by the revenue that counts (MEM-01…04)."""

    name: Text = says(_("Name"))
    rank: Positive = says(_("Rank"), _("1 is the highest"))
    core: bool = says(_("Core"), _("core members hold the management posts"))
    revenue_from: Amount = says(_("Revenue from"), _("inclusive, a year"))
    revenue_below: Amount | None = says(_("Revenue below"), _("exclusive; open for the highest tier"), default=None)
    dues: Amount = says(_("Dues"), _("a year"))
    seats: dict[str, Count] = says(_("Seats"), _("by class of body"), refers=("bodies:class",))


class Nationality(Section):
    """Where members may come from."""

    home: tuple[Country, ...] = says(_("Home countries"), default=())
    foreign_from: date | None = says(_("Other countries from"), _("day"), default=None)
    count: int | None = says(_("Countries that take part"), default=None)


class Membership(Section):
    """Who may join, and on what terms."""

    admits: tuple[Literal["firm", "university", "institute", "association", "government"], ...] = says(
        _("Admits"), _("kinds of organisation")
    )
    votes_of: tuple[Literal["firm", "university", "institute", "association", "government"], ...] = says(
        _("Votes belong to"), _("kinds of organisation")
    )
    admitted_by: Key = says(_("Admitted by"), refers=("bodies",))
    in_branches: bool = says(_("A member belongs to one branch"), _("and holds seats there only"))
    joining: Literal["full_year", "pro_rata", "none"] = says(_("Joining during the year"), _("which dues are paid"))
    revenue: str = says(_("Revenue that counts"), _("the one that is declared"), default="")
    revenue_evidence: str = says(_("Evidence of revenue"), default="")
    nationality: Nationality = says(_("Where members come from"), default=Nationality())
    positions: dict[str, str] = says(_("Positions in the supply chain"), default={})
    mandates: tuple[Literal["nominator", "revenue_declarer", "billing", "counsel", "signatory"], ...] = says(
        _("Mandates"), _("what a member's people may be named to")
    )


class Formula(Section):
    """Dues as a share of revenue within bounds (T-SEM-1…3)."""

    base: Text = says(pgettext_lazy("formula", "Of"), _("the revenue that counts"))
    rate: MoneyShare = says(_("Rate"))
    minimum: Amount = says(_("At least"))
    maximum: Amount = says(_("At most"))


class Dues(Section):
    """What a member pays each year, and what follows when it does not (MEM-03, MEM-05, E-08)."""

    basis: Literal["tier", "formula", "none"] = says(_("Dues by"))
    formula: Formula | None = says(_("Formula"), default=None)
    invoiced_on: MonthDay | None = says(_("Invoiced on"), _("month and day"), default=None)
    due_days: Days | None = says(_("Due"), _("days after the invoice"), default=None)
    paid_to: Lines = says(
        _("Pay to"), _("the account that every invoice names, line by line: holder, bank, number, code"), default=""
    )
    suspended_after_days: Days | None = says(
        _("Votes and new results suspended"), _("days after the invoice"), default=None
    )
    exclusion_after_days: Days | None = says(_("Exclusion put to the vote"), _("days after the invoice"), default=None)
    excluded_by: str = says(_("Exclusion decided by"), default="", refers=("bodies",))

    @property
    def are_charged(self) -> bool:
        return self.basis != "none"


class Regrading(Section):
    """The yearly look at tiers (MEM-12, E-07)."""

    effective: MonthDay | None = says(_("New tiers take effect"), _("of the following dues year"), default=None)
    declared_by: MonthDay | None = says(_("Revenue declared by"), default=None)
    choose_within_days: Days | None = says(
        _("The firm chooses who stays"), _("days; excess seats end with the effective day"), default=None
    )


class Withdrawal(Section):
    """How a member leaves (MEM-08, MEM-09, E-10)."""

    effective: Literal["end_of_dues_year", "at_once"] | None = says(_("Takes effect"), default=None)
    refund: bool | None = says(_("Refund"), default=None)
    keeps_earlier_rights: bool | None = says(_("Keeps rights from its membership"), default=None)
    reasons: dict[str, str] = says(_("Reasons"), default={})
