"""Treasury's section of the charter: how what is collected becomes research money, and outside money."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from charter.schema import Amount, Currency, MoneyShare, Positive, Section, Value, says


class Pools(Section):
    """From dues to project money (MEM-06, MEM-07, E-11, E-12)."""

    project_share: MoneyShare = says(_("Share for projects"), _("the rest is administration"))
    tolerance: MoneyShare | None = says(_("Tolerance"), _("outside it a warning is raised"), default=None)
    of: Literal["collected"] = says(_("Share of"), _("a pool holds only what was paid"))
    split: Literal["by_branch_collected", "one_pool"] = says(_("Split"))
    smallest_group: Positive | None = says(
        _("Smallest group of payers shown"),
        _("companies of one tier; sums over fewer are for finance alone"),
        default=None,
    )


class PublicMoney(Value):
    """Money that the documents report for a period; a fact shown, not a rule."""

    since: date
    until: date
    total: Amount
    government: Amount
    currency: Currency


class Funding(Section):
    """Where money other than dues comes from."""

    government_share: MoneyShare | None = says(_("Share of government"), default=None)
    government_until: date | None = says(_("Government money until"), default=None)
    periods: tuple[PublicMoney, ...] = says(_("Reported money"), default=())
    own_share_min: MoneyShare | None = says(_("Participants' own share, at least"), _("inclusive"), default=None)
    own_share_max: MoneyShare | None = says(_("Participants' own share, at most"), _("inclusive"), default=None)
    rest_from: tuple[str, ...] = says(_("The rest comes from"), default=())
