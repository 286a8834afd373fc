"""Doorbells: each may ring twice, late, or after months of silence."""

from celery import shared_task
from django.utils import timezone

from config import tables
from config.tables import resolve
from duties import deliveries, duties, reminders
from parties.models import Consortium


@shared_task
def deliver() -> int:
    """Bundle what people should know and send what waits."""
    now = timezone.now()
    deliveries.bundle(at=now)
    return deliveries.send(at=now)


@shared_task
def remind_all() -> int:
    """Write the reminders and escalations whose day has come."""
    now = timezone.now()
    return sum(
        reminders.remind(consortium, at=now) + reminders.escalate(consortium, at=now)
        for consortium in Consortium.objects.filter(goes_live_on__lte=now.date())
    )


@shared_task
def reconcile_all() -> None:
    """Bring every calendar of duties up to date."""
    now = timezone.now()
    for consortium in Consortium.objects.filter(goes_live_on__lte=now.date()):
        for kind, name in tables.CADENCES.items():
            duties.reconcile(consortium, [kind], resolve(name)(consortium, at=now), at=now)
