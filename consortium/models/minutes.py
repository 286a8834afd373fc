"""Minutes: what happened at a meeting, in versions until they are approved, with corrections after that."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.models.meetings import Meeting, MeetingBody
from consortium.models.seats import Seat
from journal.models import Entry, SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect
from parties.viewer import Viewer


class MinutesQuerySet(models.QuerySet):
    """Row sets of minutes."""

    def visible_to(self, viewer: Viewer) -> "MinutesQuerySet":
        """Drafts: the office and whoever leads a body. Circulated: the bodies. Approved: all who see the meeting."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        chaired = [seat.body_id for seat in viewer.seats if seat.post in ("chair", "lead")]
        tables = MeetingBody.objects.filter(consortium=viewer.consortium)
        return mine.filter(
            Q(meeting_id__in=tables.filter(body_id__in=chaired).values("meeting_id"))
            | Q(
                meeting_id__in=tables.filter(body_id__in=viewer.bodies).values("meeting_id"),
                state__in=["circulated", "approved"],
            )
            | Q(meeting_id__in=Meeting.objects.visible_to(viewer).values("pk"), state="approved")
        )


class Minutes(SubjectRow):
    """The minutes of one meeting."""

    KIND = "minutes"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CIRCULATED = "circulated", _("Circulated")
        APPROVED = "approved", _("Approved")

    MOVES = {
        State.DRAFT: [State.CIRCULATED],
        State.CIRCULATED: [State.CIRCULATED, State.APPROVED],
        State.APPROVED: [],
    }

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="record")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    """When they first went out: from then on the meeting has minutes."""
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_in = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="approves")
    """The meeting that approved them; empty where they were approved in writing."""

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            *subject_constraints("minutes", "meeting", "approved_in"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(circulated_at__isnull=False), name="circulated_minutes_have_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="approved_minutes_have_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Minutes of “%(meeting)s”") % {"meeting": self.meeting})

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}minutes/"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_circulated(self) -> bool:
        return self.state == self.State.CIRCULATED

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


class MinutesVersion(TenantRow):
    """One saved text of the minutes. Headings begin with ``##``, points of a list with ``-``."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty for the first draft, which is made from what happened."""
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *in_one_consortium("minutes_version", "minutes"),
            models.UniqueConstraint(fields=["minutes", "number"], name="one_minutes_version_per_number"),
        ]
        triggers = [
            Protect(name="minutes_version_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class MinutesResponse(TenantRow):
    """What a seat says of circulated minutes: that it approves one version, or what is wrong in it."""

    class Answer(models.TextChoices):
        APPROVE = "approve", _("Approves")
        OBJECT = "object", _("Objects")

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="responses")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who answered: the seat's holder or its named alternate."""
    answer = models.CharField(max_length=10, choices=Answer)
    comment = models.TextField(_("what is wrong"), blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            *in_one_consortium("minutes_response", "version", "seat"),
            models.UniqueConstraint(fields=["version", "seat"], name="one_minutes_response_per_version_and_seat"),
            models.CheckConstraint(condition=~Q(answer="object") | ~Q(comment=""), name="objection_says_what_is_wrong"),
        ]


class Correction(TenantRow):
    """What was found wrong in approved minutes: shown with them, never written into them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField(_("correction"))
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["corrected_at", "pk"]
        constraints = [*in_one_consortium("correction", "minutes", "entry")]
        triggers = [
            Protect(name="correction_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
