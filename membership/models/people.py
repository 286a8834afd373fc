"""Who speaks for an organisation in this consortium, and on whose word."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from membership.models.members import Member, same
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class AffiliationQuerySet(models.QuerySet):
    """Row sets of affiliations."""

    def on(self, day: date) -> "AffiliationQuerySet":
        """Places that stand on the day: a company's end with its membership, before any round has written it down."""
        gone = Member.objects.gone(day).filter(consortium=OuterRef("consortium"), organisation=OuterRef("organisation"))
        return self.filter(~Exists(gone), during__contains=day)

    def come(self) -> "AffiliationQuerySet":
        """Of people who may be called by their own name: those known elsewhere have been here since."""
        return self.filter(called="")

    def visible_to(self, viewer: Viewer) -> "AffiliationQuerySet":
        """Who works where is known to everyone who has a part in the consortium (ECO-14)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class MandateQuerySet(models.QuerySet):
    """Row sets of mandates."""

    def on(self, day: date) -> "MandateQuerySet":
        return self.filter(during__contains=day)

    def visible_to(self, viewer: Viewer) -> "MandateQuerySet":
        """The organisation whose mandates they are, and the office."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_office else mine.filter(organisation__in=viewer.organisations)


class AssistanceQuerySet(models.QuerySet):
    """Row sets of assistance."""

    def on(self, day: date) -> "AssistanceQuerySet":
        """Assistance on the day, but not to somebody whose only place was in a company that has left."""
        places = Affiliation.objects.filter(consortium=OuterRef("consortium"), person=OuterRef("person"))
        with_place, standing = places.filter(during__contains=day), places.on(day)
        return self.filter(~Exists(with_place) | Exists(standing), during__contains=day)

    def visible_to(self, viewer: Viewer) -> "AssistanceQuerySet":
        """The two people, and the office."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        return mine.filter(Q(person=viewer.person) | Q(assistant=viewer.person)) if viewer.person else mine.none()


class Affiliation(TenantRow):
    """A person's place in an organisation, as this consortium knows it, with the title held there."""

    FREE = {"called": "what somebody known elsewhere is called until their first visit, which ends it"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    title = models.CharField(max_length=40, blank=True)
    """Key of a charter title (``cto``, ``svp``, ``director``, ``technical_lead``), or empty."""
    position = models.CharField(max_length=120, blank=True)
    """The title as the company writes it."""
    called = models.CharField(max_length=200, blank=True)
    """What somebody known elsewhere is called here until they come: a mail address must not tell a stranger's name."""
    during = DateRangeField()

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("affiliation"),
            ExclusionConstraint(
                name="one_affiliation_at_a_time",
                expressions=[
                    (same("consortium_id"), RangeOperators.OVERLAPS),
                    (same("person_id"), RangeOperators.OVERLAPS),
                    (same("organisation_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def name(self) -> str:
        return self.called or self.person.name

    @property
    def native_name(self) -> str:
        return "" if self.called else self.person.native_name


class Mandate(TenantRow):
    """What a person may do in the name of an organisation; ends with its days."""

    class Kind(models.TextChoices):
        NOMINATOR = "nominator", _("Nominates people for seats")
        REVENUE_DECLARER = "revenue_declarer", _("Declares revenue")
        BILLING = "billing", _("Receives and pays invoices")
        COUNSEL = "counsel", _("Counsel")
        SIGNATORY = "signatory", _("Signs for the organisation")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=20, choices=Kind)
    during = DateRangeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("mandate", "entry"),
            models.UniqueConstraint(
                fields=["consortium", "organisation", "person", "kind"],
                condition=Q(during__endswith__isnull=True, during__isempty=False),
                name="one_open_mandate_of_a_kind",
            ),
        ]


class Assistance(TenantRow):
    """An assistant's dated, revocable mandate: prepares, replies and chases for someone, never votes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assistants")
    assistant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assists")
    during = DateRangeField()

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("assistance"),
            models.CheckConstraint(condition=~Q(person=F("assistant")), name="assistance_is_between_two_people"),
        ]
