"""Declared revenue and admitted companies, through the real verbs."""

from datetime import datetime

from membership import declarations, members
from membership.declarations import Evidence
from membership.models import Declaration, Member
from parties.models import Consortium
from tests.factories.consortium import employee
from tests.factories.parties import NOON, OrganisationFactory, PersonFactory

SHEET = Evidence(b"revenue by segment", "revenue.txt")


def admitted(consortium: Consortium, name: str, tier: str = "t1", branch: str = "us", **terms) -> Member:
    """Admit a company on the day of ``at``."""
    at = terms.pop("at", NOON)
    organisation = OrganisationFactory(name=name, kind=terms.pop("kind", "firm"), country=terms.pop("country", "US"))
    return members.admit(
        consortium,
        organisation,
        joined_on=terms.pop("joined_on", consortium.day_of(at)),
        branch=branch,
        chain_position=terms.pop("chain_position", "hdd_supplier"),
        tier=tier,
        by=None,
        at=at,
    )


def declared(
    member: Member,
    revenue: object,
    *,
    year: int = 2025,
    at: datetime = NOON,
    total: object = 900_000_000_000,
    **options,
) -> Declaration:
    """Declare a revenue with evidence by a mandated person of the company."""
    return declarations.declare(
        member,
        year=year,
        revenue=revenue,
        total_revenue=total,
        evidence=options.pop("evidence", SHEET),
        by=options.pop("by", None) or employee(member, "", "", "revenue_declarer"),
        at=at,
        **options,
    )


def verified(member: Member, revenue: object, *, year: int = 2025, at: datetime = NOON) -> Declaration:
    """Declare a revenue and have finance verify it."""
    declaration = declared(member, revenue, year=year, at=at)
    declarations.verify(declaration, by=PersonFactory(), at=at)
    return declaration
