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

from config.embedded.places import Place
from config.embedded.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
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

    @property
    def log(self) -> Path:
        return self.place.logs / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the program in a process group of its own, its output in its log."""
        bury(self)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=os.environ | self.environment,
                start_new_session=True,
                preexec_fn=die_with_parent(self.orphaned_by),
                **_as_account(self.account),
            )
        _write_pid(self, self.process.pid)

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
        _pid_file(self).unlink(missing_ok=True)

    def last_words(self) -> str:
        """Return the last line of the program's log."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1] if lines else "it said nothing"


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


def bury(program: Program) -> None:
    """End what a killed supervisor left behind: only the very process it had noted."""
    try:
        pid, born = _pid_file(program).read_text().split(maxsplit=1)
    except (FileNotFoundError, ValueError):
        return
    deadline = time.monotonic() + program.patience
    while birth_of(int(pid)) == born.strip():
        _signal_group(int(pid), program.stops_on if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)
    _pid_file(program).unlink(missing_ok=True)


def birth_of(pid: int) -> str:
    """Return when the living process ``pid`` was born, in the system's own words; empty if it is gone."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] == "Z" else fields[19]
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S607
    return answer.stdout.strip()


def wait_until(ready, program: Program, seconds: float = 30) -> None:
    """Wait until ``ready()`` holds.

    :raises Trouble: the program ended, or took longer than ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not program.is_running or time.monotonic() > deadline:
            raise Trouble(f"{program.name} did not start: {program.last_words()} (see {program.log})")
        time.sleep(0.05)


def _as_account(account: str | None) -> dict:
    """Return the arguments that start a process as another account, in its own group alone."""
    if account is None:
        return {}
    return {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _pid_file(program: Program) -> Path:
    return program.place.pids / program.name


def _write_pid(program: Program, pid: int) -> None:
    path = _pid_file(program)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{pid} {birth_of(pid)}\n")
