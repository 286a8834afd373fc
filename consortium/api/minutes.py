"""Papers, minutes and compliance through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from consortium import approvals, compliance, minutes, papers
from consortium.access import meetings as access
from consortium.api.meetings import NothingSerializer, given
from consortium.models import Meeting, Minutes, MinutesResponse, Paper, Seat
from files import blobs
from files.models import Label
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.api.viewsets import CreatedFromFile, ReasonSerializer
from web.idempotency import OnceByKey


class PaperSerializer(serializers.ModelSerializer):
    """A paper with its versions."""

    meeting = serializers.SlugRelatedField("number", read_only=True)
    versions = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = ["number", "title", "label", "meeting", "withdrawn_at", "versions"]

    @extend_schema(responses=serializers.ListSerializer(child=serializers.DictField()))
    def get_versions(self, paper: Paper) -> list[dict]:
        return [
            {"number": each.number, "file_name": each.file_name, "added_at": each.added_at}
            for each in paper.versions.all()
        ]


class FileSerializer(Payload):
    """A file."""

    file = serializers.FileField()


class PaperGivenSerializer(FileSerializer):
    """A new paper of a meeting."""

    meeting = serializers.IntegerField()
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    label = serializers.ChoiceField(Label.choices, required=False)
    point = serializers.IntegerField(required=False, help_text="Position of the point on the agenda.")


class MinutesSerializer(serializers.ModelSerializer):
    """Minutes with their newest text and their corrections."""

    meeting = serializers.SlugRelatedField("number", read_only=True)
    text = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()

    class Meta:
        model = Minutes
        fields = ["number", "meeting", "state", "version", "text", "corrections", "circulated_at", "approved_at"]

    def get_text(self, record: Minutes) -> str:
        return record.versions.all()[0].text

    def get_version(self, record: Minutes) -> int:
        return record.versions.all()[0].number

    def get_corrections(self, record: Minutes) -> list[str]:
        return [each.text for each in record.corrections.all()]


class TextSerializer(Payload):
    """What is written."""

    text = Text()


class ApprovalSerializer(Payload):
    """The later meeting that approved them; in writing, once enough seats have approved, where this is left out."""

    meeting = serializers.IntegerField(required=False, allow_null=True)


class ResponseSerializer(Payload):
    """What one's seats say of circulated minutes."""

    answer = serializers.ChoiceField(MinutesResponse.Answer.choices)
    comment = Text(
        max_length=2000, required=False, allow_blank=True, default="", help_text="What is wrong; needed to object."
    )


class YearSerializer(Payload):
    """A calendar year; this one where it is left out."""

    year = serializers.IntegerField(min_value=1900, max_value=2200, required=False)


class PeriodSerializer(serializers.Serializer):
    """A body in one calendar period."""

    body = serializers.IntegerField()
    period = serializers.CharField()
    first = serializers.DateField()
    after = serializers.DateField()
    owed = serializers.IntegerField()
    counted = serializers.IntegerField()
    standing = serializers.ChoiceField([each.value for each in compliance.Standing])


class Door(OnceByKey):
    """What every door here asks for."""

    lookup_field = "number"
    lookup_value_regex = r"\d+"

    @property
    def viewer(self):
        return self.request._request.viewer

    def who_and_when(self) -> dict:
        return {"by": self.viewer.person, "at": self.viewer.now}


