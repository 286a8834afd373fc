"""Declared revenue: the company's own figure, seen by finance and by those who speak for it, by nobody else."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from files.models import Blob
from journal.models import SubjectRow, subject_constraints
from membership.models.members import Member
from parties.viewer import Viewer
from treasury.rounding import in_cents

READERS = frozenset({"revenue_declarer", "billing", "signatory"})
"""Mandates of a company that open its own declarations."""


class DeclarationQuerySet(models.QuerySet):
    """Row sets of declarations."""

    def waiting(self) -> "DeclarationQuerySet":
        """Those that finance has to verify or send back."""
        return self.filter(state=Declaration.State.DECLARED)

    def verified(self) -> "DeclarationQuerySet":
        return self.filter(state=Declaration.State.VERIFIED)

    def visible_to(self, viewer: Viewer) -> "DeclarationQuerySet":
        """Finance, and the declaring company's own mandates (E-06, MEM-18)."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_finance:
            return mine
        own = [company.member_id for company in viewer.companies if company.mandates & READERS]
        return mine.filter(member_id__in=own) if own else self.none()


class Declaration(SubjectRow):
    """One member's revenue of one closed year, with its evidence (MEM-01, MEM-02, E-06)."""

    KIND = "declaration"

    class State(models.TextChoices):
        DECLARED = "declared", _("Declared, to be verified")
        RETURNED = "returned", _("Returned")
        VERIFIED = "verified", _("Verified")

    MOVES = {
        State.DECLARED: [State.DECLARED, State.VERIFIED, State.RETURNED],
        State.RETURNED: [State.DECLARED],
        State.VERIFIED: [State.RETURNED],
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="declarations")
    year = models.PositiveSmallIntegerField(_("year"))
    """The closed year that the revenue is of."""
    revenue = models.DecimalField(max_digits=18, decimal_places=2)
    """The revenue that counts, such as storage revenue, in ``currency``."""
    total_revenue = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=Decimal(1))
    """What one unit of ``currency`` is worth in the charter's currency (E-02)."""
    rate_on = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DECLARED)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    returned_reason = models.TextField(blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("declaration", "member", "evidence"),
            models.UniqueConstraint(fields=["member", "year"], name="one_declaration_per_member_and_year"),
            models.CheckConstraint(condition=Q(revenue__gte=0), name="declared_revenue_is_not_negative"),
            models.CheckConstraint(
                condition=Q(total_revenue__gte=F("revenue")), name="declared_revenue_is_part_of_the_total"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="declared_rate_is_positive"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_reason=""), name="returned_declaration_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.year}"

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/declarations/{self.number}/"

    @property
    def counts(self) -> Decimal:
        """The revenue that counts, in the charter's currency, to the cent."""
        return in_cents(self.revenue * self.rate)

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED

    @property
    def is_returned(self) -> bool:
        return self.state == self.State.RETURNED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.DECLARED
