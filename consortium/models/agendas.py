"""Agendas and papers: what a meeting is about, and what its people read beforehand."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Deferrable, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from consortium.models.meetings import Meeting, MeetingBody
from consortium.models.motions import Motion
from files.models import Blob, Label
from journal.models import SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect
from parties.viewer import Viewer


class AgendaItem(TenantRow):
    """One point of an agenda, in its place, with the minutes set aside for it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    presenter = models.CharField(_("presented by"), max_length=120, blank=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="tabled")
    notes = models.TextField(_("notes"), blank=True)
    """What was said, taken down during the meeting: the stuff of the minutes."""

    class Meta:
        ordering = ["position"]
        constraints = [
            *in_one_consortium("agenda_item", "meeting", "motion"),
            models.UniqueConstraint(
                fields=["meeting", "position"], deferrable=Deferrable.DEFERRED, name="one_agenda_item_per_position"
            ),
            models.UniqueConstraint(
                fields=["meeting", "motion"], condition=Q(motion__isnull=False), name="one_agenda_item_per_motion"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperQuerySet(models.QuerySet):
    """Row sets of papers."""

    def visible_to(self, viewer: Viewer) -> "PaperQuerySet":
        """By label: anyone with a part here, members and seats, the bodies that meet, its owner; the office all."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        if not viewer.is_known:
            return self.none()
        meeting = Meeting.objects.visible_to(viewer)
        tables = MeetingBody.objects.filter(body_id__in=viewer.bodies)
        shown = Q(label=Label.PUBLIC) | Q(owner=viewer.person)
        shown |= Q(label=Label.BODY, meeting_id__in=tables.values("meeting_id"))
        if viewer.is_member or viewer.seats:
            shown |= Q(label=Label.CONSORTIUM)
        return mine.filter(shown & (Q(meeting_id__in=meeting.values("pk")) | Q(label=Label.PUBLIC)))

    def current(self) -> "PaperQuerySet":
        """Papers that were not withdrawn, each with the file of its newest version."""
        newest = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("-number")
        return self.filter(withdrawn_at__isnull=True).annotate(newest_id=Subquery(newest.values("pk")[:1]))


class Paper(SubjectRow):
    """A document for a meeting. A version for other readers is a paper of its own with its own label."""

    KIND = "paper"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    label = models.CharField(_("who may read it"), max_length=20, choices=Label, default=Label.BODY)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [*subject_constraints("paper", "meeting", "item")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/papers/{self.number}/"


class PaperVersion(TenantRow):
    """One file of a paper. A newer version stands beside the older ones."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *in_one_consortium("paper_version", "paper", "blob"),
            models.UniqueConstraint(fields=["paper", "number"], name="one_paper_version_per_number"),
        ]
        triggers = [
            Protect(name="paper_version_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    @property
    def is_pdf(self) -> bool:
        return self.blob.media_type == "application/pdf"
