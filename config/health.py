"""Whether this installation can work: for load balancers, and for whoever watches what should happen by itself."""

import shutil
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.tasks import BELL
from duties.models import Delivery

LATE = 15
"""Minutes without a bell: more than a task may take, less than anybody waits for."""
TRIES = 5
"""So often a mail was tried when an hour has passed."""
ROOM_MB = 500


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` while pages can be served, which needs the database alone; else 503."""
    return _answer(_of_database)


@never_cache
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` while worker, beat and mail work and files have room; else 503 and a line for each fault."""
    return _answer(_of_database, _of_bells, _of_room, _of_mail)


def _answer(*questions: Callable[[], Iterator[str]]) -> HttpResponse:
    faults = []
    try:
        for question in questions:
            faults += question()
    except Error:
        faults.append("The database does not answer.")
    return HttpResponse("\n".join(faults) or "ok", content_type="text/plain", status=503 if faults else 200)


def _of_database() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield from ()


def _of_bells() -> Iterator[str]:
    if not cache.is_reachable():
        yield "The queue does not answer: nothing happens by itself."
        return
    rung = cache.get(BELL)
    if rung is None:
        yield "No bell was answered since the queue started, or for an hour: do worker and beat run?"
    elif (minutes := (time.time() - rung) // 60) > LATE:
        yield f"The last bell was answered {minutes:.0f} minutes ago: do worker and beat run?"


def _of_room() -> Iterator[str]:
    blobs = settings.VAR / "blobs"
    free = shutil.disk_usage(blobs if blobs.exists() else settings.VAR).free // 1_000_000
    if free < ROOM_MB:
        yield f"The disk of files is nearly full: {free} MB are left."


def _of_mail() -> Iterator[str]:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, tries__gte=TRIES).count()
    if waiting:
        yield f"{waiting} mails have been waiting for an hour or longer: does the mail server take them?"
