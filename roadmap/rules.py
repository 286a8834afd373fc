"""The roadmap's section of the charter: how often it is revised, how far it looks, how priorities are rated."""

from django.utils.translation import gettext_lazy as _

from charter.schema import Positive, Section, Value, says


class Scale(Value):
    """The lowest and the highest rating."""

    lowest: int = says(_("Lowest"))
    highest: int = says(_("Highest"))


class Roadmap(Section):
    """Technology roadmap and priority matrix (E-21, E-22, E-60)."""

    revised_every_months: Positive | None = says(_("Revised every"), _("months"), default=None)
    horizon_years: Positive | None = says(_("Looks ahead"), _("years"), default=None)
    rating: Scale | None = says(_("Rating of priorities"), default=None)
    rated_by_core_only: bool | None = says(_("Rated by core members only"), default=None)
    before_call_days: Positive | None = says(_("Matrix published before a call"), _("days"), default=None)
