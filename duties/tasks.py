"""The postman's doorbell: it may ring twice, late, or after months of silence."""

from celery import shared_task
from django.utils import timezone

from duties import deliveries


@shared_task
def deliver() -> int:
    """Bundle what people should know and send what waits."""
    now = timezone.now()
    deliveries.bundle(at=now)
    return deliveries.send(at=now)
