"""Reminding those who owe, and telling those above when they do not (E-33); nudging by hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from duties.models import Duty, Notice
from duties.titles import titles
from parties.models import Consortium, Person
from parties.refusals import Refusal
from registry.duties import DEBTORS, DUTIES, ESCALATIONS


def remind(consortium: Consortium, *, at: datetime) -> int:
    """Write the reminders whose day has come, each once; answer how many were written.

    After downtime only the latest reminder of a duty is written, not every one that was missed.
    """
    steps = sorted(editions.at(consortium, consortium.day_of(at)).charter.reminders.days)
    horizon = at - timedelta(days=steps[0])
    duties = list(
        Duty.objects.open().filter(consortium=consortium, due_at__lte=horizon).select_related("debtor", "subject")
    )
    reached = [(duty, _latest(steps, duty, at)) for duty in duties]
    return _tell([(duty, f"remind:{step}") for duty, step in reached if step is not None], "duty.reminder", at=at)


def escalate(consortium: Consortium, *, at: datetime) -> int:
    """Tell those whom the charter names of duties that stay undone, each step once; answer how many were told.

    What a company declares and owes stays between it and the office (MEM-01, MEM-18).
    """
    steps = editions.at(consortium, consortium.day_of(at)).charter.reminders.escalate
    confidential = [kind for kind, words in DUTIES.items() if words.is_confidential]
    told = 0
    for step in steps:
        overdue = list(
            Duty.objects.open()
            .filter(consortium=consortium, due_at__lte=at - timedelta(days=step.days))
            .exclude(kind__in=confidential)
            .select_related("debtor", "subject")
        )
        told += _tell([(duty, f"escalate:{step.days}") for duty in overdue], "duty.escalation", at=at, to=step.to)
    return told


@transaction.atomic
def nudge(duties: Iterable[Duty], *, by: Person, at: datetime, words: str = "") -> int:
    """Remind those who owe by hand, at most once a day each; answer how many people were told.

    :raises Refusal: where none of the duties is open any more.
    """
    still = [duty for duty in duties if duty.is_open]
    if not still:
        raise Refusal(_("Nothing is open any more among what you chose: there is nobody to remind."))
    day = still[0].consortium.day_of(at)
    return _tell([(duty, f"nudge:{day}") for duty in still], "duty.nudge", at=at, by=by, words=words)


def debtors(consortium: Consortium, duties: Iterable[Duty], *, at: datetime, above: str = "") -> dict[int, set[int]]:
    """Find the people behind each duty: duty id → person ids. One query for each kind of debtor and mandate.

    ``above`` names a kind of body instead: those of the debtor's branch to whom the charter escalates.
    """
    if above:
        above_them = (escalate(consortium, list(duties), to=above, at=at) for escalate in ESCALATIONS.values())
        return {duty: people for found in above_them for duty, people in found.items()}
    groups: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        mandate = DUTIES[duty.kind].mandate
        groups.setdefault((duty.debtor.kind, mandate), []).append(duty)
    people: dict[int, set[int]] = {}
    for (kind, mandate), owed in groups.items():
        found = DEBTORS[kind](consortium, {duty.debtor_id for duty in owed}, mandate=mandate, at=at)
        people.update({duty.pk: set(found.get(duty.debtor_id, ())) for duty in owed})
    return people


def _latest(steps: list[int], duty: Duty, at: datetime) -> int | None:
    """Give the last reminder day that has passed for the duty."""
    passed = [step for step in steps if duty.due_at + timedelta(days=step) <= at]
    return passed[-1] if passed else None


def _tell(
    occasions: list[tuple[Duty, str]],
    kind: str,
    *,
    at: datetime,
    by: Person | None = None,
    words: str = "",
    to: str = "",
) -> int:
    occasions = _new(occasions)
    if not occasions:
        return 0
    duties = [duty for duty, __ in occasions]
    consortium = duties[0].consortium
    people = debtors(consortium, duties, at=at, above=to)
    called = titles(consortium, {subject for duty in duties for subject in (duty.subject, duty.debtor)})
    rows = [
        Notice(
            consortium=consortium,
            person_id=person,
            subject=duty.subject,
            duty=duty,
            kind=kind,
            facts={
                "duty": duty.kind,
                "title": called[duty.subject_id][0],
                "due": duty.due_at.isoformat(),
                "zone": duty.zone,
                "by": by.name if by else "",
                "words": words,
                "debtor": called[duty.debtor_id][0],
            },
            # What settles a duty opens to whoever owes it; those above look at what it is about.
            address=called[duty.subject_id][1] + ("" if to else DUTIES[duty.kind].path),
            noticed_at=at,
            key=_key(duty, occasion),
        )
        for duty, occasion in occasions
        for person in people[duty.pk]
    ]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000))


def _new(occasions: list[tuple[Duty, str]]) -> list[tuple[Duty, str]]:
    """Leave out what was told already."""
    told = set(
        Notice.objects.filter(
            duty__in=[duty.pk for duty, __ in occasions], key__in=[_key(*each) for each in occasions]
        ).values_list("key", flat=True)
    )
    return [each for each in occasions if _key(*each) not in told]


def _key(duty: Duty, occasion: str) -> str:
    return f"{occasion}:{duty.pk}"
