"""Votes taken in the room of a meeting: which meeting, who recorded, who was there. Motions know no meeting."""

import pgtrigger
from django.conf import settings
from django.db import models

from consortium.models.ballots import RollLine
from consortium.models.meetings import Meeting
from consortium.models.motions import Motion
from journal.models import Entry
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect
from parties.viewer import Viewer


class RoomVoteQuerySet(models.QuerySet):
    """Row sets of votes in the room."""

    def visible_to(self, viewer: Viewer) -> "RoomVoteQuerySet":
        """Whoever sees the motion knows that its votes were recorded, and by whom."""
        return self.filter(motion__in=Motion.objects.visible_to(viewer).values("pk"))


class RoomVote(TenantRow):
    """One record of how a motion was voted on in the room of a meeting. It stays for ever."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="room_votes")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_early = models.BooleanField(default=False)
    """Whether it ended a vote in writing before its deadline."""
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    objects = RoomVoteQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [*in_one_consortium("room_vote", "meeting", "motion", "entry")]
        indexes = [models.Index(fields=["motion"], name="room_vote_by_motion")]
        triggers = [Protect(name="room_vote_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]


class RoomVoter(TenantRow):
    """A seat that was in the room when a vote was recorded, and who sat in it."""

    vote = models.ForeignKey(RoomVote, on_delete=models.PROTECT, related_name="voters")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_recorded = models.BooleanField()
    """Whether its vote was entered by the record; a seat that had voted by itself keeps its own."""

    class Meta:
        constraints = [
            *in_one_consortium("room_voter", "vote", "line"),
            models.UniqueConstraint(fields=["vote", "line"], name="one_voter_per_room_vote_and_line"),
        ]
        triggers = [Protect(name="room_voter_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]
