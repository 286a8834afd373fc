"""Agendas and registrations of a meeting through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from consortium import agendas, registrations
from consortium.access import meetings as access
from consortium.api.meetings import NothingSerializer, given
from consortium.models import AgendaItem, Meeting, Motion, Registration
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey


class PointSerializer(serializers.ModelSerializer):
    """A point of an agenda."""

    motion = serializers.SlugRelatedField("number", read_only=True, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ["position", "title", "minutes", "presenter", "motion"]


class PointGivenSerializer(Payload):
    """What a point says."""

    title = serializers.CharField(max_length=200)
    minutes = serializers.IntegerField(min_value=0, max_value=1440, required=False)
    presenter = serializers.CharField(max_length=120, required=False, allow_blank=True)
    motion = serializers.IntegerField(required=False, allow_null=True, help_text="Number of a motion of these bodies.")


class OrderSerializer(Payload):
    """The new order, by present positions."""

    order = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)


class ShiftSerializer(Payload):
    """How many places down; negative is up."""

    by_places = serializers.IntegerField()


class NotesSerializer(Payload):
    """What was said."""

    notes = Text(allow_blank=True)


class OfMeeting(OnceByKey, viewsets.GenericViewSet):
    """Something below a meeting that the reader may see."""

    lookup_value_regex = r"\d+"

    @property
    def viewer(self):
        return self.request._request.viewer

    def meeting(self) -> Meeting:
        """Fetch the meeting of the address."""
        rows = Meeting.objects.visible_to(self.viewer).select_related("consortium", "subject")
        return get_object_or_404(rows, number=self.kwargs["meeting"])

    def who_and_when(self) -> dict:
        return {"by": self.viewer.person, "at": self.viewer.now}


class AgendaViewSet(OfMeeting):
    """Points of a meeting's agenda."""

    lookup_field = "position"
    serializer_class = PointSerializer
    pagination_class = None
    queryset = AgendaItem.objects.none()

    @extend_schema(responses=PointSerializer(many=True))
    def list(self, request, consortium, meeting):
        """List the points in their order."""
        return self._all(self.meeting())

    def retrieve(self, request, consortium, meeting, position):
        """Show a point."""
        rows = agendas.points(self.meeting(), self.viewer)
        return Response(PointSerializer(get_object_or_404(rows, position=position)).data)

    @extend_schema(request=PointGivenSerializer, responses={201: PointSerializer})
    def create(self, request, consortium, meeting):
        """Add a point at the end."""
        chosen = self.meeting()
        require(access.can_run(self.viewer, chosen))
        item = agendas.add(chosen, **self.who_and_when(), **self._said(request))
        return Response(PointSerializer(item).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PointGivenSerializer, responses=PointSerializer)
    def partial_update(self, request, consortium, meeting, position):
        """Change a point."""
        item = self._point()
        agendas.change(item, **self.who_and_when(), **self._said(request, partial=True))
        return Response(PointSerializer(item).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, consortium, meeting, position):
        """Take a point off the agenda."""
        agendas.drop(self._point(), **self.who_and_when())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=OrderSerializer, responses=PointSerializer(many=True))
    @action(detail=False, methods=["post"])
    def arrange(self, request, consortium, meeting):
        """Put the points into a new order."""
        chosen = self.meeting()
        require(access.can_run(self.viewer, chosen))
        keys = dict(chosen.agenda.values_list("position", "pk"))
        order = [keys.get(position, 0) for position in given(OrderSerializer, request)["order"]]
        agendas.arrange(chosen, order, **self.who_and_when())
        return self._all(chosen)

    @extend_schema(request=ShiftSerializer, responses=PointSerializer(many=True))
    @action(detail=True, methods=["post"])
    def shift(self, request, consortium, meeting, position):
        """Move a point by places."""
        item = self._point()
        agendas.shift(item, given(ShiftSerializer, request)["by_places"], **self.who_and_when())
        return self._all(item.meeting)

    @extend_schema(request=NotesSerializer, responses=PointSerializer)
    @action(detail=True, methods=["post"])
    def note(self, request, consortium, meeting, position):
        """Take down what was said."""
        item = self._point()
        agendas.note(item, given(NotesSerializer, request)["notes"], **self.who_and_when())
        return Response(PointSerializer(item).data)

    def _point(self) -> AgendaItem:
        rows = agendas.points(self.meeting(), self.viewer).select_related("meeting__subject", "meeting__consortium")
        item = get_object_or_404(rows, position=self.kwargs["position"])
        require(access.can_arrange(self.viewer, item))
        return item

    def _said(self, request, **options) -> dict:
        said = given(PointGivenSerializer, request, **options)
        if said.get("motion") is not None:
            said["motion"] = get_object_or_404(Motion.objects.visible_to(self.viewer), number=said["motion"])
        return said

    def _all(self, meeting: Meeting) -> Response:
        return Response(PointSerializer(agendas.points(meeting, self.viewer), many=True).data)


class RegistrationSerializer(serializers.ModelSerializer):
    """A person whom a company sends."""

    member = serializers.SlugRelatedField("number", read_only=True)
    person = serializers.CharField(source="person.name")

    class Meta:
        model = Registration
        fields = ["id", "member", "person", "registered_at"]


class RegistrationViewSet(OfMeeting):
    """Registrations of one's own company for a review meeting; the office sees all."""

    serializer_class = RegistrationSerializer
    pagination_class = None
    queryset = Registration.objects.none()

    @extend_schema(responses=RegistrationSerializer(many=True))
    def list(self, request, consortium, meeting):
        """List whom one's companies send."""
        return Response(RegistrationSerializer(self._rows(), many=True).data)

    def retrieve(self, request, consortium, meeting, pk):
        """Show one registration."""
        return Response(RegistrationSerializer(get_object_or_404(self._rows(), pk=pk)).data)

    @extend_schema(request=NothingSerializer, responses={204: None})
    def destroy(self, request, consortium, meeting, pk):
        """Give a place back."""
        registration = get_object_or_404(self._rows(), pk=pk)
        require(access.can_unregister(self.viewer, registration))
        registrations.withdraw(registration, **self.who_and_when())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _rows(self):
        rows = Registration.objects.filter(meeting=self.meeting()).select_related(
            "person", "member", "meeting__subject"
        )
        if self.viewer.is_office:
            return rows
        return rows.filter(member__in=[company.member_id for company in self.viewer.companies])
