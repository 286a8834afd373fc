"""Meetings: which bodies meet when, who is invited, who came, and how many a company may send.

A future meeting is a wall time in an IANA zone; ``starts_at`` is what that comes to, kept for sorting and
for windows of time. Whether a meeting counts for its period stands per body on `MeetingBody`.
"""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consortium.models.bodies import Body
from consortium.models.seats import Alternate, Seat
from journal.models import Entry, SubjectRow, subject_constraints
from membership.models import Member
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer


class MeetingQuerySet(models.QuerySet):
    """Row sets of meetings."""

    def ahead(self, at: datetime) -> "MeetingQuerySet":
        """Neither held nor cancelled, and not over for more than a day."""
        return self.filter(state__in=["planned", "called"], starts_at__gte=at - timedelta(days=1))

    def held(self) -> "MeetingQuerySet":
        return self.filter(state__in=["held", "closed"])

    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        """The bodies that meet and the bodies right above them, whoever is invited, the office.

        A review that was called is open for registration and so is known to every member company (MEM-16).
        """
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        if not viewer.person:
            return self.none()
        tables = MeetingBody.objects.filter(consortium=viewer.consortium)
        near = tables.filter(Q(body_id__in=viewer.bodies) | Q(body__parent_id__in=viewer.bodies))
        people = [viewer.person.pk, *viewer.assists]
        invited = Invitation.objects.filter(person_id__in=people).standing(viewer.today)
        shown = Q(pk__in=near.values("meeting_id")) | Q(pk__in=invited.values("meeting_id"))
        if viewer.is_member:
            shown |= Q(kind="review") & ~Q(state="planned")
        return mine.filter(shown)


