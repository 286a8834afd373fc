"""Play the demonstration at two sizes, serve it as in production, measure, and judge by the budgets."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from config.embedded import locks, services
from config.embedded.places import Place
from config.embedded.processes import Program, bury_all, wait_until
from config.embedded.supervisor import answers, has_consortium
from config.embedded.trouble import Trouble
from tests.bench.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"demonstration": 2, "ten times the rows": 20}
"""Years that are played."""
RATIO, KILOBYTES, WORKER_MB, SQL_GROWTH = 3.5, 100, 150, 1.5
"""SQL that grows does so in milliseconds and in times of the reference: the machine is not as fast in both runs."""
STATEMENTS = 60
"""Of a dues run, however many members it invoices."""
NOTICEABLE_MS = 2
"""SQL below this is noise, whatever it grows by."""


def main() -> None:
    found = {name: _at_size(years, with_dues=years == 2) for name, years in SIZES.items()}
    for name, figures in found.items():
        _print(name, figures)
    faults = list(_faults(found))
    print("\n" + ("\n".join(faults) if faults else "Everything lies within its budget."))
    sys.exit(bool(faults))


def _at_size(years: int, *, with_dues: bool) -> dict:
    """Return the figures of a server whose data are ``years`` long; playing them is done once."""
    place = Place(ROOT / "var" / f"bench-{years}")
    port = _free_port()
    os.environ |= {
        "PORT": str(port),
        "ROUNDTABLE_VAR": str(place.var),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    lock = locks.hold(place.var / "lock", f"Something is running on {place.var}. Stop it first.")
    web = Program("web", [sys.executable, "-m", "gunicorn", "-c", "python:config.web"], place)
    bury_all(place)
    running = services.start(place, durable=False)
    try:
        _prepare(place, years)
        web.start()
        wait_until(lambda: answers("127.0.0.1", port), web)
        return _figures("measure", str(port), str(web.process.pid)) | (_figures("dues") if with_dues else {})
    finally:
        services.stop([*running, web])
        bury_all(place)
        lock.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _figures(module: str, *arguments: str) -> dict:
    """Run a module of this package, in the environment of its data, and read the figures that it prints."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


def _prepare(place: Place, years: int) -> None:
    _manage("migrate", "-v0")
    _manage("collectstatic", "--no-input", "-v0")
    if not has_consortium(place):
        _manage("simulate", "--charter", "asrc", "--years", str(years), "--seed", "7")


def _manage(*words: str) -> None:
    demonstration = os.environ | {"DEMONSTRATION": "1"}
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=demonstration, check=True)


def _print(name: str, figures: dict) -> None:
    print(f"\n{name}: a worker takes {figures['worker_mb']} MB")
    print(f"  {'page':24} {'ms':>7} {'× bare':>7} {'queries':>8} {'SQL ms':>7} {'KB':>6} {'8 at once':>10}")
    for page in figures["pages"]:
        print(
            f"  {page['name']:24} {page['ms']:7.1f} {page['ratio']:7.2f} {page['queries']:8} "
            f"{page['sql_ms']:7.1f} {page['kb']:6.0f} {page['crowd_ms']:7.0f} ms"
        )
    if "invoices" in figures:
        print(
            f"  a dues run for {figures['invoices']} members: {figures['seconds']:.0f} s, "
            f"{figures['statements']} statements"
        )


def _faults(found: dict[str, dict]) -> Iterator[str]:
    small, large = (figures["pages"] for figures in found.values())
    for name, figures in found.items():
        if figures["worker_mb"] > WORKER_MB:
            yield f"{name}: a worker takes {figures['worker_mb']} MB, {WORKER_MB} are allowed"
        if figures.get("statements", 0) > STATEMENTS:
            yield f"a dues run takes {figures['statements']} statements, {STATEMENTS} are allowed"
    for page, little, much in zip(PAGES, small, large, strict=True):
        if wrong := sorted({*little["statuses"], *much["statuses"]} - {200}):
            yield f"{page.name}: answers {', '.join(map(str, wrong))}"
        if max(little["ratio"], much["ratio"]) > RATIO:
            yield f"{page.name}: {max(little['ratio'], much['ratio']):.1f} times the reference, {RATIO} are allowed"
        if much["queries"] > page.queries:
            yield f"{page.name}: {much['queries']} queries, {page.queries} are allowed"
        if much["kb"] > KILOBYTES:
            yield f"{page.name}: {much['kb']:.0f} KB, {KILOBYTES} are allowed"
        growth = much["sql_ms"] / little["sql_ms"]
        growth = min(growth, growth * little["bare"] / much["bare"])
        if much["sql_ms"] > NOTICEABLE_MS and growth > SQL_GROWTH:
            yield f"{page.name}: SQL grew {growth:.1f} times with the rows, {SQL_GROWTH} are allowed"


if __name__ == "__main__":
    try:
        main()
    except (Trouble, subprocess.CalledProcessError) as trouble:
        sys.exit(str(trouble))
