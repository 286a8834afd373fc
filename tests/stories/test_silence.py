"""Three months without a bell, then every bell several times at once: each thing once, one mail per person."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, connections
from django.db.models import Count, Sum
from django.utils.module_loading import import_string

from config.schedule import TIMETABLE
from desk.simulation.play import play
from duties.models import Delivery, Duty, Letter, Notice
from journal import verification
from treasury.models import Invoice, Posting

START = datetime(2025, 11, 24, 15, tzinfo=UTC)
"""The dues of 2026 are invoiced and partly paid when the bells fall silent, and long overdue when they ring."""
PLAYED, SILENT = timedelta(days=60), timedelta(days=92)
TASKS = [import_string(entry["task"]) for entry in TIMETABLE.values()]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_connection_stays():
    yield
    connections.close_all()


def test_after_three_months_of_silence_everything_is_done_once(time_machine, caplog):
    stage = play("asrc", start=START, until=START + PLAYED, seed=7)
    sent_before = Delivery.objects.count()
    time_machine.move_to(stage.at + SILENT, tick=False)

    at_once([each for each in TASKS for _twice in range(2)])
    time_machine.shift(timedelta(hours=1))
    at_once(TASKS)
    settled = rows()
    for each in TASKS:
        each()

    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []
    assert rows() == settled
    assert repeated(Duty.objects.standing(), "debtor", "subject", "kind", "period") == []
    assert repeated(Notice.objects, "person", "key") == []
    assert repeated(Letter.objects.held(), "person", "about", "kind") == []
    assert repeated(Invoice.objects.standing().filter(is_supplementary=False), "debtor", "year") == []
    assert Posting.objects.aggregate(Sum("amount"))["amount__sum"] == 0
    assert verification.verify(stage.consortium) == []
    fresh = Delivery.objects.order_by("pk")[sent_before:]
    digests = Counter(each.person_id for each in fresh if each.key.startswith("digest:"))
    assert set(digests.values()) == {1}
    assert len(mail.outbox) == len(fresh)
    assert len({each.extra_headers["Message-ID"] for each in mail.outbox}) == len(mail.outbox)


def at_once(tasks: list[Callable]) -> None:
    """Run all tasks at the same moment, each over a connection of its own."""
    barrier = Barrier(len(tasks))

    def run(task: Callable) -> None:
        try:
            barrier.wait()
            task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(run, task) for task in tasks]:
            done.result()


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def repeated(rows, *fields: str) -> list[dict]:
    """Tell which rows stand twice, by what makes them the same."""
    return list(rows.values(*fields).annotate(times=Count("pk")).filter(times__gt=1))
