"""A fault of each kind, planted behind the rules, is found at its place."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journal import entries, sealing, verification
from journal.models import Particulars
from tests import databases
from tests.factories.parties import NOON, PersonFactory
from tests.journal.things import edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_owner")]


@pytest.fixture
def sealed():
    """An edition with five entries under two seals: 1 to 3, and 4 to 5, of which the last is a move."""
    row = edition()
    told(row, 3)
    sealing.seal(row.consortium, at=NOON)
    told(row, 1)
    entries.move(row, "active", verb="edition.activate", by=PersonFactory(), at=NOON, changes={"effective_from": NOON})
    sealing.seal(row.consortium, at=NOON)
    assert verification.verify(row.consortium) == []
    return row


def told(row, count):
    for turn in range(count):
        entries.record(row, "edition.draft", by=PersonFactory(), at=NOON, turn=turn)


def tamper(*statements):
    """Change the journal as somebody with the owner's password could."""
    with databases.without_triggers() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found(row) -> set[str]:
    return {f"{fault.place} {fault.problem}" for fault in verification.verify(row.consortium)}


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{\"turn\": 9}'",
        "verb = 'edition.adopt'",
        "rule = 'GOV-12'",
        "happened_at = happened_at - interval '1 day'",
        "recorded_at = recorded_at - interval '1 day'",
        "personal_digest = repeat('0', 64)",
    ],
)
def test_a_changed_entry(sealed, change):
    tamper(f"UPDATE journal_entry SET {change} WHERE number = 2")

    assert "entry 2 was changed after it was sealed" in found(sealed)


def test_entries_that_changed_places(sealed):
    tamper(
        "UPDATE journal_entry SET number = 99 WHERE number = 1",
        "UPDATE journal_entry SET number = 1 WHERE number = 2",
        "UPDATE journal_entry SET number = 2 WHERE number = 99",
    )

    assert {"entry 1 was changed after it was sealed", "entry 2 was changed after it was sealed"} <= found(sealed)


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE journal_entry SET number = NULL WHERE number = 2"],
        [
            "DELETE FROM journal_particulars WHERE entry_id = (SELECT id FROM journal_entry WHERE number = 2)",
            "DELETE FROM journal_entry WHERE number = 2",
        ],
    ],
)
def test_a_missing_entry(sealed, statements):
    tamper(*statements)

    assert found(sealed) == {"seal 1 misses entries", "seal 1 does not match its entries"}


def test_an_entry_rewritten_together_with_its_digest(sealed):
    tamper("UPDATE journal_entry SET facts = '{\"turn\": 9}' WHERE number = 2")
    entry = sealed.subject.entries.get(number=2)
    tamper(f"UPDATE journal_entry SET digest = '{sealing.digest(entry)}' WHERE number = 2")

    assert found(sealed) == {"seal 1 does not match its entries"}


def test_a_forged_seal(sealed):
    tamper("UPDATE journal_seal SET digest = repeat('f', 64) WHERE number = 1")

    assert {"seal 1 does not match its entries"} < found(sealed)


def test_a_seal_taken_out_of_the_chain(sealed):
    tamper("DELETE FROM journal_seal WHERE number = 1")

    assert {"seal 2 does not follow the seal before it", "seal 2 begins at entry 4, expected 1"} <= found(sealed)


def test_a_last_seal_taken_away(sealed):
    tamper("DELETE FROM journal_seal WHERE number = 2")

    assert found(sealed) == {
        "entry 4 is numbered, but no seal covers it",
        "entry 5 is numbered, but no seal covers it",
    }


def test_somebody_else_named_as_the_one_who_did_it(sealed):
    Particulars.objects.filter(entry__number=2).update(by=PersonFactory())

    assert found(sealed) == {"entry 2 has particulars that do not match their digest"}


def test_a_state_changed_behind_the_journal(sealed):
    tamper("UPDATE charter_edition SET state = 'draft'")

    assert found(sealed) == {
        "edition 1 is draft, while the journal left it active",
        "edition 1 was changed past the journal: state",
    }


def test_a_row_that_nobody_began_where_it_stands():
    row = edition()
    entries.record(row, "edition.draft", by=None, at=NOON)
    tamper("UPDATE charter_edition SET state = 'active', effective_from = '2026-01-01'")

    assert found(row) == {
        "edition 1 is active, while the journal left it draft",
        "edition 1 was changed past the journal: effective_from, state",
    }


def test_fu_s3_a_row_of_which_no_entry_tells():
    row = edition()

    (said,) = found(row)

    assert said.startswith("edition 1 was written (") and said.endswith("), and no entry says why")


def test_fu_s3_what_came_after_the_entry_had_been_sealed(sealed):
    type(sealed).objects.update(allowed_by=sealed.subject.entries.get(number=1))

    assert found(sealed) == {"edition 1 was written (allowed_by_id), and no entry says why"}


def test_fu_s3_particulars_that_no_erasure_explains(sealed):
    Particulars.objects.filter(entry__number=2).delete()

    assert found(sealed) == {"entry 2 has lost its particulars, and no entry of an erasure names it"}


def test_a_lawful_erasure_of_particulars_leaves_the_chain_whole(sealed):
    Particulars.objects.filter(entry__number=2).delete()
    entries.record(sealed, verification.ERASURE, by=None, at=NOON, entries=[2])

    assert found(sealed) == set()


def test_fu_s3_particulars_changed_before_they_were_sealed(sealed):
    entry = entries.record(sealed, "edition.draft", by=PersonFactory(), at=NOON)
    Particulars.objects.filter(entry=entry).update(words={"forged": True})

    (said,) = found(sealed)

    assert said.endswith("not sealed yet, has particulars that do not match their digest")


def test_the_command_fails_when_the_journal_does_not_hold(sealed):
    call_command("verify", stdout=(said := StringIO()))
    tamper("UPDATE journal_entry SET verb = 'x' WHERE number = 1")

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify", stdout=StringIO(), stderr=(faults := StringIO()))

    assert "The journal holds" in said.getvalue()
    assert "entry 1 was changed after it was sealed" in faults.getvalue()
