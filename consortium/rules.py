"""The consortium's section of the charter: bodies, titles, working groups, the office, terms, meetings."""

from typing import Literal

from django.utils.translation import gettext_lazy as _

from charter.schema import Count, Days, Key, Positive, SeatShare, Section, Text, Value, VoteShare, says

MEMBER = "member"
"""In ``appointed_by``: the member company itself names its person (E-18)."""

MATTERS = {
    "strategy": _("Development strategy"),  # EC-04
    "vision": _("Vision and mission"),  # EC-05
    "budgets": _("Research budgets: adjust and approve"),  # EC-07
    "appointments": _("Members of the bodies below"),  # EC-08, SC-08
    "directions": _("Research directions"),  # SC-03
    "advice": _("Advice on projects: new, changed, scope, scale, budget"),  # SC-04…06
    "dossier": _("Dossier on the university projects"),  # SC-07
    "projects": _("Approve, guide and supervise projects"),  # SC-09, SC-10
    "portfolio": _("Layout of the portfolio"),  # SC-11
    "project_management": _("Manage funded projects"),  # TC-03
    "reviews": _("Work-summary meetings"),  # TC-04
    "proposals": _("Project proposals for approval"),  # TC-05
    "progress": _("Progress reports to the body above"),  # TC-07
    "working_groups": _("Working groups"),  # WG-01
    "priorities": _("Funding priority of each system domain"),  # WG-07
    "guidance": _("Guidance for the selection of projects"),  # WG-08
    "coordination": _("Coordination of projects in the group"),  # WG-09
    "roadmap": _("Technology roadmap of the system"),  # WG-11
    "group_reports": _("Periodic reports, fed back to the universities"),  # WG-13, WG-14
    "applications": _("Application process of the group"),  # WG-15
    "plan": _("Which projects the programme takes"),
    "daily_work": _("Daily work"),
}
"""What a body may be said to decide."""


class Cadence(Value):
    """How often a body meets at least, counted in calendar periods of its own time zone (E-19)."""

    every: Literal["year", "half_year", "quarter", "month"] = says(_("Every"))
    at_least: Positive = says(_("At least"), default=1)


class Procedure(Section):
    """How a body decides (E-04). Whatever votes has all of these; a charter that leaves one out is incomplete."""

    vote: Literal["seat", "none"] = says(_("Vote"), _("one vote for each seat, or none"))
    quorum: SeatShare = says(_("Quorum"), _("share of the roll that must be exceeded"), default=None)
    quorum_counts: Literal["heads", "weight"] = says(_("Quorum counts"), default=None)
    majority: VoteShare = says(_("Majority"), _("share of the votes cast that must be exceeded"), default=None)
    tie: Literal["not_passed", "chair"] = says(_("Tie"), _("what happens at equal votes"), default=None)
    recusal: Literal["counts_for_quorum", "reduces_quorum"] = says(_("A recusal"), default=None)
    seat_end: Literal["strike", "keep", "successor"] = says(
        _("When a seat ends while voting is open"),
        _("its line on the roll is struck, kept, or its successor's"),
        default=None,
    )
    decides: tuple[str, ...] = says(_("Decides"), default=(), words=MATTERS)


class Votes(Section):
    """What is told of a vote while it is open, and what may end it before its deadline (E-04).

    With few seats a running count tells how each of them voted, so nobody sees one unless the charter says so.
    """

    count_while_open: Literal["hidden", "shown"] = says(
        _("Count while a vote is open"), _("hidden: only who has voted is told until the close"), default="hidden"
    )
    ends_early: Literal["never", "all_voted", "certain"] = says(
        _("A vote in writing may end before its deadline"),
        _("never, once every seat has voted, or once no vote still to come could change the outcome"),
        default="never",
    )


