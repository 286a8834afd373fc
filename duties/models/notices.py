"""What people are told: notices, and the mails that bundle them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models.owed import Duty
from files.models import Blob
from journal.models import Subject, SubjectRow, subject_constraints
from parties.models import Organisation, Person
from parties.tenancy import ALL, TenantRow, in_one_consortium
from parties.viewer import Viewer

WAITS = Q(duty__isnull=True) | Q(duty__state=Duty.State.OPEN)
"""Of a notice: what it reminds of is still to be done, or it reminds of nothing."""


class NoticeQuerySet(models.QuerySet):
    """Row sets of notices."""

    def unread(self) -> "NoticeQuerySet":
        """Neither read nor settled: a reminder of what has been done waits for nobody."""
        return self.filter(WAITS, read_at__isnull=True)

    def undelivered(self) -> "NoticeQuerySet":
        return self.filter(delivery__isnull=True)

    def visible_to(self, viewer: Viewer) -> "NoticeQuerySet":
        """One's own, in this consortium."""
        return self.filter(consortium=viewer.consortium, person=viewer.person)


class Notice(TenantRow):
    """Something that a person should know. Verbs write notices; deliveries bundle them."""

    FREE = {ALL: "it tells of what happened and decides nothing"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="notices")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    """The duty that it reminds of, if it does."""
    kind = models.CharField(max_length=60)
    """A key of the table of sentences: a notice is rendered in its reader's language, never stored as prose."""
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=200)
    """Where the link leads, below the site's root; opening it authorises afresh."""
    is_urgent = models.BooleanField(default=False)
    noticed_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=160)
    """What makes it the same notice: writing it again changes nothing."""
    delivery = models.ForeignKey(
        "duties.Delivery", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("notice", "subject", "duty"),
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_person_and_key"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(delivery__isnull=True), name="notice_undelivered"),
            models.Index(
                fields=["person", "consortium", "-id"], condition=Q(read_at__isnull=True), name="notice_not_read"
            ),
            models.Index(fields=["consortium", "noticed_at"], name="notice_by_moment"),
        ]


class DeliveryQuerySet(models.QuerySet):
    """Row sets of deliveries."""

    def waiting(self, at: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING, due_at__lte=at, person__is_active=True).order_by("due_at")

    def failed(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.FAILED)

    def faulty(self) -> "DeliveryQuerySet":
        """Given up, or not taken so far."""
        return self.exclude(fault="").filter(state__in=[Delivery.State.FAILED, Delivery.State.WAITING])

    def visible_to(self, viewer: Viewer) -> "DeliveryQuerySet":
        """To the office, mails that carry something of this consortium; what else they carry is not told."""
        if not viewer.is_office:
            return self.none()
        told = Notice.objects.filter(delivery=OuterRef("pk"), consortium=viewer.consortium)
        letters = Letter.objects.filter(delivery=OuterRef("pk"), consortium=viewer.consortium)
        return self.filter(Exists(told) | Exists(letters))

    def to(self, person: Person) -> "DeliveryQuerySet":
        return self.filter(person=person).order_by("-due_at")


class Delivery(models.Model):
    """One mail to one person, bundling notices of every consortium that the person is in."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=100)
    """``digest:2026-11-22`` in the person's own day, or ``notice:<its number>``: at most one mail each."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    title = models.CharField(max_length=200)
    body = models.TextField()
    attachment = models.TextField(blank=True)
    """An iCalendar object, where the mail is an invitation or its cancellation."""
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """A document that goes with a released letter."""
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_delivery_per_person_and_key"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="delivery_failed"),
        ]


class LetterQuerySet(models.QuerySet):
    """Row sets of letters."""

    def held(self) -> "LetterQuerySet":
        return self.filter(state=Letter.State.HELD)

    def visible_to(self, viewer: Viewer) -> "LetterQuerySet":
        """The office sees the outbox; a person sees a letter once it is released to them."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_office else mine.filter(person=viewer.person, state=Letter.State.RELEASED)


class Letter(SubjectRow):
    """A formal letter to one person: held, previewed and edited by the office until it is released."""

    KIND = "letter"

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("letter", "Held")
        RELEASED = "released", _("Released")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {State.HELD: [State.RELEASED, State.CANCELLED], State.RELEASED: [], State.CANCELLED: []}

    kind = models.CharField(max_length=40)
    """Key of a letter of `duties.letters`, such as ``appointment`` or ``dues``."""
    about = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.HELD)
    written_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("letter", "about", "blob"),
            models.UniqueConstraint(
                fields=["kind", "about", "person"], condition=~Q(state="cancelled"), name="one_letter_per_occasion"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="released_letter_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD


class CalendarFeed(models.Model):
    """A person's subscription address: whoever knows its token reads that person's calendar, and nothing else."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
