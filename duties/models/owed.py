"""What is owed: duties and their discharges.

A duty is only the debt. The meeting, the report or the payment is a row of its own, and a discharge links
it as evidence: a joint session discharges two duties, an extra meeting none.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journal.models import Entry, Subject
from parties.tenancy import ALL, TenantRow, in_one_consortium
from parties.viewer import Viewer


class DutyQuerySet(models.QuerySet):
    """Row sets of duties."""

    def open(self) -> "DutyQuerySet":
        return self.filter(state=Duty.State.OPEN)

    def overdue(self, at: datetime) -> "DutyQuerySet":
        return self.open().filter(due_at__lt=at)

    def standing(self) -> "DutyQuerySet":
        """All that were really owed: neither waived nor found not to be required."""
        return self.exclude(state__in=[Duty.State.WAIVED, Duty.State.NOT_REQUIRED])

    def owed_by(self, viewer: Viewer) -> "DutyQuerySet":
        """The viewer's own: of their seats, their companies, and of those whom they assist."""
        return self.filter(consortium=viewer.consortium, debtor_id__in=viewer.answers_for)

    def visible_to(self, viewer: Viewer) -> "DutyQuerySet":
        """One's own duties; the office sees all. What a body owes is shown by that body's page."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_office else mine.filter(debtor_id__in=viewer.answers_for)


class Duty(TenantRow):
    """What one debtor owes, for one subject and period, by when."""

    FREE = {ALL: "reconciled every day with the charter's calendar and with what was done"}

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state", "Open")
        DONE = "done", _("Done")
        LATE = "late", _("Done late")
        MISSED = "missed", pgettext_lazy("duty", "Missed")
        MOVED = "moved", _("Moved")
        WAIVED = "waived", _("Waived")
        NOT_REQUIRED = "not_required", _("Not required")

    kind = models.CharField(max_length=40)
    debtor = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="owes")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="duties")
    period = DateRangeField(null=True, blank=True)
    """Half-open, in the time zone of the body it concerns; empty where the duty has no period."""
    arises_at = models.DateTimeField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=64, blank=True)
    """The time zone at whose midnight it falls due; empty where it is due at an hour."""
    rule = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            *in_one_consortium("duty", "debtor", "subject"),
            models.UniqueConstraint(
                fields=["debtor", "subject", "kind", "period"],
                condition=~Q(state="waived"),
                nulls_distinct=False,
                name="one_duty_per_debtor_subject_kind_and_period",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="duty_is_settled_when_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "late"]) | ~Q(reason=""),
                name="duty_let_off_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "due_at"], condition=Q(state="open"), name="duty_open_by_debtor"),
            models.Index(fields=["consortium", "due_at"], condition=Q(state="open"), name="duty_open_by_day"),
            models.Index(fields=["subject", "kind"], name="duty_by_subject"),
            models.Index(fields=["consortium", "kind"], condition=Q(state="waived"), name="duty_let_off"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.debtor}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and self.due_at < at


class Discharge(TenantRow):
    """Evidence that a duty was met. Many to many: see the module's docstring."""

    FREE = {ALL: "follows from the meeting, the report or the payment that it points at"}

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="discharges")
    evidence = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="discharges")
    met_at = models.DateTimeField()
    """When it happened, not when it was recorded: a cadence counts the day a meeting was held."""
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("discharge", "duty", "evidence", "entry"),
            models.UniqueConstraint(fields=["duty", "evidence"], name="one_discharge_per_evidence"),
        ]
