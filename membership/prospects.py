"""The pipeline of companies that might join (MEM-10)."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from journal import entries, subjects
from journal.models import Entry
from membership import admissibility
from membership.models import Member, Prospect
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid


@transaction.atomic
def note(
    consortium: Consortium,
    organisation: Organisation,
    *,
    by: Person,
    at: datetime,
    expected_tier: str = "",
    expected_dues: Any = None,
    branch: str = "",
    chain_position: str = "",
    next_step: str = "",
) -> Prospect:
    """Enter a company that might join. Expected dues are those of the expected tier unless they are given.

    :raises Invalid: for a company that is a member, or in the pipeline, already, or a place that is not known.
    """
    rules = editions.in_force(consortium, consortium.day_of(at))
    admissibility.check_kind(rules, organisation)
    _check_place(rules, branch, chain_position)
    dues = _expected(rules, expected_tier, expected_dues)
    subject = subjects.open(consortium, Prospect.KIND)
    _refuse_known(consortium, organisation)
    prospect = Prospect.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        organisation=organisation,
        branch=branch,
        chain_position=chain_position,
        expected_tier=expected_tier,
        expected_dues=dues,
        next_step=next_step,
        noted_at=at,
    )
    entries.record(prospect, "prospect.note", by=by, at=at, rule="MEM-10", words={"next_step": next_step})
    return prospect


@transaction.atomic
def revise(
    prospect: Prospect,
    *,
    by: Person,
    at: datetime,
    expected_tier: str = "",
    expected_dues: Any = None,
    branch: str = "",
    chain_position: str = "",
    next_step: str = "",
) -> Entry:
    """Change what is expected of a prospect and what comes next.

    :raises Invalid: for a tier, branch or position that the charter does not know.
    """
    entries.lock(prospect)
    rules = editions.in_force(prospect.consortium, prospect.consortium.day_of(at))
    _check_place(rules, branch, chain_position)
    prospect.expected_dues = _expected(rules, expected_tier, expected_dues)
    prospect.expected_tier, prospect.branch = expected_tier, branch
    prospect.chain_position, prospect.next_step = chain_position, next_step
    prospect.save(update_fields=["expected_dues", "expected_tier", "branch", "chain_position", "next_step"])
    return entries.record(prospect, "prospect.revise", by=by, at=at, rule="MEM-10", words={"next_step": next_step})


def advance(prospect: Prospect, *, to: str, by: Person, at: datetime, words: str = "") -> Entry:
    """Move a prospect to another stage. That it joined is recorded by its admission.

    :raises Refusal: where the pipeline has no such step.
    """
    if to == Prospect.State.JOINED:
        raise Invalid(_("A company joins by the motion that admits it."), field="to", rule="MEM-10")
    return entries.move(
        prospect, to, verb="prospect.advance", by=by, at=at, rule="MEM-10", words={"words": words} if words else None
    )


def close_joined(member: Member, *, by: Person | None, at: datetime) -> None:
    """Close the pipeline of a company that has been admitted, at whatever stage it was."""
    for prospect in Prospect.objects.open().filter(
        consortium_id=member.consortium_id, organisation_id=member.organisation_id
    ):
        if prospect.state != Prospect.State.APPLIED:
            entries.move(prospect, Prospect.State.APPLIED, verb="prospect.advance", by=by, at=at, rule="MEM-10")
        entries.move(prospect, Prospect.State.JOINED, verb="prospect.join", by=by, at=at, rule="MEM-10")


def _check_place(rules: Any, branch: str, chain_position: str) -> None:
    """Refuse a branch or position that the charter does not know; both may still be open."""
    if branch and branch not in rules.branches:
        admissibility.check_branch(rules, branch)
    if chain_position:
        admissibility.check_position(rules, chain_position)


def _refuse_known(consortium: Consortium, organisation: Organisation) -> None:
    known = {"consortium": consortium, "organisation": organisation}
    if Member.objects.filter(**known, state__in=[Member.State.ACTIVE, Member.State.SUSPENDED]).exists():
        raise Invalid(
            _("%(company)s is a member already.") % {"company": organisation}, field="organisation", rule="MEM-10"
        )
    if Prospect.objects.open().filter(**known).exists():
        raise Invalid(_("%(company)s is in the pipeline already.") % {"company": organisation}, field="organisation")


def _expected(rules: Any, tier: str, dues: Any) -> Decimal:
    if tier and tier not in rules.tiers:
        raise Invalid(_("“%(tier)s” is not a tier of this consortium.") % {"tier": tier}, field="expected_tier")
    if dues in (None, ""):
        return rules.tiers[tier].dues if tier and rules.dues.basis == "tier" else Decimal(0)
    try:
        amount = Decimal(str(dues).strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise Invalid(_("Expected dues are an amount, such as 400000.00."), field="expected_dues")
    return amount
