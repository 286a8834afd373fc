"""Where an edition of the charter differs: from the one before, from any other, from a described system."""

import re

import pytest

from charter import editions
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_edition_shows_what_it_changes(client, asrc, secretary):
    draft = editions.propose(
        asrc, {"bodies.sc_us.titles": ["director", "svp"]}, by=secretary, at=NOON, reason="Fewer directors"
    )
    client.force_login(secretary)

    page = text(client.get(f"{draft.get_absolute_url()}changes/"))

    assert "<del>Director</del>" in page
    assert "<ins>Director, SVP</ins>" in page
    assert "Fewer directors" in page


def test_an_edition_is_held_beside_any_other_and_beside_a_described_system(client, asrc, secretary):
    draft = editions.propose(asrc, {"bodies.sc_us.titles": ["director", "svp"]}, by=secretary, at=NOON, reason="x")
    client.force_login(secretary)
    first = f"/{asrc.slug}/charter/editions/1/changes/"

    backwards = text(client.get(first, {"with": draft.number}))
    described = text(client.get(first, {"with": "sematech-1987"}))

    assert "<del>Director, SVP</del>" in backwards
    assert "<ins>Director</ins>" in backwards
    assert "Edition 1 beside SEMATECH (1987–1996)" in described
    assert "<del>1 %</del>" in described
    assert [client.get(first, {"with": asked}).status_code for asked in ("77", "²", "nato")] == [404, 404, 404]


def test_a_draft_is_no_more_visible_beside_an_edition_than_alone(client, asrc, secretary, director):
    draft = editions.propose(asrc, {"bodies.sc_us.titles": ["director", "svp"]}, by=secretary, at=NOON, reason="x")
    client.force_login(director)
    first = f"/{asrc.slug}/charter/editions/1/changes/"

    assert client.get(first, {"with": draft.number}).status_code == 404
    assert str(draft) not in text(client.get(first))
