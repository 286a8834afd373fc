"""Seats: why a person may act. Nominations: how a person comes to a seat."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium.models.bodies import Body
from journal.models import Entry, SubjectRow, subject_constraints
from membership.models import Member, same
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.viewer import Viewer

POSTS = {
    "chair": _("Chair"),
    "lead": _("Lead"),
    "secretary": _("Secretary"),
    "finance": _("Finance"),
    "legal": _("Legal"),
}
"""Posts as they are called; a charter may know others, which go by their key."""


class SeatQuerySet(models.QuerySet):
    """Row sets of seats."""

    def on(self, day: date) -> "SeatQuerySet":
        """Seats that are held on the day."""
        return self.filter(during__contains=day)

    def standing(self, day: date) -> "SeatQuerySet":
        """Seats in which somebody may act on the day: held, and not for a company whose last day is over."""
        stands = Q(member__isnull=True) | Q(member__left_on__isnull=True) | Q(member__left_on__gt=day)
        return self.held().on(day).filter(stands)

    def held(self) -> "SeatQuerySet":
        """Seats that nobody has ended; a term may have run out since the last daily round."""
        return self.filter(state=Seat.State.HELD)

    def voting(self) -> "SeatQuerySet":
        return self.filter(votes=True)

    def with_alternate(self, day: date) -> "SeatQuerySet":
        """Add the name of whoever may act in the seat's stead today, as ``alternate_name``."""
        named = Alternate.objects.filter(seat=models.OuterRef("pk"), during__contains=day)
        return self.annotate(alternate_name=models.Subquery(named.values("person__name")[:1]))

    def visible_to(self, viewer: Viewer) -> "SeatQuerySet":
        """Who sits where is known to everyone who has a part in the consortium (ECO-14)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Seat(SubjectRow):
    """A person in a body, for a company or as a guest or officer, from one day until another."""

    KIND = "seat"

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("seat", "Held")
        ENDED = "ended", _("Ended")

    class Ending(models.TextChoices):
        """Why a seat ended."""

        RESIGNED = "resigned", _("Resigned")
        RECALLED = "recalled", _("Recalled by the company")
        REPLACED = "replaced", _("Replaced")
        TERM = "term", _("Term ended")
        TIER = "tier", _("The company's tier holds no such seat")
        TITLE = "title", _("The title no longer qualifies")
        COMPANY = "company", _("The company is no longer a member")
        LEFT = "left", _("Left the company")
        COMMITTEE = "committee", _("The committee seat it rested on ended")
        CLOSED = "closed", _("The group was closed")
        REMOVED = "removed", _("Taken from the group by the committee")

    MOVES = {State.HELD: [State.ENDED], State.ENDED: []}

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    """The company whose quota the seat uses; empty for guests and officers."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    post = models.CharField(max_length=20, blank=True)
    """``chair``, ``lead``; in the office ``secretary``, ``finance``, ``legal``; else empty."""
    title = models.CharField(max_length=40, blank=True)
    """Key of the charter title that made the person eligible."""
    votes = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=9, decimal_places=4, default=1)
    state = models.CharField(max_length=20, choices=State, default=State.HELD)
    during = DateRangeField()
    """Half-open; its end is the end of the term until the seat ends earlier."""
    appointed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=40, blank=True, choices=Ending)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("seat", "body", "member", "appointed_by"),
            ExclusionConstraint(
                name="one_seat_per_person_and_body_at_a_time",
                expressions=[
                    (same("body_id"), RangeOperators.OVERLAPS),
                    (same("person_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(post__in=["", "chair", "lead"]),
            ),
            models.CheckConstraint(condition=Q(votes=False) | Q(member__isnull=False), name="only_companies_vote"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="seat_weight_is_positive"),
            models.CheckConstraint(condition=Q(state="held") | ~Q(end_reason=""), name="ended_seat_has_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "consortium"], name="seat_by_person")]

    def __str__(self) -> str:
        return f"{self.person} ({self.body})"

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/seats/{self.number}/"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def post_label(self) -> str:
        return str(POSTS.get(self.post, self.post))

    @property
    def is_guest(self) -> bool:
        return not self.votes and not self.post


class Alternate(TenantRow):
    """A named person who may act in a seat when its holder does not."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="alternates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alternate_seats")
    during = DateRangeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("alternate", "seat", "entry"),
            ExclusionConstraint(
                name="one_alternate_per_seat_at_a_time",
                expressions=[
                    (same("seat_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class NominationQuerySet(models.QuerySet):
    """Row sets of nominations."""

    def waiting(self) -> "NominationQuerySet":
        return self.filter(state__in=[Nomination.State.PROPOSED, Nomination.State.ON_BALLOT])

    def visible_to(self, viewer: Viewer) -> "NominationQuerySet":
        """The company that nominates, the body that is joined and the one above it, which appoints, the office."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        if not viewer.is_known:
            return self.none()
        return mine.filter(
            Q(member_id__in=[company.member_id for company in viewer.companies])
            | Q(item__motion__body_id__in=viewer.bodies)
            | Q(body_id__in=viewer.bodies)
            | Q(body__parent_id__in=viewer.bodies)
            | Q(nominated_by=viewer.person)
        )


class Nomination(SubjectRow):
    """A company's proposal of a person for a seat, by its mandate (E-15)."""

    KIND = "nomination"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ON_BALLOT = "on_ballot", _("Before the appointing body")
        APPOINTED = "appointed", _("Appointed")
        REJECTED = "rejected", _("Not appointed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        State.PROPOSED: [State.ON_BALLOT, State.APPOINTED, State.REJECTED, State.WITHDRAWN],
        State.ON_BALLOT: [State.APPOINTED, State.REJECTED, State.PROPOSED, State.WITHDRAWN],
        State.APPOINTED: [],
        State.REJECTED: [],
        State.WITHDRAWN: [],
    }

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="nominations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    """The company that nominates; empty for a post in the office."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations")
    post = models.CharField(max_length=20, blank=True)
    """``chair`` (E-74), or a post of the office; empty for an ordinary seat."""
    title = models.CharField(max_length=40, blank=True)
    """Key of the charter title on which the nomination rests."""
    statement = models.TextField(_("statement"), blank=True)
    replaces = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.OneToOneField(
        "consortium.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="nomination"
    )
    """The motion item whose enactment seats the person; empty where the company itself appoints (E-18)."""
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    """Why it was withdrawn or turned down."""

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("nomination", "body", "member", "replaces", "item"),
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=Q(state__in=["proposed", "on_ballot"]),
                name="one_waiting_nomination_per_person_and_body",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(post=""), name="nomination_names_a_company_or_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.body}"

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/nominations/{self.number}/"

    @property
    def post_label(self) -> str:
        return str(POSTS.get(self.post, self.post))

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.ON_BALLOT)

    @property
    def is_renewal(self) -> bool:
        """Whether it is for another term of the same person in the same seat."""
        return self.replaces_id is not None and not self.post and self.replaces.person_id == self.person_id

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED
