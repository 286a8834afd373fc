"""The charter of a consortium: the sections of all apps as one document."""

from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

import consortium.coherence
import duties.coherence
import membership.coherence
import treasury.coherence
from charter.rules import Amendment, Branch, Described, Identity, Laws
from charter.schema import Section, says
from consortium.rules import Body, GroupKind, Meetings, Office, Procedure, Terms, Title, Votes, WorkingGroups
from duties.rules import Reminders
from membership.rules import Dues, Membership, Regrading, Tier, Withdrawal
from projects.rules import Projects, ProjectType, Results
from roadmap.rules import Roadmap
from treasury.rules import Funding, Pools

COHERENCE = (
    *consortium.coherence.COHERENCE,
    *membership.coherence.COHERENCE,
    *treasury.coherence.COHERENCE,
    *duties.coherence.COHERENCE,
)
"""Laws between rules, of all apps: each reads a draft charter and lists its faults."""

COHERENCE = (
    *consortium.coherence.COHERENCE,
    *membership.coherence.COHERENCE,
    *treasury.coherence.COHERENCE,
    *duties.coherence.COHERENCE,
)
"""Laws between rules, of all apps: each reads a draft charter and lists its faults."""


class Charter(Section):
    """Every rule of one consortium at one time."""

    SCHEMA: ClassVar[int] = 1

    identity: Identity = says(_("Identity"))
    branches: dict[str, Branch] = says(_("Branches"), default={})
    tiers: dict[str, Tier] = says(_("Tiers"), default={})
    titles: dict[str, Title] = says(_("Titles"), default={})
    bodies: dict[str, Body] = says(_("Bodies"))
    working_groups: WorkingGroups = says(_("Working groups"), default=WorkingGroups())
    office: Office = says(_("Office"))
    terms: Terms = says(_("Terms"))
    membership: Membership = says(_("Membership"))
    dues: Dues = says(_("Dues"))
    pools: Pools | None = says(_("Pools"), default=None)
    regrading: Regrading = says(_("Regrading"), default=Regrading())
    withdrawal: Withdrawal = says(_("Withdrawal"), default=Withdrawal())
    meetings: Meetings = says(_("Meetings"))
    votes: Votes = says(_("Votes"), default=Votes())
    reminders: Reminders = says(_("Reminders"))
    project_types: dict[str, ProjectType] = says(_("Project types"), default={})
    projects: Projects = says(_("Projects"), default=Projects())
    results: Results = says(_("Results"), default=Results())
    funding: Funding = says(_("Funding"), default=Funding())
    roadmap: Roadmap = says(_("Roadmap and priorities"), default=Roadmap())
    amendment: Amendment = says(_("Amendment"))
    laws: Laws = says(_("Laws of the described system"), default=Laws())
    described: Described = says(_("In words"), default=Described())

    def bodies_of_kind(self, kind: str) -> dict[str, Body]:
        """Bodies of one kind, by key."""
        return {key: body for key, body in self.bodies.items() if body.kind == kind}

    def appoints(self, key: str) -> tuple[str, ...]:
        """Keys of the bodies whose members the body ``key`` appoints."""
        return tuple(other for other, body in self.bodies.items() if body.appointed_by == key)

    def quota(self, tier: str, body: str) -> int:
        """Seats that a member of ``tier`` may hold in the class of ``body`` (GOV-09)."""
        rules = self.bodies[body]
        if not self.tiers:
            return rules.seats_per_member or 0
        if tier not in self.tiers or not self.may_sit(tier, body):
            return 0
        return self.tiers[tier].seats.get(rules.class_, 0)

    def may_sit(self, tier: str, body: str) -> bool:
        """Whether members of ``tier`` are eligible for ``body`` (EC-02, SC-01, TC-01)."""
        tiers = self.bodies[body].tiers
        return not tiers or tier in tiers

    def title_fits(self, title: str, body: str) -> bool:
        """Whether ``title`` (a key, a name or a synonym) qualifies for ``body``."""
        wanted = self.bodies[body].titles
        return not wanted or any(title == key or self.titles[key].covers(title) for key in wanted)

    def procedure(self, key: str) -> Procedure:
        """How the body or the kind of working group ``key`` decides."""
        return self.bodies[key] if key in self.bodies else self.group_kind(key)

    def group_kind(self, key: str) -> GroupKind:
        return self.working_groups.kinds[key]

    def time_zone_of(self, body: str) -> str:
        """The time zone in which periods and deadlines of ``body`` count (E-19)."""
        branch = self.branches.get(self.bodies[body].branch)
        return (branch and branch.time_zone) or self.identity.time_zone

    def bands(self) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
        """The tiers' bands of revenue, as ``membership.arithmetic.tier_for`` reads them."""
        return tuple((key, tier.revenue_from, tier.revenue_below) for key, tier in self.tiers.items())

    @property
    def project_share(self) -> Decimal:
        """Share of the dues that goes to projects; nothing where the charter has no pools."""
        return self.pools.project_share if self.pools else Decimal(0)
