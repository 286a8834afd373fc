"""Walking the rounds: everything that time itself does, for one consortium after the other."""

import logging
from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from config import tables
from config.tables import resolve
from parties.models import Consortium
from web import advisory_lock

log = logging.getLogger(__name__)


def walk(consortium: Consortium, *, at: datetime) -> None:
    """Do what time does to one consortium, each round in a transaction of its own, two walkers by turns."""
    for name in tables.ROUNDS:
        with transaction.atomic():
            advisory_lock.acquire(name, consortium.pk)
            resolve(name)(consortium, at=at)


@shared_task
def walk_all() -> None:
    """Walk the rounds of every consortium that is live; one that fails does not hold up the others."""
    now = timezone.now()
    for consortium in Consortium.objects.all():
        if consortium.goes_live_on <= consortium.day_of(now):
            try:
                walk(consortium, at=now)
            except Exception:
                log.exception("rounds of %s", consortium.slug)
