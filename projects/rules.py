"""The projects' section of the charter: types, their rules, the frequency of supervision."""

from typing import Literal

from django.utils.translation import gettext_lazy as _

from charter.schema import Days, MoneyShare, Positive, Section, Text, Value, says

Depth = Literal["none", "title", "summary", "full"]


class ProjectType(Section):
    """A way of funding a project, with what it asks of the researchers (TYPE-01…05)."""

    name: Text = says(_("Name"))
    purpose: str = says(_("Purpose"), default="")
    share_min: MoneyShare | None = says(_("Share paid, at least"), default=None)
    share_max: MoneyShare | None = says(_("Share paid, at most"), default=None)
    members_right: Literal["control", "free_use", "none", ""] = says(_("Members' right in results"), default="")
    publication: str = says(_("Publication"), default="")
    publication_days: Days | None = says(_("Publication after"), _("days"), default=None)
    reporting: str = says(_("Reporting"), default="")


class Range(Value):
    """From the one to the other, both inclusive."""

    at_least: int = says(_("At least"))
    at_most: int = says(_("At most"))


class Depths(Value):
    """How deep a tier sees interim and final results (E-31)."""

    interim: Depth
    final: Depth


class Projects(Section):
    """What holds for all projects."""

    a_year: Range | None = says(_("Projects a year"), _("a warning outside"), default=None)
    carried_by: tuple[str, ...] = says(_("Carried by"), _("kinds of organisation"), default=())
    enterprise_lead_from: str = says(_("Enterprise lead from"), _("kind of body"), default="", refers=("bodies:kind",))
    call_every_months: Positive | None = says(_("Project call every"), _("months"), default=None)
    report_every_months: Positive | None = says(_("Progress report every"), _("months"), default=None)
    review_every_months: Positive | None = says(_("Review every"), _("months"), default=None)
    proposal_parts: tuple[str, ...] = says(_("Parts of a proposal"), default=())
    months: Positive | None = says(_("Length"), _("months"), default=None)
    secondment_months: Range | None = says(_("Seconded staff stay"), _("months"), default=None)
    fields: tuple[str, ...] = says(_("Fields of technology"), default=())


class Results(Section):
    """Who sees and uses results, and when."""

    exclusive_years: Positive | None = says(_("Exclusive to members"), _("years"), default=None)
    then: str = says(_("After that"), default="")
    owned_by: str = says(_("Owned by"), default="")
    depth: dict[str, Depths] = says(_("Depth by tier"), _("interim and final"), default={}, refers=("tiers",))