class Body(Procedure):
    """A standing body: council, committee or office."""

    name: Text = says(_("Name"))
    class_: Key = says(_("Class"), _("bodies of one class share a quota of seats"), alias="class")
    kind: Literal["council", "steering", "technical", "advisory", "office"] = says(_("Kind"))
    level: Count = says(_("Layer"), _("1 is the top; the office stands beside the layers: 0"))
    branch: str = says(_("Branch"), _("empty: the whole consortium"), default="", refers=("branches",))
    parent: str = says(_("Stands below"), default="", refers=("bodies",))
    tiers: tuple[str, ...] = says(_("Tiers that hold seats"), _("empty: every member"), default=(), refers=("tiers",))
    titles: tuple[str, ...] = says(_("Titles that qualify"), _("empty: any title"), default=(), refers=("titles",))
    seats_per_member: int | None = says(_("Seats of each member"), _("where the charter has no tiers"), default=None)
    appointed_by: str = says(_("Appointed by"), _("a body, or the member itself"), refers=("bodies", "=member"))
    nominated_by: Literal["member", "body", ""] = says(_("Nominated by"), default="")
    cadence: Cadence | None = says(_("Meets"), default=None)
    collaborates_with: tuple[str, ...] = says(_("Works together with"), default=(), refers=("bodies",))

    @property
    def has_votes(self) -> bool:
        return self.vote != "none"

    @property
    def is_office(self) -> bool:
        return self.kind == "office"


class GroupKind(Procedure):
    """A kind of working group. Its members from the parent body vote; guests do not (WG-03, E-05)."""

    name: Text = says(_("Name"))
    parent_kind: str = says(
        _("Stands below"), _("a kind of body or of working group"), refers=("bodies:kind", "working_groups.kinds")
    )
    one_per: Literal["system", ""] = says(_("At most one open for each"), default="")


class WorkingGroups(Section):
    """Working groups: set up on demand, not a layer of management (WG-01…06)."""

    set_up_by: str = says(
        _("Set up by"), _("kind of body; empty: the charter knows none"), default="", refers=("bodies:kind",)
    )
    guests: bool | None = says(_("People from outside the body may belong"), default=None)
    guests_vote: bool | None = says(_("Guests vote"), default=None)
    lead_from: str = says(_("Led by a member of"), _("kind of body"), default="", refers=("bodies:kind",))
    kinds: dict[str, GroupKind] = says(_("Kinds"), default={})


class Title(Section):
    """A title that qualifies for a seat, with what counts as the same (E-16)."""

    name: Text = says(_("Name"))
    synonyms: tuple[str, ...] = says(_("Counts as the same"), default=())

    def covers(self, title: str) -> bool:
        """Whether ``title`` is this one or a listed synonym, whatever its case."""
        spoken = title.strip().casefold()
        return spoken in {name.casefold() for name in (self.name, *self.synonyms)}


class Post(Section):
    """A post in the office; it carries no vote (GOV-06, GOV-07)."""

    name: Text = says(_("Name"))
    duties: str = says(_("Does"), default="")


class Office(Section):
    """The dedicated staff."""

    posts: dict[str, Post] = says(_("Posts"), default={})


class Terms(Section):
    """How long a seat is held, and how many one person may hold (E-17, E-18)."""

    years: Positive = says(_("Term of a seat"), _("years"))
    renewable: bool = says(_("Renewable"))
    one_of: tuple[str, ...] = says(
        _("One person sits in one of"), _("classes of body; empty: no limit"), default=(), refers=("bodies:class",)
    )
    notice_days: Days | None = says(_("The company hears of a term's end"), _("days before"), default=None)
    fill_days: Days | None = says(_("A vacant seat is filled"), _("days after it fell vacant"), default=None)


class CountsWhen(Value):
    """What makes a meeting count for its period (E-67)."""

    minutes: bool
    quorum: bool


class Meetings(Section):
    """How meetings are called and when they count."""

    counts_when: CountsWhen = says(_("A meeting counts with"))
    first_period: Literal["owed", "half", "not_owed"] = says(
        _("A body that begins in mid-period owes that period's meeting"),
        _("always, where at least half of the period is left, or never"),
        default="half",
    )
    notice_days: Days = says(_("Invited"), _("days before"))
    minutes_due_days: Days = says(_("Minutes due"), _("days after"))
    banned_topics: tuple[str, ...] = says(_("Banned topics"), _("antitrust safeguard"), default=())
    review_attendance: dict[str, Count] = says(
        _("Persons at a review meeting"), _("per member, by tier"), default={}, refers=("tiers",)
    )
    review_only: tuple[str, ...] = says(
        _("Attend the half-yearly review only"), _("tiers"), default=(), refers=("tiers",)
    )
