"""The charter through the API: the rules in force, editions, proposals, and the presets."""

from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from charter import documents, editions, presets, questions, schemas, sources
from charter.loaded import ToldRule, tell
from charter.models import Edition
from consortium import amendments
from consortium.access.motions import can_draft
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey


class SourceSerializer(serializers.Serializer):
    """Where a rule comes from."""

    source = serializers.CharField()
    basis = serializers.CharField(help_text="stated, interpreted, default or chosen")
    quote = serializers.CharField()
    note = serializers.CharField()


class RuleSerializer(serializers.Serializer):
    """One rule: its place, what it says in words and as data, and its source."""

    path = serializers.CharField()
    label = serializers.CharField()
    value = serializers.CharField(help_text="In words; empty where the charter is silent.")
    is_stated = serializers.BooleanField()
    basis = serializers.CharField(help_text="stated, interpreted, default, chosen or not_stated")
    source = SourceSerializer(allow_null=True)


class EditionSerializer(serializers.ModelSerializer):
    """An edition without its rules."""

    class Meta:
        model = Edition
        fields = ["number", "state", "effective_from", "schema"]


class WholeEditionSerializer(EditionSerializer):
    """An edition with its document and every rule."""

    document = serializers.JSONField()
    rules = serializers.SerializerMethodField()
    faults = serializers.SerializerMethodField()

    class Meta(EditionSerializer.Meta):
        fields = [*EditionSerializer.Meta.fields, "document", "rules", "faults"]

    @extend_schema(responses=RuleSerializer(many=True))
    def get_rules(self, edition: Edition) -> list[dict]:
        return told(edition.loaded.all_told())

    def get_faults(self, edition: Edition) -> list[str]:
        return list(map(str, editions.faults_of(edition))) if edition.is_draft else []


class AmendmentSerializer(Payload):
    """Rules to change by path; ``null`` lets the charter say nothing. A share is a part of one (0.6) or "60 %"."""

    title = serializers.CharField(max_length=200)
    text = Text(required=False, allow_blank=True, default="")
    changes = serializers.DictField(child=serializers.JSONField(allow_null=True), allow_empty=False)
    effective_from = serializers.DateField()


class DraftedSerializer(serializers.Serializer):
    """The motion that was drafted."""

    motion = serializers.IntegerField(help_text="Its number.")


def told(rules: list[ToldRule]) -> list[dict]:
    """Write rules as data."""
    return RuleSerializer(rules, many=True).data


class CharterViewSet(OnceByKey, viewsets.ViewSet):
    """The charter in force today."""

    @extend_schema(responses=forced_singular_serializer(WholeEditionSerializer), tags=["charter"])
    def list(self, request, consortium):
        """Show the edition in force with every rule, its value, source and basis."""
        edition = editions.at(request._request.consortium, request._request.viewer.today)
        return Response(WholeEditionSerializer(edition).data)

    @extend_schema(request=AmendmentSerializer, responses={201: DraftedSerializer}, tags=["charter"])
    @action(detail=False, methods=["post"])
    def amend(self, request, consortium):
        """Draft a motion that changes rules of the charter."""
        door = request._request
        require(can_draft(door.viewer, amendments.amending_body(door.consortium, door.now)))
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        motion = amendments.draft(door.consortium, by=door.viewer.person, at=door.now, **given.validated_data)
        return Response({"motion": motion.number}, status=status.HTTP_201_CREATED)


class EditionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Editions of the charter."""

    lookup_field = "number"
    lookup_value_regex = r"\d+"
    queryset = Edition.objects.none()

    def get_queryset(self):
        """Fetch what the reader may see, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return Edition.objects.visible_to(self.request._request.viewer).select_related("consortium").order_by("-number")

    def get_serializer_class(self):
        """List briefly; show one whole."""
        return EditionSerializer if self.action == "list" else WholeEditionSerializer


class Presets(APIView):
    """The described systems that a consortium can be founded from."""

    @extend_schema(
        responses={200: serializers.ListSerializer(child=serializers.DictField())},
        operation_id="presets",
        tags=["charter"],
    )
    def get(self, request):
        """Show each preset: its rules with their sources, and the questions that founding asks."""
        return Response([_preset(preset) for preset in presets.every().values()])


def _preset(preset: presets.Preset) -> dict:
    stated = documents.stated(schemas.model(), preset.document)
    known = sources.expand(preset.sources, stated)
    return {
        "key": preset.key,
        "name": preset.name,
        "document": documents.plain(preset.document),
        "rules": told([tell(rule, preset.document, known) for rule in stated.values()]),
        "asked": [
            {
                "key": question.key,
                "paths": list(question.paths),
                "note": question.note,
                "is_optional": question.is_optional,
            }
            | ({"suggestion": documents.plain({"": question.suggestion})[""]} if question.has_suggestion else {})
            for question in questions.ask(preset)
        ],
    }
