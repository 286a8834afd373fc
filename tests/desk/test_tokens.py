"""Personal API tokens: shown once, hashed, scoped, dated, revocable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk import tokens
from desk.models import Token
from parties.refusals import Invalid, Refusal
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


def issued(person, *scopes, days=30):
    at = timezone.now()
    return tokens.issue(person, "script", scopes, expires_at=at + timedelta(days=days), at=at)


def bearer(key: str) -> dict:
    return {"Authorization": f"Bearer {key}"}


def test_a_token_opens_the_api_in_its_owners_name(client, belonging, sato):
    _token, key = issued(sato, "read")

    answer = client.get(ME, headers=bearer(key))

    assert answer.json() == {
        "email": "sato@example.org",
        "name": "Ken Sato",
        "native_name": "佐藤 健",
        "language": "en",
        "time_zone": "Asia/Tokyo",
        "scopes": ["read"],
        "consortia": ["asrc"],
    }


def test_only_the_digest_is_kept(sato):
    token, key = issued(sato, "read")

    assert key not in str(Token.objects.values().get())
    assert (token.digest, token.hint) == (tokens.digest_of(key), key[-4:])


def test_a_token_without_the_scope_is_refused(client, sato):
    _token, key = issued(sato, "write")

    assert client.get(ME, headers=bearer(key)).status_code == 403


@pytest.mark.parametrize("spoil", ["revoke", "expire", "leave", "garble"])
def test_a_token_that_ended_opens_nothing(client, sato, spoil):
    token, key = issued(sato, "read")
    if spoil == "revoke":
        tokens.revoke(token, at=timezone.now())
    if spoil == "expire":
        Token.objects.update(created_at=NOON - timedelta(days=2), expires_at=NOON - timedelta(days=1))
    if spoil == "leave":
        sato.is_active = False
        sato.save()
    if spoil == "garble":
        key = key[:-1]

    assert client.get(ME, headers=bearer(key)).status_code == 401


def test_the_api_notes_when_a_token_was_used(client, sato):
    token, key = issued(sato, "read")

    client.get(ME, headers=bearer(key))

    token.refresh_from_db()
    assert timezone.now() - token.used_at < timedelta(minutes=1)


@pytest.mark.parametrize(("scopes", "days"), [([], 30), (["rule"], 30), (["read"], 400), (["read"], -1)])
def test_issue_refuses_what_is_out_of_bounds(sato, scopes, days):
    with pytest.raises(Invalid):
        tokens.issue(sato, "script", scopes, expires_at=NOON + timedelta(days=days), at=NOON)


def test_a_token_is_revoked_once(sato):
    token, _key = issued(sato, "read")
    tokens.revoke(token, at=NOON)

    with pytest.raises(Refusal):
        tokens.revoke(token, at=NOON)


def test_the_page_shows_the_key_once_and_nobody_revokes_anothers(client, sato):
    client.force_login(sato)
    day = (timezone.now() + timedelta(days=10)).date().isoformat()

    page = client.post("/accounts/tokens/new/", {"name": "script", "scopes": ["read", "vote"], "expires_on": day})

    token = Token.objects.get()
    assert f"…{token.hint}" in client.get("/accounts/tokens/").content.decode()
    assert page.context["key"].endswith(token.hint)
    client.force_login(PersonFactory())
    assert client.post(f"/accounts/tokens/{token.pk}/revoke/").status_code == 404


def test_nobody_calls_the_api_unsigned(client, asrc):
    assert client.get(ME).status_code == 401


def test_the_api_document_is_openapi_3_1(client):
    answer = client.get("/api/v1/schema/?format=json")

    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"]["personalToken"]["scheme"] == "bearer"
