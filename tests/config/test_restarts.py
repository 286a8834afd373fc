"""What falls is named with how it ended and what it wrote, and started again after growing pauses: real processes."""

import re
import sys

import pytest

from config.embedded.places import Place
from config.embedded.processes import Program, wait_until
from config.embedded.restarts import FORGIVEN, LONGEST, TRIES, Watched
from config.embedded.trouble import Trouble

ACCESS = '127.0.0.1 - - [01/Dec/2026:07:00:00 +0000] "GET /asrc/errors/fatal/ HTTP/1.1" 500 12 "-" "curl"'
REQUEST = """2026-12-01 07:00:00,123 ERROR django.request: Internal Server Error: /asrc/
Traceback (most recent call last):
  File "views.py", line 1, in home
ProgrammingError: table "asked" has 22 columns

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "views.py", line 2, in home
KeyError: 'seat'
"""
BOOT = """Traceback (most recent call last):
  File "settings.py", line 3, in <module>
ValueError: DATABASE_URL must look like postgres://
"""
CLOSING = """[2026-12-01 07:00:01 +0000] [7] [INFO] Worker exiting (pid: 7)
[2026-12-01 07:00:01 +0000] [6] [ERROR] Worker (pid:7) exited with code 3
[2026-12-01 07:00:01 +0000] [6] [ERROR] Shutting down: Master
[2026-12-01 07:00:01 +0000] [6] [ERROR] Reason: Worker failed to boot.
"""
KILL = "; import os, signal; os.kill(os.getpid(), signal.{})"
SAID = "ValueError: DATABASE_URL must look like postgres://"

ENDINGS = {
    "a traceback of its own": ("int('x')", "exit code 1: ValueError: invalid literal for int() with base 10: 'x'"),
    "a traceback among closing lines": (f"print({BOOT + CLOSING!r}); exit(3)", f"exit code 3: {SAID}"),
    "a traceback before requests": (f"print({BOOT + ACCESS!r}); exit(1)", f"exit code 1: {SAID}"),
    "an error of the command line": ("print('initdb: error: no room'); exit(1)", "exit code 1: initdb: error: no room"),
    "a fatal error": (
        "print('2026-12-01 07:00:00.123 UTC [9] FATAL:  no memory\\nLOG:  database system is shut down'); exit(1)",
        "exit code 1: 2026-12-01 07:00:00.123 UTC [9] FATAL:  no memory",
    ),
    "a request's fault long before": (
        f"print({REQUEST!r}); print('going on'); exit(3)",
        "exit code 3; its last line: going on",
    ),
    "a fault after a request's": (f"print({REQUEST + BOOT!r}); exit(1)", f"exit code 1: {SAID}"),
    "an ordinary line with the word": (
        "print('INFO mails: 0 sent without error'); print('bye'); exit(2)",
        "exit code 2; its last line: bye",
    ),
    "requests alone": (f"print({ACCESS!r}); exit(2)", "exit code 2; it wrote nothing"),
    "silence": ("exit(4)", "exit code 4; it wrote nothing"),
    "silence without a fault": ("", "exit code 0; it wrote nothing"),
    "a kill after an error": (
        f"print({BOOT!r}, flush=True)" + KILL.format("SIGKILL"),
        "was killed (SIGKILL): by hand, or by the system when memory ran out",
    ),
    "a polite end": ("print('error', flush=True)" + KILL.format("SIGTERM"), "was killed (SIGTERM)"),
    "a crash": ("import ctypes" + KILL.format("SIGSEGV"), "crashed (SIGSEGV)"),
    "an abort that says why": (
        "import faulthandler; faulthandler.enable(); import os; os.abort()",
        "crashed (SIGABRT): Fatal Python error: Aborted",
    ),
}
"""What a process does → how its end is told."""


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def python(place: Place, script: str, name: str = "web") -> Program:
    return Program(name, [sys.executable, "-c", script], place)


def test_fu_s12_an_end_is_told_by_code_or_signal_and_by_what_was_written_since_the_start(place):
    wrong = {}
    for name, (script, told) in ENDINGS.items():
        program = python(place, script)
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("a") as log:
            log.write("CRITICAL: what an earlier run said\n" + BOOT)
        program.run()

        said = re.sub(r"^ended with ", "", program.ending().removeprefix("web ").removesuffix(f" (see {program.log})."))

        if said != told:
            wrong[name] = said

    assert wrong == {}


def test_fu_s12_what_never_comes_up_ends_the_start_and_is_named(place):
    watched = Watched(python(place, "int('x')", "worker"), has_come_up=False, started=0)

    with pytest.raises(Trouble) as trouble:
        _fall(watched, times=TRIES)

    assert str(trouble.value) == (
        f"Giving up: worker did not come up in {TRIES} starts. worker ended with exit code 1: ValueError: "
        f"invalid literal for int() with base 10: 'x' (see {watched.program.log})."
    )


def test_fu_s12_what_once_ran_is_started_again_for_ever_after_growing_pauses(place):
    watched = Watched(python(place, "exit(3)", "beat"), has_come_up=True, started=0)

    said = _fall(watched, times=9)

    pauses = [int(re.search(r"Starting it again in (\d+) s", line)[1]) for line in said]
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST, LONGEST, LONGEST]
    assert {line.partition(" (see")[0] for line in said} == {"beat ended with exit code 3; it wrote nothing"}


def test_fu_s12_falls_are_forgiven_after_a_while_of_running(place):
    watched = Watched(python(place, "import time; time.sleep(60)"), has_come_up=False, started=0, falls=2)
    watched.program.start()
    try:
        watched.look(FORGIVEN, print)
    finally:
        watched.program.stop()

    assert (watched.has_come_up, watched.falls) == (True, 0)


def test_fu_s12_the_start_ends_with_the_program_that_fell_while_it_was_waited_for(place):
    web = python(place, f"print({BOOT + CLOSING!r}); exit(3)")
    web.start()

    with pytest.raises(Trouble) as trouble:
        wait_until(lambda: False, web)

    assert str(trouble.value) == f"The start failed: web ended with exit code 3: {SAID} (see {web.log})."


def _fall(watched: Watched, *, times: int) -> list[str]:
    """Let a program that ends by itself fall so often, however long the pauses are; return what is said."""
    said: list[str] = []
    now = 0.0
    watched.program.start()
    while len(said) < times:
        if watched.program.process:
            watched.program.process.wait()
        watched.look(now, said.append)
        now = watched.due or now
    return said
