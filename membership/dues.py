"""The dues run: each member's amount under the charter, previewed, then invoiced in a handful of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from duties import notices
from duties.notices import Telling
from membership import debtors, fees, years
from membership.models import Declaration, Mandate, Member, Tiering
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from treasury import invoices
from treasury.invoices import Bill
from treasury.models import Invoice
from treasury.terms import terms_of


@dataclass(frozen=True, slots=True)
class Charge:
    """What the run comes to for one member."""

    member: Member
    tier: str
    tier_name: str
    amount: Decimal | None
    invoice: Invoice | None = None
    """The invoice that the member has already."""
    problem: str = ""
    """Why no amount can be told, and what would be right."""

    @property
    def is_new(self) -> bool:
        """Whether the run would invoice it."""
        return self.invoice is None and bool(self.amount)

    @property
    def is_free(self) -> bool:
        """Whether the charter asks nothing of it for this year."""
        return self.invoice is None and self.amount == 0


def assess(consortium: Consortium, year: int, *, at: datetime) -> list[Charge]:
    """Work out the dues of every member of a dues year: the preview of a run. A few queries, however many members.

    :raises Refusal: where the charter charges no dues (T-EUR-2), or before the consortium goes live.
    :raises Invalid: for a year that is neither the present nor the next dues year.
    """
    rules = _rules(consortium, year, at)
    span = years.span(rules, year)
    members = list(_members(consortium, span))
    tiers = _tiers(members, span)
    revenue = _revenue(consortium, rules, year)
    standing = Invoice.objects.standing().filter(consortium=consortium, year=year, is_supplementary=False)
    invoice_of = {row.debtor_id: row for row in standing.select_related("consortium")}
    charges = []
    for member in members:
        tier = tiers.get(member.pk, "")
        amount = _amount(rules, member, tier, revenue.get(member.pk), span)
        charges.append(
            Charge(
                member=member,
                tier=tier,
                tier_name=rules.tiers[tier].name if tier in rules.tiers else "",
                amount=amount,
                invoice=invoice_of.get(member.subject_id),
                problem="" if amount is not None else _problem(rules, year),
            )
        )
    return charges


def why_none(charges: list[Charge]) -> str:
    """Say why a run would issue nothing."""
    if not charges:
        return _("Nobody was a member in this year, so there is nobody to invoice.")
    if all(charge.problem for charge in charges):
        return _("Nobody can be invoiced yet; what is missing stands beside each company.")
    if any(charge.problem for charge in charges):
        return _("Everybody else has an invoice; beside who has none stands what is missing.")
    return _("Everybody who owes dues has an invoice.")


@transaction.atomic
def run(
    consortium: Consortium, year: int, *, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> list[Invoice]:
    """Invoice every member that has no invoice for the dues year yet (MEM-05); answer the invoices.

    Members whose amount cannot be told are left out; `assess` names them.

    :raises Refusal: as `assess`, and where nobody is left to be invoiced.
    """
    assessed = assess(consortium, year, at=at)
    charges = [charge for charge in assessed if charge.is_new]
    if not charges:
        raise Refusal(why_none(assessed), field="year")
    issued = invoices.issue(
        consortium,
        [_bill(charge.member, charge.tier, charge.amount, year) for charge in charges],
        terms=terms_of(editions.in_force(consortium, consortium.day_of(at))),
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    _tell(consortium, issued, at)
    return issued


@transaction.atomic
def charge_extra(
    member: Member,
    *,
    amount: Decimal,
    purpose: str,
    year: int,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Invoice:
    """Issue a supplementary invoice to one member: the only kind of second invoice in a year (MEM-05).

    :raises Refusal: where the charter charges no dues.
    :raises Invalid: without a purpose, or for an amount that is not above zero.
    """
    rules = _rules(member.consortium, year, at)
    if not purpose.strip():
        raise Invalid(_("Say what the supplementary invoice is for: it stands on it."), field="purpose")
    if amount <= 0:
        raise Invalid(_("An invoice is for an amount above zero."), field="amount")
    tier = _tiers([member], years.span(rules, year)).get(member.pk, "")
    (issued,) = invoices.issue(
        member.consortium,
        [_bill(member, tier, amount, year, purpose)],
        terms=terms_of(rules),
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    _tell(member.consortium, [issued], at)
    return issued


def waiting(consortium: Consortium, *, at: datetime) -> QuerySet[Member]:
    """Find the members without the invoice of the present dues year, once the charter's day of invoicing has come."""
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    year = years.fiscal_year(rules, day)
    if not rules.dues.are_charged or day < max(years.invoiced_on(rules, year), consortium.goes_live_on):
        return Member.objects.none()
    first, __ = span = years.span(rules, year)
    billed = Invoice.objects.standing().filter(debtor=OuterRef("subject"), year=year, is_supplementary=False)
    rows = _members(consortium, span).exclude(Exists(billed))
    return rows.filter(joined_on__lte=first) if rules.membership.joining == "none" else rows


