"""What nobody may open is not named elsewhere either: titles, addresses and counts beside the door."""

import pytest
from django.urls import reverse


def owed_by_committee(world, persona: str) -> list[str]:
    """List where the lines of TC-US's page lead that say what it owes."""
    page = world.clients[persona].get(reverse("body_detail", args=[world.consortium.slug, world.things["tc body"]]))
    return [line.address for line in page.context["duties"]]


def test_a_body_names_what_it_owes_to_whoever_may_open_it(world):
    assert any("/meetings/" in address for address in owed_by_committee(world, "tc_us_chair"))
    assert not any("/meetings/" in address for address in owed_by_committee(world, "guest"))


@pytest.mark.parametrize("persona", ["guest", "rival_money", "tier4", "tc_us_chair"])
def test_every_line_of_a_body_leads_somewhere(world, persona):
    client = world.clients[persona]
    addresses = [address.replace("minutes/", "") for address in owed_by_committee(world, persona)]

    assert {client.get(address).status_code for address in addresses} <= {200, 403}


@pytest.mark.parametrize(("persona", "reads"), [("own_money", True), ("secretary", True), ("rival_money", False)])
def test_whom_a_company_mandates_is_no_news_for_rivals(world, persona, reads):
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    page = world.clients[persona].get(toshiba.get_absolute_url())

    assert any("mandate" in line.sentence for line in page.context["history"]) is reads
