"""Transfers between funds are decided by the body that decides on budgets: its resolutions, and nothing else."""

import pytest

from charter import editions
from consortium import motions
from consortium.models import Item, Motion
from consortium.motions import NewItem
from tests.factories.consortium import body, company, founded, officer
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
SAID = {"giver": "us", "taker": "jp", "amount": "10", "reason": "A joint project"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def decided(place, title: str, *matters: str, outcome: str = Item.State.CARRIED) -> Motion:
    """Put decided items of these matters on record, as a vote would leave them."""
    author = officer(place.consortium)
    items = [NewItem(title, matter=matter) for matter in matters]
    motion = motions.draft(place, title=title, items=items, by=author, at=NOON)
    voted = {"opened_at": NOON, "closed_at": NOON, "edition": editions.latest(place.consortium)}
    Motion.objects.filter(pk=motion.pk).update(state=Motion.State.CLOSED, **voted)
    motion.items.update(state=outcome)
    return motion


def test_fu_c5_only_what_may_be_about_money_moves_money(client):
    consortium = founded()
    company(consortium, "Seagate")
    council, committee = body(consortium, "ec"), body(consortium, "sc_us")
    older = decided(council, "Budget of 2026", "resolution")
    newer = decided(council, "Supplement", "statement", "resolution")
    wrong = [
        decided(council, "7 appointments", "appointment"),
        decided(council, "Mission", "statement"),
        decided(council, "Another charter", "amendment"),
        decided(council, "Lost", "resolution", outcome=Item.State.LOST),
        decided(committee, "Of the committee", "resolution"),
    ]
    client.force_login(officer(consortium, "finance"))

    page = client.get(f"/{consortium.slug}/funds/shift/")
    field = page.context["form"].fields["motion"]
    by_page = [client.post(f"/{consortium.slug}/funds/shift/", {**SAID, "motion": each.pk}) for each in wrong]
    address = f"/api/v1/{consortium.slug}/pool-shifts/"
    by_api = [client.post(address, {**SAID, "motion": each.number}, content_type="application/json") for each in wrong]

    assert list(field.queryset) == [newer, older]
    assert next(choice for choice, _label in field.choices) == ""
    assert 'value="" selected' in str(page.context["form"]["motion"])
    assert {"motion" in answer.context["form"].errors for answer in by_page} == {True}
    assert {(answer.status_code, *answer.json()) for answer in by_api} == {(400, "motion")}


def test_fu_c5_nothing_is_chosen_of_the_funds(client):
    consortium = founded()
    client.force_login(officer(consortium, "finance"))

    form = client.get(f"/{consortium.slug}/funds/shift/").context["form"]

    assert [form.fields[name].choices[0][0] for name in ("giver", "taker")] == ["", ""]
