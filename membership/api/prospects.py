"""Recruitment through the API: the pipeline, and motions that admit a company."""

from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import admissions
from consortium.access.memberships import can_propose_admission
from consortium.models import Admission
from membership import access, prospects
from membership.api.companies import CompanySerializer
from membership.models import Prospect
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey


class ExpectedSerializer(Payload):
    """What is expected of a prospect."""

    expected_tier = serializers.CharField(required=False, allow_blank=True, default="")
    expected_dues = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)
    branch = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    chain_position = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    next_step = Text(required=False, allow_blank=True, default="", max_length=2000)


class NotingSerializer(ExpectedSerializer, CompanySerializer):
    """A company that might join."""


class StageSerializer(Payload):
    """The next stage."""

    to = serializers.ChoiceField(choices=Prospect.State.choices)


class ProspectSerializer(serializers.ModelSerializer):
    """A company that might join, with what it would bring."""

    name = serializers.CharField(source="organisation.name")

    class Meta:
        model = Prospect
        fields = [
            "number",
            "name",
            "state",
            "branch",
            "chain_position",
            "expected_tier",
            "expected_dues",
            "next_step",
            "noted_at",
        ]


class AdmittingSerializer(CompanySerializer):
    """The terms on which a company is to be admitted."""

    branch = serializers.CharField(required=False, allow_blank=True, default="")
    chain_position = serializers.CharField(required=False, allow_blank=True, default="")
    tier = serializers.CharField(required=False, allow_blank=True, default="")
    tier_basis = serializers.ChoiceField(choices=Admission.Basis.choices, default=Admission.Basis.ESTIMATED)
    joins_on = serializers.DateField(required=False, allow_null=True, default=None)
    text = Text(required=False, allow_blank=True, default="", max_length=5000)


class DraftedMotionSerializer(serializers.Serializer):
    """The motion that was drafted."""

    motion = serializers.IntegerField(help_text="Its number.")


class ProspectViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    """The pipeline, for the office and the council's chair; to others there is none."""

    serializer_class = ProspectSerializer
    lookup_field = "number"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Prospect.objects.none()
        rows = Prospect.objects.visible_to(self.request.viewer)
        return rows.select_related("organisation", "consortium", "subject").order_by("-number")

    @extend_schema(request=NotingSerializer, responses={201: ProspectSerializer})
    @transaction.atomic
    def create(self, request, consortium):
        """Enter a company that might join."""
        if not access.can_note(request.viewer):
            raise Http404
        sent = NotingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        prospect = prospects.note(
            request.consortium, sent.company(), by=request.viewer.person, at=request.now, **sent.rest()
        )
        return Response(self.get_serializer(prospect).data, status=201)

    @extend_schema(request=ExpectedSerializer, responses=ProspectSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request, consortium, number):
        """Change what is expected of it."""
        prospect = self.get_object()
        require(access.can_revise(request.viewer, prospect))
        sent = ExpectedSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        prospects.revise(prospect, by=request.viewer.person, at=request.now, **sent.validated_data)
        return Response(self.get_serializer(prospect).data)

    @extend_schema(request=StageSerializer, responses=ProspectSerializer)
    @action(detail=True, methods=["post"])
    def advance(self, request, consortium, number):
        """Move it to another stage."""
        prospect = self.get_object()
        require(access.can_advance(request.viewer, prospect))
        sent = StageSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        prospects.advance(prospect, by=request.viewer.person, at=request.now, **sent.validated_data)
        return Response(self.get_serializer(prospect).data)


class AdmissionViewSet(OnceByKey, viewsets.GenericViewSet):
    """Motions that admit a company."""

    serializer_class = AdmittingSerializer
    queryset = Admission.objects.none()

    @extend_schema(request=AdmittingSerializer, responses={201: DraftedMotionSerializer})
    @transaction.atomic
    def create(self, request, consortium):
        """Draft the motion that admits a company."""
        if not can_propose_admission(request.viewer):
            raise Http404
        sent = AdmittingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        motion = admissions.propose(
            request.consortium, sent.company(), by=request.viewer.person, at=request.now, **sent.rest()
        )
        return Response(DraftedMotionSerializer({"motion": motion.number}).data, status=201)
