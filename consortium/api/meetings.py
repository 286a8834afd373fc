"""Meetings, their agendas and registrations through the API."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from consortium import attendance, invitations, meetings, minutes, registrations, room_votes
from consortium.access import meetings as access
from consortium.attendance import Conduct
from consortium.counting import Outcome
from consortium.models import (
    Ballot,
    Body,
    Invitation,
    Item,
    Meeting,
    Motion,
    Seat,
)
from consortium.room_votes import Said
from membership.models import Affiliation, Member
from parties.models import Person
from parties.permissions import require
from parties.refusals import Invalid
from web.api.serializers import Payload
from web.api.viewsets import ReasonSerializer
from web.idempotency import OnceByKey
from web.scopes import Scope


@extend_schema_field({"type": "string", "examples": ["09:00:00"]})
class WallTimeField(serializers.TimeField):
    """A time of day in the meeting's zone, without an offset."""


class MeetingSerializer(serializers.ModelSerializer):
    """A meeting: wall time in its zone, and the moment that this comes to."""

    bodies = serializers.SlugRelatedField("number", many=True, read_only=True)
    time = WallTimeField(read_only=True)
    link = serializers.CharField(read_only=True, help_text="Address of the call; empty where there is none.")

    class Meta:
        model = Meeting
        fields = [
            "number", "title", "kind", "state", "bodies", "day", "time", "zone", "minutes", "starts_at", "reply_by",
            "place", "link", "uid", "sequence", "held_at", "cancel_reason", "off_the_links",
        ]  # fmt: skip


class ChangeSerializer(Payload):
    """What stands in the calendars."""

    title = serializers.CharField(max_length=200)
    day = serializers.DateField()
    time = WallTimeField()
    zone = serializers.CharField(required=False, help_text="IANA zone.")
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    link = serializers.URLField(required=False, allow_blank=True)
    reply_by = serializers.DateTimeField(required=False)


class EditSerializer(ChangeSerializer):
    """What is to change, and why: everyone who is invited reads the reason."""

    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class PlanSerializer(ChangeSerializer):
    """A new meeting."""

    zone = serializers.CharField(
        required=False, allow_blank=True, help_text="IANA zone; the first body's where it is left out."
    )
    bodies = serializers.ListField(child=serializers.IntegerField(), allow_empty=False, help_text="Numbers of bodies.")
    kind = serializers.ChoiceField(Meeting.Kind.choices, required=False)


class GuestsSerializer(Payload):
    """Whom to invite, by e-mail address."""

    guests = serializers.ListField(child=serializers.EmailField(), allow_empty=False)


class SittingSerializer(Payload):
    """Who sits in a seat: its holder where no address is given."""

    seat = serializers.IntegerField(help_text="Number of the seat.")
    person = serializers.EmailField(required=False, help_text="The named alternate.")


class AttendanceSerializer(Payload):
    """Who is there."""

    present = SittingSerializer(many=True)
    guests = serializers.ListField(child=serializers.EmailField(), required=False, default=list)
    chair = serializers.EmailField(required=False, allow_blank=True, help_text="Who is in the chair; empty: nobody.")
    antitrust_reminder = serializers.BooleanField(
        required=False, help_text="Whether participants were reminded of the antitrust policy."
    )


class HoldSerializer(Payload):
    """When it took place; the time that it was called for where this is left out."""

    held_at = serializers.DateTimeField(required=False)


class ExceptionSerializer(Payload):
    """A seat that votes otherwise."""

    seat = serializers.IntegerField()
    choice = serializers.ChoiceField(Ballot.Choice.choices)


class SaidSerializer(Payload):
    """How the room voted on one item by itself."""

    item = serializers.IntegerField(help_text="Number of the item.")
    choice = serializers.ChoiceField(Ballot.Choice.choices)
    exceptions = ExceptionSerializer(many=True, required=False, default=list)


class PreviewSerializer(Payload):
    """How the room voted: everybody present ``choice``, but for the exceptions; items voted on separately apart."""

    motion = serializers.IntegerField()
    choice = serializers.ChoiceField(
        Ballot.Choice.choices,
        required=False,
        help_text="For the items voted on together; left out where there are none.",
    )
    exceptions = ExceptionSerializer(many=True, required=False, default=list)
    separate = SaidSerializer(many=True, required=False, default=list)


class VoteSerializer(PreviewSerializer):
    """The same again, with what was seen of its result."""

    seen = serializers.CharField(max_length=64, help_text="The ``seen`` that ``vote/preview/`` answered.")
    ends_vote = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Whether a vote in writing ends now; required while one is open.",
    )


class ResultSerializer(serializers.Serializer):
    """What one item will come to. The outcome is null where votes cast in writing decide, which nobody sees yet."""

    item = serializers.IntegerField(source="item.number")
    for_weight = serializers.DecimalField(12, 4, source="tally.for_weight")
    against_weight = serializers.DecimalField(12, 4, source="tally.against_weight")
    abstained_weight = serializers.DecimalField(12, 4, source="tally.abstained_weight")
    outcome = serializers.ChoiceField([each.value for each in Outcome], source="certain", allow_null=True)


