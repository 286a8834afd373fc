"""The API: the same entrance, the same refusals, and writes that happen once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from desk import tokens
from parties.models import Organisation
from tests.factories.parties import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/asrc/organisations/"


@pytest.fixture
def doors(settings, gallery):
    settings.ROOT_URLCONF = "tests.gallery.api"


def bearer(person, *scopes) -> dict:
    at = timezone.now()
    _token, key = tokens.issue(person, "script", scopes, expires_at=at + timedelta(days=1), at=at)
    return {"Authorization": f"Bearer {key}"}


def post(client, address, data, **headers):
    return client.post(address, data, content_type="application/json", headers=headers)


def test_a_token_enters_the_consortium_of_its_person(client, doors, sato):
    OrganisationFactory(name="Toshiba")

    answer = client.get(LIST, headers=bearer(sato, "read"))

    assert answer.status_code == 200
    assert answer.json()["count"] == 2


def test_a_stranger_gets_404_and_the_unsigned_401(client, doors):
    assert client.get(LIST, headers=bearer(PersonFactory(), "read")).status_code == 404
    assert client.get(LIST).status_code == 401


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("invalid", 400, {"name": ["A name is at most 200 letters."]}),
        ("refusal", 409, {"detail": "Not before the vote.", "rule": "E-04"}),
        ("forbidden", 403, {"detail": "Finance records payments.", "rule": "MEM-05"}),
    ],
)
def test_refusals_are_answered_as_sentences(client, doors, sato, kind, status, body):
    answer = post(client, f"{LIST}refuse/", {"kind": kind}, **bearer(sato, "money"))

    assert (answer.status_code, answer.json()) == (status, body)


def test_the_unknown_is_not_described(client, doors, sato):
    assert client.get(f"{LIST}999999/", headers=bearer(sato, "read")).json() == {"detail": "Not found."}


def test_a_write_needs_the_scope_of_its_kind(client, doors, sato):
    answers = {
        scope: post(client, LIST, {"name": scope}, **bearer(sato, scope)).status_code
        for scope in ("read", "write", "vote", "money")
    }

    assert answers == {"read": 403, "write": 403, "vote": 403, "money": 201}


def test_a_repeated_key_gets_the_first_answer(client, doors, sato):
    headers = {**bearer(sato, "money"), "Idempotency-Key": "2026-1"}

    first, second = (post(client, LIST, {"name": "Toshiba"}, **headers) for _ in range(2))
    other = post(client, LIST, {"name": "Seagate"}, **headers)

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Organisation.objects.filter(name="Toshiba").count() == 1
    assert other.status_code == 409


def test_a_session_writes_only_with_its_csrf_token(doors, sato):
    client = Client(enforce_csrf_checks=True)
    client.force_login(sato)

    assert post(client, LIST, {"name": "Toshiba"}).status_code == 403


def test_a_list_is_narrowed_and_a_strange_name_is_refused_instead_of_ignored(client, asrc, belonging, sato):
    client.force_login(sato)

    answers = [client.get(f"/api/v1/asrc/{asked}") for asked in ("motions/?state=open", "motions/?status=open")]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert answers[1].json() == {"status": ["This list is narrowed by body, state."]}


def test_a_value_that_a_field_cannot_have_is_refused(client, asrc, belonging, sato):
    client.force_login(sato)

    answer = client.get("/api/v1/asrc/meetings/?since=yesterday")

    assert (answer.status_code, list(answer.json())) == (400, ["since"])


def test_an_address_that_is_none_is_answered_as_all_others_are(client):
    answer = client.get("/api/v1/asrc/nothing/here/")

    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.django_db(transaction=True)
def test_fu_s8_two_at_once_with_one_key_make_one_thing(doors, sato):
    headers = {**bearer(sato, "money"), "Idempotency-Key": "at once"}

    def send(_n) -> tuple[int, dict]:
        try:
            answer = post(Client(), LIST, {"name": "Toshiba"}, **headers)
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(send, range(6)))

    made = Organisation.objects.get(name="Toshiba")
    assert answers == [(201, {"id": made.pk, "name": "Toshiba"})] * 6


def test_fu_s8_a_key_belongs_to_one_call_and_is_never_empty(client, doors, sato):
    headers = {**bearer(sato, "money"), "Idempotency-Key": "2026-1"}
    post(client, LIST, {"name": "Toshiba"}, **headers)

    elsewhere = post(client, f"{LIST}refuse/", {"name": "Toshiba"}, **headers)
    asked = post(client, f"{LIST}?of=1", {"name": "Toshiba"}, **headers)
    empty = post(client, LIST, {"name": "Seagate"}, **{**headers, "Idempotency-Key": " "})

    assert (elsewhere.status_code, asked.status_code, empty.status_code) == (409, 409, 400)
    assert list(empty.json()) == ["Idempotency-Key"]
