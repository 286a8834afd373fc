"""Escalation: who hears of what stays undone, and where they are led."""

from datetime import timedelta

import pytest

from duties import duties, reminders
from duties.duties import Owed
from duties.models import Notice
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


def test_what_a_company_owes_in_money_is_never_told_to_a_committee_of_its_rivals():
    asrc = made.founded()
    seagate = made.company(asrc, "Seagate")
    for key in ("tc_us", "sc_us"):
        made.seated(made.body(asrc, key), seagate, "technical_lead")
    rival = made.company(asrc, "Toshiba")
    kinds = ("invoice.pay", "revenue.declare")
    duties.owe(asrc, [Owed(rival.subject_id, rival.subject_id, kind, NOON) for kind in kinds], at=NOON)

    told = reminders.escalate(asrc, at=NOON + timedelta(days=40))

    assert (told, Notice.objects.filter(kind="duty.escalation").count()) == (0, 0)


def test_those_above_are_led_to_the_body_and_not_to_the_page_that_only_its_chair_opens():
    asrc = made.founded()
    tc = made.body(asrc, "tc_us")
    made.seated(tc, made.company(asrc, "Seagate"), "technical_lead")
    duties.owe(asrc, [Owed(tc.subject_id, tc.subject_id, "meeting.hold", NOON)], at=NOON)

    reminders.escalate(asrc, at=NOON + timedelta(days=20))

    assert set(Notice.objects.filter(kind="duty.escalation").values_list("address", flat=True)) == {
        tc.get_absolute_url()
    }