class PaperViewSet(CreatedFromFile, Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Papers, as their labels allow."""

    serializer_class = PaperSerializer
    queryset = Paper.objects.none()

    def get_queryset(self):
        """Fetch what the reader may see, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = Paper.objects.visible_to(self.viewer).select_related("meeting__consortium", "subject", "consortium")
        return rows.prefetch_related("versions").order_by("-number")

    @extend_schema(request={"multipart/form-data": PaperGivenSerializer}, responses={201: PaperSerializer})
    def create(self, request, consortium):
        """Add a paper to a meeting."""
        said = given(PaperGivenSerializer, request)
        rows = Meeting.objects.visible_to(self.viewer).select_related("consortium", "subject")
        meeting = get_object_or_404(rows, number=said.pop("meeting"))
        require(access.can_add_paper(self.viewer, meeting))
        file, point = said.pop("file"), said.pop("point", None)
        item = get_object_or_404(meeting.agenda, position=point) if point else None
        paper = papers.add(
            meeting, blobs.content_of(file), file_name=file.name, item=item, **self.who_and_when(), **said
        )
        return Response(PaperSerializer(paper).data, status=status.HTTP_201_CREATED)

    @extend_schema(request={"multipart/form-data": FileSerializer}, responses=PaperSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def renew(self, request, consortium, number):
        """Add a newer version."""
        paper = self._mine()
        file = given(FileSerializer, request)["file"]
        papers.renew(paper, blobs.content_of(file), file_name=file.name, **self.who_and_when())
        return Response(PaperSerializer(self.get_object()).data)

    @extend_schema(request=ReasonSerializer, responses=PaperSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Take a paper out of its meeting."""
        paper = self._mine()
        papers.withdraw(paper, **given(ReasonSerializer, request), **self.who_and_when())
        return Response(PaperSerializer(paper).data)

    def _mine(self) -> Paper:
        paper = self.get_object()
        require(access.can_change_paper(self.viewer, paper))
        return paper


class MinutesViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Minutes of meetings. They are drafted at ``meetings/<number>/draft/``."""

    serializer_class = MinutesSerializer
    queryset = Minutes.objects.none()

    def get_queryset(self):
        """Fetch what the reader may see, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = Minutes.objects.visible_to(self.viewer).select_related(
            "meeting__consortium", "meeting__subject", "subject", "consortium"
        )
        return rows.prefetch_related("versions", "corrections").order_by("-number")

    @extend_schema(request=TextSerializer, responses=MinutesSerializer)
    def partial_update(self, request, consortium, number):
        """Save a new version of the text."""
        record = self._mine()
        minutes.save(record, given(TextSerializer, request)["text"], **self.who_and_when())
        return self._shown()

    @extend_schema(request=NothingSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def circulate(self, request, consortium, number):
        """Send the minutes to everyone in the bodies; from then on the meeting has minutes."""
        minutes.circulate(self._mine(), **self.who_and_when())
        return self._shown()

    @extend_schema(request=ResponseSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def respond(self, request, consortium, number):
        """Approve circulated minutes for one's own seats, or say what is wrong."""
        record = self.get_object()
        require(access.can_respond(self.viewer, record))
        seats = list(Seat.objects.filter(pk__in=access.seats_in(self.viewer, record.meeting)))
        approvals.respond(record, seats, **given(ResponseSerializer, request), **self.who_and_when())
        return self._shown()

    @extend_schema(request=ApprovalSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request, consortium, number):
        """Record that the body approved its minutes."""
        record = self._mine()
        asked = given(ApprovalSerializer, request).get("meeting")
        meeting = get_object_or_404(Meeting.objects.visible_to(self.viewer), number=asked) if asked else None
        minutes.approve(record, meeting=meeting, **self.who_and_when())
        return self._shown()

    @extend_schema(request=TextSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request, consortium, number):
        """Add a correction to approved minutes."""
        record = self._mine()
        minutes.correct(record, given(TextSerializer, request)["text"], **self.who_and_when())
        return self._shown()

    def _mine(self) -> Minutes:
        record = self.get_object()
        require(access.can_write(self.viewer, record))
        return record

    def _shown(self) -> Response:
        return Response(MinutesSerializer(self.get_object()).data)


class ComplianceViewSet(viewsets.ViewSet):
    """Whether bodies met as often as the charter asks (GOV-13)."""

    @extend_schema(
        parameters=[YearSerializer],
        responses=PeriodSerializer(many=True),
        operation_id="compliance",
    )
    def list(self, request, consortium):
        """List every body in every period of a calendar year."""
        door = request._request
        asked = YearSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        year = asked.validated_data.get("year", door.viewer.today.year)
        lines = compliance.year(door.consortium, year, at=door.now)
        return Response(
            [
                {
                    "body": line.body.number,
                    "period": cell.label,
                    "first": cell.period[0],
                    "after": cell.period[1],
                    "owed": cell.owed,
                    "counted": cell.counted,
                    "standing": str(cell.standing),
                }
                for line in lines
                for cell in line.cells
            ]
        )
