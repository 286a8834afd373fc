"""What nobody types but somebody may send: it is refused or overlooked, and never breaks a page."""

import json

import pytest
from django.db import IntegrityError, connection

from consortium.models import Motion
from parties.refusals import Invalid
from web.database_errors import refusal_of

HUGE = "9" * 30
ODD_ADDRESSES = [
    "calendar/?month=0001-01",
    "calendar/?month=9999-12",
    f"members/?page={HUGE}",
    "compliance/?year=²",
    "compliance/?year=0",
    f"motions/{HUGE}/",
    f"people/{HUGE}/",
    "motions/new/?body=%00",
    "motions/new/?follows=²",
    "members/?q=" + "+".join(["a"] * 1000),
    "search/?q=" + "+".join(["a"] * 1000),
    "ledger/accounts/?until=2026-13-45",
    "funds/?year=²",
    "dues/?year=0000",
    f"dues/?year={HUGE}",
]
ODD_FORMS = [
    ("chase/remind/", {"chosen": ["²", "x", HUGE]}),
    ("chase/let-off/", {"chosen": "x"}),
    ("letters/release/", {"chosen": "²"}),
    ("declarations/verify/", {"chosen": ["²", HUGE]}),
    ("members/record/", {"name": "\0", "joined_on": "0001-01-01", "document": "x" * 9999}),
    ("prospects/new/", {"name": "Acme", "country": "US", "expected_dues": "1e25"}),
    ("payments/new/", {"amount": "1e30", "received_on": "0001-01-01", "once": "x" * 99}),
]
ODD_CALLS = [
    "compliance/?year=0",
    "compliance/?year=²",
    "duties/?kind=%00",
    "members/?tier=%00",
    f"members/?page={HUGE}",
]


@pytest.mark.parametrize("persona", ["secretary", "finance", "ec"])
@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_an_odd_address_breaks_no_page(world, persona, address):
    assert world.clients[persona].get(f"/{world.consortium.slug}/{address}").status_code < 500


@pytest.mark.parametrize("persona", ["secretary", "finance"])
@pytest.mark.parametrize(("address", "sent"), ODD_FORMS)
def test_an_odd_form_breaks_no_page(world, persona, address, sent):
    assert world.clients[persona].post(f"/{world.consortium.slug}/{address}", sent).status_code < 500


@pytest.mark.parametrize("address", ODD_CALLS)
def test_an_odd_call_is_refused_as_json(world, address):
    answer = world.clients["secretary"].get(f"/api/v1/{world.consortium.slug}/{address}")

    assert answer.status_code < 500
    assert answer["Content-Type"] == "application/json"


def test_json_of_a_hundred_thousand_brackets_is_refused(world):
    address = f"/api/v1/{world.consortium.slug}/motions/"

    answer = world.clients["secretary"].post(address, "[" * 100_000, content_type="application/json")

    assert answer.status_code == 400


def test_text_that_no_text_is_cannot_be_an_amendment(world):
    changes = {"bodies.ec.name": "a\u0000b"}
    sent = json.dumps({"title": "Name", "changes": changes, "effective_from": "2027-01-01"})

    answer = world.clients["secretary"].post(
        f"/api/v1/{world.consortium.slug}/charter/amend/", sent, content_type="application/json"
    )

    assert answer.status_code == 400


def test_a_feed_of_no_name_is_no_fault(client, db):
    assert client.get("/calendar/%00.ics").status_code == 400


def test_a_referer_that_is_no_address_is_no_fault(world, client):
    answer = client.post(f"/{world.consortium.slug}/notices/read/", headers={"Referer": "http://["})

    assert answer.status_code == 302


def test_who_comes_second_reads_a_sentence(world):
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("INSERT INTO parties_consortium SELECT * FROM parties_consortium")

    assert "at the same moment" in str(refusal_of(caught.value))


def test_a_broken_rule_of_the_records_stays_a_fault():
    assert refusal_of(IntegrityError("a check")) is None
    assert refusal_of(Motion.DoesNotExist()) is None
    assert isinstance(refusal_of(OverflowError()), Invalid)
