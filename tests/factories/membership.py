"""Declared revenue and admitted companies, through the real verbs."""

from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from journal import subjects
from membership import declarations, members
from membership.declarations import Evidence
from membership.models import Declaration, Member, Tiering
from parties.models import Consortium, Organisation
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


def crowd(consortium: Consortium, count: int, *, year: int = 2025, tier: str = "t3") -> list[Member]:
    """Enter many members at once, each with a verified declaration that would move it up, past the verbs."""
    opened = subjects.open_many(consortium, Member.KIND, count)
    companies = Organisation.objects.bulk_create(
        Organisation(name=f"Company {consortium.pk}-{each.number}", kind="firm", country="US") for each in opened
    )
    members = Member.objects.bulk_create(
        Member(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            organisation=organisation,
            branch="us",
            chain_position="other",
            joined_on=date(2020, 1, 1),
        )
        for subject, organisation in zip(opened, companies, strict=True)
    )
    Tiering.objects.bulk_create(
        Tiering(consortium=consortium, member=member, tier=tier, during=DateRange(date(2020, 1, 1), None))
        for member in members
    )
    Declaration.objects.bulk_create(
        Declaration(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            member=member,
            year=year,
            revenue=600_000_000,
            total_revenue=900_000_000,
            currency="USD",
            state="verified",
            declared_at=NOON,
        )
        for subject, member in zip(subjects.open_many(consortium, Declaration.KIND, count), members, strict=True)
    )
    return members
