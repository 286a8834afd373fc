"""Bodies: the committees that the charter names, the working groups that a TC sets up, and the office."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from journal.models import Entry, SubjectRow, subject_constraints
from parties.viewer import Viewer


class BodyQuerySet(models.QuerySet):
    """Row sets of bodies."""

    def open(self) -> "BodyQuerySet":
        return self.filter(state=Body.State.OPEN)

    def deciding(self) -> "BodyQuerySet":
        """Bodies that can hold motions: all but the office."""
        return self.exclude(kind=Body.Kind.OFFICE)

    def visible_to(self, viewer: Viewer) -> "BodyQuerySet":
        """The organisation is known to everyone who has a part in the consortium (GOV-12)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Body(SubjectRow):
    """A committee, a working group or the office."""

    KIND = "body"

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        STEERING = "steering", _("Steering committee")
        TECHNICAL = "technical", _("Technical committee")
        SYSTEM_GROUP = "system_group", _("System group")
        FUNCTION_GROUP = "function_group", _("Function group")
        ADVISORY = "advisory", _("Advisory committee")
        OFFICE = "office", _("Office")

    class State(models.TextChoices):
        OPEN = "open", _("At work")
        CLOSED = "closed", _("Closed")

    MOVES = {State.OPEN: [State.CLOSED], State.CLOSED: []}

    key = models.CharField(max_length=60)
    """Key in the charter (``ec``, ``sc_us``); of a working group, its own slug."""
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.PositiveSmallIntegerField(default=0)
    """Management layer 1–3 (GOV-04); 0 for groups and the office, which are not layers."""
    branch = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=120)
    native_name = models.CharField(_("name in own script"), max_length=120, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    """The body that set a group up, or a function group's system group."""
    system = models.CharField(_("recording system"), max_length=60, blank=True)
    domain = models.CharField(_("functional domain"), max_length=60, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    allowed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bodies"
        # By layer; groups and the office, which are none, come last.
        ordering = [NullIf("level", 0).asc(nulls_last=True), "branch", "name"]
        constraints = [
            *subject_constraints("body", "parent", "allowed_by"),
            models.UniqueConstraint(
                fields=["consortium", "key"], condition=Q(state="open"), name="one_open_body_per_key"
            ),
            models.UniqueConstraint(
                fields=["consortium", "kind", "branch"],
                condition=Q(state="open", kind__in=["council", "steering"]),
                name="one_open_committee_per_branch",
            ),
            models.UniqueConstraint(
                fields=["consortium", "branch", "system"],
                condition=Q(state="open", kind="system_group"),
                name="one_open_system_group_per_system_and_branch",
            ),
            models.CheckConstraint(
                condition=~Q(kind="system_group") | ~Q(system=""), name="system_group_names_its_system"
            ),
            models.CheckConstraint(
                condition=~Q(kind="function_group") | Q(parent__isnull=False),
                name="function_group_stands_under_a_system_group",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_on__isnull=False), name="closed_body_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/bodies/{self.number}/"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_group(self) -> bool:
        return self.kind in (self.Kind.SYSTEM_GROUP, self.Kind.FUNCTION_GROUP)

    @property
    def is_office(self) -> bool:
        return self.kind == self.Kind.OFFICE

    @property
    def rules_key(self) -> str:
        """Where the charter says how it decides: a body's own key, a group's kind (``Charter.procedure``)."""
        return self.rules_kind if self.is_group else self.key

    @property
    def rules_kind(self) -> str:
        """Its kind as the charter spells it: ``technical``, and of a working group ``system``, ``function``."""
        return self.kind.removesuffix("_group")
