"""Whatever the API writes happens once for an ``Idempotency-Key``: tried at every operation of its document."""

import json

from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from consortium.models import Need
from journal.models import Entry
from tests.access.doors import how
from tests.access.expander import Row, api_doors
from tests.access.table import TABLE

WRITES = {"post", "put", "patch", "delete"}
ROWS = [row for row in TABLE if row.is_api and row.method in WRITES and row.allowed]
KEY = "Idempotency-Key"


def call(client: Client, world, row: Row, key: str, **more):
    """Knock with a key, as a program does."""
    sent = {**world.data(row), **more}
    return getattr(client, row.method)(world.address(row), sent, headers={KEY: key}, **how(row, sent))


def body_of(answer):
    return json.loads(answer.content) if answer.content and answer["Content-Type"] == "application/json" else None


def test_fu_s8_the_document_has_no_write_that_no_row_tries():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    in_document = sum(method in WRITES for operations in paths.values() for method in operations)

    assert {(row.route, row.method) for row in ROWS} == {door for door in api_doors() if door[1] in WRITES}
    assert len({(row.route, row.method) for row in ROWS}) == in_document


def test_fu_s8_every_write_honours_the_key(world):
    wrong, done = [], set()
    for row in ROWS:
        client = world.clients[sorted(row.allowed)[0]]
        with transaction.atomic():
            refused = call(client, world, row, "x" * 101)
            if (refused.status_code, list(body_of(refused) or ())) != (400, [KEY]):
                wrong.append((str(row), "takes any key", refused.status_code))
            first = call(client, world, row, "2026-1")
            if first.status_code < 300:
                done.add((row.route, row.method))
                entries = Entry.objects.count()
                second = call(client, world, row, "2026-1")
                other = call(client, world, row, "2026-1", title="another", reason="another")
                if (first.status_code, body_of(first)) != (second.status_code, body_of(second)):
                    wrong.append((str(row), first.status_code, second.status_code))
                if Entry.objects.count() != entries:
                    wrong.append((str(row), "was done again"))
                if other.status_code != 409:
                    wrong.append((str(row), "other content", other.status_code))
            transaction.set_rollback(True)

    assert wrong == []
    assert len(done) > 30


def test_fu_s8_six_equal_calls_file_one_need(world):
    person, before = world.clients["ec"], Need.objects.count()
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    sent = {"member": toshiba.number, "title": "Denser heads", "text": "By 2028."}

    answers = [
        person.post(
            f"/api/v1/{world.consortium.slug}/needs/", sent, content_type="application/json", headers={KEY: "need-1"}
        )
        for __ in range(6)
    ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(201, answers[0].json())] * 6
    assert Need.objects.count() - before == 1
