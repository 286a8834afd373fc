"""What the pages and verbs of motions cost: the same number of statements at 1, 3 and 300 rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium import ballots, motions
from consortium.motions import NewItem
from tests.factories.consortium import body, company, founded, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def council():
    place = body(founded(at=NOW), "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(place.consortium, name), "cto", f"{name} CTO", at=NOW)
    return place


def slate(council, count):
    by = council.seats.first().person
    items = [NewItem(f"Item {number}") for number in range(count)]
    motion = motions.draft(council, title="Slate", items=items, by=by, at=NOW)
    return motions.open(motion, closes_at=NOW + timedelta(days=7), by=by, at=NOW)


def voted(council, count):
    motion = slate(council, count)
    for line in motion.roll.select_related("acting_seat__person"):
        ballots.cast_slate(motion, line, "for", by=line.acting_seat.person, at=NOW)
    return motion


def statements(act) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_a_vote_on_a_slate_costs_the_same_whatever_its_length(council):
    costs = set()
    for count in (1, 3, 300):
        motion = slate(council, count)
        line = motion.roll.select_related("acting_seat__person").first()
        costs.add(
            statements(lambda m=motion, on=line: ballots.cast_slate(m, on, "for", by=on.acting_seat.person, at=NOW))
        )

    assert len(costs) == 1


def test_closing_a_slate_costs_the_same_whatever_its_length(council):
    costs = set()
    for count in (1, 3, 300):
        motion = voted(council, count)
        costs.add(statements(lambda m=motion: motions.close(m, by=m.author, at=m.closes_at)))

    assert len(costs) == 1


@pytest.mark.parametrize(("path", "most"), [("motions/", 12), ("decisions/", 12)])
def test_lists_cost_the_same_at_any_length(client, council, path, most):
    client.force_login(council.seats.first().person)
    address = f"/{council.consortium.slug}/{path}"
    client.get(address)
    costs = []
    for count in (1, 3, 60):
        for _ in range(count if path == "motions/" else 1):
            motion = voted(council, 1 if path == "motions/" else count)
            motions.close(motion, by=None, at=motion.closes_at)
        costs.append(statements(lambda: client.get(address)))

    # Beyond the first page the list counts its rows, once.
    assert (costs[0], costs[1] + 1) == (costs[1], costs[2])
    assert costs[2] <= most


@pytest.mark.parametrize("path", ["", "vote/"])
def test_one_motion_costs_the_same_whatever_its_length(client, council, path):
    client.force_login(council.seats.first().person)
    costs = []
    for count in (2, 3, 300):
        motion = slate(council, count)
        client.get(f"{motion.get_absolute_url()}{path}")
        costs.append(statements(lambda m=motion: client.get(f"{m.get_absolute_url()}{path}")))

    assert len(set(costs)) == 1
    assert costs[0] <= 20
