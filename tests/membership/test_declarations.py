"""Declaring revenue: figures, evidence, verification, and who sees it."""

from datetime import date
from decimal import Decimal

import pytest

from desk.viewers import viewer_of
from duties import duties
from duties.models import Duty
from membership import cadences, declarations
from membership.models import Declaration
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body as body_of
from tests.factories.consortium import company, employee, founded, officer, seated
from tests.factories.membership import SHEET, declared, verified
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("revenue", "total", "field"),
    [
        ("", 10, "revenue"),
        (None, 10, "revenue"),
        ("-1", 10, "revenue"),
        ("much", 10, "revenue"),
        ("NaN", 10, "revenue"),
        ("Infinity", 10, "revenue"),
        ("1.005", 10, "revenue"),
        ("1,5", 10, "revenue"),
        ("1,00,000", 10, "revenue"),
        (5, "", "total_revenue"),
        (5, -5, "total_revenue"),
        (10, 9.99, "revenue"),
    ],
)
def test_a_wrong_figure_is_refused_beside_its_field(revenue, total, field):
    member = company(founded(), "Toshiba")

    with pytest.raises(Invalid) as refused:
        declared(member, revenue, total=total)

    assert refused.value.field == field
    assert not Declaration.objects.exists()


def test_revenue_may_be_nothing_or_all():
    member = company(founded(), "Toshiba")

    nothing, everything = declared(member, 0, total=0), declared(member, 10, total=10, year=2024)

    assert (nothing.revenue, everything.revenue) == (Decimal(0), Decimal(10))


@pytest.mark.parametrize(("typed", "read"), [("1,250,000.50", "1250000.50"), (" 12,000 ", 12000)])
def test_an_amount_may_be_typed_in_thousands(typed, read):
    assert declared(company(founded(), "Toshiba"), typed, total="60,000,000,000").revenue == Decimal(read)


def test_a_year_that_has_not_closed_cannot_be_declared():
    with pytest.raises(Invalid, match="2025"):
        declared(company(founded(), "Toshiba"), 1, year=2026)


@pytest.mark.parametrize("told", [{}, {"rate": "1e-30", "rate_on": date(2025, 12, 31)}])
def test_another_currency_needs_a_dated_rate(told):
    member = company(founded(), "Toshiba")

    with pytest.raises(Invalid) as refused:
        declared(member, "1000", currency="JPY", **told)
    declaration = declared(member, "150000", currency="jpy", rate="0.0067", rate_on=date(2025, 12, 31))

    assert refused.value.field == "rate"
    assert (declaration.currency, declaration.counts) == ("JPY", Decimal("1005.00"))


def test_half_a_cent_counts_upwards_as_everywhere():
    member = company(founded(), "Toshiba")

    declaration = declared(member, "25", currency="JPY", rate="0.0050", rate_on=date(2025, 12, 31))

    assert declaration.counts == Decimal("0.13")


def test_a_declaration_can_be_made_again_until_it_is_verified():
    member = company(founded(), "Toshiba")
    declared(member, 10)
    declaration = declared(member, 20)

    declarations.verify(declaration, by=PersonFactory(), at=NOON)

    assert [each.revenue for each in Declaration.objects.all()] == [Decimal(20)]
    with pytest.raises(Refusal, match="verified"):
        declared(member, 30)


def test_finance_verifies_nothing_without_evidence():
    declaration = declared(company(founded(), "Toshiba"), 10, evidence=None)

    with pytest.raises(Refusal, match="evidence"):
        declarations.verify(declaration, by=PersonFactory(), at=NOON)


def test_a_returned_declaration_says_why_and_is_owed_again():
    member = company(founded(), "Toshiba")
    declaration = declared(member, 10)

    declarations.send_back(declaration, reason="Which segments?", by=PersonFactory(), at=NOON)
    owed = Duty.objects.open().get(kind="revenue.mend")
    declared(member, 12)

    declaration.refresh_from_db()
    owed.refresh_from_db()
    assert (declaration.state, declaration.returned_reason, declaration.revenue) == ("declared", "", Decimal(12))
    assert owed.state == Duty.State.DONE


def test_returning_needs_a_reason():
    with pytest.raises(Invalid):
        declarations.send_back(declared(company(founded(), "Toshiba"), 10), reason=" ", by=PersonFactory(), at=NOON)


def test_every_member_owes_last_years_revenue_once_and_declaring_settles_it():
    consortium = founded()
    members = [company(consortium, name) for name in ("Seagate", "Toshiba")]
    for _time in range(2):
        duties.reconcile(consortium, ["revenue.declare"], cadences.desired(consortium, at=NOON), at=NOON)

    declared(members[0], 10, year=2025)

    found = Duty.objects.filter(kind="revenue.declare", period__startswith=date(2025, 1, 1))
    assert {(duty.debtor_id, duty.state) for duty in found} == {
        (members[0].subject_id, "done"),
        (members[1].subject_id, "open"),
    }
    assert {consortium.day_of(duty.due_at) for duty in found} == {date(2026, 12, 1)}


def test_only_finance_and_the_companys_own_mandates_see_a_declaration():
    consortium = founded()
    own, rival = company(consortium, "Seagate"), company(consortium, "Toshiba")
    declared(own, 10)
    sits = seated(body_of(consortium, "ec"), rival, "cto").person
    readers = {
        "finance": officer(consortium, "finance"),
        "declarer": employee(own, "", "", "revenue_declarer"),
        "payer": employee(own, "", "", "billing"),
        "colleague": employee(own),
        "secretary": officer(consortium),
        "rival": employee(rival, "", "", "revenue_declarer", "billing", "nominator", "signatory"),
        "council": sits,
        "stranger": PersonFactory(),
    }

    seen = {
        name
        for name, person in readers.items()
        if Declaration.objects.visible_to(viewer_of(person, consortium, NOON)).exists()
    }

    assert seen == {"finance", "declarer", "payer"}


def test_the_evidence_is_kept():
    declaration = verified(company(founded(), "Toshiba"), 10)

    assert (declaration.evidence_name, declaration.is_verified) == (SHEET.name, True)


@pytest.mark.parametrize("year", [-1, 1815, 2099, 99999])
def test_a_year_that_decides_no_dues_is_refused_beside_its_field(year):
    member = company(founded(), "Toshiba")

    with pytest.raises(Invalid) as refused:
        declarations.declare(member, year=year, revenue=5, total_revenue=9, by=PersonFactory(), at=NOON)

    assert refused.value.field == "year"
