"""What a token may do is bounded by its scopes at every door of the API, new ones included."""

from datetime import timedelta

import pytest
from django.test import Client

from desk import tokens
from tests.access import desk, meetings, members, money, motions, people

ROWS = [*desk.ROWS, *meetings.ROWS, *members.ROWS, *money.ROWS, *motions.ROWS, *people.ROWS]
WRITES = {(row.route, row.method): row for row in ROWS if row.is_api and row.method != "get"}
BALLOTS = ("cast", "recuse", "record", "sever", "rejoin", "vote")
VOTES = sorted((route, method) for route, method in WRITES if route.rpartition("-")[2] in BALLOTS)
MONEY = sorted({(row.route, row.method) for row in money.ROWS} & WRITES.keys())


@pytest.fixture
def called(world):
    """Call a door as the finance officer, who may see everything, with a token of some scopes."""

    def call(door: tuple[str, str], *scopes: str) -> int:
        at = world.troupe.stage.at
        __, key = tokens.issue(world.person("amari"), "s", scopes, expires_at=at + timedelta(days=1), at=at)
        answer = getattr(Client(), door[1])(
            world.address(WRITES[door]), content_type="application/json", headers={"Authorization": f"Bearer {key}"}
        )
        return answer.status_code if "scopes" in str(answer.content) else 0

    return call


@pytest.mark.parametrize("door", sorted(WRITES), ids=" ".join)
def test_a_token_for_reading_writes_nothing(called, door):
    assert called(door, "read") == 403


@pytest.mark.parametrize("door", VOTES, ids=" ".join)
def test_a_token_without_votes_votes_on_nothing(called, door):
    assert called(door, "read", "write", "money") == 403


@pytest.mark.parametrize("door", MONEY, ids=" ".join)
def test_a_token_without_money_moves_none(called, door):
    assert called(door, "read", "write", "vote") == 403
