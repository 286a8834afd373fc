"""What a token may do is bounded by its scopes at every door of the API, new ones included."""

from datetime import timedelta

import pytest
from django.test import Client

from desk import tokens
from tests.access import meetings, members, money, motions, people

ROWS = [*meetings.ROWS, *members.ROWS, *money.ROWS, *motions.ROWS, *people.ROWS]
WRITES = {row.route: row for row in ROWS if row.is_api and row.method == "post"}
BALLOTS = ("cast", "recuse", "record", "sever", "rejoin", "vote")
VOTES = sorted(name for name in WRITES if name.rpartition("-")[2] in BALLOTS)
MONEY = sorted(row.route for row in money.ROWS if row.route in WRITES)


@pytest.fixture
def called(world):
    """Call a door as the finance officer, who may see everything, with a token of some scopes."""

    def call(route: str, *scopes: str) -> int:
        at = world.troupe.stage.at
        __, key = tokens.issue(world.person("amari"), "s", scopes, expires_at=at + timedelta(days=1), at=at)
        answer = Client().post(
            world.address(WRITES[route]), content_type="application/json", headers={"Authorization": f"Bearer {key}"}
        )
        return answer.status_code if "scopes" in str(answer.content) else 0

    return call


@pytest.mark.parametrize("route", sorted(WRITES))
def test_a_token_for_reading_writes_nothing(called, route):
    assert called(route, "read") == 403


@pytest.mark.parametrize("route", VOTES)
def test_a_token_without_votes_votes_on_nothing(called, route):
    assert called(route, "read", "write", "money") == 403


@pytest.mark.parametrize("route", MONEY)
def test_a_token_without_money_moves_none(called, route):
    assert called(route, "read", "write", "vote") == 403
