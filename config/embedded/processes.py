"""Start, watch and stop one program, so that it never outlives the one who started it."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import endings
from config.embedded.places import Place
from config.embedded.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
LATELY = 64_000
"""Bytes at the end of a log that are looked through for an error."""
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Program:
    """A program of ours: how it is started, and which signals end it."""

    name: str
    command: list[str]
    place: Place
    account: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    stops_on: signal.Signals = signal.SIGTERM
    orphaned_by: signal.Signals = signal.SIGKILL
    """What the kernel sends it when we are killed outright."""
    patience: float = 20
    """Seconds it may take to stop before it is killed."""
    process: subprocess.Popen | None = None
    said_before: int = 0
    """Bytes in the log from earlier starts."""

    @property
    def log(self) -> Path:
        return self.place.logs / f"{self.name}.log"

    @property
    def note(self) -> Path:
        """Where the number and the birth of the process are noted, for a supervisor that comes after us."""
        return self.place.pids / self.name

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the program in a process group of its own, its output in its log."""
        bury(self.note)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.said_before = log.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=os.environ | self.environment,
                start_new_session=True,
                preexec_fn=die_with_parent(self.orphaned_by),
                **as_account(self.account),
            )
        _write_note(self.note, self.process.pid)

    def run(self) -> int:
        """Start the program, wait for its end and return its exit code."""
        self.start()
        try:
            return self.process.wait() if self.process else 1
        finally:
            self.stop()

    def stop(self) -> None:
        """End the program and everything it started, gently first."""
        if self.process is not None:
            _signal_group(self.process.pid, self.stops_on)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
            _signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.note.unlink(missing_ok=True)

    def ending(self) -> str:
        """Say in one line which program ended, how, with which error since its last start, and where its log lies."""
        code = self.process.poll() if self.process else None
        return f"{self.name} {endings.described(code, self._said())} (see {self.log})."

    def _said(self) -> str:
        """Read what it wrote since its last start, or the end of it."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(self.said_before, log.seek(0, os.SEEK_END) - LATELY))
            return log.read().decode(errors="replace")


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child runs first: asking the kernel for ``number`` when its parent dies.

    Linux only; elsewhere the next start buries what was left behind.
    """
    parent = os.getpid()

    def ask() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:
                os._exit(1)

    return ask


def bury_all(place: Place) -> None:
    """End everything that a killed supervisor left behind."""
    for note in place.pids.glob("*"):
        bury(note)


def bury(note: Path, patience: float = 10) -> None:
    """End the very process group that was noted: its number may belong to somebody else by now."""
    try:
        pid, born = note.read_text().split(maxsplit=1)
    except (FileNotFoundError, ValueError):
        return
    deadline = time.monotonic() + patience
    while birth_of(int(pid)) in ("", born.strip()) and _group_lives(int(pid)):
        _signal_group(int(pid), signal.SIGINT if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)
    note.unlink(missing_ok=True)


def birth_of(pid: int) -> str:
    """Return when the living process ``pid`` was born, in the system's own words; empty if it is gone."""
    if sys.platform == "linux":
        stat = _stat(pid)
        return stat[19] if stat and stat[0] != "Z" else ""
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S607
    return answer.stdout.strip()


def wait_until(ready, program: Program, seconds: float = 60) -> None:
    """Wait until ``ready()`` holds.

    :raises Trouble: the program ended, or took longer than ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not program.is_running:
            raise Trouble(f"The start failed: {program.ending()}")
        if time.monotonic() > deadline:
            raise Trouble(f"{program.name} did not answer within {seconds:.0f} s: {program.ending()}")
        time.sleep(0.05)


def as_account(account: str | None) -> dict:
    """Return the arguments that start a process as another account, in its own group alone."""
    if account is None:
        return {}
    return {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _group_lives(group: int) -> bool:
    """Whether a process of the group lives. One that nobody has buried yet does not count."""
    if sys.platform == "linux":
        everybody = [_stat(int(path.name)) for path in Path("/proc").glob("[0-9]*")]
        return any(stat[2] == str(group) and stat[0] != "Z" for stat in everybody if stat)
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _stat(pid: int) -> list[str]:
    """Return Linux's facts about the process from its state on, nothing if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _write_note(note: Path, pid: int) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{pid} {birth_of(pid)}\n")
