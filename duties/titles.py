"""What people call whatever duties, entries and postings are about, all kinds of it in one statement."""

from collections.abc import Iterable, Mapping

from django.db.models import BigIntegerField, QuerySet

from duties.models import Duty
from journal.models import Subject
from parties.models import Consortium
from registry.subjects import SUBJECTS
from web.compiled import Param, compiled

CONSORTIUM = Param("consortium", BigIntegerField())


Titles = Mapping[int, tuple[str, str]]
"""Subject id → (title, address)."""


def about(duties: Iterable[Duty]) -> set[Subject]:
    """Collect whom and what duties are about."""
    return {subject for duty in duties for subject in (duty.subject, duty.debtor)}


def titles(consortium: Consortium, subjects: Iterable[Subject]) -> dict[int, tuple[str, str]]:
    """Find what people call subjects and where they are: subject id → (title, address)."""
    numbers: dict[str, set[int]] = {}
    subjects = list(subjects)
    for subject in subjects:
        numbers.setdefault(subject.kind, set()).add(subject.number)
    called = by_number(consortium, numbers)
    found: dict[int, tuple[str, str]] = {}
    for subject in subjects:
        path = SUBJECTS[subject.kind].path.format(number=subject.number)
        title = called[subject.kind].get(subject.number, str(subject))
        found[subject.pk] = (title, f"/{consortium.slug}/{path}")
    return found


def by_number(consortium: Consortium, numbers: dict[str, set[int]]) -> dict[str, dict[int, str]]:
    """Find what people call subjects: kind → number → title."""
    if not numbers:
        return {}
    kinds = tuple(sorted(numbers))
    wanted = {kind: list(numbers[kind]) for kind in kinds}
    rows: dict[str, list] = {kind: [] for kind in kinds}
    for kind, columns in _called.rows(kinds, consortium=consortium.pk, **wanted):
        rows[kind].append(columns)
    return {kind: SUBJECTS[kind].titles(rows[kind]) for kind in kinds}


@compiled
def _called(kinds: tuple[str, ...]) -> QuerySet:
    first, *others = (SUBJECTS[kind].titles.rows(CONSORTIUM, kind) for kind in kinds)
    return first.union(*others, all=True)
