"""SEMATECH and EUREKA, founded from their presets and run through the verbs: the schema is not shaped like ASRC."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from charter import editions, presets, questions
from desk.founding import Founding, found
from membership import declarations, dues, members
from membership.models import Member
from parties.refusals import Invalid, Refusal
from tests.charter.documents import UNSUGGESTED
from tests.factories.parties import OrganisationFactory, PersonFactory
from treasury.models import Invoice

pytestmark = pytest.mark.django_db

JUNE_1990 = datetime(1990, 6, 1, 12, tzinfo=UTC)


def founded(key, *, at=JUNE_1990, **days):
    answers = {**questions.suggested(presets.named(key)), **UNSUGGESTED[key]}
    return found(Founding(key, key, answers=answers, **days), by=PersonFactory(), at=at)


@pytest.fixture
def sematech():
    return founded("sematech-1987", founded_on=date(1987, 1, 1))


def invoiced(sematech, revenue):
    """What a member of that declared semiconductor revenue is invoiced for 1990."""
    member = members.admit(sematech, OrganisationFactory(), joined_on=date(1988, 1, 1), by=None, at=JUNE_1990)
    declaration = declarations.declare(
        member, year=1989, revenue=revenue, total_revenue="1e12", by=PersonFactory(), at=JUNE_1990
    )
    declarations.verify(declaration, by=PersonFactory(), at=JUNE_1990)
    (invoice,) = dues.run(sematech, 1990, by=None, at=JUNE_1990)
    return invoice.amount


@pytest.mark.parametrize(
    ("revenue", "amount"),
    [
        ("50000000", 1_000_000),
        ("500000000", 5_000_000),
        ("3000000000", 15_000_000),
        ("100000000", 1_000_000),
        ("100010000", 1_000_100),
        ("1500000000", 15_000_000),
        ("1500010000", 15_000_000),
        ("0", 1_000_000),
    ],
)
def test_sematech_invoices_one_per_cent_between_its_bounds(sematech, revenue, amount):
    """T-SEM-1, T-SEM-2, T-SEM-3."""
    assert invoiced(sematech, revenue) == Decimal(amount)


def test_sematech_refuses_a_negative_revenue_beside_its_field(sematech):
    """T-SEM-3."""
    with pytest.raises(Invalid) as refused:
        invoiced(sematech, "-1")

    assert refused.value.field == "revenue"


def test_sematech_reports_what_government_paid():
    """T-SEM-4."""
    funding = editions.in_force(founded("sematech-1987"), date(1990, 6, 1)).funding
    (period,) = funding.periods

    assert period.government / period.total == funding.government_share == Decimal("0.5")
    assert period.total - period.government == 850_000_000


@pytest.mark.parametrize(
    ("country", "day", "is_admitted"),
    [
        ("DE", date(1995, 6, 1), False),
        ("DE", date(1997, 12, 31), False),
        ("DE", date(1998, 1, 1), True),
        ("DE", date(1999, 6, 1), True),
        ("US", date(1995, 6, 1), True),
    ],
)
def test_sematech_opens_to_foreign_firms_in_1998(sematech, country, day, is_admitted):
    """T-SEM-8, E-44."""
    firm, at = OrganisationFactory(country=country), datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    if is_admitted:
        assert members.admit(sematech, firm, joined_on=day, by=None, at=at)
    else:
        with pytest.raises(Invalid, match="is from DE; members come from US"):
            members.admit(sematech, firm, joined_on=day, by=None, at=at)
        assert not Member.objects.exists()


def test_eureka_charges_no_dues():
    """T-EUR-2."""
    eureka = founded("eureka")

    with pytest.raises(Refusal, match="cost is shared per project"):
        dues.run(eureka, 1990, by=None, at=JUNE_1990)

    assert not Invoice.objects.exists()


def test_eureka_admits_countries_and_no_firms():
    eureka = founded("eureka")

    assert members.admit(
        eureka, OrganisationFactory(kind="government", country="TR"), joined_on=date(1990, 6, 1), by=None, at=JUNE_1990
    )
    with pytest.raises(Invalid):
        members.admit(eureka, OrganisationFactory(), joined_on=date(1990, 6, 1), by=None, at=JUNE_1990)
