"""The search page: everything that the reader may see, in either script, and nothing else."""

import pytest

from desk.searches import SEARCHES
from parties.viewer import nobody
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def found(client, words: str) -> dict[str, list[str]]:
    page = client.get("/asrc/search/", {"q": words})
    return {heading: [hit.title for hit in hits] for heading, hits in page.context["found"]}


@pytest.mark.parametrize("words", ["sato", "佐藤", "ken 健"])
def test_people_are_found_in_either_script(client, belonging, sato, words):
    client.force_login(sato)

    assert found(client, words) == {"People": ["Ken Sato 佐藤 健"]}


def test_an_address_is_not_searched(client, belonging, sato):
    client.force_login(sato)

    assert found(client, "example.org") == {}


def test_people_of_nobody_here_are_not_found(client, belonging, sato):
    PersonFactory(name="Ken Elsewhere")
    client.force_login(sato)

    assert found(client, "Elsewhere") == {}


@pytest.mark.parametrize(("heading", "look"), SEARCHES)
def test_a_stranger_finds_nothing_by_any_search(asrc, heading, look):
    assert look(nobody(asrc, NOON, PersonFactory()), "a", 20) == []