class Meeting(SubjectRow):
    """One meeting of one body, or of several in a joint session."""

    KIND = "meeting"

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Regular")
        EXTRAORDINARY = "extraordinary", _("Extraordinary")
        JOINT = "joint", _("Joint session")
        REVIEW = "review", _("Review meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CALLED = "called", _("Called")
        HELD = "held", _("Held")
        CLOSED = "closed", _("Minutes approved")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        State.PLANNED: [State.CALLED, State.HELD, State.CANCELLED],
        State.CALLED: [State.HELD, State.CANCELLED],
        State.HELD: [State.CLOSED],
        State.CLOSED: [],
        State.CANCELLED: [],
    }

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REGULAR)
    bodies = models.ManyToManyField(Body, through="MeetingBody", related_name="meetings")
    day = models.DateField(_("day"))
    time = models.TimeField(_("time"))
    zone = models.CharField(_("time zone"), max_length=64)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=120)
    starts_at = models.DateTimeField()
    """What day, time and zone come to; written by the verbs together with them."""
    reply_by = models.DateTimeField(_("reply by"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Stays the same for ever, so that every calendar updates the event that it has."""
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    """When the calendars' event last changed."""
    held_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    chaired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who was in the chair, as it was recorded in the room."""
    had_reminder = models.BooleanField(default=False)
    """Whether it was recorded in the room that participants were reminded of the antitrust policy (E-41)."""
    off_the_links = models.BooleanField(default=False)
    """Whether it is a joint session that no link of the charter foresaw when it was planned: it stays said (GOV-10)."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("meeting"),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "closed"]) | Q(held_at__isnull=False),
                name="held_meeting_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="cancelled_meeting_says_why"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="meeting_lasts"),
        ]
        indexes = [models.Index(fields=["consortium", "-starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/meetings/{self.number}/"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def where(self) -> str:
        """Name the place and the link: a meeting may have both."""
        return "; ".join(filter(None, (self.place, self.link)))

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_called(self) -> bool:
        return self.state == self.State.CALLED

    def takes_record(self, at: datetime) -> bool:
        """Whether attendance and votes may be taken down: called, begun though never called, or held."""
        return self.is_called or self.state == self.State.HELD or (self.is_planned and self.starts_at <= at)

    def takes_votes(self, at: datetime) -> bool:
        """Whether votes may be recorded: it has begun, and its minutes have not gone out."""
        record = getattr(self, "record", None)
        return self.starts_at <= at and self.takes_record(at) and not (record and record.circulated_at)

    @property
    def is_ahead(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.CALLED)

    @property
    def is_held(self) -> bool:
        """Whether it took place, with its minutes approved or not."""
        return self.state in (self.State.HELD, self.State.CLOSED)

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_review(self) -> bool:
        return self.kind == self.Kind.REVIEW


class MeetingBody(TenantRow):
    """A body that meets in a meeting, with what the meeting came to for it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tables")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(null=True, blank=True)
    """The day of the meeting in the body's own time zone: the day that a cadence counts (E-19)."""
    seats_present = models.PositiveSmallIntegerField(default=0)
    seats_needed = models.PositiveSmallIntegerField(default=0)
    seats_held = models.PositiveSmallIntegerField(default=0)
    has_quorum = models.BooleanField(default=False)
    counts = models.BooleanField(default=False)
    """Whether it has all that the charter wants of a meeting that counts for its period (E-67)."""

    class Meta:
        ordering = ["position"]
        constraints = [
            *in_one_consortium("meeting_body", "meeting", "body"),
            models.UniqueConstraint(fields=["meeting", "body"], name="one_table_per_meeting_and_body"),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(held_on__isnull=False), name="only_held_meetings_count"
            ),
        ]
        indexes = [models.Index(fields=["body", "held_on"], name="meeting_body_by_day")]


class InvitationQuerySet(models.QuerySet):
    """Row sets of invitations."""

    def standing_now(self) -> "InvitationQuerySet":
        """Invitations that nobody has withdrawn, a seat of one's own first."""
        return self.filter(withdrawn_at__isnull=True).order_by("-role", "pk")

    def standing_first(self) -> "InvitationQuerySet":
        """The same with those that were withdrawn behind them."""
        return self.order_by(F("withdrawn_at").asc(nulls_first=True), "-role", "pk")

    def standing(self, day: date) -> "InvitationQuerySet":
        """Invitations that open their meeting on a day: what came with a seat ends with it, on the same day."""
        runs_on = Q(during__upper_inf=True) | Q(during__endswith__gt=day)
        seats = Seat.objects.filter(runs_on, pk=OuterRef("seat"))
        alternates = Alternate.objects.filter(runs_on, seat=OuterRef("seat"), person=OuterRef("person"))
        return self.filter(
            Q(role="guest") | Q(Exists(seats), ~Q(role="alternate") | Q(Exists(alternates))),
            withdrawn_at__isnull=True,
        )

    def visible_to(self, viewer: Viewer) -> "InvitationQuerySet":
        """One's own and those of people one assists; the bodies that meet see all, and so does the office."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        tables = MeetingBody.objects.filter(body_id__in=viewer.bodies)
        own = [viewer.person.pk, *viewer.assists] if viewer.person else []
        return mine.filter(Q(person_id__in=own) | Q(meeting_id__in=tables.values("meeting_id")))


class Invitation(TenantRow):
    """One person invited to one meeting: in a seat, as its alternate, as a guest, or by name."""

    class Role(models.TextChoices):
        SEAT = "seat", _("Seat")
        ALTERNATE = "alternate", _("Alternate")
        GUEST = "guest", _("Guest")

    class Reply(models.TextChoices):
        WAITING = "waiting", _("No reply yet")
        YES = "yes", _("Comes")
        NO = "no", _("Does not come")
        TENTATIVE = "tentative", _("Perhaps")
        ALTERNATE = "alternate", _("Sends the alternate")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role, default=Role.SEAT)
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.WAITING)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    called = models.CharField(max_length=200, blank=True)
    """What a guest is called here until they answer: a mail address must not tell a stranger's name."""
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The secret part of the link in the mail, good for replying to this invitation and nothing else."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When the person was taken off the list, such as when the seat ended; empty again once they are asked anew."""

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("invitation", "meeting", "seat"),
            models.UniqueConstraint(
                fields=["meeting", "seat", "person"], nulls_distinct=False, name="one_invitation_per_seat_and_person"
            ),
            models.CheckConstraint(
                condition=Q(role="guest", seat__isnull=True) | (~Q(role="guest") & Q(seat__isnull=False)),
                name="guests_are_invited_without_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(reply="waiting") | Q(replied_at__isnull=False), name="reply_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(reply="alternate") | Q(role="seat"), name="only_a_seat_sends_its_alternate"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="invitation_by_person")]

    @property
    def name(self) -> str:
        """The name by which the others may know who is invited."""
        return self.called or self.person.name


class Attendance(TenantRow):
    """Who was there: a seat through its holder or alternate, or a guest."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_alternate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *in_one_consortium("attendance", "meeting", "seat"),
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(seat__isnull=False), name="one_attendance_per_seat"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(seat__isnull=True), name="one_attendance_per_guest"
            ),
        ]


class Registration(TenantRow):
    """A person whom a member company sends to a review meeting, within its head-count (MEM-16)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("registration", "meeting", "member", "entry"),
            models.UniqueConstraint(fields=["meeting", "person"], name="one_registration_per_person"),
        ]
