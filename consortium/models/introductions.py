"""Introductions: an organisation asks whoever reads an address to be one of its people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.models.partners import Partner
from membership.models import Affiliation, Mandate
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class IntroductionQuerySet(models.QuerySet):
    """Row sets of introductions."""

    def waiting(self) -> "IntroductionQuerySet":
        """Those that the person, or a company of theirs, has not answered yet."""
        return self.filter(state__in=[Introduction.State.ASKED, Introduction.State.ACCEPTED])

    def visible_to(self, viewer: Viewer) -> "IntroductionQuerySet":
        """The organisation that asks and the office; after the person's yes, who nominates for a company of theirs."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        partners = Partner.objects.filter(consortium=viewer.consortium, body__in=viewer.bodies)
        companies = [each.organisation_id for each in viewer.companies if Mandate.Kind.NOMINATOR in each.mandates]
        colleagues = Affiliation.objects.on(viewer.today).filter(
            consortium=viewer.consortium, organisation__in=companies
        )
        return mine.filter(
            Q(organisation__in=viewer.organisations)
            | Q(organisation__in=partners.values("organisation"))
            | Q(state=Introduction.State.ACCEPTED, person__in=colleagues.values("person"))
        )


class Introduction(TenantRow):
    """What was typed of somebody, kept until they have answered; what the asking side reads is nothing else."""

    FREE = {
        "state": "where the question stands is told to those asked alone; the place and mandates that follow bind",
        "answered_at": "as the state",
    }

    class State(models.TextChoices):
        ASKED = "asked", _("Invited")
        ACCEPTED = "accepted", _("Accepted; their company is asked")
        JOINED = "joined", _("Joined")
        DECLINED = "declined", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="introductions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="introductions")
    """Whoever reads the address. The asking side does not learn who that is before they have said yes."""
    email = models.EmailField()
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=40, blank=True)
    position = models.CharField(max_length=120, blank=True)
    mandates = models.JSONField(default=list)
    """Kinds of mandate that follow with the yes."""
    state = models.CharField(max_length=20, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    released_by = models.JSONField(default=list)
    """Keys of the companies of the person that have agreed."""

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("introduction"),
            models.UniqueConstraint(
                fields=["consortium", "organisation", "person"],
                condition=Q(state__in=["asked", "accepted"]),
                name="one_introduction_at_a_time",
            ),
        ]

    @property
    def state_told(self) -> str:
        """Say to the asking side where it stands: who else is asked is not theirs to know."""
        is_waiting = self.state == self.State.ACCEPTED
        return str(self.State.ASKED.label if is_waiting else self.get_state_display())

    @property
    def mandates_told(self) -> list[str]:
        """Name what the person would do in the organisation's name."""
        return [str(Mandate.Kind(kind).label) for kind in self.mandates]

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.ASKED, self.State.ACCEPTED)

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED
