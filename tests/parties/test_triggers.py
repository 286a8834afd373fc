import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

ASKING = "SELECT proname FROM pg_proc WHERE prosrc ~ 'pgtrigger.ignore|should_ignore' OR proname ~ 'should_ignore'"


def test_no_trigger_asks_a_setting_whether_to_look_away():
    """Every session may change a setting; and asking costs each row an exception."""
    with connection.cursor() as cursor:
        cursor.execute(ASKING)

        assert cursor.fetchall() == []
