"""What waits for the reader: duties as lines, worded by the table of duty kinds."""

from collections.abc import Iterable

from config import tables
from desk.lines import DutyLine
from duties import deadlines, reminders
from duties.models import Duty
from parties.viewer import Viewer


def mine(viewer: Viewer) -> list[DutyLine]:
    """List what the reader owes, votes and acknowledgements first, then by day."""
    owed = Duty.objects.open().owed_by(viewer).filter(arises_at__lte=viewer.now).select_related("debtor", "subject")
    falling = [duty for duty in owed if falls_to(viewer, duty)]
    falling.sort(key=lambda duty: (not tables.DUTIES[duty.kind].first, duty.due_at))
    return lines(viewer, falling)


def of_my_bodies(viewer: Viewer) -> list[DutyLine]:
    """List what the bodies in which the reader sits owe within two months, the overdue first."""
    owed = (
        Duty.objects.open()
        .filter(consortium=viewer.consortium, debtor__in=viewer.body_subjects, arises_at__lte=viewer.now)
        .select_related("debtor", "subject")
        .order_by("due_at")[:12]
    )
    return lines(viewer, owed)


def falls_to(viewer: Viewer, duty: Duty) -> bool:
    """Whether a company's duty falls to one of the reader's mandates; other duties always do."""
    company = next((each for each in viewer.companies if each.subject_id == duty.debtor_id), None)
    return company is None or (tables.DUTIES[duty.kind].mandate or "nominator") in company.mandates


def lines(viewer: Viewer, duties: Iterable[Duty]) -> list[DutyLine]:
    """Word duties for the reader, in one query for each kind of subject."""
    duties = list(duties)
    called = reminders.titles(
        viewer.consortium, {subject for duty in duties for subject in (duty.subject, duty.debtor)}
    )
    return [line(viewer, duty, called) for duty in duties]


def line(viewer: Viewer, duty: Duty, called: dict[int, tuple[str, str]]) -> DutyLine:
    """Word one duty."""
    kind = tables.DUTIES[duty.kind]
    title, address = called[duty.subject_id]
    is_mine = duty.debtor_id in viewer.answers_for
    return DutyLine(
        what=f"{kind.label}: {title}",
        who=called[duty.debtor_id][0],
        due=duty.due_at,
        rule=duty.rule,
        address=address + kind.path if is_mine else address,  # what settles it opens to whoever owes it
        action=str(kind.button) if is_mine else "",
        is_mine=is_mine,
        days_late=deadlines.days_late(duty.due_at, viewer.now),
        until=deadlines.said(duty.due_at, duty.zone),
    )
