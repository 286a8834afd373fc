"""What waits for the reader: duties as lines, worded by the table of duty kinds."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from consortium.models import Seat
from duties.models import Duty
from duties.titles import Titles, about, titles
from parties.viewer import Viewer
from registry.duties import DUTIES
from web import deadlines
from web.compiled import compiled
from web.view_models import DutyLine

BODIES_OWE = 12
"""How many duties of the reader's bodies the home page shows."""


ASSISTED = ("invitation.reply",)
"""Kinds of duties that an assistant settles for somebody; votes are never among them."""


def owed(viewer: Viewer) -> tuple[list[Duty], list[Duty]]:
    """Find what the reader owes and what the reader's bodies owe, in one query.

    With the reader's own stand the replies due from whoever they assist. Votes and acknowledgements come
    first, then what is due first.
    """
    found = _owed.rows(viewer)
    mine = [duty for duty in found if duty.debtor_id not in viewer.body_subjects and falls_to(viewer, duty)]
    mine.sort(key=lambda duty: (not DUTIES[duty.kind].first, duty.due_at))
    bodies = [duty for duty in found if duty.debtor_id in viewer.body_subjects]
    return mine, bodies[:BODIES_OWE]


@compiled
def _owed(viewer: Viewer) -> QuerySet[Duty]:
    debtors = Q(debtor__in=viewer.answers_for | viewer.body_subjects)
    if viewer.assists:
        debtors |= Q(debtor__in=_seats_assisted(viewer).values("subject"), kind__in=ASSISTED)
    rows = Duty.objects.open().filter(debtors, consortium=viewer.consortium, arises_at__lte=viewer.now)
    return rows.select_related("debtor", "subject").order_by("due_at", "pk")


def _seats_assisted(viewer: Viewer) -> QuerySet[Seat]:
    """Seats of the people whom the reader assists."""
    return Seat.objects.held().on(viewer.today).filter(consortium=viewer.consortium, person__in=viewer.assists)


def falls_to(viewer: Viewer, duty: Duty) -> bool:
    """Whether a company's duty falls to one of the reader's mandates; other duties always do."""
    company = next((each for each in viewer.companies if each.subject_id == duty.debtor_id), None)
    return company is None or (DUTIES[duty.kind].mandate or "nominator") in company.mandates


def lines(
    viewer: Viewer, duties: Iterable[Duty], called: Titles | None = None, *, is_mine: bool = False
) -> list[DutyLine]:
    """Word duties for the reader; ``is_mine`` where all wait for them.

    ``called`` holds what their subjects are called, where that was asked already.
    """
    duties = list(duties)
    called = titles(viewer.consortium, about(duties)) if called is None else called
    return [line(viewer, duty, called, is_mine=is_mine or duty.debtor_id in viewer.answers_for) for duty in duties]


def line(viewer: Viewer, duty: Duty, called: Titles, *, is_mine: bool) -> DutyLine:
    """Word one duty."""
    kind = DUTIES[duty.kind]
    title, address = called[duty.subject_id]
    settles = is_mine or (bool(viewer.assists) and duty.kind in ASSISTED)
    return DutyLine(
        what=f"{kind.label}: {title}",
        who=called[duty.debtor_id][0],
        due=duty.due_at,
        rule=duty.rule,
        address=address + kind.path if settles else address,  # what settles it opens to whoever owes it
        action=str(kind.button) if settles else "",
        is_mine=is_mine,
        days_late=deadlines.days_late(duty.due_at, viewer.now),
        until=deadlines.said(duty.due_at, duty.zone),
    )
