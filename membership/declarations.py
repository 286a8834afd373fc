"""Declaring revenue, verifying it, returning it (MEM-01, MEM-02, E-06)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from charter import editions
from duties import duties, notices
from duties.duties import Owed
from duties.models import Duty
from duties.periods import midnight
from files import blobs
from journal import entries, subjects
from journal.models import Entry
from membership import figures, years
from membership.figures import Figures
from membership.models import Declaration, Mandate, Member
from parties.models import Person
from parties.refusals import Invalid, Refusal

DUTY = "revenue.declare"
MEND = "revenue.mend"
EARLIER = 2
"""How many fiscal years before the founding one still count: a year's revenue decides the dues of two years on."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that shows the declared figure."""

    content: bytes
    name: str


@transaction.atomic
def declare(
    member: Member,
    *,
    year: int,
    revenue: Any,
    total_revenue: Any,
    by: Person,
    at: datetime,
    currency: str = "",
    rate: Any = 1,
    rate_on: date | None = None,
    evidence: Evidence | None = None,
    on_behalf_of: Person | None = None,
) -> Declaration:
    """Declare a member's revenue of a closed year, or declare it again until it is verified.

    ``currency`` is the charter's unless a dated ``rate`` into it is given (E-02).

    :raises Invalid: for a figure that is missing, negative, no number, or larger than the total (MEM-02).
    :raises Refusal: for a membership that has ended, or a year already verified.
    """
    day = member.consortium.day_of(at)
    rules = editions.in_force(member.consortium, day)
    entries.lock(member)
    declared = figures.read(rules, revenue, total_revenue, currency, rate, rate_on)
    _check_year(member, year, day, rules)
    declaration = Declaration.objects.filter(member=member, year=year).first()
    kept = _stored(member, evidence, by, at)
    if declaration is None:
        declaration = _open(member, year, declared, kept, by, at)
        entry = entries.record(
            declaration, "declaration.declare", by=by, at=at, on_behalf_of=on_behalf_of, rule="MEM-01", year=year
        )
    else:
        entry = _again(declaration, declared, kept, by, at, on_behalf_of)
    _discharge(declaration, entry, rules, by, at)
    return declaration


def verify(declaration: Declaration, *, by: Person, at: datetime) -> Entry:
    """Accept a declared figure after looking at its evidence (E-06).

    :raises Refusal: where it is not waiting for that, or where the charter asks for evidence and none is there.
    """
    rules = editions.in_force(declaration.consortium, declaration.consortium.day_of(at))
    if rules.membership.revenue_evidence and declaration.evidence_id is None:
        raise Refusal(_("There is no evidence yet: return the declaration and ask for a document."), rule="E-06")
    return entries.move(declaration, Declaration.State.VERIFIED, verb="declaration.verify", by=by, at=at, rule="E-06")


@transaction.atomic
def send_back(declaration: Declaration, *, reason: str, by: Person, at: datetime) -> Entry:
    """Return a declaration to the company, saying what is missing (E-06); it owes the year once more.

    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Say what the company should mend."), field="reason")
    entry = entries.move(
        declaration,
        Declaration.State.RETURNED,
        verb="declaration.send_back",
        by=by,
        at=at,
        rule="E-06",
        changes={"returned_reason": reason},
        words={"reason": reason},
    )
    _owe_mending(declaration, at)
    notices.tell(
        declarers(declaration.member, at),
        declaration.subject,
        "declaration.returned",
        at=at,
        address=declaration.get_absolute_url(),
        key=f"declaration.returned:{entry.pk}",
        member=str(declaration.member),
        year=declaration.year,
    )
    return entry


def declarers(member: Member, at: datetime) -> list[int]:
    """Persons mandated to declare for the member on the day."""
    day = member.consortium.day_of(at)
    return list(
        Mandate.objects.filter(
            consortium_id=member.consortium_id,
            organisation_id=member.organisation_id,
            kind=Mandate.Kind.REVENUE_DECLARER,
            during__contains=day,
        ).values_list("person_id", flat=True)
    )


def _check_year(member: Member, year: int, day: date, rules: Any) -> None:
    if not member.belongs:
        raise Refusal(_("%(member)s is no longer a member and declares nothing.") % {"member": member})
    last = years.last_closed(rules, day)
    if year > last:
        raise Invalid(
            _("The year %(year)s has not closed; the last closed year is %(last)s.") % {"year": year, "last": last},
            field="year",
            rule="E-79",
        )
    first = years.fiscal_year(rules, member.consortium.founded_on) - EARLIER
    if year < first:
        raise Invalid(
            _("Years before %(first)s decide no dues of this consortium.") % {"first": first}, field="year", rule="E-79"
        )


def _stored(member: Member, evidence: Evidence | None, by: Person, at: datetime) -> dict:
    if evidence is None:
        return {}
    blob = blobs.store(member.consortium, evidence.content, name=evidence.name, by=by, at=at)
    return {"evidence": blob, "evidence_name": evidence.name[:200]}


def _columns(declared: Figures, kept: dict, by: Person, at: datetime) -> dict:
    return {
        "revenue": declared.revenue,
        "total_revenue": declared.total_revenue,
        "currency": declared.currency,
        "rate": declared.rate,
        "rate_on": declared.rate_on,
        "declared_by": by,
        "declared_at": at,
        "returned_reason": "",
        **kept,
    }


def _open(member: Member, year: int, declared: Figures, kept: dict, by: Person, at: datetime) -> Declaration:
    subject = subjects.open(member.consortium, Declaration.KIND)
    return Declaration.objects.create(
        consortium=member.consortium,
        subject=subject,
        number=subject.number,
        member=member,
        year=year,
        **_columns(declared, kept, by, at),
    )


def _again(
    declaration: Declaration, declared: Figures, kept: dict, by: Person, at: datetime, on_behalf_of: Person | None
) -> Entry:
    if declaration.is_verified:
        raise Refusal(
            _("%(year)s is verified; finance can return it, then it can be declared again.")
            % {"year": declaration.year},
            rule="E-06",
        )
    return entries.move(
        declaration,
        Declaration.State.DECLARED,
        verb="declaration.declare",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="MEM-01",
        changes=_columns(declared, kept, by, at),
        year=declaration.year,
    )


def _discharge(declaration: Declaration, entry: Entry, rules: Any, by: Person, at: datetime) -> None:
    """Settle the year's duty, and that to mend what was returned."""
    first = years.span(rules, declaration.year)[0]
    owed = Duty.objects.open().filter(
        Q(kind=DUTY, period__startswith=first) | Q(kind=MEND, subject=declaration.subject_id),
        debtor_id=declaration.member.subject_id,
    )
    duties.discharge(owed, declaration.subject, by=by, at=at, entry=entry)


def _owe_mending(declaration: Declaration, at: datetime) -> None:
    """Have the company declare again: by the deadline of the year, or at once where that has passed."""
    consortium = declaration.consortium
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    due_on = max(years.declared_by(rules, declaration.year) or day, day) + timedelta(days=1)
    duties.owe(
        consortium,
        [
            Owed(
                debtor_id=declaration.member.subject_id,
                subject_id=declaration.subject_id,
                kind=MEND,
                due_at=midnight(due_on, consortium.time_zone),
                zone=consortium.time_zone,
                period=(day, day + timedelta(days=1)),
                rule="E-06",
            )
        ],
        at=at,
    )
