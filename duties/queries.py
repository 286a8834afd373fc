"""Reads of duties that are big enough for a place of their own."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Max, Q, QuerySet, Value, When

from config import tables
from duties import deadlines, reminders
from duties.models import Duty
from parties.viewer import Viewer


def chased(viewer: Viewer) -> QuerySet[Duty]:
    """Everything open that somebody should have done or will have to do, with the day of the last reminder."""
    return (
        Duty.objects.open()
        .visible_to(viewer)
        .filter(arises_at__lte=viewer.now)
        .select_related("debtor", "subject", "consortium")
        .annotate(
            nudged_at=Max("notices__noticed_at", filter=Q(notices__kind__in=["duty.nudge", "duty.reminder"])),
            is_late=Case(
                When(due_at__lt=viewer.now, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
            now=Value(viewer.now),
        )
    )


def describe(duties: Iterable[Duty]) -> None:
    """Set what people call duties: ``who``, ``who_address``, ``what``, ``address``, ``until``, ``days_late``."""
    duties = list(duties)
    if not duties:
        return
    subjects = {subject for duty in duties for subject in (duty.subject, duty.debtor)}
    called = reminders.titles(duties[0].consortium, subjects)
    for duty in duties:
        title, address = called[duty.subject_id]
        duty.who, duty.who_address = called[duty.debtor_id]
        duty.what = f"{tables.DUTIES[duty.kind].label}: {title}"
        duty.address = address
        duty.until = deadlines.said(duty.due_at, duty.zone)
        duty.days_late = deadlines.days_late(duty.due_at, duty.now)
