"""Drafting motions through the API: words, items in their order, papers, statements."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import motions, statements
from consortium.access import motions as access
from consortium.api import motion_serializers as told
from consortium.models import Item, Motion, MotionPaper
from consortium.motions import NewItem
from files import blobs
from parties.permissions import require
from web.api.viewsets import CreatedFromFile, VisibleViewSet

MOTION = OpenApiParameter("motion", OpenApiTypes.INT, "path", description="Number of the motion.")
PAPER = OpenApiParameter("id", OpenApiTypes.INT, "path", description="Key of the paper.")


class Drafting:
    """What is done to motions until they are put to the vote."""

    @extend_schema(request=told.DraftSerializer, responses={201: told.MotionSerializer})
    def create(self, request, consortium):
        """Draft a motion; ``follows`` is the number of the decision that it takes up."""
        said = self.given(told.DraftSerializer)
        viewer = request.viewer
        body = told.one_of(told.bodies(viewer), "body", key=said.pop("body"))
        require(access.can_draft(viewer, body))
        followed = said.pop("follows", None)
        motion = motions.draft(
            body,
            items=[NewItem(**item) for item in said.pop("items")] or None,
            from_body=access.source_of(viewer, body),
            follows=told.one_of(Motion.objects.visible_to(viewer), "follows", number=followed) if followed else None,
            on_behalf_of=access.principal_in(viewer, body),
            **said,
            **self.acting(),
        )
        return Response(told.MotionSerializer(motion).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.WordsSerializer, responses=told.MotionSerializer)
    def partial_update(self, request, consortium, number):
        """Change the words of a draft. A decision is changed by nobody: 403 (GOV-12)."""
        motion = self._draft()
        motions.edit(motion, **self.given(told.WordsSerializer), **drafting(self, motion))
        return self.answer(motion)

    @extend_schema(responses={204: None})
    def destroy(self, request, consortium, number):
        """Delete a draft. A decision is deleted by nobody: 403 (GOV-12)."""
        motion = self._draft()
        motions.delete(motion, **drafting(self, motion))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=told.NewItemSerializer, responses={201: told.ItemSerializer})
    @action(detail=True, methods=["post"])
    def items(self, request, consortium, number):
        """Add an item at the end of a draft."""
        motion = self._draft()
        item = motions.add_item(motion, NewItem(**self.given(told.NewItemSerializer)), **drafting(self, motion))
        return Response(told.ItemSerializer(item).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.ItemOrderSerializer, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def reorder(self, request, consortium, number):
        """Put the items of a draft into another order; name each by its number, once."""
        motion = self._draft()
        keys = dict(motion.items.values_list("number", "pk"))
        order = [keys.get(item, 0) for item in self.given(told.ItemOrderSerializer)["order"]]
        motions.reorder(motion, order, **drafting(self, motion))
        return self.answer(motion)

    @extend_schema(request=told.NewStatementSerializer, responses={201: told.MotionSerializer})
    @action(detail=True, methods=["post"])
    def statement(self, request, consortium, number):
        """Add an item that publishes a new strategy, vision or mission when it is carried."""
        motion = self._draft()
        statements.propose(motion, **self.given(told.NewStatementSerializer), **drafting(self, motion))
        return self.answer(motion, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=told.MotionSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request, consortium, number):
        """Put a draft before its body."""
        motion = self._draft()
        motions.submit(motion, **drafting(self, motion))
        return self.answer(motion)

    def _draft(self) -> Motion:
        motion = self.get_object()
        require(access.can_edit(self.request.viewer, motion))
        return motion


class DraftedItem:
    """What is done to one item of a draft."""

    @extend_schema(request=told.ItemWordsSerializer, responses=told.ItemSerializer)
    def partial_update(self, request, consortium, number):
        """Change the words of a draft's item."""
        item = self._drafted()
        words = {"title": item.title, "text": item.text, **self.given(told.ItemWordsSerializer)}
        motions.edit_item(item, **words, **drafting(self, item.motion))
        return Response(told.ItemSerializer(item).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, consortium, number):
        """Take an item out of a draft."""
        item = self._drafted()
        motions.remove_item(item, **drafting(self, item.motion))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _drafted(self) -> Item:
        item = self.get_object()
        require(access.can_edit(self.request.viewer, item.motion))
        return item


@extend_schema(parameters=[MOTION])
class MotionPaperViewSet(CreatedFromFile, VisibleViewSet):
    """Papers laid before the body with a motion, as their labels allow."""

    lookup_field = "pk"
    lookup_url_kwarg = "id"
    queryset = MotionPaper.objects.all()
    serializer_class = told.MotionPaperSerializer
    pagination_class = None

    def seen(self, viewer):
        rows = MotionPaper.objects.visible_to(viewer).filter(motion=self._motion())
        return rows.select_related("blob", "motion__consortium", "motion__body", "motion__author").order_by("pk")

    @extend_schema(responses=told.MotionPaperSerializer(many=True))
    def list(self, request, consortium, motion):
        """List the papers of a motion that the caller may read."""
        return Response(told.MotionPaperSerializer(self.get_queryset(), many=True).data)

    @extend_schema(
        request={"multipart/form-data": told.MotionPaperGivenSerializer}, responses={201: told.MotionPaperSerializer}
    )
    def create(self, request, consortium, motion):
        """Lay a paper before the body with a draft."""
        drafted = self._motion()
        require(access.can_edit(request.viewer, drafted))
        said = self.given(told.MotionPaperGivenSerializer)
        file, acting = said["file"], drafting(self, drafted)
        paper = motions.add_paper(drafted, blobs.content_of(file), name=file.name, label=said["label"], **acting)
        return Response(told.MotionPaperSerializer(paper).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[PAPER], responses={204: None})
    def destroy(self, request, consortium, motion, id):
        """Take a paper away from a draft."""
        paper = self.get_object()
        require(access.can_edit(request.viewer, paper.motion))
        motions.remove_paper(paper, **drafting(self, paper.motion))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[PAPER], responses={(200, "*/*"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, consortium, motion, id):
        """Send the paper itself."""
        paper = self.get_object()
        return FileResponse(
            blobs.open_blob(paper.blob), as_attachment=True, filename=paper.name, content_type=paper.blob.media_type
        )

    def _motion(self) -> Motion:
        rows = Motion.objects.visible_to(self.request.viewer).select_related("consortium", "body", "author")
        return get_object_or_404(rows, number=self.kwargs["motion"])


def drafting(door, motion: Motion) -> dict:
    """Say who acts, when, and for whom where an assistant prepares."""
    return {**door.acting(), "on_behalf_of": access.principal_of(door.request.viewer, motion)}
