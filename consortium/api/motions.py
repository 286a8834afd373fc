"""Motions through the API: how they are put to the vote, voted on, closed and corrected."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import ballots, motions, outcomes, procedures
from consortium.access import motions as access
from consortium.api import motion_serializers as told
from consortium.api.drafts import Drafting
from consortium.models import Motion, RollLine
from parties.permissions import require
from parties.refusals import Invalid
from web.api.viewsets import ReasonSerializer, VisibleViewSet
from web.scopes import Scope


class MotionViewSet(Drafting, mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Motions that the caller may see."""

    queryset = Motion.objects.all()
    serializer_class = told.MotionSerializer
    narrows = {"state": "state", "body": "body__key"}

    def seen(self, viewer):
        rows = Motion.objects.visible_to(viewer).select_related("body", "from_body", "consortium", "author", "subject")
        return rows.prefetch_related("items").order_by("-number")

    def retrieve(self, request, *args, **kwargs):
        """Show one motion."""
        return self.answer(self.get_object())

    def answer(self, motion: Motion, status: int = 200) -> Response:
        """Show the motion as it is now."""
        fresh = self.seen(self.request.viewer).get(pk=motion.pk)
        shown = told.MotionSerializer(fresh).data
        if fresh.is_open and access.follows_votes(self.request.viewer, fresh) and procedures.shows_count(fresh):
            told.fill_count(shown["items"], outcomes.standings(fresh))
        return Response(shown, status=status)

    @extend_schema(request=told.OpenSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request, consortium, number):
        """Put a motion to the vote: until ``closes_at``, or in a meeting without it."""
        motion = self.get_object()
        require(access.can_open(request.viewer, motion))
        motions.open(motion, **self.given(told.OpenSerializer), **self.acting())
        return self.answer(motion)

    @extend_schema(request=told.CastSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    def cast(self, request, consortium, number):
        """Vote: ``slate`` for all items at once, ``choices`` (item number → choice) for single ones."""
        motion = self._voted_on(request)
        said = self.given(told.CastSerializer)
        line = self._line(motion, said.get("seat"))
        items = {str(item.number): item for item in motion.items.all()}
        choices = {get_known(items, key): choice for key, choice in said["choices"].items()}
        ballots.cast(motion, line, choices, slate=said["slate"], **self.acting())
        return self.answer(motion)

    @extend_schema(request=told.RecuseSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"], scope=Scope.VOTE)
    def recuse(self, request, consortium, number):
        """Step aside from the items named, or from all."""
        motion = self._voted_on(request)
        said = self.given(told.RecuseSerializer)
        line = self._line(motion, said.get("seat"))
        items = list(motion.items.filter(number__in=said["items"])) if said["items"] else None
        ballots.recuse(motion, line, reason=said["reason"], items=items, **self.acting())
        return self.answer(motion)

    @extend_schema(request=None, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, consortium, number):
        """Close the vote and count it."""
        motion = self.get_object()
        require(access.can_close(request.viewer, motion))
        motions.close(motion, **self.acting())
        return self.answer(motion)

    @extend_schema(request=ReasonSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Withdraw a motion that is not decided."""
        motion = self.get_object()
        require(access.can_withdraw(request.viewer, motion))
        motions.withdraw(motion, **self.given(ReasonSerializer), **self.acting())
        return self.answer(motion)

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

    def _voted_on(self, request) -> Motion:
        """Load the motion, and ask who may vote on it before anything else is answered."""
        motion = self.get_object()
        require(access.can_vote(request.viewer, motion))
        return motion

    def _line(self, motion: Motion, seat: int | None) -> RollLine:
        """Find the line that is voted on: the seat named, or the only one that the caller votes in."""
        lines = RollLine.objects.filter(motion=motion).held_by(self.request.viewer)
        if seat is not None:
            lines = lines.filter(acting_seat__number=seat)
        found = list(lines[:2])
        if len(found) != 1:
            raise Invalid(_("Name the seat in which you vote, by its number."), field="seat")
        return found[0]


def get_known(known: dict, key: str):
    """Find what a call names by its number.

    :raises Invalid: where there is no such thing on this motion.
    """
    if key not in known:
        raise told.strange(key)
    return known[key]
