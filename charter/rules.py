"""The charter's own sections: who the consortium is, what it says of itself, how the charter changes."""

from django.utils.translation import gettext_lazy as _

from charter.schema import Country, Currency, Key, MonthDay, Section, Text, TimeZone, says


class Identity(Section):
    """Name, purpose and legal ground of the consortium."""

    preset: str = says(_("Preset"), _("the described system that this charter starts from"), default="")
    name: Text = says(_("Name"))
    native_name: str = says(_("Name in own script"), default="")
    goal: Text = says(_("Goal"))
    period: str = says(_("Period"), default="")
    legal_form: str = says(_("Legal form"), default="")
    hosted: bool = says(_("Hosted"), _("a host organisation is its legal entity"), default=False)
    host: str = says(_("Host"), _("in whose name contracts and invoices are issued"), default="")
    cooperation_stage: str = says(_("Stage of cooperation"), default="")
    currency: Currency = says(_("Currency"), _("ISO code, such as USD"))
    time_zone: TimeZone = says(_("Time zone"), _("in which days and periods of the whole consortium count"))
    fiscal_year_starts: MonthDay = says(_("Fiscal year starts"), _("month and day"))


class Branch(Section):
    """A part of the consortium with its own committees and money."""

    name: Text = says(_("Name"))
    time_zone: TimeZone | None = says(_("Time zone"), default=None)
    country_hint: Country | None = says(_("Country"), _("offered when a member chooses a branch"), default=None)


class Described(Section):
    """What the documents say of the system in words, beside the rules that the software enforces."""

    initiator: str = says(_("Initiator"), default="")
    admission: str = says(_("Admission"), default="")
    governance: str = says(_("Governance"), default="")
    funding: str = says(_("Funding"), default="")
    mechanism: str = says(_("Research mechanism"), default="")
    government_role: str = says(_("Role of government"), default="")
    results: str = says(_("Results and their rights"), default="")
    lifecycle: str = says(_("Life cycle"), default="")


class Amendment(Section):
    """How the charter itself changes (E-73)."""

    decided_by: Key = says(_("Charter amended by"), refers=("bodies",))


class Laws(Section):
    """Limits that the described system sets to any charter of its kind; broken ones are faults of the charter."""

    councils: int | None = says(_("Number of councils"), default=None)
    one_per_branch: tuple[str, ...] = says(_("One per branch"), _("kinds of body"), default=())
    levels: int | None = says(_("Layers of management"), _("exactly"), default=None)
    approval_steps: int | None = says(_("Steps of an approval"), _("at most"), default=None)
    core_tiers: int | None = says(_("Core tiers"), _("at least"), default=None)
    other_tiers: int | None = says(_("Tiers below the core"), _("at least"), default=None)
    only_core_sits: bool = says(_("Only core tiers hold posts"), default=False)
    core_quotas_fall: bool = says(_("Posts fall from core tier to core tier"), default=False)
    dues_differ: bool = says(_("Every tier has its own dues"), default=False)