def _rules(consortium: Consortium, year: int, at: datetime) -> Any:
    """Read the charter of the day, and refuse a year for which nothing can be invoiced."""
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    if not rules.dues.are_charged:
        raise Refusal(_("There are no dues here: the cost is shared per project."), rule="dues.basis")
    if day < consortium.goes_live_on:
        raise Refusal(
            _("%(consortium)s goes live on %(day)s; nothing is invoiced before.")
            % {"consortium": consortium, "day": formats.date_format(consortium.goes_live_on, "DATE_FORMAT")}
        )
    present = years.fiscal_year(rules, day)
    if year not in (present, present + 1):
        raise Invalid(_no_such_run(year, present), field="year", rule="MEM-05")
    return rules


def _no_such_run(year: int, present: int) -> str:
    """Say which years can be invoiced, and what is right for one that is over."""
    said = {"year": year, "present": present, "next": present + 1}
    if year < present:
        return (
            _(
                "The dues year %(year)s is over: its dues are not run any more. Dues are invoiced for %(present)s or "
                "%(next)s; what a member still owes for %(year)s goes on a supplementary invoice."
            )
            % said
        )
    return _("Dues are invoiced for %(present)s or %(next)s, not as far ahead as %(year)s.") % said


def _members(consortium: Consortium, span: tuple[date, date]) -> QuerySet[Member]:
    """Members that belong on at least one day of the dues year."""
    first, after = span
    return (
        Member.objects.filter(consortium=consortium, joined_on__lt=after)
        .filter(Q(left_on__isnull=True) | Q(left_on__gt=first))
        .select_related("subject", "organisation", "consortium")
        .order_by("organisation__name", "pk")
    )


def _tiers(members: Sequence[Member], span: tuple[date, date]) -> dict[int, str]:
    """Give each member's tier on the first day of the year on which it belongs."""
    first, after = span
    held: dict[int, str] = {}
    rows = Tiering.objects.filter(member__in=[member.pk for member in members], during__overlap=DateRange(first, after))
    for member, tier in rows.order_by("during").values_list("member_id", "tier"):
        held.setdefault(member, tier)
    return held


def _revenue(consortium: Consortium, rules: Any, year: int) -> dict[int, Decimal]:
    """Give the verified revenue that decides the dues year, by member; only a formula needs it."""
    if rules.dues.basis != "formula":
        return {}
    rows = Declaration.objects.verified().filter(consortium=consortium, year=years.revenue_year(rules, year))
    return {row.member_id: row.counts for row in rows}


def _amount(rules: Any, member: Member, tier: str, revenue: Decimal | None, span: tuple[date, date]) -> Decimal | None:
    dues = fees.yearly_dues(rules, tier=tier, revenue=revenue)
    return None if dues is None else fees.for_joiner(rules, dues, joined_on=member.joined_on, year=span)


def _problem(rules: Any, year: int) -> str:
    if rules.dues.basis == "formula":
        return _("No verified revenue of %(year)s: verify its declaration.") % {"year": years.revenue_year(rules, year)}
    return _("No tier in %(year)s: grade the member.") % {"year": year}


def _bill(member: Member, tier: str, amount: Decimal, year: int, purpose: str = "") -> Bill:
    return Bill(
        debtor=member.subject,
        organisation=member.organisation,
        amount=amount,
        year=year,
        branch=member.branch,
        tier=tier,
        purpose=purpose,
    )


def _tell(consortium: Consortium, issued: Iterable[Invoice], at: datetime) -> None:
    """Tell those who pay for each company; where nobody is named for it, those who nominate."""
    by_debtor = {row.debtor_id: row for row in issued}
    payers = debtors.of_members(consortium, by_debtor, mandate=Mandate.Kind.BILLING, at=at)
    others = debtors.of_members(consortium, set(by_debtor) - set(payers), mandate=Mandate.Kind.NOMINATOR, at=at)
    notices.tell_each(
        (
            Telling(
                person,
                by_debtor[debtor].subject,
                by_debtor[debtor].get_absolute_url(),
                {
                    "label": by_debtor[debtor].label,
                    "amount": str(by_debtor[debtor].amount),
                    "currency": by_debtor[debtor].currency,
                    "day": by_debtor[debtor].due_on.isoformat(),
                },
            )
            for debtor, people in {**others, **payers}.items()
            for person in people
        ),
        "invoice.issued",
        at=at,
    )
