"""Partners: universities, institutes and the host, as one consortium knows them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consortium.models.bodies import Body
from journal.models import SubjectRow, subject_constraints
from parties.models import Organisation
from parties.viewer import Viewer


class PartnerQuerySet(models.QuerySet):
    """Row sets of partners."""

    def on(self, day: date) -> "PartnerQuerySet":
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def visible_to(self, viewer: Viewer) -> "PartnerQuerySet":
        """Who works with the consortium is known to everyone who has a part in it (GOV-11)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Partner(SubjectRow):
    """An organisation that works with the consortium without being a member."""

    KIND = "partner"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="partners")
    """The technical committee that a university is connected to (GOV-11); the office for the host."""
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    """The first day on which it no longer is one."""

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("partner", "body"),
            models.UniqueConstraint(
                fields=["body", "organisation"],
                condition=Q(until__isnull=True),
                name="one_open_connection_per_body_and_partner",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="partner_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/partners/{self.number}/"

    @property
    def is_connected(self) -> bool:
        return self.until is None
