"""Motions: how anything binding is decided.

Every item is voted on by itself; a slate is the convenience of one vote for all items that nobody severed.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charter.models import Edition
from consortium.models.bodies import Body
from files.models import Blob, Label
from journal.models import SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class MotionQuerySet(models.QuerySet):
    """Row sets of motions."""

    def open(self) -> "MotionQuerySet":
        return self.filter(state=Motion.State.OPEN)

    def decided(self) -> "MotionQuerySet":
        """The decision register (GOV-12)."""
        return self.filter(state=Motion.State.CLOSED)

    def due(self, at) -> "MotionQuerySet":
        """Open motions whose deadline has passed."""
        return self.open().filter(closes_at__lte=at)

    def visible_to(self, viewer: Viewer) -> "MotionQuerySet":
        """Drafts: author and office. Put forward or opened: the body and the one it comes from. Decided: members."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        if not viewer.is_known:
            return self.none()
        put_forward = Q(state__in=["open", "closed"]) | Q(submitted_at__isnull=False) | Q(opened_at__isnull=False)
        shown = put_forward & (Q(body_id__in=viewer.bodies) | Q(from_body_id__in=viewer.bodies))
        shown |= Q(author=viewer.person) | Q(author_id__in=viewer.assists)
        if viewer.is_member:
            shown |= Q(state="closed")
        return mine.filter(shown)


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
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    """The body below that recommends it (SC-04); empty where the body moves by itself."""
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    """The earlier decision that it takes up: the station before it on the approval trail (GOV-05)."""
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
    submitted_at = models.DateTimeField(null=True, blank=True)
    """When its author put it before the body, which may then open it."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """The deadline of a vote in writing; empty while a vote is taken in a meeting."""
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("motion", "body", "from_body", "follows", "edition"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(edition__isnull=False, opened_at__isnull=False),
                name="motion_opens_under_an_edition",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opened_at")),
                name="motion_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="decided_motion_has_a_day"
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
    def is_submitted(self) -> bool:
        return self.is_draft and self.submitted_at is not None

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_in_writing(self) -> bool:
        """Whether votes are given until a deadline rather than in the room."""
        return self.closes_at is not None


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
    matter = models.CharField(_("matter"), max_length=40, default="resolution")
    """Key of ``registry.matters.MATTERS``, such as ``appointment`` or ``admission``; ``resolution`` enacts nothing."""
    is_severed = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    for_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    against_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    abstained_weight = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    present = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    """Of the roll, what counted towards the quorum when it was decided: heads or weight, as the charter has it."""
    roll_size = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    enactment = models.CharField(max_length=20, choices=Enactment, default=Enactment.NONE)
    blocked_reason = models.TextField(blank=True)
    enacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            *subject_constraints("item", "motion"),
            models.UniqueConstraint(
                fields=["motion", "position"],
                name="one_item_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(enactment="blocked") | ~Q(blocked_reason=""), name="blocked_item_says_why"
            ),
            models.CheckConstraint(
                condition=Q(enactment="none") | Q(state="carried"), name="only_carried_items_are_enacted"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_carried(self) -> bool:
        return self.state == self.State.CARRIED

    @property
    def is_blocked(self) -> bool:
        return self.enactment == self.Enactment.BLOCKED

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.CARRIED, self.State.LOST, self.State.NO_QUORUM)


class MotionPaperQuerySet(models.QuerySet):
    """Row sets of papers to motions."""

    def visible_to(self, viewer: Viewer) -> "MotionPaperQuerySet":
        """By label, among those who see the motion: all of them, its body, or the one who added it; the office all."""
        mine = self.filter(motion__in=Motion.objects.visible_to(viewer).values("pk"))
        if viewer.is_office:
            return mine
        shown = Q(label__in=[Label.PUBLIC, Label.CONSORTIUM]) | Q(added_by=viewer.person)
        return mine.filter(shown | Q(label=Label.BODY, motion__body_id__in=viewer.bodies))


class MotionPaper(TenantRow):
    """A file laid before the body with a motion. Readers: those of the motion, narrowed by its label."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="papers")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    label = models.CharField(_("who may read it"), max_length=20, choices=Label, default=Label.BODY)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = MotionPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("motion_paper", "motion", "blob"),
            models.UniqueConstraint(fields=["motion", "name"], name="one_paper_of_a_name_per_motion"),
        ]

    def __str__(self) -> str:
        return self.name
