"""Withdrawals: a company's notice that it leaves, and why. The reason is between it, the council and the office."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.models import SubjectRow, subject_constraints
from membership.models.members import Member
from parties.viewer import Viewer


class WithdrawalQuerySet(models.QuerySet):
    """Row sets of withdrawals."""

    def announced(self) -> "WithdrawalQuerySet":
        return self.filter(state=Withdrawal.State.ANNOUNCED)

    def visible_to(self, viewer: Viewer) -> "WithdrawalQuerySet":
        """The office, the council, and those who speak for the company."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office or any(seat.kind == "council" for seat in viewer.seats):
            return mine
        return mine.filter(member_id__in=[c.member_id for c in viewer.companies if c.mandates])


class Withdrawal(SubjectRow):
    """A member's notice of leaving (MEM-09, E-10)."""

    KIND = "withdrawal"

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        TAKEN_BACK = "taken_back", _("Taken back")
        EFFECTIVE = "effective", _("In effect")

    MOVES = {
        State.ANNOUNCED: [State.TAKEN_BACK, State.EFFECTIVE],
        State.TAKEN_BACK: [],
        State.EFFECTIVE: [],
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.CharField(max_length=40)
    """A key of the charter's reasons, such as ``strategic_shift``, or ``other``."""
    words = models.TextField(blank=True)
    announced_at = models.DateTimeField()
    effective_on = models.DateField()
    """The first day on which the company is no longer a member."""
    state = models.CharField(max_length=20, choices=State, default=State.ANNOUNCED)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("withdrawal", "member"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="announced"), name="one_announced_withdrawal_per_member"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["effective_on"], condition=Q(state="announced"), name="withdrawal_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.member)

    @property
    def is_announced(self) -> bool:
        return self.state == self.State.ANNOUNCED
