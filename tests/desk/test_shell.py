"""What surrounds every page: who gets in, what is refused, what the menu holds."""

import re
from datetime import date

import pytest
from django.urls import reverse

from desk import middleware
from parties.models import Consortium, Person
from parties.viewer import SeatHeld, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asrc():
    return Consortium.objects.create(
        slug="asrc", name="ASRC", founded_on=date(2026, 1, 1), goes_live_on=date(2026, 1, 1)
    )


@pytest.fixture
def sato():
    return Person.objects.create_user("sato@example.org", "Ken Sato", native_name="佐藤 健", time_zone="Asia/Tokyo")


@pytest.fixture
def seated(monkeypatch):
    seat = SeatHeld(1, 1, 1, "ec", "council", "", "", True, None)
    monkeypatch.setattr(middleware, "viewer_of", lambda p, c, now: Viewer(p, c, now, seats=(seat,)))


def test_a_stranger_gets_the_same_404_in_a_consortium_as_in_none(client, asrc, sato):
    client.force_login(sato)

    known, unknown = client.get("/asrc/"), client.get("/nosuch/")

    assert (known.status_code, unknown.status_code) == (404, 404)
    assert without_tokens(known) == without_tokens(unknown)


def without_tokens(answer) -> str:
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


def test_an_anonymous_reader_signs_in_first_and_comes_back(client, asrc):
    answer = client.get("/asrc/search/?q=a")

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next=/asrc/search/%3Fq%3Da")


@pytest.mark.parametrize("address", ["/asrc/", "/asrc/search/?q=x", "/asrc/notices/", "/", "/accounts/profile/"])
def test_the_pages_of_the_shell_open(client, asrc, sato, seated, address):
    client.force_login(sato)

    assert client.get(address).status_code == 200


def test_the_shell_costs_at_most_six_queries(client, asrc, sato, seated, django_assert_max_num_queries):
    client.force_login(sato)

    with django_assert_max_num_queries(6):
        client.get("/asrc/")
