"""Starting again whatever falls: after growing pauses for as long as it takes, unless it has never come up."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from config.embedded.processes import Program
from config.embedded.trouble import Trouble

COMES_UP = 10.0
"""Seconds after which a program that runs has come up."""
TRIES = 3
"""How often a program is started that never comes up: what is broken from the first start is not mended by waiting."""
LONGEST = 60.0
"""Seconds of the longest pause; the first is one second, each further one twice the last."""
FORGIVEN = 300.0
"""Seconds of running after which earlier falls no longer count."""


@dataclass
class Watched:
    """A program that is to run, and how it has fared."""

    program: Program
    has_come_up: bool
    started: float
    falls: int = 0
    due: float | None = None
    """When it is started again; nothing while it runs."""

    def look(self, now: float, say: Callable[[str], None]) -> None:
        """Start it again if it has fallen and its pause is over.

        :raises Trouble: it has never come up.
        """
        if self.program.is_running:
            self._note_that_it_runs(now)
        elif self.due is None:
            self._note_its_fall(now, say)
        elif now >= self.due:
            self.program.start()
            self.started, self.due = now, None

    def _note_that_it_runs(self, now: float) -> None:
        self.has_come_up = self.has_come_up or now - self.started >= COMES_UP
        if now - self.started >= FORGIVEN:
            self.falls = 0

    def _note_its_fall(self, now: float, say: Callable[[str], None]) -> None:
        self.falls += 1
        if not self.has_come_up and self.falls >= TRIES:
            raise Trouble(f"Giving up: {self.program.name} did not come up in {TRIES} starts. {self.program.ending()}")
        pause = min(2.0 ** (self.falls - 1), LONGEST)
        self.due = now + pause
        say(f"{self.program.ending()} Starting it again in {pause:.0f} s.")


def watch(up: Iterable[Program], starting: Iterable[Program]) -> None:
    """Keep programs running, for ever: those that are ``up``, and those that were started and may yet fail to come up.

    :raises Trouble: one never came up.
    """
    now = time.monotonic()
    watched = [Watched(program, True, now) for program in up] + [Watched(program, False, now) for program in starting]
    while True:
        time.sleep(0.5)
        for each in watched:
            each.look(time.monotonic(), _say)


def _say(words: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {words}", flush=True)
