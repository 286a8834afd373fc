"""Items, the decision register, statements and needs through the API."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import ballots, enactments, motions, needs, room_votes
from consortium.access import motions as access
from consortium.api import motion_serializers as told
from consortium.api.drafts import DraftedItem
from consortium.models import Item, Motion, Need, RollLine, Statement
from consortium.motions import queries
from parties.permissions import require
from web.api.viewsets import ReasonSerializer, VisibleViewSet
from web.scopes import Scope


class ItemViewSet(DraftedItem, mixins.RetrieveModelMixin, VisibleViewSet):
    """Items of motions: changing drafts, severing, and what becomes of a blocked enactment."""

    queryset = Item.objects.all()
    serializer_class = told.ItemSerializer

    def seen(self, viewer):
        visible = Motion.objects.visible_to(viewer)
        return Item.objects.filter(motion__in=visible).select_related(
            "subject", "consortium", "motion__body", "motion__consortium", "motion__subject", "motion__author"
        )

    @extend_schema(request=None, responses=told.ItemSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    def sever(self, request, consortium, number):
        """Have the item voted on by itself."""
        item = self.get_object()
        require(access.can_vote(request.viewer, item.motion))
        line = RollLine.objects.filter(motion=item.motion).held_by(request.viewer).order_by("pk").first()
        motions.sever(item, line, **self.acting())
        return Response(told.ItemSerializer(item).data)

    @extend_schema(request=None, responses=told.ItemSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    def rejoin(self, request, consortium, number):
        """Take part again in an item from which one had stepped aside."""
        item = self.get_object()
        require(access.can_vote(request.viewer, item.motion))
        line = RollLine.objects.filter(motion=item.motion).held_by(request.viewer).in_turn().first()
        ballots.rejoin(item.motion, line, item, **self.acting())
        return Response(told.ItemSerializer(item).data)

    @extend_schema(request=None, responses=told.ItemSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request, consortium, number):
        """Try a blocked enactment again."""
        item = self.get_object()
        require(access.can_retry(request.viewer, item))
        return Response(told.ItemSerializer(enactments.retry(item, **self.acting())).data)

    @extend_schema(request=ReasonSerializer, responses=told.ItemSerializer)
    @action(detail=True, methods=["post"])
    def rescind(self, request, consortium, number):
        """Give up a blocked enactment."""
        item = self.get_object()
        require(access.can_rescind(request.viewer, item))
        reason = self.given(ReasonSerializer)["reason"]
        return Response(told.ItemSerializer(enactments.rescind(item, reason=reason, **self.acting())).data)


class DecisionViewSet(mixins.ListModelMixin, VisibleViewSet):
    """The decision register (GOV-12)."""

    queryset = Item.objects.all()
    serializer_class = told.DecisionSerializer
    narrows = {"state": "state", "body": "motion__body__key", "matter": "matter"}

    def seen(self, viewer):
        return room_votes.marked(queries.decisions(viewer)).order_by("-motion__closed_at", "-pk")


class StatementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Strategy, vision and mission, every version."""

    queryset = Statement.objects.all()
    serializer_class = told.StatementSerializer

    def seen(self, viewer):
        return Statement.objects.visible_to(viewer).published().select_related("item__motion").order_by("-number")


class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Needs of industry (EC-06)."""

    queryset = Need.objects.all()
    serializer_class = told.NeedSerializer
    narrows = {"state": "state", "member": "member__number"}

    def seen(self, viewer):
        return Need.objects.visible_to(viewer).select_related("member__organisation").order_by("-number")

    @extend_schema(request=told.NewNeedSerializer, responses={201: told.NeedSerializer})
    def create(self, request, consortium):
        """File a need of one's firm; without the firm 400."""
        require(access.can_file_need(request.viewer))
        said = self.given(told.NewNeedSerializer)
        member = told.own_members(request.viewer).filter(number=said.pop("member", None)).first()
        need = needs.file(member, **said, **self.acting())
        return Response(told.NeedSerializer(need).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.LinkSerializer, responses=told.NeedSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request, consortium, number):
        """Link a need to a version of the strategy."""
        need = self._own()
        versions = Statement.objects.visible_to(request.viewer).of_kind(Statement.Kind.STRATEGY)
        statement = get_object_or_404(versions, number=self.given(told.LinkSerializer)["statement"])
        needs.link(need, statement, **self.acting())
        return Response(told.NeedSerializer(need).data)

    @extend_schema(request=ReasonSerializer, responses=told.NeedSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Withdraw a need with a reason."""
        need = self._own()
        needs.withdraw(need, **self.given(ReasonSerializer), **self.acting())
        return Response(told.NeedSerializer(need).data)

    def _own(self) -> Need:
        need = self.get_object()
        require(access.can_change_need(self.request.viewer, need))
        return need
