"""Plans that sessions keep: the same answers as ever, whatever is asked, and nothing breaks that cannot have one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat, Length
from django.utils import timezone

from parties import plans
from parties.models import Organisation, Person

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


def kept() -> list[str]:
    """The statements that this session keeps by now, without the one that asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'PREPARE roundtable%'")
        return [text for (text,) in cursor.fetchall()]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_plan_answers_as_the_statement_does(question):
    first, *others = [list(question()) for _turn in range(8)]

    assert all(other == first for other in others)


def test_a_session_plans_what_it_is_asked_again():
    QUESTIONS["a number"]().exists()
    assert not kept()

    QUESTIONS["a number"]().exists()

    (text,) = kept()
    assert "$1" in text


def test_a_plan_answers_from_the_rows_as_they_are_now():
    def names():
        return set(Organisation.objects.filter(country="JP").values_list("name", flat=True))

    before = [names() for _turn in range(3)]
    Organisation.objects.create(name="Toshiba", kind="firm", country="JP")

    assert names() == before[-1] | {"Toshiba"}


def test_within_a_transaction_nothing_is_planned_and_plans_are_used():
    with transaction.atomic():
        for _turn in range(3):
            list(QUESTIONS["a day"]())
    assert not kept()

    for _turn in range(3):
        list(QUESTIONS["a day"]())
    with transaction.atomic():
        assert len(QUESTIONS["a day"]()) == 1


def test_rows_that_are_streamed_are_asked_as_ever():
    for _turn in range(3):
        assert len(list(QUESTIONS["a list"]().iterator(chunk_size=1))) == 2


def test_what_was_not_asked_for_longest_makes_room(monkeypatch):
    monkeypatch.setattr(plans, "MOST", 3)

    for many in range(1, 6):
        for _turn in range(2):
            list(Organisation.objects.filter(pk__in=range(many)))

    assert len(kept()) <= 3


def test_a_migration_under_a_running_server_breaks_no_page():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE notes (body varchar(9)); INSERT INTO notes VALUES ('a')")
        ask = "SELECT * FROM notes WHERE body <> %s"
        for _turn in range(3):
            cursor.execute(ask, ["b"])
        cursor.execute("ALTER TABLE notes ADD author varchar(9)")
        try:
            for _turn in range(3):
                cursor.execute(ask, ["b"])
                assert cursor.fetchall() == [("a", None)]
        finally:
            cursor.execute("DROP TABLE notes")
