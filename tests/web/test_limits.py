"""Limits that protect accounts are kept while the cache is away, by every process together."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings as product
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.embedded import valkey
from config.embedded.places import Place
from desk import tasks
from tests.config import served
from tests.config.served import TOO_MANY, Browser
from tests.factories.parties import PersonFactory
from web import limits
from web.models import Counted

PASSWORD = "a long pass phrase"


@pytest.fixture
def no_cache(settings):
    """Nobody listens where the cache should."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}}


def somebody():
    person = PersonFactory()
    person.set_password(PASSWORD)
    person.save()
    return person


def told(answer) -> str:
    """Say what a form answered to a guess."""
    if answer.status_code == 429:
        return "limited"
    if answer.status_code == 302:
        return "on"
    return "limited" if TOO_MANY in answer.content.decode() else "wrong"


@pytest.fixture
def killed(transactional_db, tmp_path, request):
    """Serve the product beside a Valkey of its own, and kill that one."""
    place = Place(product.VAR / f"killed-{getattr(request.config, 'workerinput', {}).get('workerid', 'alone')}")
    server, port = valkey.start(place), served.free_port()
    try:
        with served.gunicorn(tmp_path, f"127.0.0.1:{port}", REDIS_URL=place.redis_url, TRUSTED_PROXIES="0"):
            served.wait(port)
            server.process.kill()
            server.process.wait()
            yield port
    finally:
        server.stop()
        connections.close_all()


def test_fu_s5_guessing_is_limited_though_the_real_valkey_was_killed(killed):
    guessed, other, rushed = somebody(), somebody(), somebody()

    one = Browser(killed)
    tried = [one.sign_in(guessed.email, f"guess {n}") for n in range(25)]
    came = one.sign_in(other.email, PASSWORD)
    with ThreadPoolExecutor(12) as crowd:  # two processes of four threads each
        browsers = [Browser(killed, f"127.0.1.{n + 1}") for n in range(24)]
        at_once = list(crowd.map(lambda each: each.sign_in(rushed.email, "guess"), browsers))
    right = Browser(killed, "127.0.2.1").sign_in(rushed.email, PASSWORD)

    assert tried == ["wrong"] * 5 + ["limited"] * 20
    assert came == "in"
    assert 1 <= at_once.count("wrong") <= 5 and at_once.count("limited") == 24 - at_once.count("wrong")
    assert right == "limited"


@pytest.mark.django_db
def test_fu_s5_every_way_in_is_limited_without_the_cache(no_cache):
    wrong = []

    def expect(way: str, answers: list, right: list) -> None:
        given = [told(answer) for answer in answers]
        if given != right:
            wrong.append((way, given))

    sent = {"email": somebody().email}
    answers = [Client().post(reverse("account_request_login_code"), sent) for __ in range(5)]
    expect("codes asked for", answers, ["on"] * 3 + ["limited"] * 2)

    person, client = somebody(), Client(REMOTE_ADDR="198.51.100.2")
    answers = [client.post(reverse("account_reset_password"), {"email": person.email}) for __ in range(7)]
    expect("passwords reset", answers, ["on"] * 5 + ["limited"] * 2)

    person, client = somebody(), Client(REMOTE_ADDR="198.51.100.3")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for __ in range(7)]
    expect("second factors", answers, ["wrong"] * 5 + ["limited"] * 2)

    person, client = somebody(), Client(REMOTE_ADDR="198.51.100.4")
    client.force_login(person)
    answers = [client.post(reverse("account_reauthenticate"), {"password": "x"}) for __ in range(7)]
    expect("proving oneself again", answers, ["wrong"] * 5 + ["limited"] * 2)

    client = Client(REMOTE_ADDR="198.51.100.5")
    answers = [client.post(reverse("account_login"), {"login": f"n{n}@x.org", "password": "x"}) for n in range(12)]
    expect("many accounts from one address", answers, ["wrong"] * 10 + ["limited"] * 2)

    assert wrong == []


@pytest.mark.django_db
def test_fu_s5_a_code_takes_three_guesses_though_its_session_forgets_them():
    person, client = somebody(), Client()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.MULTILINE).group(1)
    before = dict(client.session.items())
    answers = []
    for guess in ("WRONG1", "WRONG2", "WRONG3", code):
        session = client.session
        session.update(before)  # as many guesses at one moment find it
        session.save()
        answers.append(client.post(reverse("account_confirm_login_code"), {"code": guess}))

    assert "_auth_user_id" not in client.session
    assert told(answers[-1]) == "limited"


@pytest.mark.django_db
def test_fu_s5_a_code_of_an_app_is_used_once_without_the_cache(no_cache):
    secret = generate_totp_secret()
    device = TOTP.activate(somebody(), secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    assert [device.validate_code(code) for __ in range(2)] == [True, False]


@pytest.mark.django_db
def test_fu_s5_limits_end_and_are_forgotten():
    at = timezone.now()
    limits.put("allauth:a", [1.5], 60)
    limits.put("allauth:b", [2.5], -1)

    assert (cache.get("allauth:a"), cache.get("allauth:b", "none")) == ([1.5], "none")
    assert (cache.add("allauth:a", 1, 60), cache.add("allauth:b", 1, 60)) == (False, True)
    assert (cache.delete("allauth:a"), cache.delete("allauth:a")) == (True, False)

    Counted.objects.update(ends_at=at - timedelta(minutes=1))
    tasks.tidy_up()
    assert not Counted.objects.exists()
