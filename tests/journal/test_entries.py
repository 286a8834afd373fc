import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from journal import entries, subjects
from journal.models import Entry, Particulars, Subject
from parties.refusals import Refusal
from tests.factories.parties import NOON, ConsortiumFactory, PersonFactory
from tests.journal.things import edition

pytestmark = pytest.mark.django_db


def test_open_numbers_each_kind_by_itself_in_each_consortium():
    here, there = ConsortiumFactory(), ConsortiumFactory()

    subjects.open_many(here, "motion", 2)
    subjects.open(here, "seat")
    subjects.open(there, "motion")

    numbers = Subject.objects.values_list("consortium", "kind", "number").order_by("id")
    assert list(numbers) == [
        (here.pk, "motion", 1),
        (here.pk, "motion", 2),
        (here.pk, "seat", 1),
        (there.pk, "motion", 1),
    ]


def test_record_keeps_names_and_words_out_of_the_facts():
    row, person = edition(), PersonFactory()

    entry = entries.record(row, "edition.draft", by=person, at=NOON, words={"reason": "because"}, day=NOON.date())

    assert entry.facts == {"day": "2026-03-02"}
    assert (entry.particulars.by, entry.particulars.words) == (person, {"reason": "because"})


def test_move_follows_the_drawing_and_writes_the_entry():
    row, person = edition(), PersonFactory()

    entry = entries.move(
        row, "active", verb="edition.adopt", by=person, at=NOON, changes={"effective_from": NOON.date()}
    )

    row.refresh_from_db()
    assert (row.state, row.effective_from) == ("active", NOON.date())
    assert entry.facts == {"from": "draft", "to": "active"}


def test_move_refuses_an_arrow_that_is_not_drawn_and_leaves_all_as_it_was():
    row, person = edition(), PersonFactory()
    entries.move(row, "active", verb="edition.adopt", by=person, at=NOON, changes={"effective_from": NOON.date()})

    with pytest.raises(Refusal, match="cannot become"):
        entries.move(row, "draft", verb="edition.write", by=person, at=NOON)

    row.refresh_from_db()
    assert row.state == "active"
    assert list(Entry.objects.values_list("verb", flat=True)) == ["edition.adopt"]


def test_move_says_so_where_somebody_else_was_quicker():
    row, person = edition(), PersonFactory()
    entries.move(row, "active", verb="edition.adopt", by=person, at=NOON, changes={"effective_from": NOON.date()})

    with pytest.raises(Refusal, match="already"):
        entries.move(row, "active", verb="edition.adopt", by=person, at=NOON)


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"])
def test_entries_cannot_be_changed_or_deleted(statement):
    entries.record(edition(), "edition.draft", by=None, at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_subject_of_another_consortium_is_refused_by_the_database():
    row, stranger = edition(), ConsortiumFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            consortium=stranger, subject=row.subject, verb="x", happened_at=NOON, recorded_at=NOON, personal_digest=""
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_record_many_takes_two_statements(django_assert_num_queries):
    row = edition()
    facts = [entries.Fact(row.subject, "edition.draft", None, NOON) for _each in range(300)]

    with django_assert_num_queries(2):
        entries.record_many(facts)

    assert Particulars.objects.count() == 300
