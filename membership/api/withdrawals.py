"""Withdrawals through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from membership import access, speakers, withdrawals
from membership.models import Withdrawal
from parties.permissions import require
from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey


class WithdrawalSerializer(serializers.ModelSerializer):
    """A company's notice that it leaves."""

    member = serializers.IntegerField(source="member.number")

    class Meta:
        model = Withdrawal
        fields = ["number", "member", "reason", "words", "announced_at", "effective_on", "state"]


class LeavingSerializer(Payload):
    """Why, and until when. Without a last day it is the first lawful one."""

    reason = Text(max_length=40, help_text="A key of the charter's reasons, or `other`.")
    words = Text(required=False, allow_blank=True, max_length=2000, default="")
    last_day = serializers.DateField(required=False, allow_null=True, default=None)


class WithdrawalViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    """Withdrawals that the caller may see: of the own company; for the council and the office, all."""

    serializer_class = WithdrawalSerializer
    lookup_field = "number"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Withdrawal.objects.none()
        rows = Withdrawal.objects.visible_to(self.request.viewer)
        return rows.select_related("member__organisation", "consortium", "subject").order_by("-number")

    @extend_schema(request=None, responses=WithdrawalSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request, consortium, number):
        """Stay after all."""
        withdrawal = self.get_object()
        require(access.can_take_back(request.viewer, withdrawal))
        on_behalf_of = speakers.on_behalf(request.viewer, withdrawal.member, *access.LEAVES)
        withdrawals.take_back(withdrawal, by=request.viewer.person, at=request.now, on_behalf_of=on_behalf_of)
        return Response(self.get_serializer(withdrawal).data)
