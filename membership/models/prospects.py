"""Prospects: companies that might join, from the first name to the motion that admits them (MEM-10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.models import SubjectRow, subject_constraints
from parties.models import Organisation
from parties.viewer import Viewer


class ProspectQuerySet(models.QuerySet):
    """Row sets of prospects."""

    def open(self) -> "ProspectQuerySet":
        return self.exclude(state__in=[Prospect.State.JOINED, Prospect.State.LOST])

    def visible_to(self, viewer: Viewer) -> "ProspectQuerySet":
        """The office and the council's chair: a firm's interest in joining is its own affair."""
        chairs = any(seat.kind == "council" and seat.post == "chair" for seat in viewer.seats)
        return self.filter(consortium=viewer.consortium) if viewer.is_office or chairs else self.none()


class Prospect(SubjectRow):
    """A company that might join, with what it would bring."""

    KIND = "prospect"

    class State(models.TextChoices):
        IDENTIFIED = "identified", _("Identified")
        CONTACTED = "contacted", _("Contacted")
        TALKING = "talking", _("In talks")
        APPLIED = "applied", _("Applied")
        JOINED = "joined", _("Joined")
        LOST = "lost", _("Not joining")

    MOVES = {
        State.IDENTIFIED: [State.CONTACTED, State.TALKING, State.APPLIED, State.LOST],
        State.CONTACTED: [State.TALKING, State.APPLIED, State.LOST],
        State.TALKING: [State.CONTACTED, State.APPLIED, State.LOST],
        State.APPLIED: [State.TALKING, State.JOINED, State.LOST],
        State.JOINED: [],
        State.LOST: [State.IDENTIFIED],
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="prospects")
    state = models.CharField(_("stage"), max_length=20, choices=State, default=State.IDENTIFIED)
    branch = models.CharField(max_length=20, blank=True)
    chain_position = models.CharField(max_length=40, blank=True)
    expected_tier = models.CharField(max_length=20, blank=True)
    expected_dues = models.DecimalField(max_digits=18, decimal_places=2)
    """A year, in the charter's currency."""
    next_step = models.TextField(_("next step"), blank=True)
    noted_at = models.DateTimeField()

    objects = ProspectQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("prospect"),
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=~Q(state__in=["joined", "lost"]),
                name="one_open_prospect_per_organisation",
            ),
            models.CheckConstraint(condition=Q(expected_dues__gte=0), name="expected_dues_are_not_negative"),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/prospects/{self.number}/"
