"""Motions, votes, decisions, statements and needs through the API."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import ballots, enactments, motions, needs
from consortium.access import motions as access
from consortium.api import motion_serializers as told
from consortium.models import Item, Motion, Need, RollLine, Statement
from consortium.motions import NewItem, queries
from desk.api_rows import SeenViewSet
from desk.models import Scope
from desk.once import once_by_key
from parties.permissions import require


class MotionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, SeenViewSet):
    """Motions that the caller may see."""

    queryset = Motion.objects.all()
    serializer_class = told.MotionSerializer

    def seen(self, viewer):
        rows = Motion.objects.visible_to(viewer).select_related("body", "from_body", "consortium", "author", "subject")
        return rows.prefetch_related("items").order_by("-number")

    @extend_schema(request=told.DraftSerializer, responses={201: told.MotionSerializer})
    def create(self, request, consortium):
        """Draft a motion."""
        said = self.given(told.DraftSerializer)
        body = get_object_or_404(told.bodies(request.viewer), key=said.pop("body"))
        require(access.can_draft(request.viewer, body))
        items = [NewItem(**item) for item in said.pop("items")] or None
        source = access.source_of(request.viewer, body)
        motion = motions.draft(body, items=items, from_body=source, **said, **self.acting())
        return Response(told.MotionSerializer(motion).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.WordsSerializer, responses=told.MotionSerializer)
    def partial_update(self, request, consortium, number):
        """Change the words of a draft. A decision is changed by nobody: 403 (GOV-12)."""
        motion = self.get_object()
        require(access.can_edit(request.viewer, motion))
        motions.edit(motion, **self.given(told.WordsSerializer), **self.acting())
        return self._answer(motion)

    @extend_schema(responses={204: None})
    def destroy(self, request, consortium, number):
        """Delete a draft. A decision is deleted by nobody: 403 (GOV-12)."""
        motion = self.get_object()
        require(access.can_edit(request.viewer, motion))
        motions.delete(motion, **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request, consortium, number):
        """Put a draft before its body."""
        motion = self.get_object()
        require(access.can_edit(request.viewer, motion))
        motions.submit(motion, **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.OpenSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    @once_by_key
    def open(self, request, consortium, number):
        """Put a motion to the vote: until ``closes_at``, or in a meeting without it."""
        motion = self.get_object()
        require(access.can_open(request.viewer, motion))
        motions.open(motion, **self.given(told.OpenSerializer), **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.CastSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    @once_by_key
    def cast(self, request, consortium, number):
        """Vote: ``slate`` for all items at once, ``choices`` (item number → choice) for single ones."""
        motion, line = self._ballot(request)
        said = self.given(told.CastSerializer)
        items = {str(item.number): item for item in motion.items.all()}
        choices = {get_known(items, key): choice for key, choice in said["choices"].items()}
        ballots.cast(motion, line, choices, slate=said["slate"], **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.RecuseSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    @once_by_key
    def recuse(self, request, consortium, number):
        """Step aside from the items named, or from all."""
        motion, line = self._ballot(request)
        said = self.given(told.RecuseSerializer)
        items = list(motion.items.filter(number__in=said["items"])) if said["items"] else None
        ballots.recuse(motion, line, reason=said["reason"], items=items, **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.RecordSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    @once_by_key
    def record(self, request, consortium, number):
        """Record a vote in the room by exception; seats are named by their numbers."""
        motion = self.get_object()
        require(access.can_record(request.viewer, motion))
        said = self.given(told.RecordSerializer)
        lines = {str(line.acting_seat.number): line for line in motion.roll.standing().select_related("acting_seat")}
        ballots.by_exception(
            motion,
            said["choice"],
            present=[get_known(lines, str(seat)) for seat in said["present"]],
            exceptions={get_known(lines, seat): choice for seat, choice in said["exceptions"].items()},
            item=get_object_or_404(motion.items, number=said["item"]) if said.get("item") else None,
            **self.acting(),
        )
        return self._answer(motion)

    @extend_schema(request=None, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, consortium, number):
        """Close the vote and count it."""
        motion = self.get_object()
        require(access.can_close(request.viewer, motion))
        motions.close(motion, **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.ReasonSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Withdraw a motion that is not decided."""
        motion = self.get_object()
        require(access.can_withdraw(request.viewer, motion))
        motions.withdraw(motion, **self.given(told.ReasonSerializer), **self.acting())
        return self._answer(motion)

    @extend_schema(request=told.CorrectionSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def correct(self, request, consortium, number):
        """Add a correction to a decision."""
        motion = self.get_object()
        require(access.can_correct(request.viewer, motion))
        motions.correct(motion, **self.given(told.CorrectionSerializer), **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={409: None})
    @action(detail=True, methods=["post"])
    def reopen(self, request, consortium, number):
        """Answer 409 with the lawful way: a decision is final (EC-01)."""
        motion = self.get_object()
        require(access.can_reopen(request.viewer, motion))
        motions.reopen(motion, **self.acting())

    def _ballot(self, request) -> tuple[Motion, RollLine]:
        motion = self.get_object()
        require(access.can_vote(request.viewer, motion))
        lines = RollLine.objects.filter(motion=motion).held_by(request.viewer)
        return motion, lines.in_turn().first()

    def _answer(self, motion: Motion) -> Response:
        fresh = self.seen(self.request.viewer).get(pk=motion.pk)
        return Response(told.MotionSerializer(fresh).data)


class ItemViewSet(mixins.RetrieveModelMixin, SeenViewSet):
    """Items of motions: severing, and what becomes of a blocked enactment."""

    queryset = Item.objects.all()
    serializer_class = told.ItemSerializer

    def seen(self, viewer):
        visible = Motion.objects.visible_to(viewer)
        return Item.objects.filter(motion__in=visible).select_related(
            "subject", "consortium", "motion__body", "motion__consortium", "motion__subject"
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

    @extend_schema(request=told.ReasonSerializer, responses=told.ItemSerializer)
    @action(detail=True, methods=["post"])
    def rescind(self, request, consortium, number):
        """Give up a blocked enactment."""
        item = self.get_object()
        require(access.can_rescind(request.viewer, item))
        reason = self.given(told.ReasonSerializer)["reason"]
        return Response(told.ItemSerializer(enactments.rescind(item, reason=reason, **self.acting())).data)


class DecisionViewSet(mixins.ListModelMixin, SeenViewSet):
    """The decision register (GOV-12)."""

    queryset = Item.objects.all()
    serializer_class = told.DecisionSerializer

    def seen(self, viewer):
        return queries.decisions(viewer).order_by("-motion__closed_at", "-pk")


class StatementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, SeenViewSet):
    """Strategy, vision and mission, every version."""

    queryset = Statement.objects.all()
    serializer_class = told.StatementSerializer

    def seen(self, viewer):
        return Statement.objects.visible_to(viewer).published().select_related("item__motion").order_by("-number")


class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, SeenViewSet):
    """Needs of industry (EC-06)."""

    queryset = Need.objects.all()
    serializer_class = told.NeedSerializer

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

    @extend_schema(request=told.ReasonSerializer, responses=told.NeedSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Withdraw a need with a reason."""
        need = self._own()
        needs.withdraw(need, **self.given(told.ReasonSerializer), **self.acting())
        return Response(told.NeedSerializer(need).data)

    def _own(self) -> Need:
        need = self.get_object()
        require(access.can_change_need(self.request.viewer, need))
        return need


def get_known(known: dict, key: str):
    """Find what a call names by its number.

    :raises Invalid: where there is no such thing on this motion.
    """
    if key not in known:
        raise told.strange(key)
    return known[key]
