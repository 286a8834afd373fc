"""Ask a running server for the reference and for each page by turns, and print the figures as JSON."""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import django
import psutil

ROUNDS = 40
WARMING = 5
REFERENCE = "/metrics/reference/"


def main(port: int, web: int) -> None:
    """Measure the server at ``port`` whose first process is ``web``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    pages = [_measure(connection, page) for page in _pages()]
    workers = [child.memory_info().rss // 1_000_000 for child in psutil.Process(web).children()]
    json.dump({"pages": pages, "worker_mb": max(workers)}, sys.stdout)


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


def _measure(connection: HTTPConnection, page: dict) -> dict:
    """Take turns between page and reference, so that whatever slows the machine slows both."""
    times: dict[str, list[float]] = {REFERENCE: [], page["path"]: []}
    database: list[float] = []
    for turn in range(ROUNDS + WARMING):
        for path, taken in times.items():
            start = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": page["cookie"], "Host": "localhost"})
            response = connection.getresponse()
            body = response.read()
            if turn >= WARMING:
                taken.append((time.perf_counter() - start) * 1000)
                database.append(float(response.getheader("X-SQL-ms", "0")))
    bare, full = (statistics.median(taken) for taken in times.values())
    return {
        "name": page["name"],
        "status": response.status,
        "ms": full,
        "bare": bare,
        "ratio": full / bare,
        "queries": int(response.getheader("X-Queries", "0")),
        "sql_ms": statistics.median(database[1::2]),
        "kb": len(body) / 1000,
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
