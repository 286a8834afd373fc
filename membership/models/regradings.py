"""The yearly regrading: which tier each member has from the first day of a dues year (MEM-12, E-07)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from journal.models import SubjectRow, subject_constraints
from membership.models.declarations import Declaration
from membership.models.members import Member
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class RegradingQuerySet(models.QuerySet):
    """Row sets of regradings."""

    def visible_to(self, viewer: Viewer) -> "RegradingQuerySet":
        """The office and the council; a member sees its own line on its own page."""
        if viewer.is_office or any(seat.kind == "council" for seat in viewer.seats):
            return self.filter(consortium=viewer.consortium)
        return self.none()


class Regrading(SubjectRow):
    """One year's regrading, announced ahead and in effect from its day."""

    KIND = "regrading"

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        EFFECTIVE = "effective", _("In effect")

    MOVES = {State.ANNOUNCED: [State.EFFECTIVE], State.EFFECTIVE: []}

    dues_year = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.ANNOUNCED)
    announced_at = models.DateTimeField()

    objects = RegradingQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("regrading"),
            models.UniqueConstraint(fields=["consortium", "dues_year"], name="one_regrading_per_dues_year"),
        ]

    def __str__(self) -> str:
        return str(self.dues_year)

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/regradings/{self.number}/"

    @property
    def is_announced(self) -> bool:
        return self.state == self.State.ANNOUNCED


class LineQuerySet(models.QuerySet):
    """Row sets of regrading lines."""

    def waiting(self) -> "LineQuerySet":
        return self.filter(taken_effect_on__isnull=True)

    def visible_to(self, viewer: Viewer) -> "LineQuerySet":
        """The office and the council see all lines, a company its own."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office or any(seat.kind == "council" for seat in viewer.seats):
            return mine
        return mine.filter(member_id__in=[company.member_id for company in viewer.companies])


class RegradingLine(TenantRow):
    """A member whose tier changes. Only changes have a line; the revenue behind one is its declaration's."""

    regrading = models.ForeignKey(Regrading, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="regradings")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="+")
    old_tier = models.CharField(max_length=20)
    new_tier = models.CharField(max_length=20)
    stopped_on = models.DateField(null=True, blank=True)
    """Since when it waits for the company to choose who keeps a seat; its tier then changes on the day it has."""
    taken_effect_on = models.DateField(null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("regrading_line", "regrading", "member", "declaration"),
            models.UniqueConstraint(fields=["regrading", "member"], name="one_regrading_line_per_member"),
            models.CheckConstraint(condition=~Q(old_tier=F("new_tier")), name="regrading_line_changes_the_tier"),
        ]
