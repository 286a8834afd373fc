from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from journal import entries, sealing
from journal.models import Particulars, Seal
from tests.factories.parties import NOON, PersonFactory
from tests.journal.things import edition

pytestmark = pytest.mark.django_db


def told(row, count=3):
    return [entries.record(row, "edition.draft", by=PersonFactory(), at=NOON, turn=turn) for turn in range(count)]


def tamper(statement):
    """Change the journal as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_seal_numbers_what_is_there_and_chains_the_batches():
    row = edition()
    told(row)

    first = sealing.seal(row.consortium, at=NOON)
    told(row, 2)
    second = sealing.seal(row.consortium, at=NOON)

    assert [(seal.number, seal.first, seal.last) for seal in (first, second)] == [(1, 1, 3), (2, 4, 5)]
    assert second.previous == first.digest
    assert sealing.verify(row.consortium) == []


def test_seal_finds_nothing_the_second_time():
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)

    assert sealing.seal(row.consortium, at=NOON) is None
    assert Seal.objects.count() == 1


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE journal_entry SET facts = '{\"turn\": 9}' WHERE number = 2", "was changed after it was sealed"),
        ("UPDATE journal_entry SET number = NULL WHERE number = 2", "misses entries"),
    ],
)
def test_verify_tells_what_was_tampered_with(statement, problem):
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)

    tamper(statement)

    assert problem in {fault.problem for fault in sealing.verify(row.consortium)}


def test_verify_notices_that_somebody_else_is_named():
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)

    Particulars.objects.filter(entry__number=2).update(by=PersonFactory())

    assert [fault.place for fault in sealing.verify(row.consortium)] == ["entry 2"]


def test_a_lawful_erasure_of_particulars_leaves_the_chain_whole():
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)

    Particulars.objects.filter(entry__number=2).delete()

    assert sealing.verify(row.consortium) == []


def test_the_command_fails_when_the_journal_does_not_hold():
    row = edition()
    told(row)
    sealing.seal(row.consortium, at=NOON)
    call_command("verify", stdout=(said := StringIO()))
    tamper("UPDATE journal_entry SET verb = 'x' WHERE number = 1")

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify", stdout=StringIO(), stderr=StringIO())

    assert "The journal holds" in said.getvalue()
