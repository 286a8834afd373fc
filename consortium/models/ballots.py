"""The roll of a motion, and what its lines said: frozen seats, recusals and ballots."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consortium.models.motions import Item, Motion
from consortium.models.seats import Seat
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class RollLineQuerySet(models.QuerySet):
    """Row sets of roll lines."""

    def standing(self) -> "RollLineQuerySet":
        """Lines that count: not struck by the end of their seat."""
        return self.filter(struck_at__isnull=True)

    def silent(self) -> "RollLineQuerySet":
        """Lines that have not voted on anything yet."""
        return self.standing().filter(voted_at__isnull=True)

    def held_by(self, viewer: Viewer) -> "RollLineQuerySet":
        """Lines on which the viewer may vote today, as the seat's holder or its named alternate."""
        return self.filter(acting_seat_id__in=[seat.id for seat in viewer.seats if seat.votes])

    def left_to(self, viewer: Viewer) -> "RollLineQuerySet":
        """Lines on which the viewer may still say something: an alternate overrules neither holder nor record."""
        theirs = Q(cast_by=OuterRef("acting_seat__person")) | Q(is_recorded=True)
        by_holder = Ballot.objects.filter(theirs, line=OuterRef("pk"))
        overruled = Q(Exists(by_holder), voted_at__isnull=False) & ~Q(acting_seat__person=viewer.person)
        return self.standing().held_by(viewer).exclude(overruled)

    def in_turn(self) -> "RollLineQuerySet":
        """Lines that have not voted before those that have."""
        return self.order_by(F("voted_at").asc(nulls_first=True), "pk")


class RollLine(TenantRow):
    """One seat on a motion's roll, frozen at opening: the seat, its company, its weight.

    Whether it voted is known to whoever sees the motion; what it said is on `Ballot`, which has readers of its own.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    acting_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    """The seat that votes on this line: the same, or its successor where the charter says so."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    weight = models.DecimalField(max_digits=9, decimal_places=4)
    is_chair = models.BooleanField(default=False)
    voted_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    """When the seat's end took the line off the roll, where the charter says so."""
    struck_reason = models.CharField(max_length=40, blank=True)

    objects = RollLineQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("roll_line", "motion", "seat", "acting_seat"),
            models.UniqueConstraint(fields=["motion", "seat"], name="one_roll_line_per_seat"),
            models.UniqueConstraint(fields=["motion", "acting_seat"], name="one_roll_line_per_acting_seat"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="roll_weight_is_positive"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_reason=""), name="struck_line_says_why"
            ),
        ]

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None


class Recusal(TenantRow):
    """A roll line that takes no part in one item, with the reason; its effect on the quorum is the charter's."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recusals")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField(_("reason"))
    recused_at = models.DateTimeField()

    class Meta:
        constraints = [
            *in_one_consortium("recusal", "item", "line"),
            models.UniqueConstraint(fields=["item", "line"], name="one_recusal_per_line_and_item"),
        ]


class BallotQuerySet(models.QuerySet):
    """Row sets of ballots."""

    def visible_to(self, viewer: Viewer) -> "BallotQuerySet":
        """One's own and one's company's at any time; after closing, the body's and the office's to read.

        Rivals sit in one room: how a seat voted is for those who sat there. Other members see who took part
        and the count (`RollLine.voted_at`, `Item`).
        """
        mine = self.filter(consortium=viewer.consortium)
        own = Q(line__acting_seat_id__in=[seat.id for seat in viewer.seats])
        company = Q(line__organisation_id__in=[company.organisation_id for company in viewer.companies])
        in_the_room = Q(item__motion__body_id__in=viewer.bodies)
        decided = Q(item__motion__state=Motion.State.CLOSED)
        if viewer.is_office:
            return mine.filter(own | decided)
        return mine.filter(own | (decided & (company | in_the_room)))


class Ballot(TenantRow):
    """One roll line's vote on one item. It can be changed until the motion closes."""

    class Choice(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstain")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ballots")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice)
    is_by_slate = models.BooleanField(default=False)
    """Cast with one vote for the whole slate, not for this item by itself."""
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who cast it: the seat's holder, a named alternate, or whoever recorded the vote in the room."""
    is_recorded = models.BooleanField(default=False)
    """Recorded in the room, not cast by the seat itself."""
    cast_at = models.DateTimeField()

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("ballot", "item", "line"),
            models.UniqueConstraint(fields=["item", "line"], name="one_ballot_per_seat_and_item"),
        ]
