"""Owing, discharging and letting off. Everything is set-based: a dues run owes hundreds of duties at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duties.models import Discharge, Duty, Notice
from journal.entries import Fact, record_many
from journal.models import Entry, Subject
from parties.models import Consortium, Person
from parties.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as a cadence or a verb desires it."""

    debtor_id: int
    subject_id: int
    kind: str
    due_at: datetime
    period: tuple[date, date] | None = None
    """Half-open: the first day, and the day after the last."""
    arises_at: datetime | None = None
    rule: str = ""
    zone: str = ""
    """The time zone at whose midnight it falls due; empty where it is due at an hour."""

    @property
    def key(self) -> tuple:
        return (self.debtor_id, self.subject_id, self.kind, self.period)


def owe(consortium: Consortium, owed: Iterable[Owed], *, at: datetime) -> int:
    """Insert the duties that do not exist yet, in one statement; answer how many were asked for.

    Safe to repeat: an existing duty for the same debtor, subject, kind and period is left as it is.
    """
    rows = [
        Duty(
            consortium=consortium,
            debtor_id=each.debtor_id,
            subject_id=each.subject_id,
            kind=each.kind,
            period=DateRange(*each.period) if each.period else None,
            arises_at=each.arises_at or at,
            due_at=each.due_at,
            zone=each.zone,
            rule=each.rule,
        )
        for each in owed
    ]
    Duty.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def reconcile(consortium: Consortium, kinds: Iterable[str], desired: Iterable[Owed], *, at: datetime) -> None:
    """Bring the open duties of ``kinds`` to the desired set: insert the missing, move dates, waive the surplus.

    ``desired`` is the whole set from now on; duties that have ended, and open ones already due, stay.
    """
    wanted = {each.key: each for each in desired}
    present = list(Duty.objects.select_for_update().open().filter(consortium=consortium, kind__in=list(kinds)))
    surplus, shifted = [], []
    for duty in present:
        each = wanted.pop(_key(duty), None)
        if each is None:
            if duty.due_at >= at:
                surplus.append(duty.pk)
        elif duty.due_at != each.due_at:
            duty.due_at = each.due_at
            shifted.append(duty)
    Duty.objects.bulk_update(shifted, ["due_at"], batch_size=1000)
    Duty.objects.filter(pk__in=surplus).update(
        state=Duty.State.WAIVED, settled_at=at, reason=_("No longer required by the calendar of duties.")
    )
    owe(consortium, wanted.values(), at=at)


def discharge(
    duties: Iterable[Duty],
    evidence: Subject,
    *,
    by: Person | None,
    at: datetime,
    met_at: datetime | None = None,
    entry: Entry | None = None,
) -> int:
    """End open duties as done, or done late, with the evidence; answer how many were open.

    ``met_at`` is when it happened (default ``at``): a meeting held in time whose minutes come late is done
    in time.
    """
    return discharge_each([(duty, evidence, met_at or at) for duty in duties], by=by, at=at, entry=entry)


@transaction.atomic
def discharge_each(
    met: Iterable[tuple[Duty, Subject, datetime]], *, by: Person | None, at: datetime, entry: Entry | None = None
) -> int:
    """Discharge duties, each with its own evidence and its own moment; answer how many were open.

    Whoever does what they were told to do has read it, from whichever mail or page they came.
    """
    met = {duty.pk: (evidence, met_at) for duty, evidence, met_at in met}
    if not met:
        return 0
    open_duties = list(Duty.objects.select_for_update().open().filter(pk__in=met).order_by("pk"))
    Discharge.objects.bulk_create(
        (
            Discharge(
                consortium_id=duty.consortium_id,
                duty=duty,
                evidence=met[duty.pk][0],
                met_at=met[duty.pk][1],
                entry=entry,
            )
            for duty in open_duties
        ),
        ignore_conflicts=True,
    )
    for duty in open_duties:
        duty.state = Duty.State.LATE if met[duty.pk][1] > duty.due_at else Duty.State.DONE
        duty.settled_at, duty.settled_by = at, by
    Duty.objects.bulk_update(open_duties, ["state", "settled_at", "settled_by"], batch_size=1000)
    if by and open_duties:
        about = {duty.subject_id for duty in open_duties}
        heard = Notice.objects.filter(person=by, subject__in=about, noticed_at__lte=at, read_at__isnull=True)
        heard.update(read_at=at)
    return len(open_duties)


@transaction.atomic
def reopen(duties: Iterable[Duty], *, also: Collection[str] = ()) -> int:
    """Owe again what turned out otherwise: a payment bounced, a meeting thought missed was held; answer how many.

    The evidence that proved wrong is forgotten. ``also`` names states that are owed again besides what was
    done or missed.
    """
    pks = [duty.pk for duty in duties]
    if not pks:
        return 0
    ended = Duty.objects.filter(pk__in=pks, state__in=[Duty.State.DONE, Duty.State.LATE, Duty.State.MISSED, *also])
    Discharge.objects.filter(duty__in=ended).delete()
    return ended.update(state=Duty.State.OPEN, settled_at=None, settled_by=None, reason="")


def owe_anew(duties: QuerySet[Duty], *, due_at: datetime) -> int:
    """Owe again, until another moment, what was done, moved or not required meanwhile; answer how many.

    What somebody was let off by name stays so.
    """
    ended = duties.exclude(state__in=[Duty.State.OPEN, Duty.State.WAIVED])
    return ended.update(state=Duty.State.OPEN, due_at=due_at, settled_at=None, settled_by=None, reason="")


@transaction.atomic
def miss(duties: Iterable[Duty], *, at: datetime, reason: str) -> int:
    """End open duties as missed: what they asked for can no longer be done; answer how many were open."""
    held = _held(duties)
    Duty.objects.filter(pk__in=[duty.pk for duty in held]).update(state=Duty.State.MISSED, settled_at=at, reason=reason)
    record_many(Fact(duty.subject, "duty.miss", None, at, rule=duty.rule, facts=_facts(duty)) for duty in held)
    return len(held)


@transaction.atomic
def let_off(
    duties: Iterable[Duty], state: str = Duty.State.WAIVED, *, by: Person | None, at: datetime, reason: str
) -> int:
    """End open duties as waived, moved or not required; answer how many were open.

    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Say why: a duty is let off only with a reason."), field="reason")
    held = _held(duties)
    Duty.objects.filter(pk__in=[duty.pk for duty in held]).update(
        state=state, settled_at=at, settled_by=by, reason=reason
    )
    record_many(
        Fact(
            duty.subject,
            "duty.let_off",
            by,
            at,
            rule=duty.rule,
            facts={**_facts(duty), "state": state},
            words={"reason": reason},
        )
        for duty in held
    )
    return len(held)


def _held(duties: Iterable[Duty]) -> list[Duty]:
    """Lock those of the duties that are open."""
    pks = [duty.pk for duty in duties]
    return list(Duty.objects.select_for_update(of=("self",)).open().filter(pk__in=pks).select_related("subject"))


def _facts(duty: Duty) -> dict:
    return {"kind": duty.kind, "due": duty.due_at}


def _key(duty: Duty) -> tuple:
    period = (duty.period.lower, duty.period.upper) if duty.period else None
    return (duty.debtor_id, duty.subject_id, duty.kind, period)
