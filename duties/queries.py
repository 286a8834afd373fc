"""Reads of duties that are big enough for a place of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from duties.models import Duty, Notice
from duties.titles import Titles, about, titles
from journal.models import Subject
from parties.models import Consortium
from parties.viewer import Viewer
from registry.duties import DUTIES
from web import deadlines
from web.compiled import compiled

BOOKS = ("invoice",)
"""Kinds of subjects whose pages finance alone opens: the rest of the office chases them by their title (MEM-18)."""


def outstanding(viewer: Viewer) -> QuerySet[Duty]:
    """Everything open that somebody should have done or will have to do."""
    late = Case(When(due_at__lt=viewer.now, then=Value(True)), default=Value(False), output_field=BooleanField())
    return Duty.objects.open().visible_to(viewer).filter(arises_at__lte=viewer.now).annotate(is_late=late)


def chased(viewer: Viewer, about: int | None = None, who: int | None = None) -> QuerySet[Duty]:
    """What is outstanding, of one heap if it is named, with the day of the last reminder and whether it opens."""
    heap = {name: number for name, number in (("subject", about), ("debtor", who)) if number}
    opens = Case(When(subject__kind__in=BOOKS, then=Value(viewer.is_finance)), default=Value(True))
    return _chased(viewer).filter(**heap).annotate(now=Cast(viewer.now, DateTimeField()), opens=opens)


def late(viewer: Viewer) -> QuerySet[Duty]:
    """What is overdue of it, to be counted."""
    return outstanding(viewer).filter(due_at__lt=viewer.now)


def overdue(viewer: Viewer, most: int) -> list[Duty]:
    """List what is overdue longest, to be described."""
    first = OVERDUE.rows(viewer, most)
    for duty in first:
        duty.now = viewer.now
    return first


def _chased(viewer: Viewer) -> QuerySet[Duty]:
    reminders = Notice.objects.filter(duty=OuterRef("pk"), kind__in=["duty.nudge", "duty.reminder"])
    return (
        outstanding(viewer)
        .select_related("debtor", "subject", "consortium")
        .annotate(nudged_at=Subquery(reminders.order_by("-noticed_at").values("noticed_at")[:1]))
    )


OVERDUE = compiled(lambda viewer, most: _chased(viewer).filter(due_at__lt=viewer.now).order_by("due_at")[:most])


@dataclass(frozen=True, slots=True)
class Heap:
    """Open duties of one kind about one thing, or of one debtor, in one line."""

    title: str
    chosen: str
    """What narrows the list to them, as a query string."""
    count: int
    late: int
    until: str
    """When the first of them is due."""


def heaps_by_matter(rows: QuerySet[Duty], consortium: Consortium) -> list[Heap]:
    """Gather open duties by what is owed, the most late first."""
    found = _counted(rows, "kind", "subject")
    called = _called(consortium, (row["subject"] for row in found))
    labels = {row["kind"]: DUTIES[row["kind"]].label for row in found}
    return [
        _heap(row, f"{labels[row['kind']]}: {called[row['subject']]}", kind=row["kind"], about=row["subject"])
        for row in found
    ]


def heaps_by_debtor(rows: QuerySet[Duty], consortium: Consortium) -> list[Heap]:
    """Gather open duties by who owes them, the most late first."""
    found = _counted(rows, "debtor")
    called = _called(consortium, (row["debtor"] for row in found))
    return [_heap(row, called[row["debtor"]], who=row["debtor"]) for row in found]


def _counted(rows: QuerySet[Duty], *by: str) -> list[dict]:
    late = Count("pk", filter=Q(is_late=True))
    gathered = rows.values(*by).annotate(count=Count("pk"), late=late, first=Min("due_at"), zone=Max("zone"))
    return list(gathered.order_by("-late", "-count", "first", *by))


def _called(consortium: Consortium, subjects: Iterable[int]) -> dict[int, str]:
    rows = Subject.objects.filter(consortium=consortium, pk__in=set(subjects))
    return {pk: title for pk, (title, __) in titles(consortium, rows).items()}


def _heap(row: dict, title: str, **chosen: Any) -> Heap:
    return Heap(title, urlencode(chosen), row["count"], row["late"], deadlines.said(row["first"], row["zone"]))


def describe(duties: Iterable[Duty], called: Titles | None = None) -> None:
    """Set what people call duties: ``who``, ``who_address``, ``what``, ``address``, ``until``, ``days_late``."""
    duties = list(duties)
    if not duties:
        return
    called = titles(duties[0].consortium, about(duties)) if called is None else called
    for duty in duties:
        title, address = called[duty.subject_id]
        duty.who, duty.who_address = called[duty.debtor_id]
        duty.what = f"{DUTIES[duty.kind].label}: {title}"
        duty.address = address
        duty.until = deadlines.said(duty.due_at, duty.zone)
        duty.days_late = deadlines.days_late(duty.due_at, duty.now)
