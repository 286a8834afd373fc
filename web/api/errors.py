"""How the API says no, and how it pages: the same sentences as the pages, as JSON."""

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from parties.refusals import Forbidden, Invalid, Refusal
from web.database_errors import refusal_of
from web.forms import status_of


class Pages(PageNumberPagination):
    """Fifty at a time, at most five hundred."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500

    def get_paginated_response_schema(self, schema: dict) -> dict:
        """Tell what a page looks like: its neighbours are addresses, or nothing."""
        address = {"type": ["string", "null"], "format": "uri"}
        told = {"count": {"type": "integer"}, "next": address, "previous": address, "results": schema}
        return {"type": "object", "properties": told, "required": sorted(told)}


def answer_refusal(exception: Exception, context: dict) -> Response | None:
    """Turn a refusal into its status and sentence; leave the rest to the framework.

    400 is ``{field: [sentence]}``; 403 and 409 are ``{"detail": sentence, "rule": where it stands}``.
    """
    exception = refusal_of(exception) or exception
    if isinstance(exception, Invalid):
        return Response({exception.field or "detail": [str(exception)]}, status=400)
    if isinstance(exception, Forbidden | Refusal):
        return Response({"detail": str(exception), "rule": exception.rule}, status=status_of(exception))
    if isinstance(exception, ParseError):
        return Response({"detail": [str(exception.detail)]}, status=400)
    if isinstance(exception, Http404):
        # The framework would quote the model's name: unseen and unknown must read the same.
        exception = Http404(_("Not found."))
    return exception_handler(exception, context)