class LinesField(serializers.ListField):
    """Seats, by their numbers."""

    child = serializers.IntegerField()

    def to_representation(self, lines) -> list[int]:
        return sorted(line.acting_seat.number for line in lines)


class PreviewedSerializer(serializers.Serializer):
    """What recording the vote will do. Nothing has been recorded."""

    motion = serializers.IntegerField(source="motion.number")
    results = ResultSerializer(many=True, source="standing")
    entered = LinesField(help_text="Seats whose votes are recorded.")
    kept = LinesField(help_text="Seats present that have voted or recused themselves: it stays so.")
    suspended = LinesField(help_text="Seats present whose rights are suspended: no vote.")
    absent = LinesField(help_text="Seats that are absent and have not voted.")
    is_on_agenda = serializers.BooleanField()
    is_in_writing = serializers.BooleanField(help_text="Whether a vote in writing is open: then say ``ends_vote``.")
    seen = serializers.CharField()


class ReplySerializer(Payload):
    """The answer to an invitation; for somebody else where an address is given."""

    reply = serializers.ChoiceField([answer.value for answer in invitations.ANSWERS])
    comment = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    person = serializers.EmailField(required=False)
    seat = serializers.IntegerField(required=False, help_text="Number of the seat, for an alternate who has one too.")


class RegisterSerializer(Payload):
    """Whom a member company sends."""

    member = serializers.IntegerField()
    person = serializers.EmailField()


class NothingSerializer(Payload):
    """No content."""


