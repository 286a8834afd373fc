"""What the API says about itself and about whoever calls it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views import View
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from desk.viewers import consortia_of
from web.api.document import document


class MeSerializer(serializers.Serializer):
    """Whoever calls."""

    email = serializers.EmailField()
    name = serializers.CharField()
    native_name = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField(), help_text="Empty for a session.")
    consortia = serializers.ListField(child=serializers.SlugField())


class Me(APIView):
    """Say who calls, with which scopes, and in which consortia they have a part."""

    @extend_schema(responses=MeSerializer, operation_id="me", tags=["me"])
    def get(self, request):
        """Say who the caller is."""
        person = request.user
        return Response(
            {
                **{name: getattr(person, name) for name in ("email", "name", "native_name", "language", "time_zone")},
                "scopes": request.auth.scopes if request.auth else [],
                "consortia": [consortium.slug for consortium in consortia_of(person, request.now)],
            }
        )


class ApiDocument(View):
    """The API to read: every call with its method, address and purpose, grouped by what it is about."""

    def get(self, request) -> HttpResponse:
        """Render the schema as a page that needs no script."""
        schema = document()
        return render(
            request,
            "desk/api_docs.html",
            {
                "info": schema["info"],
                "words": paragraphs(schema["info"]["description"]),
                "groups": grouped(schema["paths"]),
            },
        )


def paragraphs(text: str) -> list[tuple[str, SafeString]]:
    """Take the introduction apart: the bold word that begins a paragraph, and what it says."""
    parts = [part.partition(".** ") for part in text.split("\n\n")]
    return [(bold.removeprefix("**"), coded(words)) if dot else ("", coded(bold)) for bold, dot, words in parts]


def coded(text: str) -> SafeString:
    """Set what stands between backticks as code."""
    pieces = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", each) if i % 2 else each,) for i, each in pieces)
    )


def grouped(paths: dict) -> list[tuple[str, list[dict]]]:
    """Group the schema's operations by their first tag, in the order of the schema."""
    groups: dict[str, list[dict]] = {}
    for address, operations in paths.items():
        for method, operation in operations.items():
            line = {"method": method.upper(), "address": address, "words": operation.get("description", "")}
            groups.setdefault(operation.get("tags", ["api"])[0], []).append(line)
    return list(groups.items())
