"""Leaving: announced with a reason, taken back while there is time, in effect from its day (MEM-09, E-10)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from duties import notices
from journal import entries, subjects
from journal.entries import Move
from journal.models import Entry
from membership import members, years
from membership.models import Member, Withdrawal
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from registry.duties import AUDIENCES

OTHER = "other"
"""A reason that the charter does not list: told in words."""


@transaction.atomic
def announce(
    member: Member,
    *,
    reason: str,
    by: Person,
    at: datetime,
    words: str = "",
    last_day: date | None = None,
    on_behalf_of: Person | None = None,
) -> Withdrawal:
    """Give notice that a member leaves; its rights end after ``last_day``, by default the first lawful one.

    :raises Invalid: for an unknown reason, or a last day before joining, in the past, or within a dues year.
    :raises Refusal: where it has left, or is leaving already.
    """
    entries.lock(member)
    _refuse_unless_staying(member)
    day = member.consortium.day_of(at)
    rules = editions.in_force(member.consortium, day)
    _check_reason(rules, reason, words)
    effective_on = _effective_on(rules, member, day, last_day)
    subject = subjects.open(member.consortium, Withdrawal.KIND)
    withdrawal = Withdrawal.objects.create(
        consortium=member.consortium,
        subject=subject,
        number=subject.number,
        member=member,
        reason=reason,
        words=words,
        announced_at=at,
        effective_on=effective_on,
    )
    member.left_on = effective_on
    member.save(update_fields=["left_on"])
    entries.record(
        withdrawal,
        "withdrawal.announce",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="E-10",
        words={"reason": reason, "words": words},
        effective_on=effective_on,
    )
    _tell(withdrawal, "withdrawal.announced", at)
    return withdrawal


@transaction.atomic
def take_back(withdrawal: Withdrawal, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Entry:
    """Stay after all: possible until the day on which the withdrawal takes effect.

    :raises Refusal: once that day has come.
    """
    member = withdrawal.member
    entries.lock(member)
    if member.consortium.day_of(at) >= withdrawal.effective_on:
        raise Refusal(
            _("The withdrawal took effect on %(day)s; to return, %(member)s is admitted anew.")
            % {"day": formats.date_format(withdrawal.effective_on, "DATE_FORMAT"), "member": member},
            rule="E-10",
        )
    entry = entries.move(
        withdrawal,
        Withdrawal.State.TAKEN_BACK,
        verb="withdrawal.take_back",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="E-10",
    )
    member.left_on = None
    member.save(update_fields=["left_on"])
    _tell(withdrawal, "withdrawal.taken_back", at)
    return entry


@transaction.atomic
def complete_due(consortium: Consortium, *, at: datetime) -> list[Member]:
    """Put announced withdrawals whose day has come into effect, in a handful of statements; answer who left.

    Tiers and mandates end on that day; seats are ended above, by whoever calls this.
    """
    day = consortium.day_of(at)
    due = list(
        Withdrawal.objects.announced()
        .filter(consortium=consortium, effective_on__lte=day, member__state__in=["active", "suspended"])
        .select_for_update(of=("self",))
        .select_related("subject", "member__subject", "member__organisation", "member__consortium")
    )
    if not due:
        return []
    moves = [Move(each, Withdrawal.State.EFFECTIVE, facts={"on": each.effective_on}) for each in due]
    entries.move_many(moves, verb="withdrawal.take_effect", by=None, at=at, rule="E-10")
    leaving = [Move(each.member, Member.State.LEFT, facts={"on": each.effective_on}) for each in due]
    entries.move_many(leaving, verb="member.leave", by=None, at=at, rule="E-10")
    for effective_on in {each.effective_on for each in due}:
        members.end_rights([each.member for each in due if each.effective_on == effective_on], effective_on)
    return [each.member for each in due]


def _refuse_unless_staying(member: Member) -> None:
    if not member.belongs:
        raise Refusal(_("%(member)s is no longer a member.") % {"member": member})
    if member.is_leaving:
        raise Refusal(
            _("%(member)s is leaving already: it is no longer a member from %(day)s.")
            % {"member": member, "day": formats.date_format(member.left_on, "DATE_FORMAT")}
        )


def _check_reason(rules: Any, reason: str, words: str) -> None:
    known = {**rules.withdrawal.reasons, OTHER: _("Other")}
    if reason not in known:
        listed = ", ".join(str(label) for label in known.values())
        raise Invalid(_("Choose a reason: %(reasons)s.") % {"reasons": listed}, field="reason", rule="MEM-09")
    if reason == OTHER and not words.strip():
        raise Invalid(_("Say the reason in a few words."), field="words", rule="MEM-09")


def _effective_on(rules: Any, member: Member, day: date, last_day: date | None) -> date:
    """Give the first day without membership, checking what was asked for."""
    first = _first_lawful(rules, day)
    if last_day is None:
        return max(first, member.joined_on + timedelta(days=1))
    asked = last_day + timedelta(days=1)
    if last_day < member.joined_on:
        raise Invalid(
            _("%(member)s joined on %(day)s; the last day cannot be earlier.")
            % {"member": member, "day": formats.date_format(member.joined_on, "DATE_FORMAT")},
            field="last_day",
            rule="MEM-09",
        )
    if asked < first or not _is_lawful(rules, asked):
        raise Invalid(
            _("A membership ends with a dues year; the next such day is %(day)s.")
            % {"day": formats.date_format(first - timedelta(days=1), "DATE_FORMAT")}
            if rules.withdrawal.effective == "end_of_dues_year"
            else _("The last day cannot lie in the past."),
            field="last_day",
            rule="E-10",
        )
    return asked


def _first_lawful(rules: Any, day: date) -> date:
    if rules.withdrawal.effective == "end_of_dues_year":
        return years.end_of_dues_year(rules, day)
    return day + timedelta(days=1)


def _is_lawful(rules: Any, first_day_without: date) -> bool:
    if rules.withdrawal.effective != "end_of_dues_year":
        return True
    return first_day_without == years.starts_on(rules, years.fiscal_year(rules, first_day_without))


def _tell(withdrawal: Withdrawal, kind: str, at: datetime) -> None:
    """Tell the council and the office, whom the exit concerns (MEM-08)."""
    kinds = ("council", "office")
    people = {pk for seated in AUDIENCES.values() for pk in seated(withdrawal.consortium, kinds, at=at)}
    notices.tell(
        people,
        withdrawal.member.subject,
        kind,
        at=at,
        address=withdrawal.member.get_absolute_url(),
        key=f"{kind}:{withdrawal.subject_id}",
        member=str(withdrawal.member),
        on=withdrawal.effective_on.isoformat(),
    )
