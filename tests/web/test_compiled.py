"""Compiled questions: written once for all that a viewer holds on a day, answered anew each time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from journal.models import Entry, Subject
from parties.viewer import SeatHeld, nobody
from tests.factories.consortium import founded
from tests.factories.parties import NOON, ConsortiumFactory, PersonFactory
from web.compiled import any_of, at_hand, compiled

SEAT = SeatHeld(1, 1, 1, 1, "ec", "council", "", "", votes=True, organisation_id=None)


@pytest.fixture
def viewer(db):
    return nobody(founded(), NOON, PersonFactory())


def _entries(viewer):
    return Entry.objects.filter(consortium=viewer.consortium, happened_at__lte=viewer.now).order_by("pk")


def test_it_answers_from_the_rows_as_they_are_at_the_viewers_moment(viewer, django_assert_num_queries):
    kept = compiled(_entries)
    earlier = replace(viewer, now=NOON - timedelta(seconds=1))

    with django_assert_num_queries(2):
        found, before = kept.rows(viewer), kept.rows(earlier)

    assert found == list(_entries(viewer)) != []
    assert before == list(_entries(earlier)) != found


@pytest.mark.parametrize(
    "other",
    [
        lambda viewer: replace(viewer, person=PersonFactory()),
        lambda viewer: replace(viewer, consortium=ConsortiumFactory()),
        lambda viewer: replace(viewer, now=NOON + timedelta(days=1)),
        lambda viewer: replace(viewer, seats=(SEAT,)),
        lambda viewer: replace(viewer, organisations=frozenset([1])),
        lambda viewer: replace(viewer, assists=frozenset([1])),
    ],
)
def test_it_is_written_anew_for_whoever_holds_anything_else_and_for_another_day(viewer, other):
    written_for = []
    kept = compiled(lambda viewer: written_for.append(viewer) or _entries(viewer))

    for each in (viewer, replace(viewer, now=NOON + timedelta(seconds=1)), other(viewer)):
        kept.rows(each)

    assert len(written_for) == 2


def test_it_is_written_anew_in_another_language(viewer):
    written_in = []
    kept = compiled(lambda viewer: written_in.append(translation.get_language()) or _entries(viewer))

    for language in ("en", "ja", "en"):
        with translation.override(language):
            kept.rows(viewer)

    assert written_in == ["en", "ja"]


def test_nothing_is_asked_where_no_row_can_be_an_answer(viewer, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert compiled(lambda viewer: Entry.objects.none()).rows(viewer) == []


def test_a_blank_takes_a_list_of_numbers_even_an_empty_one(viewer):
    kept = compiled(lambda: Subject.objects.filter(pk__in=any_of("numbers")).order_by("pk"))
    some = list(Subject.objects.order_by("pk")[:2])

    assert kept.rows(numbers=[each.pk for each in some]) == some
    assert kept.rows(numbers=[]) == []


def test_it_reads_relations_and_annotations_as_django_does(viewer):
    kept = compiled(lambda viewer: _entries(viewer).select_related("subject"))
    named = compiled(lambda viewer: _entries(viewer).values_list("subject__kind", flat=True))

    assert [entry.subject.kind for entry in kept.rows(viewer)] == named.rows(viewer)


def test_a_relation_answers_with_the_rows_at_hand(viewer, django_assert_num_queries):
    subject = Subject.objects.filter(entries__isnull=False).first()
    entries = list(subject.entries.all())

    at_hand(subject, "entries", entries)

    with django_assert_num_queries(0):
        assert list(subject.entries.all()) == entries


def test_it_rests_on_these_private_parts_of_django(viewer):
    """What `web.compiled` takes from inside Django: if an upgrade moves it, this says so before any page does."""
    rows = _entries(viewer)
    compiler = rows.query.get_compiler(using=rows.db)

    text, parameters = compiler.as_sql()

    assert text.count("%s") == len(parameters)
    assert [column for column, *_text in compiler.select] != []
    assert isinstance(compiler.get_converters([column for column, *_text in compiler.select]), dict)
    assert vars(rows).keys() >= {"_query", "_result_cache", "_prefetch_done"}
    assert vars(rows.query).keys() & {"get_compiler"} == set()
