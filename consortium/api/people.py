"""People, mandates, assistants and partners through the API."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from consortium import directory, introductions, mandates, partners, people
from consortium.access import people as access
from consortium.api import people_serializers as told
from consortium.models import Body, Introduction, Partner
from membership.models import Affiliation, Assistance, Mandate, Member
from parties.models import Organisation, Person
from parties.permissions import require
from web.api.viewsets import VisibleViewSet
from web.idempotency import OnceByKey


def person_of(request, pk: int) -> Person:
    """Find a person whom the caller may see, and who has come here: others cannot act yet."""
    return get_object_or_404(directory.come(request.viewer), pk=pk)


def home_of(request, said: dict):
    """Find the organisation that a call means, and take it out of what was said."""
    member, partner = said.pop("member", None), said.pop("partner", None)
    if (member is None) == (partner is None):
        raise ValidationError({"member": ["Give either the member or the partner."]})
    model, number = (Member, member) if member is not None else (Partner, partner)
    rows = model.objects.visible_to(request.viewer).select_related("organisation", "consortium", "subject")
    return get_object_or_404(rows, number=number)


class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Everybody with a part in the consortium."""

    queryset = Person.objects.all()
    serializer_class = told.PersonSerializer
    lookup_field = "pk"

    def seen(self, viewer):
        return directory.people(viewer)


class AffiliationViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Who belongs to which organisation today."""

    queryset = Affiliation.objects.all()
    serializer_class = told.AffiliationSerializer
    lookup_field = "pk"

    def seen(self, viewer):
        rows = Affiliation.objects.visible_to(viewer).on(viewer.today)
        return rows.select_related("person", "organisation", "consortium").order_by(
            "organisation__name", "person__name"
        )

    @extend_schema(request=told.InviteSerializer, responses={201: told.IntroductionSerializer})
    def create(self, request, consortium):
        """Invite a person of an organisation; nothing follows until they accept."""
        said = self.given(told.InviteSerializer)
        home = home_of(request, said)
        require(access.can_invite(request.viewer, home))
        introduction = introductions.ask(home, kinds=said.pop("mandates"), **said, **self.acting())
        return Response(told.IntroductionSerializer(introduction).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.TitleSerializer, responses=told.AffiliationSerializer)
    @action(detail=True, methods=["post"])
    def retitle(self, request, consortium, pk):
        """Write down a new title."""
        affiliation = self.get_object()
        require(access.can_retitle(request.viewer, affiliation))
        changed = people.retitle(affiliation, **self.given(told.TitleSerializer), **self.acting())
        return Response(told.AffiliationSerializer(changed).data)

    @extend_schema(request=told.OptionalReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request, consortium, pk):
        """End somebody's place in the organisation."""
        affiliation = self.get_object()
        require(access.can_leave(request.viewer, affiliation))
        people.leave(affiliation, **self.given(told.OptionalReasonSerializer), **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)


class IntroductionViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Whom an organisation of the caller's invited, as it was typed; and what colleagues accepted elsewhere."""

    queryset = Introduction.objects.all()
    serializer_class = told.IntroductionSerializer
    lookup_field = "pk"

    def seen(self, viewer):
        rows = Introduction.objects.visible_to(viewer).select_related("organisation", "consortium", "person")
        return rows.order_by("pk")

    @extend_schema(request=None, responses=told.IntroductionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, consortium, pk):
        """Take an invitation back."""
        introduction = self.get_object()
        require(access.can_withdraw_introduction(request.viewer, introduction))
        introductions.withdraw(introduction, **self.acting())
        return Response(told.IntroductionSerializer(introduction).data)

    @extend_schema(request=told.EmployerSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def release(self, request, consortium, pk):
        """Agree, for a company that the person belongs to, that they join the other organisation too."""
        return self._answered(request, introductions.release)

    @extend_schema(request=told.EmployerSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request, consortium, pk):
        """Object, for a company that the person belongs to."""
        return self._answered(request, introductions.object_to)

    def _answered(self, request, verb):
        introduction = self.get_object()
        number = self.given(told.EmployerSerializer)["member"]
        employer = get_object_or_404(Member.objects.visible_to(request.viewer), number=number)
        require(access.can_release(request.viewer, employer, introduction.person_id))
        if not introductions.is_asked(employer, introduction, request.now):
            raise Http404
        verb(introduction, employer, **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnIntroductions(APIView):
    """Who asks the caller to be one of its people."""

    @extend_schema(responses=told.OwnIntroductionSerializer(many=True), operation_id="me_introductions", tags=["me"])
    def get(self, request):
        """List the invitations that wait for the caller's answer."""
        require(access.can_answer(request.user))
        rows = Introduction.objects.waiting().filter(person=request.user).select_related("organisation", "consortium")
        return Response(told.OwnIntroductionSerializer(rows.order_by("pk"), many=True).data)


class OwnIntroduction(OnceByKey, APIView):
    """Answer an invitation."""

    @extend_schema(
        request=told.YesOrNoSerializer,
        responses=told.OwnIntroductionSerializer,
        operation_id="me_introductions_answer",
        tags=["me"],
    )
    def post(self, request, pk):
        """Accept or decline; a company that the caller belongs to may have to agree first."""
        require(access.can_answer(request.user))
        rows = Introduction.objects.filter(person=request.user).select_related("organisation", "consortium", "person")
        introduction = get_object_or_404(rows, pk=pk)
        given = told.YesOrNoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        verb = introductions.accept if given.validated_data["accept"] else introductions.decline
        verb(introduction, by=request.user, at=request.now)
        return Response(told.OwnIntroductionSerializer(introduction).data)


class MandateViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Mandates of one's own organisations; the office sees all."""

    queryset = Mandate.objects.all()
    serializer_class = told.MandateSerializer
    lookup_field = "pk"

    def seen(self, viewer):
        rows = Mandate.objects.visible_to(viewer).on(viewer.today).select_related("person", "organisation")
        return rows.order_by("organisation__name", "kind")

    @extend_schema(request=told.GiveMandateSerializer, responses={201: told.MandateSerializer})
    def create(self, request, consortium):
        """Give a mandate."""
        said = self.given(told.GiveMandateSerializer)
        home = home_of(request, said)
        require(access.can_give_mandate(request.viewer, home))
        mandate = mandates.give(home, person_of(request, said["person"]), said["kind"], **self.acting())
        return Response(told.MandateSerializer(mandate).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request, consortium, pk):
        """End a mandate."""
        mandate = self.get_object()
        require(access.can_end_mandate(request.viewer, mandate))
        mandates.end(mandate, **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)


class AssistanceViewSet(mixins.ListModelMixin, VisibleViewSet):
    """One's own assistants, and those whom one assists."""

    queryset = Assistance.objects.all()
    serializer_class = told.AssistanceSerializer
    lookup_field = "pk"

    def seen(self, viewer):
        rows = Assistance.objects.visible_to(viewer).on(viewer.today)
        return rows.select_related("assistant", "person", "consortium").order_by("pk")

    @extend_schema(request=told.NameAssistantSerializer, responses={201: told.AssistanceSerializer})
    def create(self, request, consortium):
        """Name an assistant of one's own."""
        said = self.given(told.NameAssistantSerializer)
        require(access.can_name_assistant(request.viewer, request.viewer.person))
        assistance = mandates.name_assistant(
            request.viewer.person,
            person_of(request, said["person"]),
            consortium=request.consortium,
            until=said["until"],
            **self.acting(),
        )
        return Response(told.AssistanceSerializer(assistance).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request, consortium, pk):
        """Revoke an assistant's mandate."""
        assistance = self.get_object()
        require(access.can_end_assistance(request.viewer, assistance))
        mandates.end_assistance(assistance, **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PartnerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Universities, institutes and other organisations that work with the consortium."""

    queryset = Partner.objects.all()
    serializer_class = told.PartnerSerializer

    def seen(self, viewer):
        rows = Partner.objects.visible_to(viewer).select_related("organisation", "body", "consortium", "subject")
        return rows.order_by("number")

    @extend_schema(request=told.ConnectSerializer, responses={201: told.PartnerSerializer})
    @transaction.atomic
    def create(self, request, consortium):
        """Connect an organisation to a committee, or to the office."""
        said = self.given(told.ConnectSerializer)
        body = get_object_or_404(Body.objects.visible_to(request.viewer), number=said.pop("body"))
        require(access.can_connect(request.viewer, body))
        organisation, _made = Organisation.objects.get_or_create(name=said["name"], defaults=said)
        partner = partners.connect(body, organisation, **self.acting())
        return Response(told.PartnerSerializer(partner).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.OptionalReasonSerializer, responses=told.PartnerSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, consortium, number):
        """End a connection."""
        partner = self.get_object()
        require(access.can_disconnect(request.viewer, partner))
        partners.disconnect(partner, **self.given(told.OptionalReasonSerializer), **self.acting())
        return Response(told.PartnerSerializer(partner).data)
