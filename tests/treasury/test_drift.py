"""The council and finance hear when the projects' part of the dues leaves what the charter tolerates (MEM-07, E-11)."""

from datetime import date
from decimal import Decimal

import pytest

from duties.models import Notice
from duties.sentences import sentence
from tests.factories.consortium import asrc_document, body, chartered, company, employee, founded, officer, seated
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid
from treasury import drift

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    member = company(founded(), "Seagate")
    paid(invoiced(member, 1000), 1000)
    return member


def told() -> dict:
    return dict(Notice.objects.filter(kind="pools.drifted").values_list("person", "facts"))


def test_nobody_is_bothered_while_the_share_is_as_the_charter_says(member):
    assert drift.warn(member.consortium, at=NOON) is None
    assert told() == {}


def test_the_council_and_finance_hear_once_of_a_share_outside_the_tolerance(member):
    consortium = member.consortium
    council = seated(body(consortium, "ec"), member, "cto").person
    finance = officer(consortium, "finance")
    officer(consortium, "secretary")
    employee(member, "director")
    chartered(consortium, asrc_document(pools__project_share=0.8), day=date(NOON.year, 1, 2))

    shares = [drift.warn(consortium, at=NOON) for _twice in range(2)]

    assert shares == [Decimal("0.9")] * 2
    assert set(told()) == {council.pk, finance.pk}
    assert sentence("pools.drifted", told()[council.pk]) == (
        f"Of the dues collected for {NOON.year}, 90.0% went to projects; the charter says 80.0%."
    )


def test_a_share_within_the_tolerance_is_no_news(member):
    chartered(member.consortium, asrc_document(pools__project_share=0.86), day=date(NOON.year, 1, 2))

    assert drift.warn(member.consortium, at=NOON) is None
