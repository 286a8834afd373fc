"""Admitting a company by a motion: the terms on which it joins, put to the body that the charter names."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import motions
from consortium.models import Admission, Body, Item, Motion
from consortium.motions import NewItem
from journal.models import Entry
from membership import admissibility, members, prospects
from membership.models import Member
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid

MATTER = "admission"


@transaction.atomic
def propose(
    consortium: Consortium,
    organisation: Organisation,
    *,
    by: Person,
    at: datetime,
    branch: str = "",
    chain_position: str = "",
    tier: str = "",
    tier_basis: str = Admission.Basis.ESTIMATED,
    joins_on: date | None = None,
    text: str = "",
    on_behalf_of: Person | None = None,
) -> Motion:
    """Draft the motion that admits a company, before the body that the charter names (MEM-10).

    :raises Invalid: where the charter does not admit it on these terms, or it is a member already.
    """
    day = joins_on or consortium.day_of(at)
    rules = editions.in_force(consortium, consortium.day_of(at))
    admissibility.check(rules, organisation, day, branch=branch, chain_position=chain_position, tier=tier)
    _refuse_member(consortium, organisation)
    title = _("Admit %(company)s") % {"company": organisation}
    motion = motions.draft(
        admitting_body(consortium, rules),
        title=title,
        text=text,
        items=[NewItem(title, matter=MATTER)],
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    Admission.objects.create(
        consortium=consortium,
        item=motion.items.get(),
        organisation=organisation,
        branch=branch,
        chain_position=chain_position,
        tier=tier,
        tier_basis=tier_basis if tier else Admission.Basis.NONE,
        joins_on=joins_on,
    )
    return motion


def enact(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Make the company of a carried item a member; whether the charter admits it is asked again.

    :raises Refusal: where it no longer does; the enactment is then blocked with that reason.
    """
    admission = Admission.objects.select_related("organisation", "consortium").get(item=item)
    today = admission.consortium.day_of(at)
    member = members.admit(
        admission.consortium,
        admission.organisation,
        joined_on=max(admission.joins_on or today, today),
        branch=admission.branch,
        chain_position=admission.chain_position,
        tier=admission.tier,
        allowed_by=decision(item),
        by=by,
        at=at,
    )
    prospects.close_joined(member, by=by, at=at)
    return Entry.objects.filter(subject=member.subject, verb="member.admit").latest("pk")


def decision(item: Item) -> Entry:
    """Give the entry that decided an item: what lower rows cite as allowing them."""
    return Entry.objects.filter(subject=item.subject, verb="item.decide").latest("pk")


def admitting_body(consortium: Consortium, rules: Any) -> Body:
    """Give the body that admits members."""
    return Body.objects.open().get(consortium=consortium, key=rules.membership.admitted_by)


def _refuse_member(consortium: Consortium, organisation: Organisation) -> None:
    present = Member.objects.filter(consortium=consortium, organisation=organisation, state__in=["active", "suspended"])
    if present.exists():
        raise Invalid(
            _("%(company)s is a member already.") % {"company": organisation}, field="organisation", rule="MEM-10"
        )
