"""The API's document says what the API does: OpenAPI 3.1, without a doubt left about any call."""

import jsonschema_rs
import pytest
from django.conf import settings
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from desk.api_views import coded


def test_the_document_is_valid_and_leaves_nothing_to_guess(tmp_path):
    GENERATOR_STATS.reset()

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yaml"))


def test_names_of_fields_are_set_as_code_and_everything_is_escaped():
    assert coded("Pages have `count` & `next`.") == "Pages have <code>count</code> &amp; <code>next</code>."


@pytest.fixture(scope="module")
def document() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture(scope="module")
def operations(document) -> list[tuple[str, dict]]:
    return [(f"{method} {path}", told) for path, every in document["paths"].items() for method, told in every.items()]


def parts(node) -> list[dict]:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [*([node] if isinstance(node, dict) else []), *(part for each in below for part in parts(each))]


def test_fu_k6_multipart_is_offered_by_calls_with_files_alone(document, operations):
    with_file = {
        name.removesuffix("Request")
        for name, told in document["components"]["schemas"].items()
        if any(part.get("format") == "binary" for part in parts(told))
    }
    offered = {
        part["schema"]["$ref"].rpartition("/")[2].removesuffix("Request")
        for __, told in operations
        for kind, part in told.get("requestBody", {}).get("content", {}).items()
        if kind == "multipart/form-data"
    }

    assert offered == with_file != set()


def test_fu_k7_the_document_is_openapi_3_1_with_servers_summaries_and_right_defaults(document, operations):
    components = document["components"]
    wrong = []
    for part in parts(document):
        if "nullable" in part:
            wrong.append(part)
        if "default" in part and ("type" in part or "oneOf" in part or "allOf" in part):
            schema = {key: value for key, value in part.items() if key != "default"} | {"components": components}
            if not jsonschema_rs.is_valid(schema, part["default"]):
                wrong.append(part)

    assert wrong == []
    assert document["servers"] == [{"url": settings.SITE_ADDRESS}]
    assert [name for name, told in operations if not told.get("summary")] == []


def test_fu_k10_keys_numbers_and_what_is_always_there_are_declared(document, operations):
    wrong = []
    for name, told in operations:
        parameters = {each["name"]: each for each in told.get("parameters", [])}
        if ("Idempotency-Key" in parameters) == name.startswith("get"):
            wrong.append((name, "key"))
        numbers = [each for each in parameters.values() if each["in"] == "path" and each["name"] != "consortium"]
        wrong += [(name, each["name"]) for each in numbers if each["schema"]["type"] != "integer"]
    for name, told in document["components"]["schemas"].items():
        if "properties" in told and not name.endswith("Request") and set(told["required"]) != set(told["properties"]):
            wrong.append((name, "required"))

    assert wrong == []
