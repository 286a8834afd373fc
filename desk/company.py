"""A company on the home page of its people: its standing, dues, vacant seats, and what its dues became."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, QuerySet

from consortium import quotas
from consortium.models import Body
from membership.models import Mandate, Member
from parties.viewer import Company, Viewer
from treasury.models import Invoice
from treasury.references import printed
from treasury.rounding import rounded
from web.compiled import Param, compiled


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice that is not settled, and what to write on the transfer of what is owed of it."""

    invoice: Invoice
    reference: str
    is_late: bool

    @property
    def account(self) -> str:
        """Say in one line where the money goes."""
        return " · ".join(self.invoice.paid_to.splitlines())


@dataclass(frozen=True, slots=True)
class Dues:
    """What the company's own speakers know of its dues (MEM-18)."""

    owed: list[Owed]
    last: Invoice
    paid: Decimal
    """Over all years."""
    research: Decimal
    """What of it went to the research pools (MEM-07)."""
    since: int
    """The first year invoiced."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Seats of one body that the company may still fill."""

    body: str
    seats: int
    address: str
    """Where to nominate; empty for those who do not nominate for the company."""


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """What one of the reader's companies should know today."""

    member: Member
    tier: str
    is_suspended: bool
    dues: Dues | None
    """Nothing for those who do not speak for the company, and before its first invoice."""
    posts: quotas.Posts
    vacancies: list[Vacancy]
    payers: list[str]
    """Who pays, for colleagues who may not see the invoice themselves."""
    nominators: list[str]

    @property
    def is_open(self) -> bool:
        """Whether it asks something of the company."""
        owes = self.dues and any(each.invoice.owed for each in self.dues.owed)
        return bool(self.is_suspended or self.vacancies or owes)


def _members(viewer: Viewer) -> QuerySet[Member]:
    mine = Member.objects.visible_to(viewer).filter(pk__in=[company.member_id for company in viewer.companies])
    return mine.select_related("organisation", "consortium")


def _bodies(viewer: Viewer, keys: tuple[str, ...]) -> QuerySet[Body]:
    rows = Body.objects.visible_to(viewer).open().filter(key__in=keys)
    return rows.order_by("level", "name").only("name", "key", "number")


def _mandates(viewer: Viewer, organisation: int) -> QuerySet:
    held = Mandate.objects.filter(
        consortium=viewer.consortium,
        organisation=organisation,
        kind__in=[Mandate.Kind.BILLING, Mandate.Kind.NOMINATOR],
        during__contains=viewer.today,
    )
    return held.order_by("person__name").values_list("kind", "person__name")


def _invoices(viewer: Viewer) -> QuerySet[Invoice]:
    rows = Invoice.objects.visible_to(viewer).standing().filter(debtor=Param("debtor", BigIntegerField()))
    rows = rows.with_lateness(viewer.today)
    return rows.select_related("consortium").order_by("due_on", "pk")


MEMBERS, BODIES, SPEAKERS, INVOICES = map(compiled, (_members, _bodies, _mandates, _invoices))


def cards(viewer: Viewer, charter: Any) -> list[CompanyCard]:
    """Gather the reader's companies, in at most five queries for each; most people have one."""
    if not viewer.companies:
        return []
    members = {member.pk: member for member in MEMBERS.rows(viewer)}
    return [_card(viewer, company, members[company.member_id], charter) for company in viewer.companies]


def vacancies(viewer: Viewer, member: Member, posts: quotas.Posts) -> list[Vacancy]:
    """List the seats that a company may still fill, each with where its nominator does so (GOV-09, E-15)."""
    vacant = {key: use.vacant for key, use in posts.lines if use.vacant}
    if not vacant:
        return []
    nominates = viewer.mandated(Mandate.Kind.NOMINATOR, member.organisation_id)
    below = f"/{viewer.consortium.slug}/members/{member.number}/nominate/"
    return [
        Vacancy(body.name, vacant[body.key], f"{below}{body.number}/" if nominates else "")
        for body in BODIES.rows(viewer, tuple(sorted(vacant)))
    ]


def _card(viewer: Viewer, company: Company, member: Member, charter: Any) -> CompanyCard:
    posts = quotas.posts_of(member, charter, tier=company.tier, day=viewer.today)
    vacant = vacancies(viewer, member, posts)
    asks_others = (company.is_suspended and not company.mandates) or (vacant and not vacant[0].address)
    speakers = _speakers(viewer, company) if asks_others else {}
    return CompanyCard(
        member=member,
        tier=str(charter.tiers[company.tier].name) if company.tier in charter.tiers else "",
        is_suspended=company.is_suspended,
        dues=_dues(viewer, company) if company.mandates else None,
        posts=posts,
        vacancies=vacant,
        payers=speakers.get(Mandate.Kind.BILLING, []),
        nominators=speakers.get(Mandate.Kind.NOMINATOR, []),
    )


def _dues(viewer: Viewer, company: Company) -> Dues | None:
    invoices = INVOICES.rows(viewer, debtor=company.subject_id)
    if not invoices:
        return None
    pooled = (rounded(row.paid * (row.project_share or 0), row.currency) for row in invoices)
    return Dues(
        owed=[Owed(row, printed(row.reference), row.is_late) for row in invoices if row.is_unpaid],
        last=invoices[-1],
        paid=sum((row.paid for row in invoices), Decimal(0)),
        research=sum(pooled, Decimal(0)),
        since=invoices[0].year,
    )


def _speakers(viewer: Viewer, company: Company) -> dict[str, list[str]]:
    """Name who pays and who nominates for the company."""
    found: dict[str, list[str]] = {}
    for kind, name in SPEAKERS.rows(viewer, company.organisation_id):
        found.setdefault(kind, []).append(name)
    return found
