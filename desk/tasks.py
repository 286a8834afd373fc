"""What the desk does by the clock."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from desk.once import forget_answers


@shared_task
def tidy_up() -> None:
    """Forget answers that nobody will ask for again, and sessions that have ended."""
    now = timezone.now()
    forget_answers(at=now)
    Session.objects.filter(expire_date__lt=now).delete()
