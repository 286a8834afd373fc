"""The API's document: how it describes its ways in, and that a process makes it once."""

import json
from functools import cache
from threading import Lock

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
BY_RULE = {"type": "object", "properties": {"detail": {"type": "string"}, "rule": {"type": "string"}}}
BY_FIELD = {"type": "object", "additionalProperties": {"type": "array", "items": {}}}
NOES = {
    "400": ("Wrong input, by field.", BY_FIELD),
    "401": ("No valid token.", DETAIL),
    "403": ("You may not, or the token may not.", BY_RULE),
    "404": ("There is no such thing, or you do not see it.", DETAIL),
}
NOT_NOW = {"409": ("Not now: what forbids it, and its rule.", BY_RULE)}

_making = Lock()


class MadeOnce(SchemaGenerator):
    """Gives everybody the document that this process made first."""

    def get_schema(self, request=None, public: bool = False) -> dict:
        return document()


def document() -> dict:
    """Give the API's document, in a copy of the caller's own.

    What makes it keeps its place in objects that all threads share, so it is made once: by gunicorn before a worker
    is forked (``config.web``), elsewhere by whoever asks first while the others wait.
    """
    with _making:
        text = _text()
    return json.loads(text)


@cache
def _text() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return json.dumps(SchemaGenerator().get_schema(request=None, public=True))


def say_no(result: dict, generator, request, public: bool) -> dict:
    """Tell in the document how each call is refused."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            noes = NOES if method == "get" else NOES | NOT_NOW
            for status, (words, schema) in noes.items():
                told = {"description": words, "content": {"application/json": {"schema": schema}}}
                operation["responses"].setdefault(status, told)
    return result


class TokenScheme(OpenApiAuthenticationExtension):
    """Personal tokens, as a bearer key."""

    target_class = "desk.api_access.TokenAuthentication"
    name = "personalToken"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token from /accounts/tokens/, such as rt_…; it acts within its scopes.",
        }
