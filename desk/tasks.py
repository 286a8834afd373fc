"""What the desk does by the clock."""

import time

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from web import limits
from web.idempotency import forget_answers

BELL = "bell"
"""Where the cache has the moment of the bell that was answered last; ``/health/work/`` looks at it."""


@shared_task
def answer_bell() -> None:
    """Note that beat rang and the worker heard it."""
    cache.set(BELL, time.time(), None)


@shared_task
def tidy_up() -> None:
    """Forget answers that nobody will ask for again, counts and sessions that have ended."""
    now = timezone.now()
    forget_answers(at=now)
    limits.forget_ended(at=now)
    Session.objects.filter(expire_date__lt=now).delete()
