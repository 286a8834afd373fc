"""Ask a running server for each page, eight readers at once and then by turns with the reference; print JSON."""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from threading import Barrier

import django
import psutil

ROUNDS = 40
WARMING = 5
READERS = 8
EACH = 5
"""How often each of the readers who come at once asks for a page."""
REFERENCE = "/metrics/reference/"


def main(port: int, web: int) -> None:
    """Measure the server at ``port`` whose first process is ``web``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    pages = list(_pages())
    crowds = [_crowd(port, page) for page in pages]  # first, so that the server is cold
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    measured = [crowd | _measure(connection, page) for crowd, page in zip(crowds, pages, strict=True)]
    workers = [child.memory_info().rss // 1_000_000 for child in psutil.Process(web).children()]
    json.dump({"pages": measured, "worker_mb": max(workers)}, sys.stdout)


def _pages() -> Iterator[dict]:
    """Yield each page with its numbers filled in and the cookie of the person who looks."""
    from django.db.models import Max

    from journal.models import Subject
    from tests.bench.pages import PAGES

    youngest = dict(Subject.objects.filter(consortium__slug="asrc").values_list("kind").annotate(Max("number")))
    cookies = {seen_by: _cookie_of(seen_by) for seen_by in {page.seen_by for page in PAGES}}
    for page in PAGES:
        yield {"name": page.name, "path": page.path.format_map(youngest), "cookie": cookies[page.seen_by]}


def _cookie_of(seen_by: str) -> str:
    """Sign in whoever holds that seat longest."""
    from django.conf import settings
    from django.test import Client

    from consortium.models import Seat

    seats = Seat.objects.held().filter(consortium__slug="asrc").order_by("number")
    seat = seats.filter(**({"votes": True} if seen_by == "voter" else {"post": seen_by}))[0]
    client = Client()
    client.force_login(seat.person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _crowd(port: int, page: dict) -> dict:
    """Have eight readers open a page at once; give every status, and the median of what an answer takes."""
    start = Barrier(READERS)

    def read(_reader: int) -> list[tuple[int, float]]:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        start.wait()
        return [_ask(connection, page["path"], page["cookie"])[::2] for _time in range(EACH)]

    with ThreadPoolExecutor(READERS) as pool:
        answers = [answer for found in pool.map(read, range(READERS)) for answer in found]
    statuses, times = zip(*answers, strict=True)
    return {"statuses": sorted(set(statuses)), "crowd_ms": statistics.median(times)}


def _ask(connection: HTTPConnection, path: str, cookie: str) -> tuple[int, HTTPResponse, float]:
    """Give the status of an answer, the answer and the milliseconds it took."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    response = connection.getresponse()
    response.body = response.read()
    return response.status, response, (time.perf_counter() - start) * 1000


def _measure(connection: HTTPConnection, page: dict) -> dict:
    """Take turns between page and reference, so that whatever slows the machine slows both."""
    times: dict[str, list[float]] = {REFERENCE: [], page["path"]: []}
    database: list[float] = []
    for turn in range(ROUNDS + WARMING):
        for path, taken in times.items():
            status, response, milliseconds = _ask(connection, path, page["cookie"])
            if status != 200:
                raise SystemExit(f"{page['name']}: {path} answers {status}")
            if turn >= WARMING:
                taken.append(milliseconds)
                database.append(float(response.getheader("X-SQL-ms", "0")))
    bare, full = (statistics.median(taken) for taken in times.values())
    return {
        "name": page["name"],
        "ms": full,
        "bare": bare,
        "ratio": full / bare,
        "queries": int(response.getheader("X-Queries", "0")),
        "sql_ms": statistics.median(database[1::2]),
        "kb": len(response.body) / 1000,
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
