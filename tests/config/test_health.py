import time
from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from desk import tasks
from duties.models import Delivery
from parties.models import Person

pytestmark = pytest.mark.django_db

NOWHERE = {
    "default": {"BACKEND": "config.cache.Forgetful", "LOCATION": "redis://127.0.0.1:1/0"},
}


@pytest.fixture
def work(client):
    """Ask whether what should happen by itself does."""

    def asked() -> tuple[int, str]:
        response = client.get("/health/work/")
        return response.status_code, response.content.decode()

    return asked


def test_health_answers_while_the_database_does(client):
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok")


def test_work_is_done_while_bells_are_answered(work):
    tasks.answer_bell()

    assert work() == (200, "ok")


def test_a_worker_that_does_nothing_is_noticed(work):
    cache.set(tasks.BELL, time.time() - 20 * 60 - 5)
    late = work()
    cache.delete(tasks.BELL)

    assert late == (503, "The last bell was answered 20 minutes ago: do worker and beat run?")
    assert work() == (503, "No bell was answered since the queue started, or for an hour: do worker and beat run?")


def test_mail_that_nobody_takes_is_noticed(work):
    tasks.answer_bell()
    sato = Person.objects.create_user("sato@toshiba.example")
    Delivery.objects.create(person=sato, key="digest:1", due_at=datetime(2026, 3, 2, tzinfo=UTC), tries=5)

    assert work() == (503, "1 mails have been waiting for an hour or longer: does the mail server take them?")


def test_pages_do_without_the_cache_and_the_queue_is_missed(client, work, settings):
    sato = Person.objects.create_user("sato@toshiba.example")
    client.force_login(sato)
    settings.CACHES = NOWHERE

    page = client.get("/accounts/email/")

    assert (page.status_code, page.wsgi_request.user) == (200, sato)
    assert client.get("/health/").status_code == 200
    assert work() == (503, "The queue does not answer: nothing happens by itself.")


def test_one_signs_in_and_out_without_the_cache(client, settings):
    settings.CACHES = NOWHERE

    client.force_login(Person.objects.create_user("sato@toshiba.example"))
    signed_in = client.get("/accounts/email/").wsgi_request.user.is_authenticated
    client.logout()

    assert (signed_in, client.get("/accounts/email/").wsgi_request.user.is_authenticated) == (True, False)
