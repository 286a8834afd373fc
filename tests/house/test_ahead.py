"""Asking ahead: what a block asks is answered from one statement, exactly as it would have been by itself."""

from dataclasses import replace

import pytest
from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import JSONObject

from consortium.models import Body, Meeting, Seat
from duties.models import Duty, Notice
from journal.models import Entry
from membership.models import Affiliation
from parties.ahead import ahead
from parties.kept import Kept, any_of
from parties.models import Organisation, Person
from parties.prepared import Blank
from parties.viewer import nobody
from tests.factories.consortium import body, company, founded, officer, seated
from tests.factories.parties import NOON
from treasury.models import Invoice

pytestmark = pytest.mark.django_db
QUESTIONS = [
    Kept(lambda: Person.objects.order_by("pk")),
    Kept(lambda: Seat.objects.select_related("body", "person", "organisation").order_by("pk")),
    Kept(lambda: Seat.objects.order_by("pk").values_list("during", "votes", "weight", "post")),
    Kept(lambda: Entry.objects.told()[:20]),
    Kept(lambda: Entry.objects.order_by("pk").values("facts", "happened_at", "rule")),
    Kept(lambda: Duty.objects.select_related("subject").order_by("pk")),
    Kept(lambda: Notice.objects.order_by("-pk")),
    Kept(lambda: Meeting.objects.order_by("pk")),
    Kept(lambda: Invoice.objects.order_by("pk")),
    Kept(lambda: Affiliation.objects.order_by("pk").values_list("person__name", flat=True)),
    Kept(lambda: Body.objects.order_by("pk").annotate(told=JSONObject(name="name", opened="opened_on"))),
    Kept(lambda: Organisation.objects.order_by("pk").annotate(nothing=Value(None, CharField()))),
    Kept(lambda: Body.objects.filter(name="nobody has this name")),
    Kept(lambda: Person.objects.none()),
]


@pytest.fixture
def asrc(db):
    asrc = founded()
    officer(asrc, "secretary")
    seated(body(asrc, "ec"), company(asrc, "Kogane"), "director")
    Organisation.objects.create(name='50% "of" it\'s\\n\n予算', kind="firm", country="JP")
    return asrc


def told(rows):
    """Everything that rows hold, and of relations at hand the same."""
    return [{**held(row), **{f"@{name}": held(one) for name, one in at_hand(row)}} for row in rows]


def held(row):
    return (
        {name: value for name, value in vars(row).items() if name != "_state"} if hasattr(row, "_meta") else {"": row}
    )


def at_hand(row):
    return row._state.fields_cache.items() if hasattr(row, "_meta") else ()


def test_answers_are_those_that_would_have_come(asrc, django_assert_num_queries):
    by_themselves = [told(each.ask()) for each in QUESTIONS]
    with ahead(*(each.of() for each in QUESTIONS)):
        pass  # the first time it also asks for the types of the columns

    with django_assert_num_queries(1), ahead(*(each.of() for each in QUESTIONS)):
        together = [told(each.ask()) for each in QUESTIONS]

    assert together == by_themselves
    assert sum(map(bool, together)) >= 8


def test_what_was_filled_in_otherwise_is_asked_by_itself(asrc, django_assert_num_queries):
    one = Kept(lambda: Person.objects.filter(pk=Blank("key", BigIntegerField())))
    some = Kept(lambda: Person.objects.filter(pk__in=any_of("keys")))
    first, second = Person.objects.order_by("pk")[:2]
    everybody = QUESTIONS[0]

    with ahead(one.of(key=first.pk), everybody.of(), some.of(keys=[first.pk])):
        assert one.ask(key=second.pk) == [second]
        assert one.ask(key=first.pk) == [first]
        assert some.ask(keys=[second.pk]) == [second]


def test_an_answer_is_good_for_one_question_and_within_the_block(asrc):
    everybody, bodies = QUESTIONS[0], QUESTIONS[10]
    with ahead(everybody.of(), bodies.of()):
        before = len(everybody.ask())
        Person.objects.create_user("new@example.com", name="New")
        assert len(everybody.ask()) == before + 1

    with ahead(everybody.of(), bodies.of()):
        Person.objects.create_user("newer@example.com", name="Newer")
    assert len(everybody.ask()) == before + 2


def test_no_other_viewer_gets_the_answer(asrc):
    mine = Kept(lambda viewer: Person.objects.filter(pk=viewer.person.pk))
    sato, zhu = Person.objects.order_by("pk")[:2]
    viewers = [nobody(asrc, NOON, person) for person in (sato, zhu)]

    with ahead(mine.of(viewers[0]), QUESTIONS[0].of()):
        assert mine.ask(viewers[1]) == [zhu]
        assert mine.ask(replace(viewers[0], now=NOON)) == [sato]
