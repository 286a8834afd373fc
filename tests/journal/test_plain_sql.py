"""Plain SQL with the application's role, past the verbs: it is found, and tells no value."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from consortium.models import Ballot
from desk import database_owner
from journal.models import Fingerprint
from parties.models import Consortium
from tests.journal.planted import execute, sealed_world, told, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker) -> Iterator[Consortium]:
    """The sealed world, in a session of the web's."""
    with django_db_blocker.unblock(), sealed_world() as consortium:
        yield consortium


@pytest.fixture
def consortium(lasting_world, db) -> Consortium:
    return lasting_world


DECIDED = "SELECT id FROM consortium_motion WHERE state = 'closed' ORDER BY id LIMIT 1"
ITEM = f"(SELECT id FROM consortium_item WHERE motion_id = ({DECIDED}) ORDER BY id LIMIT 1)"
WITH_THE_APPLICATIONS_ROLE = [
    (f"UPDATE consortium_ballot SET choice = 'against' WHERE item_id = {ITEM}", "ballot", "choice"),
    (f"DELETE FROM consortium_ballot WHERE item_id = {ITEM}", "ballot", "was deleted, and no entry says why"),
    (f"UPDATE consortium_motion SET text = 'Forged' WHERE id = ({DECIDED})", "motion 1", "(text)"),
    ("UPDATE membership_declaration SET revenue = revenue / 2", "declaration 1", "(revenue)"),
    (
        "UPDATE consortium_seat SET person_id = (SELECT max(id) FROM parties_person) WHERE number = 3",
        "seat 3",
        "(person_id)",
    ),
    (
        "UPDATE treasury_payment SET payer_id = (SELECT subject_id FROM membership_member LIMIT 1)",
        "payment 1",
        "(payer_id)",
    ),
    (
        "UPDATE journal_particulars SET words = '{\"forged\": 1}'"
        " WHERE entry_id = (SELECT id FROM journal_entry WHERE number = 5)",
        "entry 5",
        "do not match their digest",
    ),
    (
        "DELETE FROM journal_particulars WHERE entry_id = (SELECT id FROM journal_entry WHERE number = 5)",
        "entry 5",
        "no entry of an erasure names it",
    ),
]


def test_fu_s3_plain_sql_with_the_applications_role(consortium):
    missed = []
    for statement, place, problem in WITH_THE_APPLICATIONS_ROLE:
        with undone("SET CONSTRAINTS ALL IMMEDIATE", statement):
            said = told(consortium)
        if not any(place in each and problem in each for each in said):
            missed.append(f"{statement}: {said}")

    assert database_owner.role() == settings.DATABASE["USER"]
    assert missed == []


def test_fu_s3_nobody_writes_fingerprints_by_hand(consortium):
    columns = "consortium_id, table_name, row_id, salt, digests, is_gone, written_in, written_at"
    stolen = f"INSERT INTO journal_fingerprint ({columns}) SELECT {columns} FROM journal_fingerprint"
    for statement in (
        "UPDATE journal_fingerprint SET salt = 'x'",
        "DELETE FROM journal_fingerprint",
        stolen.replace("written_in, written_at FROM", "written_in - 1, written_at FROM"),
        "UPDATE journal_entry SET written_in = 1 WHERE number IS NULL OR number = 3",
    ):
        with pytest.raises(Exception, match=r"final|was not written in|Cannot update"), transaction.atomic():
            execute(statement)


NOT_TO_BE_SWITCHED_OFF = (
    "UPDATE journal_entry SET verb = 'forged' WHERE number = 3",
    "UPDATE journal_entry SET digest = 'x' WHERE number = 3",
    "DELETE FROM journal_entry WHERE number = 3",
    "UPDATE journal_seal SET digest = 'x'",
    "DELETE FROM journal_seal",
    "UPDATE treasury_invoice SET amount = amount + 1",
    "DELETE FROM treasury_payment",
    "UPDATE treasury_posting SET amount = -amount",
    "UPDATE charter_edition SET document = '{}'",
    "DELETE FROM consortium_minutesversion",
    "UPDATE files_blob SET sha256 = 'x'",
)
IGNORE = """
    SELECT set_config('pgtrigger.ignore', array_agg(DISTINCT tgname)::text, true) FROM pg_trigger WHERE NOT tgisinternal
"""


def test_fu_s3_no_setting_of_a_session_switches_a_trigger_off(consortium):
    done = []
    for statement in NOT_TO_BE_SWITCHED_OFF:
        try:
            with undone(IGNORE, statement):
                done.append(statement)
        except DatabaseError:
            pass

    assert done == []


def test_fu_s3_the_same_vote_has_another_digest_each_time(consortium):
    prints = Fingerprint.objects.filter(table_name="consortium_ballot", digests__has_key="choice")
    digests = list(prints.values_list("digests__choice", flat=True))

    assert set(Ballot.objects.values_list("choice", flat=True)) == {"for"}
    assert len(set(digests)) == len(digests) > 10


def test_fu_s3_a_fault_tells_no_value(consortium):
    execute(f"UPDATE consortium_ballot SET choice = 'abstain' WHERE item_id = {ITEM}")
    execute("UPDATE membership_declaration SET revenue = 123456789")

    said = "\n".join(told(consortium))

    assert "of motion 1 was written (choice), and no entry says why" in said
    assert not [word for word in ("abstain", "123456789", "700000000") if word in said]
