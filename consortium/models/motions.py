"""Motions: how anything binding is decided.

Every item is voted on by itself; a slate is the convenience of one vote for all items that nobody severed.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charter.models import Edition
from consortium.models.bodies import Body
from consortium.models.seats import Seat
from journal.models import SubjectRow, subject_constraints
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class MotionQuerySet(models.QuerySet):
    """Row sets of motions."""

    def open(self) -> "MotionQuerySet":
        return self.filter(state=Motion.State.OPEN)

    def decided(self) -> "MotionQuerySet":
        """The decision register (GOV-12)."""
        return self.filter(state=Motion.State.CLOSED)

    def visible_to(self, viewer: Viewer) -> "MotionQuerySet":
        """Drafts: their author and the office. Put to the vote: the body too. Decided: every member."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        shown = Q(state__in=["open", "closed", "withdrawn"], body_id__in=viewer.bodies)
        if viewer.person:
            shown |= Q(author=viewer.person)
        if viewer.is_member:
            shown |= Q(state="closed")
        return mine.filter(shown) if viewer.is_known else self.none()


class Motion(SubjectRow):
    """A question put to a body, with its items, its frozen roll and its outcome."""

    KIND = "motion"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for votes")
        CLOSED = "closed", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        State.DRAFT: [State.OPEN, State.WITHDRAWN],
        State.OPEN: [State.CLOSED, State.WITHDRAWN],
        State.CLOSED: [],
        State.WITHDRAWN: [],
    }

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="motions")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    """Language of the authoritative text."""
    other_text = models.TextField(_("text in a second language"), blank=True)
    other_language = models.CharField(_("second language"), max_length=10, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The charter edition it opened under, by which it is judged whatever comes later."""
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """The deadline of a vote in writing; empty while a vote is taken in a meeting."""
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("motion", "body", "edition"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(edition__isnull=False, opened_at__isnull=False),
                name="motion_opens_under_an_edition",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opened_at")),
                name="motion_closes_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["consortium", "-closed_at"], name="motion_register"),
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="motion_by_deadline"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/motions/{self.number}/"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class Item(SubjectRow):
    """One question of a motion. What it does when carried is its matter's enactment."""

    KIND = "item"

    class State(models.TextChoices):
        PENDING = "pending", _("Not decided")
        CARRIED = "carried", _("Carried")
        LOST = "lost", _("Not carried")
        NO_QUORUM = "no_quorum", _("No quorum")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Enactment(models.TextChoices):
        NONE = "none", _("Nothing to enact")
        WAITING = "waiting", _("Waiting")
        ENACTED = "enacted", _("Enacted")
        BLOCKED = "blocked", _("Blocked")
        RESCINDED = "rescinded", _("Rescinded")

    MOVES = {
        State.PENDING: [State.CARRIED, State.LOST, State.NO_QUORUM, State.WITHDRAWN],
        State.CARRIED: [],
        State.LOST: [],
        State.NO_QUORUM: [],
        State.WITHDRAWN: [],
    }

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    matter = models.CharField(max_length=40, default="resolution")
    """Key of ``config.tables.ENACTMENTS``, such as ``appointment`` or ``admission``; ``resolution`` enacts nothing."""
    is_severed = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    for_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    against_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    abstained_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    present = models.PositiveSmallIntegerField(default=0)
    """Roll lines that counted towards the quorum when it was decided."""
    enactment = models.CharField(max_length=20, choices=Enactment, default=Enactment.NONE)
    blocked_reason = models.TextField(blank=True)
    enacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            *subject_constraints("item", "motion"),
            models.UniqueConstraint(fields=["motion", "position"], name="one_item_per_position"),
            models.CheckConstraint(
                condition=~Q(enactment="blocked") | ~Q(blocked_reason=""), name="blocked_item_says_why"
            ),
            models.CheckConstraint(
                condition=Q(enactment="none") | Q(state="carried"), name="only_carried_items_are_enacted"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RollLine(TenantRow):
    """One seat on a motion's roll, frozen at opening: the seat, its company, its weight."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    weight = models.DecimalField(max_digits=9, decimal_places=4)
    struck_at = models.DateTimeField(null=True, blank=True)
    """When the seat's end took the line off the roll, where the charter says so."""
    struck_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            *in_one_consortium("roll_line", "motion", "seat"),
            models.UniqueConstraint(fields=["motion", "seat"], name="one_roll_line_per_seat"),
        ]


class Recusal(TenantRow):
    """A roll line that takes no part in one item, with the reason; its effect on the quorum is the charter's."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recusals")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField()
    recused_at = models.DateTimeField()

    class Meta:
        constraints = [
            *in_one_consortium("recusal", "item", "line"),
            models.UniqueConstraint(fields=["item", "line"], name="one_recusal_per_line_and_item"),
        ]


class Ballot(TenantRow):
    """One roll line's vote on one item. It can be changed until the motion closes."""

    class Choice(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstain")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ballots")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who cast it: the seat's holder, a named alternate, or the minute-taker of a vote in the room."""
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            *in_one_consortium("ballot", "item", "line"),
            models.UniqueConstraint(fields=["item", "line"], name="one_ballot_per_seat_and_item"),
        ]
