"""Bodies, working groups, seats and nominations through the API."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from consortium import groups, nominations, seats
from consortium.access import groups as may_group
from consortium.access import nominations as may_nominate
from consortium.access import seats as may_sit
from consortium.api import people_serializers as told
from consortium.api.people import person_of
from consortium.models import Body, Nomination, Seat
from membership.models import Member
from parties.permissions import require
from web.api.viewsets import VisibleViewSet


class BodyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Committees, working groups and the office."""

    queryset = Body.objects.all()
    serializer_class = told.BodySerializer
    narrows = {"state": "state", "kind": "kind", "branch": "branch"}

    def seen(self, viewer):
        rows = Body.objects.visible_to(viewer).select_related("parent__parent", "consortium", "subject")
        return rows.order_by("level", "branch", "number")

    @extend_schema(request=told.GroupSerializer, responses={201: told.BodySerializer})
    @action(detail=True, methods=["post"])
    def groups(self, request, consortium, number):
        """Set up a working group below the body."""
        parent = self.get_object()
        require(may_group.can_set_up(request.viewer, parent))
        said = self.given(told.GroupSerializer)
        lead = person_of(request, said.pop("lead"))
        group = groups.set_up(parent, said.pop("kind"), lead=lead, **said, **self.acting())
        return Response(told.BodySerializer(group).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.PersonIdSerializer, responses={201: told.SeatSerializer})
    @action(detail=True, methods=["post"])
    def members(self, request, consortium, number):
        """Bring a member of the committee into the group, with a vote."""
        return self._bring_in(request, groups.add_member)

    @extend_schema(request=told.PersonIdSerializer, responses={201: told.SeatSerializer})
    @action(detail=True, methods=["post"])
    def guests(self, request, consortium, number):
        """Bring a guest into the group, without a vote."""
        return self._bring_in(request, groups.add_guest)

    @extend_schema(request=told.PersonIdSerializer, responses=told.BodySerializer)
    @action(detail=True, methods=["post"])
    def hand_over(self, request, consortium, number):
        """Hand the lead of the group over."""
        group = self.get_object()
        require(may_group.can_hand_over(request.viewer, group))
        lead = person_of(request, self.given(told.PersonIdSerializer)["person"])
        groups.hand_over(group, lead, **self.acting())
        return Response(told.BodySerializer(group).data)

    @extend_schema(request=told.OptionalReasonSerializer, responses=told.BodySerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, consortium, number):
        """Close a working group."""
        group = self.get_object()
        require(may_group.can_close(request.viewer, group))
        groups.close(group, **self.given(told.OptionalReasonSerializer), **self.acting())
        return Response(told.BodySerializer(group).data)

    @extend_schema(request=told.SlateSerializer, responses={201: told.MotionNumberSerializer})
    @action(detail=True, methods=["post"])
    def appoint(self, request, consortium, number):
        """Draft a motion of the body that appoints those whom companies nominated."""
        body = self.get_object()
        require(may_nominate.can_put_to_vote(request.viewer, body))
        said = self.given(told.SlateSerializer)
        chosen = Nomination.objects.visible_to(request.viewer).filter(number__in=said["nominations"])
        related = ("person", "member__organisation", "body", "consortium")
        motion = nominations.put_to_vote(
            body, list(chosen.select_related(*related).order_by("number")), title=said["title"], **self.acting()
        )
        return Response({"motion": motion.number}, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.OfficerSerializer, responses={201: told.NominationSerializer})
    @action(detail=True, methods=["post"])
    def propose(self, request, consortium, number):
        """Propose somebody for a post of the office."""
        office = self.get_object()
        require(may_nominate.can_propose_officer(request.viewer, office))
        said = self.given(told.OfficerSerializer)
        person = person_of(request, said["person"])
        nomination = nominations.propose_officer(office, person, said["post"], **self.acting())
        return Response(told.NominationSerializer(nomination).data, status=status.HTTP_201_CREATED)

    def _bring_in(self, request, add):
        group = self.get_object()
        require(may_group.can_add(request.viewer, group))
        seat = add(group, person_of(request, self.given(told.PersonIdSerializer)["person"]), **self.acting())
        return Response(told.SeatSerializer(seat).data, status=status.HTTP_201_CREATED)


class SeatViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Seats, held and ended."""

    queryset = Seat.objects.all()
    serializer_class = told.SeatSerializer
    narrows = {"state": "state", "body": "body__number", "person": "person"}

    def seen(self, viewer):
        related = ("person", "organisation", "member__organisation", "body__parent__parent", "body__consortium")
        rows = Seat.objects.visible_to(viewer).select_related(*related, "consortium", "subject")
        return rows.order_by("number")

    @extend_schema(request=told.OptionalReasonSerializer, responses=told.SeatSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, consortium, number):
        """Resign, recall, or take out of a group: whichever the caller may."""
        seat = self.get_object()
        require(may_sit.can_end(request.viewer, seat))
        reason = self.given(told.OptionalReasonSerializer)["reason"]
        ending = may_sit.ending(request.viewer, seat)
        if ending == Seat.Ending.REMOVED:
            groups.remove(seat, reason=reason, **self.acting())
        else:
            seats.end(seat, reason=ending, words=reason, **self.acting())
        return Response(told.SeatSerializer(seat).data)

    @extend_schema(request=told.PersonIdSerializer, responses=told.SeatSerializer)
    @action(detail=True, methods=["post", "delete"])
    def alternate(self, request, consortium, number):
        """Name the alternate, or with DELETE end the right of the one named."""
        seat = self.get_object()
        require(may_sit.can_name_alternate(request.viewer, seat))
        if request.method == "DELETE":
            seats.end_alternate(seat, **self.acting())
        else:
            person = person_of(request, self.given(told.PersonIdSerializer)["person"])
            seats.name_alternate(seat, person, **self.acting())
        return Response(told.SeatSerializer(seat).data)

    @extend_schema(request=None, responses={201: told.NominationSerializer})
    @action(detail=True, methods=["post"])
    def chair(self, request, consortium, number):
        """Propose the holder for the chair; the body elects."""
        seat = self.get_object()
        require(may_nominate.can_propose_chair(request.viewer, seat.body))
        nomination = nominations.propose_chair(seat, **self.acting())
        return Response(told.NominationSerializer(nomination).data, status=status.HTTP_201_CREATED)


class NominationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Nominations that the caller may see."""

    queryset = Nomination.objects.all()
    serializer_class = told.NominationSerializer
    narrows = {"state": "state", "body": "body__number"}

    def seen(self, viewer):
        related = ("person", "member__organisation", "body", "consortium", "item__motion", "replaces__person")
        rows = Nomination.objects.visible_to(viewer).select_related(*related, "subject")
        return rows.order_by("-number")

    @extend_schema(request=told.NominateSerializer, responses={201: told.NominationSerializer})
    def create(self, request, consortium):
        """Nominate a person of one's company for a seat."""
        said = self.given(told.NominateSerializer)
        members = Member.objects.visible_to(request.viewer).select_related("organisation", "consortium")
        member = get_object_or_404(members, number=said["member"])
        require(may_nominate.can_propose(request.viewer, member))
        nomination = nominations.propose(
            member,
            get_object_or_404(Body.objects.visible_to(request.viewer), number=said["body"]),
            person_of(request, said["person"]),
            replaces=self._replaced(request, said),
            statement=said["statement"],
            **self.acting(),
        )
        return Response(told.NominationSerializer(nomination).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.OptionalReasonSerializer, responses=told.NominationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, number):
        """Take a nomination back."""
        nomination = self.get_object()
        require(may_nominate.can_withdraw(request.viewer, nomination))
        nominations.withdraw(nomination, **self.given(told.OptionalReasonSerializer), **self.acting())
        return Response(told.NominationSerializer(nomination).data)

    @extend_schema(request=None, responses=told.SeatSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, consortium, number):
        """Verify tier and title, and seat: where the company itself names its person."""
        nomination = self.get_object()
        require(may_nominate.can_confirm(request.viewer, nomination))
        return Response(told.SeatSerializer(nominations.confirm(nomination, **self.acting())).data)

    @extend_schema(request=told.OptionalReasonSerializer, responses=told.NominationSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request, consortium, number):
        """Turn down what could not be verified."""
        nomination = self.get_object()
        require(may_nominate.can_decline(request.viewer, nomination))
        nominations.decline(nomination, **self.given(told.OptionalReasonSerializer), **self.acting())
        return Response(told.NominationSerializer(nomination).data)

    def _replaced(self, request, said: dict) -> Seat | None:
        if "replaces" not in said:
            return None
        return get_object_or_404(Seat.objects.visible_to(request.viewer), number=said["replaces"])
