"""What industry needs: the demand that enters the consortium at its council (EC-06)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium.models.statements import Statement
from journal.models import SubjectRow, subject_constraints
from membership.models import Member
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class NeedQuerySet(models.QuerySet):
    """Row sets of industry needs."""

    def open(self) -> "NeedQuerySet":
        return self.filter(state=Need.State.FILED)

    def visible_to(self, viewer: Viewer) -> "NeedQuerySet":
        """Members and the office: a need names the firm that has it, which is not for outsiders."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_member or viewer.is_office else self.none()


class Need(SubjectRow):
    """A need of industry, with the firm that owns it."""

    KIND = "need"

    class State(models.TextChoices):
        FILED = "filed", pgettext_lazy("state", "Open")
        TAKEN_UP = "taken_up", _("Taken up in the strategy")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        State.FILED: [State.TAKEN_UP, State.WITHDRAWN],
        State.TAKEN_UP: [State.WITHDRAWN],
        State.WITHDRAWN: [],
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="needs")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is needed, and why"), blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.FILED)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("need", "member"),
            models.CheckConstraint(condition=~Q(title=""), name="need_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/needs/{self.number}/"

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN


class NeedLink(TenantRow):
    """A need that a version of the strategy takes up."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="links")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="needs")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            *in_one_consortium("need_link", "need", "statement"),
            models.UniqueConstraint(fields=["need", "statement"], name="one_link_per_need_and_statement"),
        ]
