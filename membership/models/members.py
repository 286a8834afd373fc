"""What a consortium knows of the companies that belong to it.

What competitors may not see of each other (declared revenue, payments, why one leaves) lives in rows of its
own, apart from `Member`, so that filtering, sorting and counting members never touches it.
"""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from journal.models import Entry, SubjectRow, subject_constraints
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


def same(column: str) -> Func:
    """Compare an id inside a range-based exclusion without any PostgreSQL extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


class MemberQuerySet(models.QuerySet):
    """Row sets of members."""

    def current(self, day: date) -> "MemberQuerySet":
        """Companies that belong on the day, suspended ones included."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def gone(self, day: date) -> "MemberQuerySet":
        """Companies whose last day is over and whose departure no round has completed yet."""
        return self.filter(state__in=[Member.State.ACTIVE, Member.State.SUSPENDED], left_on__lte=day)

    def graded(self, day: date) -> "MemberQuerySet":
        """Add the tier of the day as ``tier`` (empty where the charter has no tiers)."""
        held = Tiering.objects.filter(member=OuterRef("pk"), during__contains=day).values("tier")[:1]
        return self.annotate(tier=models.functions.Coalesce(Subquery(held), Value("")))

    def visible_to(self, viewer: Viewer) -> "MemberQuerySet":
        """Who belongs is known to everyone who has a part in the consortium; amounts are not on this row."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Member(SubjectRow):
    """A company that belongs to the consortium, in one branch (E-13)."""

    KIND = "member"

    class State(models.TextChoices):
        ACTIVE = "active", _("Member")
        SUSPENDED = "suspended", _("Rights suspended")
        LEFT = "left", _("Left")
        EXCLUDED = "excluded", _("Excluded")

    MOVES = {
        State.ACTIVE: [State.SUSPENDED, State.LEFT, State.EXCLUDED],
        State.SUSPENDED: [State.ACTIVE, State.LEFT, State.EXCLUDED],
        State.LEFT: [],
        State.EXCLUDED: [],
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    branch = models.CharField(max_length=20, blank=True)
    chain_position = models.CharField(max_length=40, blank=True)
    """Key of the position in the supply chain (MEM-13), listed by the charter."""
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    """The first day on which the company is no longer a member; in the future while it is leaving."""
    admitted_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The decision that admitted it; empty for a member that was recorded at the founding."""

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("member", "admitted_by"),
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=Q(state__in=["active", "suspended"]),
                name="one_membership_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("joined_on")),
                name="member_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "suspended"]) | Q(left_on__isnull=False),
                name="member_that_left_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/members/{self.number}/"

    @property
    def belongs(self) -> bool:
        """Whether the membership has not ended; it may be suspended or about to end."""
        return self.state in (self.State.ACTIVE, self.State.SUSPENDED)

    @property
    def is_suspended(self) -> bool:
        return self.state == self.State.SUSPENDED

    @property
    def is_leaving(self) -> bool:
        return self.belongs and self.left_on is not None

    @property
    def last_day(self) -> date | None:
        """The last day of membership, once it is known."""
        return self.left_on and self.left_on - timedelta(days=1)

    def was_member_on(self, day: date) -> bool:
        """Whether a right that goes by the day of an event was the member's (E-81)."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


class Tiering(TenantRow):
    """The tier of a member for a span of days. Which revenue led to it is not said here."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tierings")
    tier = models.CharField(max_length=20)
    during = DateRangeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("tiering", "member", "entry"),
            ExclusionConstraint(
                name="one_tier_at_a_time",
                expressions=[
                    (same("member_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