class MeetingViewSet(OnceByKey, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Meetings of bodies."""

    lookup_field = "number"
    lookup_value_regex = r"\d+"
    serializer_class = MeetingSerializer
    narrows = {"state": "state", "kind": "kind", "body": "bodies__number", "since": "day__gte", "until": "day__lte"}
    queryset = Meeting.objects.none()
    scope = Scope.WRITE

    def get_queryset(self):
        """Fetch what the reader may see, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = Meeting.objects.visible_to(self.request._request.viewer)
        return rows.select_related("consortium", "subject").prefetch_related("bodies").order_by("-starts_at")

    @extend_schema(request=PlanSerializer, responses={201: MeetingSerializer})
    def create(self, request, consortium):
        """Plan a meeting of one body, or a joint session of several."""
        require(access.can_plan(self.viewer, Body.objects.visible_to(self.viewer).open()))
        said = given(PlanSerializer, request)
        numbers = said.pop("bodies")
        known = {body.number: body for body in Body.objects.visible_to(self.viewer).filter(number__in=numbers)}
        if set(numbers) - set(known):
            raise Http404
        bodies = [known[number] for number in dict.fromkeys(numbers)]
        require(access.can_plan(self.viewer, bodies))
        meeting = meetings.plan(bodies, by=self.viewer.person, at=self.viewer.now, **said)
        return Response(MeetingSerializer(meeting).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EditSerializer, responses=MeetingSerializer)
    def partial_update(self, request, consortium, number):
        """Change what stands in the calendars; everyone invited gets the changed event."""
        meeting = self._mine()
        said = given(EditSerializer, request, partial=True)
        return self._shown(meetings.change(meeting, by=self.viewer.person, at=self.viewer.now, **said))

    @extend_schema(request=NothingSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def call(self, request, consortium, number):
        """Call a planned meeting: everyone who sits in its bodies is invited."""
        return self._done(meetings.call, self._mine())

    @extend_schema(request=ReasonSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, consortium, number):
        """Cancel a meeting."""
        return self._done(meetings.cancel, self._mine(), **given(ReasonSerializer, request))

    @extend_schema(request=GuestsSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def invite(self, request, consortium, number):
        """Invite people by their mail addresses, as guests without a vote."""
        return self._done(invitations.invite, self._mine(), addresses=given(GuestsSerializer, request)["guests"])

    @extend_schema(request=AttendanceSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def attend(self, request, consortium, number):
        """Record who sits in which seat, and which guests are there. The last record stands."""
        meeting = self._mine()
        said = given(AttendanceSerializer, request)
        sitting = {}
        for each in said["present"]:
            seat = self._seat(meeting, each["seat"])
            sitting[seat] = self._sitter(seat, each["person"]) if each.get("person") else seat.person
        guests = Person.objects.filter(email__in=said["guests"], invitations__meeting=meeting)
        return self._done(attendance.mark, meeting, sitting, guests, conduct=self._conduct(meeting, sitting, said))

    @extend_schema(request=HoldSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request, consortium, number):
        """Record a meeting as held, with whoever was marked as present."""
        return self._done(meetings.hold, self._mine(), **given(HoldSerializer, request))

    @extend_schema(request=PreviewSerializer, responses=PreviewedSerializer)
    @action(detail=True, methods=["post"], url_path="vote/preview", scope=Scope.VOTE)
    def preview_vote(self, request, consortium, number):
        """Say what recording a vote will come to, and record nothing."""
        meeting = self._mine()
        motion, said = self._said(meeting, given(PreviewSerializer, request))
        shown = room_votes.preview(meeting, motion, said, by=self.viewer.person, at=self.viewer.now)
        return Response(PreviewedSerializer(shown).data)

    @extend_schema(request=VoteSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    def vote(self, request, consortium, number):
        """Record a vote given in the meeting, as previewed; seats that have voted keep their votes."""
        meeting = self._mine()
        told = given(VoteSerializer, request)
        motion, said = self._said(meeting, told)
        return self._done(room_votes.vote, meeting, motion, said, seen=told["seen"], ends_vote=told["ends_vote"])

    @extend_schema(request=ReplySerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request, consortium, number):
        """Answer an invitation: one's own, or on behalf of somebody whom one assists."""
        meeting = self.get_object()
        said = given(ReplySerializer, request)
        rows = Invitation.objects.visible_to(self.viewer).filter(meeting=meeting)
        rows = rows.select_related("person", "seat__subject", "meeting__subject", "meeting__consortium")
        if seat := said.pop("seat", None):
            rows = rows.filter(seat__number=seat)
        whose = said.pop("person", self.viewer.person.email)
        invitation = rows.filter(person__email__iexact=whose).standing_first().first()
        if invitation is None:
            raise Http404
        require(access.can_reply(self.viewer, invitation))
        invitations.reply(invitation, said["reply"], by=self.viewer.person, at=self.viewer.now, comment=said["comment"])
        return self._shown(meeting)

    @extend_schema(request=RegisterSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def register(self, request, consortium, number):
        """Register a person of one's company for a review meeting, within its head-count (MEM-16)."""
        meeting = self.get_object()
        require(access.can_register(self.viewer, meeting))
        said = given(RegisterSerializer, request)
        members = Member.objects.visible_to(self.viewer).select_related("organisation")
        if not self.viewer.is_office:
            members = members.filter(pk__in=[company.member_id for company in self.viewer.companies])
        member = get_object_or_404(members, number=said["member"])
        # Only among the company's own: an address of nobody, of a stranger and of a rival must read the same.
        own = Affiliation.objects.visible_to(self.viewer).filter(organisation=member.organisation)
        person = get_object_or_404(Person, email=said["person"], pk__in=own.values("person"))
        return self._done(registrations.register, meeting, member, person)

    @extend_schema(request=NothingSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def draft(self, request, consortium, number):
        """Draft the minutes of a meeting that was held."""
        return self._done(minutes.draft, self._mine())

    @property
    def viewer(self):
        return self.request._request.viewer

    def _mine(self) -> Meeting:
        meeting = self.get_object()
        require(access.can_run(self.viewer, meeting))
        return meeting

    def _done(self, verb, meeting: Meeting, *args, **said) -> Response:
        verb(meeting, *args, by=self.viewer.person, at=self.viewer.now, **said)
        return self._shown(meeting)

    def _shown(self, meeting: Meeting) -> Response:
        meeting.refresh_from_db()
        return Response(MeetingSerializer(meeting).data)

    def _conduct(self, meeting: Meeting, sitting: dict[Seat, Person], said: dict) -> Conduct:
        """Read how the meeting is conducted; what is left out stays as it was recorded."""
        chair = meeting.chaired_by if meeting.chaired_by in sitting.values() else None
        if "chair" in said:
            chair = next((each for each in sitting.values() if each.email.lower() == said["chair"].lower()), None)
            if said["chair"] and chair is None:
                raise Invalid(_("Whoever is in the chair is present in a seat."), field="chair")
        return Conduct(chair, said.get("antitrust_reminder", meeting.had_reminder))

    def _said(self, meeting: Meeting, told: dict) -> tuple[Motion, dict[Item | None, Said]]:
        """Read how the room voted, by item; what was voted on together under ``None``."""
        rows = Motion.objects.visible_to(self.viewer).select_related("body", "subject", "consortium")
        motion = get_object_or_404(rows, number=told["motion"])
        items = {item.number: item for item in motion.items.all()}
        said: dict[Item | None, Said] = {}
        if told.get("choice"):
            said[None] = Said(told["choice"], self._differing(meeting, told["exceptions"]))
        for each in told["separate"]:
            if each["item"] not in items:
                raise Invalid(_("This motion has no item %(number)s.") % {"number": each["item"]}, field="separate")
            said[items[each["item"]]] = Said(each["choice"], self._differing(meeting, each["exceptions"]))
        return motion, said

    def _differing(self, meeting: Meeting, exceptions: list[dict]) -> dict[Seat, str]:
        return {self._seat(meeting, each["seat"]): each["choice"] for each in exceptions}

    def _seat(self, meeting: Meeting, number: int) -> Seat:
        rows = Seat.objects.filter(body__in=meeting.bodies.all()).select_related("person", "subject")
        return get_object_or_404(rows, number=number)

    def _sitter(self, seat: Seat, email: str) -> Person:
        """Find who sits in a seat among its holder and those ever named for it: nobody else is ever named."""
        named = Person.objects.filter(Q(pk=seat.person_id) | Q(pk__in=seat.alternates.values("person")))
        return get_object_or_404(named, email__iexact=email)


def given(serializer: type[serializers.Serializer], request, **options) -> dict:
    """Check what was sent and return it."""
    checked = serializer(data=request.data, **options)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)
