"""Editions of a charter: the rules of one consortium, each with the day from which it holds."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.models import Entry, SubjectRow, subject_constraints
from parties.viewer import Viewer


class EditionQuerySet(models.QuerySet):
    """Row sets of editions."""

    def effective(self, day: date) -> "EditionQuerySet":
        """Activated editions, the one that holds on the day first."""
        return self.filter(state=Edition.State.ACTIVE, effective_from__lte=day).order_by("-effective_from", "-number")

    def visible_to(self, viewer: Viewer) -> "EditionQuerySet":
        """Activated editions: everyone with a part in the consortium. Drafts: the office."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        return mine.filter(state=Edition.State.ACTIVE) if viewer.is_known else self.none()


class Edition(SubjectRow):
    """One edition: the resolved document as it was stored, and the number of the schema it was written in."""

    KIND = "edition"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force from its day")
        DROPPED = "dropped", _("Dropped")

    MOVES = {State.DRAFT: [State.ACTIVE, State.DROPPED], State.ACTIVE: [], State.DROPPED: []}

    schema = models.PositiveSmallIntegerField()
    document = models.JSONField()
    effective_from = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    allowed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The decision that adopted it; empty for the edition of the founding."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("edition", "allowed_by"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(effective_from__isnull=False),
                name="active_edition_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["consortium", "effective_from"],
                condition=Q(state="active"),
                name="one_edition_per_effective_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
