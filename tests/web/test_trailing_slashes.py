"""What is sent to an address without its slash is sent on, not turned into reading."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
WRITES = ("post", "put", "patch", "delete")


@pytest.mark.parametrize("debug", [False, True])
def test_fu_k9_a_write_without_the_slash_is_sent_on_with_its_content(client, asrc, belonging, sato, settings, debug):
    settings.DEBUG = debug
    client.force_login(sato)
    addresses = {
        "/asrc/motions/new": "/asrc/motions/new/",
        "/asrc/motions/new?body=1&x=%2F": "/asrc/motions/new/?body=1&x=%2F",
        "/api/v1/asrc/motions": "/api/v1/asrc/motions/",
        "/api/v1/asrc/motions/999999?x=1": "/api/v1/asrc/motions/999999/?x=1",
        "/accounts/login": "/accounts/login/",
    }
    wrong = []
    for who in (client, Client()):  # the pattern decides, whoever asks and whatever exists
        for address, right in addresses.items():
            for method in WRITES:
                answer = getattr(who, method)(address, {}, content_type="application/json")
                if (answer.status_code, answer.headers.get("Location")) != (308, right):
                    wrong.append((method, address, answer.status_code))
            answer = who.get(address)
            if (answer.status_code, answer.headers.get("Location")) != (301, right):
                wrong.append(("get", address, answer.status_code))

    assert wrong == []


def test_fu_k9_what_is_no_address_stays_one_and_no_other_host_is_named(client, asrc, belonging, sato):
    client.force_login(sato)
    answers = {address: client.post(address).status_code for address in ("/asrc/nothing/here", "/api/v1/asrc/no/such")}
    elsewhere = client.post("//example.org/motions")

    assert answers == {"/asrc/nothing/here": 404, "/api/v1/asrc/no/such": 404}
    assert not elsewhere.headers.get("Location", "/").startswith("//")


def test_fu_k9_a_program_that_follows_files_its_draft(client, asrc, belonging, sato):
    client.force_login(sato)
    sent = {"name": "Ken Sato", "native_name": "", "language": "en", "time_zone": "Asia/Tokyo"}

    answer = client.post("/accounts/profile", sent, follow=True)

    assert answer.redirect_chain[0] == ("/accounts/profile/", 308)
    sato.refresh_from_db()
    assert sato.time_zone == "Asia/Tokyo"
