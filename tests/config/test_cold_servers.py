"""Fresh servers, each met cold by eight readers at once who ask for every page, export, feed and call that they may.

Four people have two windows each, which open the same address at the same moment; each goes their own way through
the product. Whatever threads share is filled then, or never: what two first readers break stays broken until the
server ends. ``make cold`` meets five servers; the suite meets one, where each person asks every other address.
"""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from config.embedded.processes import Program, wait_until
from config.embedded.supervisor import answers as stands
from desk import tokens
from tests.access.expander import answers
from tests.access.personas import PERSONAS
from tests.access.table import TABLE
from tests.config.test_supervisor import free_port
from tests.worlds import World

READERS = {"secretary": "en", "finance": "en", "own_nominator": "ja", "tc_us_chair": "zh-hans"}
"""Who reads, in which language."""
WINDOWS = 2
DOCUMENT = ("/api/v1/schema/", "/api/v1/schema/?format=json")
WELL = frozenset({200})

Asked = dict[str, frozenset[int]]
"""Address → the right answers."""


def test_fu_s1_a_cold_server_answers_eight_first_readers_at_once(world_of_its_own, pytestconfig):
    world = _speaking(world_of_its_own)
    readers = {persona: (_asked(world, persona), _headers(world, persona)) for persona in READERS}
    _collect_static(world)

    servers = pytestconfig.getoption("servers")
    for turn in range(servers):
        with _served(world) as (port, web):
            wrong = _meet(port, readers, turn, every=1 if servers > 1 else 2)
        assert wrong == {}, f"server {turn + 1} answered {len(wrong)} wrongly; see {web.log}"


def _speaking(world: World) -> World:
    for persona, language in READERS.items():
        person = world.person(PERSONAS[persona])
        person.language = language
        person.save()
    return world


def _asked(world: World, persona: str) -> Asked:
    """Every address of the access table once that is there for a reader, with its exports and words to look for."""
    rows = {row.route: row for row in TABLE if row.method == "get"}.values()
    asked = dict.fromkeys(DOCUMENT, WELL)
    for row in rows:
        address, right = world.address(row), answers(row, persona) - {404}
        if not right:
            continue
        asked[f"{address}?{urlencode(row.data)}" if row.data else address] = right
        if row.route == "search":
            asked[f"{address}?q=storage"] = right
        elif row.route.endswith("_list") and not row.is_api:
            asked |= {f"{address}?export={kind}": right for kind in ("csv", "xlsx")}
    return asked


def _headers(world: World, persona: str) -> dict[str, dict[str, str]]:
    """What a reader sends: a session to pages, a token to the API."""
    person, at = world.person(PERSONAS[persona]), world.troupe.stage.at
    client = Client()
    client.force_login(person)
    __, key = tokens.issue(person, "cold", ["read"], expires_at=at + timedelta(days=9), at=at)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"pages": {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}, "api": {"Authorization": f"Bearer {key}"}}


@contextmanager
def _served(world: World) -> Iterator[tuple[int, Program]]:
    """Serve the test's database as in production; one process, so that all readers meet in it."""
    port = free_port()
    web = Program("cold", [sys.executable, "-m", "gunicorn", "-c", "python:config.web"], settings.PLACE)
    web.environment = _environment(world) | {"PORT": str(port), "WEB_WORKERS": "1"}
    web.start()
    try:
        wait_until(lambda: stands("127.0.0.1", port), web)
        yield port, web
    finally:
        web.stop()


def _environment(world: World) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.served",
        "ROUNDTABLE_VAR": str(settings.VAR),
        "SERVED_DATABASE": connection.settings_dict["NAME"],
        "SERVED_AT": world.troupe.stage.at.isoformat(),
    }


def _collect_static(world: World) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    program = Program("cold-files", command, settings.PLACE, environment=_environment(world))
    assert program.run() == 0, program.ending()


def _meet(port: int, readers: dict, turn: int, *, every: int) -> dict[tuple[str, str], int]:
    """Have all readers begin at once, each in an order of their own; return what was answered wrongly."""
    start = Barrier(len(readers) * WINDOWS)

    def read(number: int, persona: str, together: Barrier) -> dict[tuple[str, str], int]:
        asked, headers = readers[persona]
        order = list(asked)[number % every :: every]
        random.Random(f"{turn} {persona}").shuffle(order)
        wrong = {}
        start.wait()
        for address in order:
            together.wait()
            if (status := _answer(port, address, headers)) not in asked[address]:
                wrong[persona, address] = status
        return wrong

    with ThreadPoolExecutor(start.parties) as pool:
        windows = [
            pool.submit(read, number, persona, together)
            for number, persona in enumerate(readers)
            for together in [Barrier(WINDOWS)]
            for _window in range(WINDOWS)
        ]
        return {key: status for window in windows for key, status in window.result().items()}


def _answer(port: int, address: str, headers: dict[str, dict[str, str]]) -> int:
    door = HTTPConnection("127.0.0.1", port, timeout=60)
    door.request("GET", address, headers=headers["api" if address.startswith("/api/") else "pages"])
    response = door.getresponse()
    response.read()
    door.close()
    return response.status
