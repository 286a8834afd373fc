"""The yearly regrading through the API."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import memberships
from membership import access, regradings
from membership.models import Regrading
from parties.permissions import require
from web.idempotency import OnceByKey


class ExcessSerializer(serializers.Serializer):
    """Seats beyond what the new tier holds."""

    seat_class = serializers.CharField()
    held = serializers.IntegerField()
    quota = serializers.IntegerField()
    must_choose = serializers.BooleanField()


class ChangeSerializer(serializers.Serializer):
    """A member that would change tier."""

    member = serializers.IntegerField(source="member.number")
    name = serializers.CharField(source="member.organisation.name")
    old_tier = serializers.CharField()
    new_tier = serializers.CharField()
    old_dues = serializers.DecimalField(max_digits=18, decimal_places=2)
    new_dues = serializers.DecimalField(max_digits=18, decimal_places=2)
    excess = ExcessSerializer(many=True)


class PreviewSerializer(serializers.Serializer):
    """A regrading as it would be announced now."""

    dues_year = serializers.IntegerField()
    revenue_year = serializers.IntegerField()
    effective_on = serializers.DateField()
    dues_before = serializers.DecimalField(max_digits=18, decimal_places=2)
    dues_after = serializers.DecimalField(max_digits=18, decimal_places=2)
    changes = ChangeSerializer(many=True)


class LineSerializer(serializers.Serializer):
    """A member whose tier changes."""

    member = serializers.IntegerField(source="member.number")
    old_tier = serializers.CharField()
    new_tier = serializers.CharField()
    taken_effect_on = serializers.DateField(allow_null=True)


class RegradingSerializer(serializers.ModelSerializer):
    """An announced regrading."""

    lines = LineSerializer(many=True, read_only=True)

    class Meta:
        model = Regrading
        fields = ["number", "dues_year", "effective_on", "state", "announced_at", "lines"]


class RegradingViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    """Regradings, for finance and the council."""

    serializer_class = RegradingSerializer
    lookup_field = "number"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Regrading.objects.none()
        rows = Regrading.objects.visible_to(self.request.viewer).select_related("consortium", "subject")
        return rows.prefetch_related("lines__member").order_by("-number")

    @extend_schema(responses=PreviewSerializer)
    @action(detail=False)
    def preview(self, request, consortium):
        """Look ahead at the next regrading."""
        _hide(request)
        return Response(PreviewSerializer(regradings.look(request.consortium, at=request.now)).data)

    @extend_schema(request=None, responses={201: RegradingSerializer})
    @action(detail=False, methods=["post"])
    def announce(self, request, consortium):
        """Announce the next regrading."""
        _hide(request)
        require(access.can_announce(request.viewer))
        regrading = regradings.announce(request.consortium, by=request.viewer.person, at=request.now)
        return Response(self.get_serializer(regrading).data, status=201)

    @extend_schema(request=None, responses=RegradingSerializer)
    @action(detail=True, methods=["post"], url_path="take-effect")
    def take_effect(self, request, consortium, number):
        """Put the lines into effect that nothing stands against."""
        regrading = self.get_object()
        require(access.can_regrade(request.viewer, regrading))
        memberships.regrade(regrading, by=request.viewer.person, at=request.now)
        return Response(self.get_serializer(self.get_object()).data)


def _hide(request) -> None:
    """To whoever does not look ahead, there is nothing here."""
    if not access.can_look_ahead(request.viewer):
        raise Http404
