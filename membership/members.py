"""Admitting, recording and excluding members. Suspension follows the invoices: `standing`."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from journal import entries, subjects
from journal.models import Entry
from membership import admissibility, ranges, tiers
from membership.models import Affiliation, Assistance, Mandate, Member, Tiering
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid, Refusal


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an organisation is a member."""

    joined_on: date
    branch: str
    chain_position: str
    tier: str


@transaction.atomic
def admit(
    consortium: Consortium,
    organisation: Organisation,
    *,
    joined_on: date,
    by: Person | None,
    at: datetime,
    branch: str = "",
    chain_position: str = "",
    tier: str = "",
    allowed_by: Entry | None = None,
    on_behalf_of: Person | None = None,
) -> Member:
    """Make an organisation a member from a day on (E-09, E-13, MEM-13, MEM-15).

    ``allowed_by`` is the decision that admits it.

    :raises Invalid: where the charter does not admit it, or branch, position or tier are unknown.
    """
    terms = Terms(joined_on, branch, chain_position, tier)
    _check(editions.in_force(consortium, consortium.day_of(at)), organisation, terms)
    member = _enter(consortium, organisation, terms, allowed_by)
    entry = entries.record(
        member,
        "member.admit",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="MEM-15",
        allowed_by=allowed_by and allowed_by.pk,
        **asdict(terms),
    )
    _place(member, terms, entry)
    return member


@transaction.atomic
def record_founding_member(
    consortium: Consortium,
    organisation: Organisation,
    *,
    document: str,
    joined_on: date,
    by: Person | None,
    at: datetime,
    branch: str = "",
    chain_position: str = "",
    tier: str = "",
) -> Member:
    """Enter a member that belonged before the consortium went live, citing the document that says so.

    :raises Invalid: without a document, or for a day after going live: from then on members are admitted.
    """
    if not document.strip():
        raise Invalid(_("Name the document that shows the membership."), field="document")
    if joined_on > consortium.goes_live_on:
        raise Invalid(
            _("%(consortium)s has been live since %(day)s; a later member is admitted by a motion.")
            % {"consortium": consortium, "day": formats.date_format(consortium.goes_live_on, "DATE_FORMAT")},
            field="joined_on",
        )
    terms = Terms(joined_on, branch, chain_position, tier)
    _check(editions.in_force(consortium, consortium.goes_live_on), organisation, terms)
    member = _enter(consortium, organisation, terms, None)
    entry = entries.record(
        member, "member.record_founding_member", by=by, at=at, words={"document": document}, **asdict(terms)
    )
    _place(member, terms, entry)
    return member


@transaction.atomic
def move_in_chain(member: Member, *, to: str, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Entry:
    """Correct a member's position in the supply chain (MEM-13).

    :raises Invalid: for a position that the charter does not list.
    """
    entries.lock(member)
    admissibility.check_position(editions.in_force(member.consortium, member.consortium.day_of(at)), to)
    before, member.chain_position = member.chain_position, to
    member.save(update_fields=["chain_position"])
    return entries.record(
        member, "member.move_in_chain", by=by, at=at, on_behalf_of=on_behalf_of, before=before, after=to
    )


@transaction.atomic
def exclude(
    member: Member, *, allowed_by: Entry | None, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> Entry:
    """End a membership by the decision that excludes the company (E-08); its mandates end the same day."""
    day = member.consortium.day_of(at)
    if day <= member.joined_on:
        raise Refusal(_("%(member)s joins on %(day)s and cannot be excluded before.") % _named(member))
    entry = entries.move(
        member,
        Member.State.EXCLUDED,
        verb="member.exclude",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="E-08",
        changes={"left_on": day},
        allowed_by=allowed_by and allowed_by.pk,
    )
    end_rights([member], day)
    return entry


def end_rights(leaving: list[Member], day: date) -> None:
    """End tiers, mandates and their people's places on the day from which members no longer belong. Seats end above.

    Without a place nobody has a part in the consortium; whoever has another, in another organisation, keeps that.
    """
    if not leaving:
        return
    consortium, companies = leaving[0].consortium_id, [member.organisation_id for member in leaving]
    theirs = {"consortium": consortium, "organisation__in": companies}
    ranges.end(Tiering.objects.filter(member__in=leaving), day)
    ranges.end(Mandate.objects.filter(**theirs), day)
    people = set(Affiliation.objects.filter(**theirs, during__contains=day).values_list("person", flat=True))
    ranges.end(Affiliation.objects.filter(**theirs), day)
    elsewhere = Affiliation.objects.on(day).filter(consortium=consortium, person__in=people)
    alone = people.difference(elsewhere.values_list("person", flat=True))
    ranges.end(Assistance.objects.filter(consortium=consortium, person__in=alone), day)


def _check(rules: Any, organisation: Organisation, terms: Terms) -> None:
    admissibility.check(
        rules,
        organisation,
        terms.joined_on,
        branch=terms.branch,
        chain_position=terms.chain_position,
        tier=terms.tier,
    )


def _enter(consortium: Consortium, organisation: Organisation, terms: Terms, allowed_by: Entry | None) -> Member:
    """Write the membership. Its number is taken first, so that two admissions of one company wait for each other."""
    subject = subjects.open(consortium, Member.KIND)
    _refuse_second_membership(consortium, organisation)
    return Member.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        organisation=organisation,
        branch=terms.branch,
        chain_position=terms.chain_position,
        joined_on=terms.joined_on,
        admitted_by=allowed_by,
    )


def _place(member: Member, terms: Terms, entry: Entry) -> None:
    if terms.tier:
        tiers.place([(member, terms.tier, entry)], from_day=terms.joined_on)


def _refuse_second_membership(consortium: Consortium, organisation: Organisation) -> None:
    present = Member.objects.filter(
        consortium=consortium,
        organisation=organisation,
        state__in=[Member.State.ACTIVE, Member.State.SUSPENDED],
    ).first()
    if present:
        raise Invalid(
            _("%(member)s has been a member since %(day)s.") % _named(present), field="organisation", rule="MEM-10"
        )


def _named(member: Member) -> dict:
    return {"member": member, "day": formats.date_format(member.joined_on, "DATE_FORMAT")}
