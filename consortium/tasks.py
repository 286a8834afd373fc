"""The clock's doorbell for votes: it may ring twice, late, or after months of silence."""

from celery import shared_task
from django.utils import timezone

from consortium import motions


@shared_task
def close_votes() -> int:
    """Close every vote whose deadline has passed."""
    return motions.close_due(timezone.now())
