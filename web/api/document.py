"""The API's document: how it describes its ways in, and that a process makes it once."""

import json
from functools import cache
from threading import Lock

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your own: the same call under it within two days gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[!-~]+$"},
}
DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
BY_RULE = {"type": "object", "properties": {"detail": {"type": "string"}, "rule": {"type": "string"}}}
BY_RULE["required"] = ["detail"]
BY_FIELD = {
    "type": "object",
    "additionalProperties": {"anyOf": [{"type": "array", "items": {}}, {"type": "object"}]},
}
"""What is wrong of a field; of a part within a field, the same again."""
NOES = {
    "400": ("Wrong input, by field.", BY_FIELD),
    "401": ("No valid token.", DETAIL),
    "403": ("You may not, or the token may not.", BY_RULE),
    "404": ("There is no such thing, or you do not see it.", DETAIL),
    "406": ("No answer in the format that was asked for.", DETAIL),
}
OF_WRITES = {
    "409": ("Not now: what forbids it, and its rule.", BY_RULE),
    "415": ("Content of a type that the call does not take.", DETAIL),
}
NUMBERED = {"id", "meeting", "motion", "number", "position"}
"""Names in addresses that stand for numbers."""

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


def complete(result: dict, generator, request, public: bool) -> dict:
    """Tell what the framework leaves out: how each call is refused, its key, its summary, and what is always there."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            _say_no(operation, NOES if method == "get" else NOES | OF_WRITES)
            if method != "get":
                operation.setdefault("parameters", []).append(KEY)
            operation["summary"] = operation.get("description", "").partition("\n")[0].rstrip(".")
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in NUMBERED:
                    parameter["schema"] = {"type": "integer", "minimum": 0}
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Request"):
            component["additionalProperties"] = False
        elif "properties" in component:
            component["required"] = sorted(component["properties"])
    return result


def _say_no(operation: dict, noes: dict) -> None:
    for status, (words, schema) in noes.items():
        told = {"description": words, "content": {"application/json": {"schema": schema}}}
        operation["responses"].setdefault(status, told)


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
