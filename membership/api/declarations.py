"""Declared revenue through the API: for finance and the company's own mandates; to all others it does not exist."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from files import blobs
from membership import access, declarations
from membership.declarations import Evidence
from membership.models import Declaration
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey


class DeclarationSerializer(serializers.ModelSerializer):
    """One company's revenue of one closed year."""

    member = serializers.IntegerField(source="member.number")

    class Meta:
        model = Declaration
        fields = [
            "number",
            "member",
            "year",
            "revenue",
            "total_revenue",
            "currency",
            "rate",
            "rate_on",
            "evidence_name",
            "state",
            "declared_at",
            "returned_reason",
        ]


class DeclaringSerializer(Payload):
    """What is declared. Amounts are read as they were typed; a wrong one is told beside its field."""

    year = serializers.IntegerField()
    revenue = serializers.CharField(allow_blank=True, max_length=30)
    total_revenue = serializers.CharField(allow_blank=True, max_length=30)
    currency = serializers.CharField(required=False, allow_blank=True, max_length=3, default="")
    rate = serializers.CharField(required=False, default="1", max_length=30)
    rate_on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence = serializers.FileField(required=False, allow_null=True, default=None)

    def figures(self) -> dict:
        """Give what the verb takes."""
        sent = dict(self.validated_data)
        uploaded = sent.pop("evidence")
        return {**sent, "evidence": Evidence(blobs.content_of(uploaded), uploaded.name) if uploaded else None}


class ReturnSerializer(Payload):
    """What the company should mend."""

    reason = Text(max_length=2000)


class DeclarationViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    """Declarations that the caller may see."""

    serializer_class = DeclarationSerializer
    lookup_field = "number"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Declaration.objects.none()
        rows = Declaration.objects.visible_to(self.request.viewer)
        return rows.select_related("member__organisation", "consortium", "subject").order_by("-number")

    @extend_schema(request=None, responses=DeclarationSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request, consortium, number):
        """Verify the declared figure."""
        declaration = self.get_object()
        require(access.can_verify(request.viewer, declaration))
        declarations.verify(declaration, by=request.viewer.person, at=request.now)
        return Response(self.get_serializer(declaration).data)

    @extend_schema(request=ReturnSerializer, responses=DeclarationSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, consortium, number):
        """Return it to the company."""
        declaration = self.get_object()
        require(access.can_send_back(request.viewer, declaration))
        sent = ReturnSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        declarations.send_back(declaration, by=request.viewer.person, at=request.now, **sent.validated_data)
        return Response(self.get_serializer(declaration).data)
