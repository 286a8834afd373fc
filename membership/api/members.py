"""Members through the API: who belongs, and what a company does about its membership."""

from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from consortium import choices, exclusions
from consortium.access.memberships import can_propose_exclusion
from membership import access, declarations, members, queries, speakers, withdrawals
from membership.api.companies import CompanySerializer
from membership.api.declarations import DeclarationSerializer, DeclaringSerializer
from membership.api.withdrawals import LeavingSerializer, WithdrawalSerializer
from membership.models import Member, RegradingLine
from membership.views.members import rules_of, standing_code
from parties.permissions import require
from web.api.serializers import Json, Payload
from web.api.viewsets import ReasonSerializer
from web.idempotency import OnceByKey


class MemberSerializer(serializers.ModelSerializer):
    """A company that belongs, or did. Nothing declared or paid is here."""

    name = serializers.CharField(source="organisation.name")
    native_name = serializers.CharField(source="organisation.native_name")
    country = serializers.CharField(source="organisation.country")
    tier = serializers.CharField(help_text="Key of the tier of today.")
    standing = serializers.SerializerMethodField(
        help_text="As far as the caller may know: active, suspended, leaving, left or excluded."
    )

    class Meta:
        model = Member
        fields = [
            "number",
            "name",
            "native_name",
            "country",
            "branch",
            "chain_position",
            "tier",
            "joined_on",
            "left_on",
            "standing",
        ]

    def get_standing(self, member: Member) -> str:
        return standing_code(member, self.context["request"].viewer)


class FoundingMemberSerializer(CompanySerializer):
    """A company that belonged before the consortium went live, and the document that says so."""

    joined_on = serializers.DateField()
    document = serializers.CharField(max_length=300)
    branch = serializers.CharField(required=False, allow_blank=True, default="")
    chain_position = serializers.CharField(required=False, allow_blank=True, default="")
    tier = serializers.CharField(required=False, allow_blank=True, default="")


class ChainSerializer(Payload):
    """Where a member stands in the supply chain."""

    to = serializers.CharField(help_text="Key of a position of the charter.")


class StaysSerializer(Payload):
    """Seats, by number, that a company keeps in its new tier."""

    stays = serializers.ListField(child=serializers.IntegerField(), allow_empty=True)


class ExclusionDraftedSerializer(serializers.Serializer):
    """The motion that was drafted."""

    motion = serializers.IntegerField(help_text="Its number.")


class BenefitSerializer(serializers.Serializer):
    """What membership brings in one tier."""

    tier = serializers.CharField()
    name = serializers.CharField()
    is_core = serializers.BooleanField()
    dues = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    seats = serializers.SerializerMethodField()
    review = serializers.CharField()
    interim = serializers.CharField()
    final = serializers.CharField()

    def get_seats(self, benefits: queries.Benefits) -> dict[str, int]:
        return dict(benefits.seats)


class MemberViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    """Companies that belong, and those that did; ``branch``, ``chain_position`` and ``tier`` narrow the list."""

    serializer_class = MemberSerializer
    narrows = {name: name for name in ("branch", "chain_position", "tier")}
    lookup_field = "number"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Member.objects.none()
        return queries.listed(self.request.viewer).select_related("subject").order_by("number")

    @extend_schema(request=FoundingMemberSerializer, responses={201: MemberSerializer})
    @transaction.atomic
    def create(self, request, consortium):
        """Record a company that belonged before going live; later ones are admitted by a motion."""
        require(access.can_record_founding_member(request.viewer))
        sent = FoundingMemberSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        member = members.record_founding_member(
            request.consortium, sent.company(), by=request.viewer.person, at=request.now, **sent.rest()
        )
        return Response(self.get_serializer(self.get_queryset().get(pk=member.pk)).data, status=201)

    @extend_schema(
        request={"application/json": DeclaringSerializer, "multipart/form-data": DeclaringSerializer},
        responses={201: DeclarationSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=[Json, MultiPartParser])
    def declare(self, request, consortium, number):
        """Declare a closed year's revenue; the evidence is sent on the page or with ``multipart/form-data``."""
        member = self.get_object()
        if not (request.viewer.is_office or request.viewer.company(member.organisation_id)):
            raise Http404
        require(access.can_declare(request.viewer, member))
        sent = DeclaringSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        declaration = declarations.declare(
            member,
            by=request.viewer.person,
            at=request.now,
            on_behalf_of=speakers.on_behalf(request.viewer, member, "revenue_declarer"),
            **sent.figures(),
        )
        return Response(DeclarationSerializer(declaration).data, status=201)

    @extend_schema(request=LeavingSerializer, responses={201: WithdrawalSerializer})
    @action(detail=True, methods=["post"])
    def leave(self, request, consortium, number):
        """Give notice that the company leaves."""
        member = self.get_object()
        require(access.can_withdraw(request.viewer, member))
        sent = LeavingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        withdrawal = withdrawals.announce(
            member,
            by=request.viewer.person,
            at=request.now,
            on_behalf_of=speakers.on_behalf(request.viewer, member, *access.LEAVES),
            **sent.validated_data,
        )
        return Response(WithdrawalSerializer(withdrawal).data, status=201)

    @extend_schema(request=ChainSerializer, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def chain(self, request, consortium, number):
        """Correct the company's position in the supply chain."""
        member = self.get_object()
        require(access.can_move_in_chain(request.viewer, member))
        sent = ChainSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        members.move_in_chain(member, by=request.viewer.person, at=request.now, **sent.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=StaysSerializer, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def seats(self, request, consortium, number):
        """Choose who keeps a seat in the company's new tier."""
        lines = RegradingLine.objects.visible_to(request.viewer).waiting().filter(member=self.get_object())
        line = lines.select_related("regrading", "member", "consortium").order_by("-regrading__dues_year").first()
        if line is None:
            raise Http404
        require(access.can_choose(request.viewer, line))
        sent = StaysSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        choices.choose(
            line,
            by=request.viewer.person,
            at=request.now,
            on_behalf_of=speakers.on_behalf(request.viewer, line.member, "nominator"),
            **sent.validated_data,
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=ReasonSerializer, responses={201: ExclusionDraftedSerializer})
    @action(detail=True, methods=["post"])
    def exclude(self, request, consortium, number):
        """Draft the motion that excludes the company."""
        member = self.get_object()
        require(can_propose_exclusion(request.viewer, member))
        sent = ReasonSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        motion = exclusions.propose(
            member, text=sent.validated_data["reason"], by=request.viewer.person, at=request.now
        )
        return Response(ExclusionDraftedSerializer({"motion": motion.number}).data, status=201)


class BenefitViewSet(viewsets.GenericViewSet):
    """What membership brings, tier by tier."""

    serializer_class = BenefitSerializer
    pagination_class = None
    queryset = Member.objects.none()

    def list(self, request, consortium):
        """List the tiers with what each brings."""
        return Response(BenefitSerializer(queries.benefits(rules_of(request)), many=True).data)
