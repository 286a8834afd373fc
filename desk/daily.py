"""What time itself does to a consortium, day by day: terms end, duties arise, people are reminded."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from consortium import cadences, chartered, invitations, memberships, tenure
from duties import calendars, reminders
from parties.models import Consortium
from treasury import consequences, drift, dunning
from web import advisory_lock

log = logging.getLogger(__name__)

DAILY_JOBS: tuple[Callable[..., object], ...] = (
    chartered.follow,
    memberships.follow,
    tenure.end_lapsed,
    tenure.announce_ends,
    invitations.refresh,
    consequences.catch_up,
    dunning.write,
    drift.warn,
    calendars.reconcile,
    cadences.end_missed,
    reminders.remind,
    reminders.escalate,
)
"""``(consortium, *, at)``, in this order, for every consortium that is live, at least once a day. Each may run twice,
late, or after months of silence. The worker and the simulation run the same jobs."""


def run(consortium: Consortium, *, at: datetime) -> None:
    """Do what time does to one consortium, each job in a transaction of its own, two runners by turns."""
    for job in DAILY_JOBS:
        with transaction.atomic():
            advisory_lock.acquire(f"{job.__module__}.{job.__name__}", consortium.pk)
            job(consortium, at=at)


@shared_task
def run_all() -> None:
    """Run the daily jobs of every consortium that is live; one that fails does not hold up the others."""
    now = timezone.now()
    for consortium in Consortium.objects.all():
        if consortium.goes_live_on <= consortium.day_of(now):
            try:
                run(consortium, at=now)
            except Exception:
                log.exception("daily jobs of %s", consortium.slug)
