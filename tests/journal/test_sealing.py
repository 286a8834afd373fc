import pytest

from journal import entries, sealing, verification
from journal.models import Seal
from tests.factories.parties import NOON, PersonFactory
from tests.journal.things import edition

pytestmark = pytest.mark.django_db


def told(row, count=3):
    return [entries.record(row, "edition.draft", by=PersonFactory(), at=NOON, turn=turn) for turn in range(count)]


def test_seal_numbers_what_is_there_and_chains_the_batches():
    row = edition()
    told(row)

    first = sealing.seal(row.consortium, at=NOON)
    told(row, 2)
    second = sealing.seal(row.consortium, at=NOON)

    assert [(seal.number, seal.first, seal.last) for seal in (first, second)] == [(1, 1, 3), (2, 4, 5)]
    assert second.previous == first.digest
    assert verification.verify(row.consortium) == []


def test_seal_finds_nothing_the_second_time():
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)

    assert sealing.seal(row.consortium, at=NOON) is None
    assert Seal.objects.count() == 1
