"""What motion items on membership ask for: admitting a company, excluding one, and who keeps a seat."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.models.motions import Item
from consortium.models.seats import Seat
from membership.models import Member, RegradingLine
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium


class Admission(TenantRow):
    """The terms on which an item admits a company; frozen when voting opens."""

    class Basis(models.TextChoices):
        """What the tier rests on. The revenue itself is never part of a motion."""

        DECLARED = "declared", _("Revenue declared to finance")
        ESTIMATED = "estimated", _("Estimated; the next regrading corrects it")
        NONE = "none", _("No tiers")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="admission")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=20, blank=True)
    chain_position = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    tier_basis = models.CharField(max_length=20, choices=Basis)
    joins_on = models.DateField(null=True, blank=True)
    """The first day of membership; empty: the day of the decision."""

    class Meta:
        constraints = [
            *in_one_consortium("admission", "item"),
            models.CheckConstraint(
                condition=Q(tier="", tier_basis="none") | (~Q(tier="") & ~Q(tier_basis="none")),
                name="admission_says_what_its_tier_rests_on",
            ),
        ]


class Exclusion(TenantRow):
    """The member that an item excludes, and why it was put to the vote (E-08)."""

    class Reason(models.TextChoices):
        UNPAID = "unpaid", _("Dues unpaid")
        OTHER = "other", _("Other")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="exclusion")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.CharField(max_length=20, choices=Reason)

    class Meta:
        constraints = [*in_one_consortium("exclusion", "item", "member")]


class SeatChoice(TenantRow):
    """A seat that a company keeps when its new tier holds fewer; the others end with the effective day (E-07)."""

    line = models.ForeignKey(RegradingLine, on_delete=models.PROTECT, related_name="choices")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("seat_choice", "line", "seat"),
            models.UniqueConstraint(fields=["line", "seat"], name="one_choice_per_seat_and_line"),
        ]
