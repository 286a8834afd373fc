"""The yearly regrading: announced ahead, in effect from its day, line by line (MEM-12, E-07)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from duties import duties, notices
from duties.duties import Owed
from duties.periods import midnight
from journal import entries, subjects
from journal.entries import Fact
from membership import grading, speakers, tiers, years
from membership.grading import Change, Preview
from membership.models import Member, Regrading, RegradingLine
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from registry.consequences import REGRADING_OBJECTIONS, SEATS_HELD

CHOOSE = "seats.choose"


def look(consortium: Consortium, *, at: datetime, dues_year: int | None = None) -> Preview:
    """Preview the regrading for a dues year, by default the next one, under the charter that then holds.

    :raises Refusal: where the charter has no tiers or no regrading.
    """
    day = consortium.day_of(at)
    rules = editions.in_force(consortium, day)
    if not rules.tiers or not rules.regrading.effective:
        raise Refusal(_("The charter of %(consortium)s knows no regrading.") % {"consortium": consortium})
    year = dues_year or years.fiscal_year(rules, day) + 1
    effective_on = years.effective_on(rules, year)
    then = editions.in_force(consortium, effective_on)
    counts = (count(consortium, then, on=effective_on) for count in SEATS_HELD.values())
    held = {place: seats for found in counts for place, seats in found.items()}
    return grading.preview(consortium, then, dues_year=year, held=held)


@transaction.atomic
def announce(
    consortium: Consortium,
    *,
    by: Person,
    at: datetime,
    dues_year: int | None = None,
    on_behalf_of: Person | None = None,
) -> Regrading:
    """Freeze next year's tiers from the verified declarations and tell the companies concerned.

    Members without a verified declaration keep their tier.

    :raises Invalid: for a dues year that is past, or announced already.
    """
    preview = look(consortium, at=at, dues_year=dues_year)
    if preview.effective_on <= consortium.day_of(at):
        raise Invalid(
            _("A regrading is announced before the day on which it takes effect (%(day)s).")
            % {"day": formats.date_format(preview.effective_on, "DATE_FORMAT")},
            field="dues_year",
            rule="E-07",
        )
    regrading = _open(consortium, preview, at)
    _write_lines(regrading, preview.changes)
    _owe_choices(regrading, preview.changes, at)
    entries.record(
        regrading,
        "regrading.announce",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="E-07",
        dues_year=preview.dues_year,
        changes=len(preview.changes),
    )
    _tell(regrading, preview.changes, at)
    return regrading


@transaction.atomic
def take_effect(regrading: Regrading, *, by: Person | None, at: datetime) -> list[Member]:
    """Put every line of a regrading into effect that nothing stands against; answer whose tier changed.

    A member with more seats than its new tier holds keeps its old tier until it has chosen who stays: see
    `objections`. Safe to repeat.

    :raises Refusal: before its day.
    """
    entries.lock(regrading)
    day = regrading.consortium.day_of(at)
    if day < regrading.effective_on:
        raise Refusal(
            _("The regrading takes effect on %(day)s.")
            % {"day": formats.date_format(regrading.effective_on, "DATE_FORMAT")},
            rule="E-07",
        )
    lines = list(
        regrading.lines.waiting()
        .select_for_update(of=("self", "member"))
        .select_related("member__subject", "member__organisation", "member__consortium")
        .order_by("member")
    )
    against = objections(regrading.consortium, lines)
    standing = [line for line in lines if line.member.belongs]
    ready = [line for line in standing if not against.get(line.member_id)]
    _stop([line for line in standing if against.get(line.member_id)], regrading, by, at)
    _place(ready, regrading, by, at)
    if regrading.is_announced and len(ready) == len(standing):
        entries.move(regrading, Regrading.State.EFFECTIVE, verb="regrading.take_effect", by=by, at=at, rule="E-07")
    return [line.member for line in ready]


def objections(consortium: Consortium, lines: Iterable[RegradingLine]) -> dict[int, list[str]]:
    """Ask the layers above what stands against each line: member → sentences."""
    against: dict[int, list[str]] = {}
    for object_to in REGRADING_OBJECTIONS.values():
        for member_id, sentences in object_to(consortium, lines).items():
            against.setdefault(member_id, []).extend(sentences)
    return against


def _open(consortium: Consortium, preview: Preview, at: datetime) -> Regrading:
    """Open the one regrading of a dues year. Its number is taken first, which makes a second announcer wait."""
    subject = subjects.open(consortium, Regrading.KIND)
    if Regrading.objects.filter(consortium=consortium, dues_year=preview.dues_year).exists():
        raise Refusal(_("The regrading for %(year)s is announced already.") % {"year": preview.dues_year})
    return Regrading.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        dues_year=preview.dues_year,
        effective_on=preview.effective_on,
        announced_at=at,
    )


def _write_lines(regrading: Regrading, changes: Iterable[Change]) -> None:
    RegradingLine.objects.bulk_create(
        RegradingLine(
            consortium_id=regrading.consortium_id,
            regrading=regrading,
            member=change.member,
            declaration=change.declaration,
            old_tier=change.old_tier,
            new_tier=change.new_tier,
        )
        for change in changes
    )


def _place(ready: list[RegradingLine], regrading: Regrading, by: Person | None, at: datetime) -> None:
    day = regrading.consortium.day_of(at)
    written = entries.record_many(
        Fact(
            line.member.subject,
            "member.regrade",
            by,
            at,
            rule="E-07",
            facts={"before": line.old_tier, "after": line.new_tier, "dues_year": regrading.dues_year},
        )
        for line in ready
    )
    pairs = list(zip(ready, written, strict=True))
    in_time = [(line.member, line.new_tier, entry) for line, entry in pairs if not line.stopped_on]
    stopped = [(line.member, line.new_tier, entry) for line, entry in pairs if line.stopped_on]
    tiers.place(in_time, from_day=regrading.effective_on)
    tiers.place(stopped, from_day=day)
    _mark([line for line in ready if not line.stopped_on], regrading.effective_on)
    _mark([line for line in ready if line.stopped_on], day)


def _mark(lines: list[RegradingLine], day: date) -> None:
    """Note the day from which the new tier holds, however late the books heard of it."""
    RegradingLine.objects.filter(pk__in=[line.pk for line in lines]).update(taken_effect_on=day)


def _stop(lines: list[RegradingLine], regrading: Regrading, by: Person | None, at: datetime) -> None:
    """Note since when a line waits; its company keeps the old tier until it has chosen."""
    fresh = [line for line in lines if line.stopped_on is None]
    year = regrading.dues_year
    entries.record_many(
        Fact(line.member.subject, "member.keep_tier", by, at, rule="E-07", facts={"tier": line.old_tier, "year": year})
        for line in fresh
    )
    waiting = RegradingLine.objects.filter(pk__in=[line.pk for line in fresh])
    waiting.update(stopped_on=regrading.consortium.day_of(at))


def _owe_choices(regrading: Regrading, changes: Iterable[Change], at: datetime) -> None:
    """Have each company with too many seats choose who keeps one (E-07)."""
    consortium = regrading.consortium
    rules = editions.in_force(consortium, consortium.day_of(at))
    days = rules.regrading.choose_within_days
    due_on = consortium.day_of(at) + timedelta(days=days + 1) if days is not None else regrading.effective_on
    duties.owe(
        consortium,
        [
            Owed(
                debtor_id=change.member.subject_id,
                subject_id=change.member.subject_id,
                kind=CHOOSE,
                due_at=midnight(due_on, consortium.time_zone),
                zone=consortium.time_zone,
                period=years.span(rules, regrading.dues_year),
                rule="E-07",
            )
            for change in changes
            if change.must_choose
        ],
        at=at,
    )


def _tell(regrading: Regrading, changes: Iterable[Change], at: datetime) -> None:
    """Tell each company's nominators and payers of its new tier."""
    rules: Any = editions.in_force(regrading.consortium, regrading.consortium.day_of(at))
    told = speakers.of([change.member for change in changes], at)
    for change in changes:
        notices.tell(
            told.get(change.member.organisation_id, ()),
            change.member.subject,
            "member.regraded",
            at=at,
            address=change.member.get_absolute_url(),
            key=f"member.regraded:{regrading.pk}",
            member=str(change.member),
            tier=str(rules.tiers[change.new_tier].name),
            on=regrading.effective_on.isoformat(),
        )
