"""Whose money a payment is, is said by whoever saw whose it was: nobody's word is replaced unseen."""

import pytest

from tests.factories.consortium import company, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, unmatched
from treasury import allocations, payments

pytestmark = pytest.mark.django_db
TOLD = {"by": None, "at": NOON}


@pytest.fixture
def finance(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    consortium = founded()
    client.force_login(officer(consortium, "finance"))
    client.consortium = consortium
    return client


def on_the_page(client, payment, member, seen):
    said = {"member": member.subject_id, "seen": seen.subject_id if seen else ""}
    return client.post(f"{payment.get_absolute_url()}assign/", said)


def through_the_api(client, payment, member, seen):
    door = f"/api/v1/{payment.consortium.slug}/payments/{payment.number}/assign/"
    said = {"member": member.number} | ({"instead_of": seen.number} if seen else {})
    return client.post(door, said, content_type="application/json")


@pytest.fixture(params=[on_the_page, through_the_api])
def assign(request, finance):
    return lambda *said: request.param(finance, *said)


@pytest.fixture
def members(finance):
    found = [company(finance.consortium, name) for name in ("Seagate", "Toshiba", "Hoya")]
    for member in found:
        invoiced(member, 1000)
    return found


def nobodys(payment, payer):
    """Nobody said anything meanwhile."""


def said(payment, payer):
    payments.assign(payment, payer.subject, **TOLD)


def settled_and_taken_back(payment, payer):
    """Let it be a member's by an allocation alone, and nobody's again."""
    part = allocations.Part(payment, payer.subject.invoices.get(), payment.amount)
    allocations.allocate(payment.consortium, [part], **TOLD)
    allocations.take_back(allocations.standing(payment=payment), reason="Wrong", **TOLD)


@pytest.mark.parametrize(
    ("meanwhile", "seen", "is_taken"),
    [
        (nobodys, None, True),
        (said, None, False),
        (said, "Toshiba", True),
        (said, "Hoya", False),
        (settled_and_taken_back, "Toshiba", False),
        (settled_and_taken_back, None, True),
    ],
)
def test_a_payer_is_replaced_only_by_who_saw_it(finance, assign, members, meanwhile, seen, is_taken):
    payment = unmatched(finance.consortium, 50)
    meanwhile(payment, members[1])
    payment.refresh_from_db()
    before = payment.payer_id

    answer = assign(payment, members[0], {"Toshiba": members[1], "Hoya": members[2]}.get(seen))

    payment.refresh_from_db()
    assert answer.status_code in ((200, 302) if is_taken else (409,))
    assert payment.payer_id == (members[0].subject_id if is_taken else before)


def test_the_page_shows_whose_it_is_now_and_keeps_who_was_chosen(finance, members):
    payment = unmatched(finance.consortium, 50)
    address = payment.get_absolute_url()
    fresh = finance.get(address).content.decode()
    said(payment, members[1])

    refused = on_the_page(finance, payment, members[0], None)
    page = refused.content.decode()

    assert 'name="seen" value=""' in fresh
    assert "It was said already whose payment" in page
    assert f'name="seen" value="{members[1].subject_id}"' in page
    assert f'value="{members[0].subject_id}" selected' in page
