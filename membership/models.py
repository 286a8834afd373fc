"""What a consortium knows of the companies that belong to it, and of who speaks for them.

What competitors may not see of each other (declared revenue, dues, payments) lives in rows of its own,
apart from `Member`, so that filtering, sorting and counting members never touches it.
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
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
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def visible_to(self, viewer: Viewer) -> "MemberQuerySet":
        """Who belongs is known to everyone who has a part in the consortium; amounts are not on this row."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Member(SubjectRow):
    """A company that belongs to the consortium, in one branch (E-13)."""

    KIND = "member"

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Rights suspended")
        LEAVING = "leaving", _("Leaving")
        LEFT = "left", _("Left")
        EXCLUDED = "excluded", _("Excluded")

    MOVES = {
        State.ACTIVE: [State.SUSPENDED, State.LEAVING, State.EXCLUDED],
        State.SUSPENDED: [State.ACTIVE, State.LEAVING, State.EXCLUDED],
        State.LEAVING: [State.LEFT, State.ACTIVE, State.EXCLUDED],
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
    """The first day on which the company is no longer a member."""
    leaving_reason = models.CharField(max_length=40, blank=True)
    admitted_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("member", "admitted_by"),
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=Q(left_on__isnull=True),
                name="one_membership_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("joined_on")),
                name="member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


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


class Affiliation(TenantRow):
    """A person's place in an organisation, as this consortium knows it, with the title held there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    title = models.CharField(max_length=40, blank=True)
    """Key of a charter title (``cto``, ``svp``, ``director``, ``technical_lead``), or empty."""
    position = models.CharField(max_length=120, blank=True)
    """The title as the company writes it."""
    during = DateRangeField()

    class Meta:
        constraints = [
            *in_one_consortium("affiliation"),
            ExclusionConstraint(
                name="one_affiliation_at_a_time",
                expressions=[
                    (same("consortium_id"), RangeOperators.OVERLAPS),
                    (same("person_id"), RangeOperators.OVERLAPS),
                    (same("organisation_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Mandate(TenantRow):
    """What a person may do in the name of an organisation; ends with its days."""

    class Kind(models.TextChoices):
        NOMINATOR = "nominator", _("Nominates people for seats")
        REVENUE_DECLARER = "revenue_declarer", _("Declares revenue")
        BILLING = "billing", _("Receives and pays invoices")
        COUNSEL = "counsel", _("Counsel")
        SIGNATORY = "signatory", _("Signs for the organisation")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=20, choices=Kind)
    during = DateRangeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("mandate", "entry"),
            models.UniqueConstraint(
                fields=["consortium", "organisation", "person", "kind"],
                condition=Q(during__endswith__isnull=True),
                name="one_open_mandate_of_a_kind",
            ),
        ]


class Assistance(TenantRow):
    """An assistant's dated, revocable mandate: prepares, replies and chases for someone, never votes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assistants")
    assistant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assists")
    during = DateRangeField()

    class Meta:
        constraints = [
            *in_one_consortium("assistance"),
            models.CheckConstraint(condition=~Q(person=F("assistant")), name="assistance_is_between_two_people"),
        ]
