"""Tasks of the consortium: thin, repeatable, safe to lose."""

from celery import shared_task
from django.utils import timezone

from consortium import tenure
from parties.models import Consortium


@shared_task
def look_after_seats() -> None:
    """End the seats that lapsed and announce the terms that end soon, in every consortium that is live."""
    now = timezone.now()
    for consortium in Consortium.objects.filter(goes_live_on__lte=now.date()):
        tenure.end_lapsed(consortium, at=now)
        tenure.announce_ends(consortium, at=now)
