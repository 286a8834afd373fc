"""Every answer of the API is one that its document describes: status, content type and body, for generated calls."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks, openapi

from config.wsgi import application
from desk import tokens
from tests.access.personas import PERSONAS
from tests.access.table import TABLE
from web.scopes import Scope

ROWS = [row for row in TABLE if row.is_api and row.allowed]
EXAMPLES = 2
"""Generated calls of each operation with a body, besides the one that the access table has."""
checks.load_all_checks()
CHECKS = checks.CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)


@pytest.fixture
def _kept_connection():
    """Keep the transaction that the world lies in: a server would look after its connections at each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_kept_connection")
def test_fu_s10_every_answer_is_as_the_document_says(world):
    document = openapi.from_wsgi("/api/v1/schema/", application)
    wrong, given_back = {}, Counter()

    def try_it(case, key: str) -> None:
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {key}"})
            transaction.set_rollback(True)
        given_back[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except* AssertionError as group:
            said = "; ".join(re.sub(r"\s+", " ", str(each))[:400] for each in group.exceptions)
            wrong[f"{case.method} {case.path}"] = f"{answer.status_code}: {said}"

    for operation, row, known in operations(world, document):
        key = key_of(world, sorted(row.allowed)[0])
        body = {name: value for name, value in world.data(row).items() if not isinstance(value, UploadedFile)}
        sent = {"body": body, "media_type": "application/json"} if row.method != "get" and operation.body else {}
        if not sent or operation.body[0].media_type == "application/json":
            try_it(operation.Case(path_parameters=known, **sent), key)
        for case in generated(operation) if operation.body else ():
            case.path_parameters = known
            try_it(case, key)

    assert given_back.total() > 200
    assert [f"{call}: {fault}" for call, fault in wrong.items()] == []


def generated(operation) -> list:
    """Generate a few calls, always the same ones."""
    cases = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def gather(case) -> None:
        cases.append(case)

    gather()
    return cases


def operations(world, document):
    """Give each operation of the document a row of the access table that reaches it, and what its address names."""
    known = sorted(every(document), key=lambda way: way.path.count("{"))
    ways = [(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", way.path) + "$"), way) for way in known]
    reached = {}
    for row in ROWS:
        address = world.address(row)
        for shape, operation in ways:
            found = shape.match(address)
            if found and operation.method.lower() == row.method:
                reached.setdefault(operation.label, (operation, row, found.groupdict()))
                break
    return list(reached.values())


def every(document):
    return [found.ok() for found in document.get_all_operations()]


def key_of(world, persona: str) -> str:
    at = world.troupe.stage.at
    person = world.person(PERSONAS[persona])
    return tokens.issue(person, "s", Scope.values, expires_at=at + timedelta(days=1), at=at)[1]


def test_fu_k8_values_are_codes_in_every_language(world):
    office, address = world.clients["secretary"], f"/api/v1/{world.consortium.slug}/members/"

    said = {speaks: office.get(address, headers={"Accept-Language": speaks}).json() for speaks in ("en", "ja")}

    assert said["en"] == said["ja"]
    assert {each["standing"] for each in said["en"]["results"]} <= {
        "active",
        "suspended",
        "leaving",
        "left",
        "excluded",
    }


def test_fu_k10_what_is_unknown_is_refused_beside_its_name(world):
    office, root = world.clients["secretary"], f"/api/v1/{world.consortium.slug}"
    asked = [
        (office.get(f"{root}/motions/?state=opened"), "state"),
        (office.post(f"{root}/motions/", {"title": "A", "body": "nope"}, content_type="application/json"), "body"),
        (office.post(f"{root}/motions/", {"titel": "A", "body": "ec"}, content_type="application/json"), "titel"),
        (office.post(f"{root}/motions/", "{", content_type="application/json"), "detail"),
    ]

    assert [(answer.status_code, list(answer.json())) for answer, __ in asked] == [(400, [name]) for __, name in asked]
