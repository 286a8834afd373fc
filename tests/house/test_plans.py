"""Plans that sessions keep: the same answers as ever, whatever is asked, and nothing breaks that cannot have one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField, Count, F, Q, Value
from django.db.models.functions import Concat, Length
from django.utils import timezone

from parties import plans
from parties.models import Organisation, Person
from parties.plans import Planned
from web.compiled import Param, compiled

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.now()

QUESTIONS = {
    "a number": lambda: Organisation.objects.filter(pk=1),
    "a number beyond four bytes": lambda: Organisation.objects.filter(pk=2**40),
    "a number beyond eight bytes": lambda: Organisation.objects.filter(pk=2**90),
    "text with a per cent sign": lambda: Organisation.objects.filter(name__icontains="50%"),
    "a list": lambda: Organisation.objects.filter(name__in=["Kogane", "Seagate (50% of it)"]),
    "nothing": lambda: Organisation.objects.filter(name=None),
    "truth": lambda: Person.objects.filter(is_active=True),
    "a moment": lambda: Person.objects.filter(created_at__lte=TODAY + timedelta(days=1)),
    "a day": lambda: Person.objects.filter(created_at__date__gte=date(2020, 1, 1)),
    "a span of time": lambda: Person.objects.filter(created_at__lt=F("created_at") + timedelta(days=1)),
    "a decimal": lambda: Organisation.objects.annotate(size=Length("name")).filter(size__gt=Decimal("0.5")),
    "a fraction": lambda: Organisation.objects.annotate(size=Length("name")).filter(size__gt=0.5),
    "text put together": lambda: Organisation.objects.annotate(a=Concat(Value("a "), "name")).filter(a="a Kogane"),
    "groups": lambda: Organisation.objects.values("country").annotate(many=Count("pk", filter=Q(name="Kogane"))),
    "groups by a value": lambda: (
        Organisation.objects.values(a=Concat(Value("a "), "country")).annotate(many=Count("pk")).order_by("a")
    ),
}


@pytest.fixture(autouse=True)
def people_and_firms(db):
    for name in ("Seagate (50% of it)", "Kogane"):
        Organisation.objects.create(name=name, kind="firm", country="JP")
    Person.objects.create_user("sato@example.com", name="Sato")


ASKED = {name: compiled(question) for name, question in QUESTIONS.items()}


def kept() -> list[str]:
    """The statements that this session keeps by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'PREPARE roundtable%'")
        return [text for (text,) in cursor.fetchall()]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_plan_answers_as_the_statement_does(name):
    as_ever = list(QUESTIONS[name]())

    assert [ASKED[name].rows() for _turn in range(3)] == [as_ever] * 3


def test_a_session_plans_a_kept_question_once_for_all_values():
    few = compiled(lambda: Organisation.objects.filter(pk__gt=Param("least", BigIntegerField())))

    found = [len(few.rows(least=least)) for least in (0, 2**30, 0)]

    assert found[0] == found[2] > found[1] == 0
    (text,) = kept()
    assert "$1" in text


def test_what_is_not_kept_is_asked_as_ever():
    for _turn in range(3):
        list(QUESTIONS["a day"]())

    assert not kept()


def test_a_plan_answers_from_the_rows_as_they_are_now():
    firms = compiled(lambda: Organisation.objects.filter(pk__gt=0, country="JP").values_list("name", flat=True))
    before = set(firms.rows())
    Organisation.objects.create(name="Toshiba", kind="firm", country="JP")

    assert set(firms.rows()) == before | {"Toshiba"}


def test_within_a_transaction_nothing_is_planned_and_plans_are_used():
    with transaction.atomic():
        ASKED["a day"].rows()
        assert not kept()

    ASKED["a day"].rows()
    with transaction.atomic():
        assert len(ASKED["a day"].rows()) == 1


def test_what_was_not_asked_for_longest_makes_room(monkeypatch):
    monkeypatch.setattr(plans, "MOST", 3)

    for name in ("a number", "truth", "a moment", "a day", "a decimal"):
        ASKED[name].rows()

    assert len(kept()) == 3


def test_what_cannot_be_planned_is_asked_as_it_is():
    with connection.cursor() as cursor:
        for _turn in range(2):
            cursor.execute(Planned("SELECT 1 WHERE pg_typeof(%s)::text = 'unknown'"), ["a"])
            assert len(cursor.fetchall()) == 1


def test_a_migration_under_a_running_server_breaks_no_page(owner_cursor):
    ask = Planned("SELECT * FROM notes WHERE body <> %s")
    owner_cursor.execute("CREATE TABLE notes (body varchar(9)); INSERT INTO notes VALUES ('a')")
    owner_cursor.execute("GRANT SELECT ON notes TO PUBLIC")
    with connection.cursor() as cursor:
        cursor.execute(ask, ["b"])
        owner_cursor.execute("ALTER TABLE notes ADD author varchar(9)")
        try:
            for _turn in range(2):
                cursor.execute(ask, ["b"])
                assert cursor.fetchall() == [("a", None)]
        finally:
            owner_cursor.execute("DROP TABLE notes")


def test_whoever_wraps_statements_for_a_while_leaves_the_plans_to_the_session():
    connection.execute_wrappers.clear()
    connection.close()

    with connection.execute_wrapper(lambda execute, *statement: execute(*statement)):
        ASKED["a day"].rows()

    assert connection.execute_wrappers == [plans.keep]
    assert len(kept()) == 1
