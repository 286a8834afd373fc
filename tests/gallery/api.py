"""A viewset that refuses in every way there is, and one write that must happen once."""

from django.shortcuts import get_object_or_404
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from parties.models import Organisation
from parties.refusals import Forbidden, Invalid, Refusal
from tests.gallery.urls import urlpatterns as gallery
from web.idempotency import OnceByKey
from web.scopes import Scope

REFUSALS = {
    "invalid": Invalid("A name is at most 200 letters.", field="name"),
    "refusal": Refusal("Not before the vote.", rule="E-04"),
    "forbidden": Forbidden("Finance records payments.", rule="MEM-05"),
}


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["id", "name"]


class OrganisationViewSet(OnceByKey, viewsets.ReadOnlyModelViewSet):
    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.order_by("pk")
    scope = Scope.MONEY

    def get_object(self):
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def create(self, request, consortium):
        organisation = Organisation.objects.create(name=request.data["name"], kind="firm", country="US")
        return Response(OrganisationSerializer(organisation).data, status=201)

    @action(detail=False, methods=["post"])
    def refuse(self, request, consortium):
        raise REFUSALS[request.data["kind"]]


router = SimpleRouter()
router.register("organisations", OrganisationViewSet, basename="gallery_organisation")
urlpatterns = [path("api/v1/<slug:consortium>/", include(router.urls)), *gallery]
