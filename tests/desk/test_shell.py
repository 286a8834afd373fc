"""What surrounds every page: who gets in, what is refused, what the menu holds."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from charter import editions
from desk.navigation import NAVIGATION, menu
from desk.viewers import viewer_of
from tests.factories.consortium import founded, officer
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


def without_tokens(answer) -> str:
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


def test_a_stranger_gets_the_same_404_in_a_consortium_as_in_none(client, asrc, sato):
    client.force_login(sato)

    known, unknown = client.get("/asrc/"), client.get("/nosuch/")

    assert (known.status_code, unknown.status_code) == (404, 404)
    assert without_tokens(known) == without_tokens(unknown)


def test_an_anonymous_reader_signs_in_first_and_comes_back(client, asrc):
    answer = client.get("/asrc/search/?q=a")

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next=/asrc/search/%3Fq%3Da")


@pytest.mark.parametrize(
    "address",
    ["/asrc/", "/asrc/search/?q=x", "/asrc/notices/", "/accounts/profile/", "/accounts/tokens/", "/api/v1/docs/"],
)
def test_the_pages_of_the_shell_open(client, belonging, sato, address):
    client.force_login(sato)

    assert client.get(address).status_code == 200


def test_the_front_page_leads_on_to_the_only_consortium(client, belonging, sato):
    client.force_login(sato)

    assert client.get("/").url == "/asrc/"


def test_the_shell_costs_at_most_six_queries(client, belonging, sato, django_assert_max_num_queries):
    client.force_login(sato)
    client.get("/asrc/search/")

    with django_assert_max_num_queries(6):
        client.get("/asrc/search/")


def test_every_line_of_the_menu_leads_somewhere(asrc):
    lines = [entry.url for section in NAVIGATION for entry in section.entries]

    assert [reverse(url, args=["asrc"]) for url in lines]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [("forbidden", 403, "Only the chair may close the vote."), ("refusal", 409, "Not yet.")],
)
def test_a_refusal_that_leaves_the_view_gets_its_page(client, gallery, sato, kind, status, words):
    client.force_login(sato)

    answer = client.get(f"/asrc/gallery/{kind}/")

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_every_page_carries_the_strict_policy(client, asrc):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_speak_the_language_of_the_reader(client, belonging, sato):
    sato.language = "ja"
    sato.save()
    client.force_login(sato)

    assert '<html lang="ja"' in client.get("/asrc/").content.decode()


def test_the_menu_shows_only_what_the_charter_knows():
    consortium = founded()
    viewer = viewer_of(officer(consortium, "finance"), consortium, NOON)
    knowing = editions.in_force(consortium, NOON.date())
    silent = SimpleNamespace(
        dues=SimpleNamespace(basis="none"),
        tiers={},
        regrading=SimpleNamespace(effective=None),
        membership=SimpleNamespace(positions={}),
    )

    shown = [
        {line.address for block in menu(viewer, "/", rules) for line in block.lines} for rules in (knowing, silent)
    ]

    paths = ("members/supply-chain", "declarations", "regradings", "members/exit-risk", "dues")
    assert shown[0] - shown[1] == {f"/{consortium.slug}/{path}/" for path in paths}
