from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duties import duties
from duties.models import Discharge, Duty
from parties.refusals import Refusal
from tests.duties.things import duty, owed, subject
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db

Q1, Q2, Q3 = (
    (date(2026, 1, 1), date(2026, 4, 1)),
    (date(2026, 4, 1), date(2026, 7, 1)),
    (date(2026, 7, 1), date(2026, 10, 1)),
)


def test_owe_twice_owes_once():
    about = subject()
    debtor = subject(about.consortium, "seat")

    for _each in range(2):
        duties.owe(about.consortium, [owed(debtor, about), owed(debtor, about, period=Q1)], at=NOON)

    assert Duty.objects.count() == 2


def test_owe_takes_one_statement_for_three_hundred(django_assert_num_queries):
    about = subject()
    debtors = [subject(about.consortium, "seat") for _each in range(300)]

    with django_assert_num_queries(1):
        duties.owe(about.consortium, [owed(debtor, about) for debtor in debtors], at=NOON)


def test_reconcile_inserts_the_missing_moves_the_shifted_and_waives_the_surplus():
    body = subject(kind="body")
    duties.owe(body.consortium, [owed(body, body, period=Q1, days=20), owed(body, body, period=Q2, days=50)], at=NOON)

    desired = [owed(body, body, period=Q2, days=60), owed(body, body, period=Q3, days=90)]
    duties.reconcile(body.consortium, ["vote.cast"], desired, at=NOON)

    kept = Duty.objects.order_by("period").values_list("period", "state", "due_at")
    assert [(span.lower, state, (due - NOON).days) for span, state, due in kept] == [
        (Q1[0], "waived", 20),
        (Q2[0], "open", 60),
        (Q3[0], "open", 90),
    ]


def test_reconcile_leaves_what_is_overdue_to_people():
    body = subject(kind="body")
    duties.owe(body.consortium, [owed(body, body, period=Q1, days=-3)], at=NOON)

    duties.reconcile(body.consortium, ["vote.cast"], [], at=NOON)

    assert Duty.objects.get().state == "open"


@pytest.mark.parametrize(("days", "state"), [(6, "done"), (8, "late")])
def test_discharge_counts_when_it_happened(days, state):
    debt = duty()
    evidence = subject(debt.consortium, "meeting")

    duties.discharge([debt], evidence, by=None, at=NOON + timedelta(days=30), met_at=NOON + timedelta(days=days))

    debt.refresh_from_db()
    assert debt.state == state
    assert Discharge.objects.get().evidence == evidence


def test_discharge_twice_changes_nothing():
    debt = duty()
    evidence = subject(debt.consortium, "meeting")

    first, second = (duties.discharge([debt], evidence, by=None, at=NOON) for _each in range(2))

    assert (first, second, Discharge.objects.count()) == (1, 0, 1)


def test_let_off_needs_a_reason():
    debt, person = duty(), PersonFactory()

    with pytest.raises(Refusal, match="Say why"):
        duties.let_off([debt], Duty.State.WAIVED, by=person, at=NOON, reason=" ")

    duties.let_off([debt], Duty.State.WAIVED, by=person, at=NOON, reason="Merged with another body")
    debt.refresh_from_db()
    assert (debt.state, debt.settled_by) == ("waived", person)


def test_the_database_refuses_a_duty_that_ended_without_a_moment():
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty().pk).update(state="done")
