"""What a motion's item carries besides its words: statements that it publishes, charter rules that it amends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.models.motions import Item, Motion
from journal.models import Entry, SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class StatementQuerySet(models.QuerySet):
    """Row sets of statements."""

    def published(self) -> "StatementQuerySet":
        return self.filter(published_at__isnull=False)

    def of_kind(self, kind: str) -> "StatementQuerySet":
        """Every published version of one kind, the one in force first."""
        return self.published().filter(kind=kind).order_by("-version")

    def visible_to(self, viewer: Viewer) -> "StatementQuerySet":
        """Published: everyone with a part in the consortium. Proposed: whoever sees the motion."""
        mine = self.filter(consortium=viewer.consortium)
        if not viewer.is_known:
            return self.none()
        motions = Motion.objects.visible_to(viewer).values("pk")
        return mine.filter(Q(published_at__isnull=False) | Q(item__motion__in=motions))


class Statement(SubjectRow):
    """A version of the strategy, the vision or the mission, published by a decision (EC-04, EC-05)."""

    KIND = "statement"

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("Development strategy")
        VISION = "vision", _("Vision")
        MISSION = "mission", _("Mission")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    version = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=10, default="en")
    other_text = models.TextField(_("text in a second language"), blank=True)
    other_language = models.CharField(_("second language"), max_length=10, blank=True)
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="statement")
    """The decision that publishes it: there is no statement without one."""
    published_at = models.DateTimeField(null=True, blank=True)
    allowed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("statement", "item", "allowed_by"),
            models.UniqueConstraint(
                fields=["consortium", "kind", "version"], name="one_statement_per_kind_and_version"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, version__isnull=True)
                | Q(published_at__isnull=False, version__isnull=False),
                name="published_statement_has_a_version",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version or ''}".strip()

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/statements/{self.number}/"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Amendment(TenantRow):
    """The charter rules that an item changes, by path, and the day from which they hold (E-73)."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="amendment")
    changes = models.JSONField()
    """Path → value, such as ``{"bodies.ec.quorum": "0.6"}``."""
    effective_from = models.DateField(_("holds from"))

    class Meta:
        constraints = [*in_one_consortium("amendment", "item")]
