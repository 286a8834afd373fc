"""Prepared questions: compiled once per process and planned once per session, answered anew each time."""

import pytest
from django.db import connection
from django.db.models import BigIntegerField

from parties.models import Organisation
from web.compiled import Batch, Param

KNOWN = Batch(
    lambda: {
        "names": Organisation.objects.filter(pk=Param("key", BigIntegerField())).values_list("name"),
        "others": Organisation.objects.exclude(pk=Param("key", BigIntegerField()))
        .filter(country="JP")
        .order_by("name")
        .values_list("name"),
    }
)


@pytest.fixture
def seagate(db):
    return Organisation.objects.create(name="Seagate (50% of it)", kind="firm", country="US")


def test_every_question_is_answered_from_the_rows_as_they_are_now(seagate):
    before = KNOWN.rows(key=seagate.pk)
    for name in ("Toshiba", "Kogane"):
        Organisation.objects.create(name=name, kind="firm", country="JP")

    after = KNOWN.rows(key=seagate.pk)

    assert before == {"names": ["Seagate (50% of it)"], "others": []}
    assert after == {"names": ["Seagate (50% of it)"], "others": ["Kogane", "Toshiba"]}


def test_it_costs_one_statement_from_the_first_time_on(seagate, django_assert_num_queries):
    fresh = Batch(KNOWN.write)

    for _turn in range(3):
        with django_assert_num_queries(1):
            fresh.rows(key=seagate.pk)


@pytest.mark.django_db(transaction=True)
def test_a_new_session_plans_it_anew():
    key = Organisation.objects.create(name="Seagate", kind="firm", country="US").pk
    KNOWN.rows(key=key)

    connection.close()

    assert KNOWN.rows(key=key)["names"] == ["Seagate"]


def test_words_that_never_change_stand_in_the_text_whatever_they_hold(db):
    odd = ["50%", "it's", 'a "b"', "c\\d", "%s", "予算"]
    for name in odd:
        Organisation.objects.create(name=name, kind="firm", country="JP")
    each = [
        Batch(lambda name=name: {"names": Organisation.objects.filter(name=name).values_list("name")}) for name in odd
    ]
    both = Batch(
        lambda: {
            "names": Organisation.objects.filter(pk__gt=Param("key", BigIntegerField()), name__in=odd)
            .order_by("pk")
            .values_list("name")
        }
    )

    assert [found.rows()["names"] for found in each] == [[name] for name in odd]
    assert both.rows(key=0)["names"] == odd
