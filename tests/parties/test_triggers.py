import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

SLOW = """
    SELECT trigger.tgname FROM pg_trigger trigger JOIN pg_proc function ON function.oid = trigger.tgfoid
    WHERE NOT trigger.tgisinternal AND trigger.tgtype & 1 = 1 AND trigger.tgtype & 4 = 4
    AND function.prosrc LIKE '%_pgtrigger_should_ignore%'
"""
"""Of triggers in PostgreSQL, 1 is for each row and 4 on insert."""


def test_no_trigger_costs_each_new_row_an_exception():
    with connection.cursor() as cursor:
        cursor.execute(SLOW)
        slow = cursor.fetchall()

    assert slow == []
