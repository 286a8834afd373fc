"""The supervisor for real: started, crowded out, killed and started again, on data of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import psutil
import pytest

from config.embedded.supervisor import ROOT, answers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up the way Linux shows them")


@pytest.fixture(scope="module")
def var():
    """Give a data folder beside the others, and leave neither it nor any of its processes behind."""
    folder = ROOT / "var" / f"test-{uuid4().hex[:8]}"
    yield folder
    for process in belonging_to(folder):
        process.kill()
    shutil.rmtree(folder)


def start(var: Path, port: int) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))}
    environment |= {"ROUNDTABLE_VAR": str(var), "PORT": str(port), "HOST": "127.0.0.1", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "config.embedded.supervisor", "own"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def belonging_to(var: Path) -> list[psutil.Process]:
    """Return every living process that was started for this data."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ROUNDTABLE_VAR") == str(var) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_address(supervisor: subprocess.Popen, port: int) -> None:
    """Read what the supervisor says until it names its address, and look whether that is true."""
    said = []
    for line in supervisor.stdout:
        said.append(line)
        if f"http://localhost:{port}/" in line:
            break
    else:
        pytest.fail("".join(said))
    assert urlopen(f"http://127.0.0.1:{port}/", timeout=10).status == 200


def test_supervisor_runs_alone_and_takes_everything_with_it(var: Path):
    port = free_port()
    first = start(var, port)
    wait_for_address(first, port)

    second = start(var, free_port())
    said, _ = second.communicate(timeout=30)
    first.send_signal(signal.SIGINT)
    first.wait(60)

    assert second.returncode == 1
    assert said.strip() == f"Roundtable is already running on {var}. Stop that one first."
    assert belonging_to(var) == []


def test_supervisor_recovers_after_it_was_killed(var: Path):
    port = free_port()
    killed = start(var, port)
    wait_for_address(killed, port)
    killed.kill()
    killed.wait()

    again = start(var, port)
    wait_for_address(again, port)
    again.terminate()
    again.wait(60)

    assert belonging_to(var) == []


def test_supervisor_recovers_after_everything_was_killed(var: Path):
    port = free_port()
    killed = start(var, port)
    wait_for_address(killed, port)
    for process in belonging_to(var):
        process.kill()
    killed.wait()

    again = start(var, port)
    wait_for_address(again, port)
    again.terminate()
    again.wait(60)

    assert belonging_to(var) == []


def test_supervisor_names_a_taken_port_in_one_line(var: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said, _ = start(var, port).communicate(timeout=30)

    assert said.strip() == f"Port {port} cannot be used (Address already in use). Choose another: PORT={port + 1}"


def test_fu_s12_supervisor_starts_again_whatever_falls_however_often(var: Path):
    port = free_port()
    supervisor = start(var, port)
    wait_for_address(supervisor, port)

    said = []
    for names in (("web", "worker", "beat", "valkey"), ("valkey",), ("valkey",)):
        for name in names:
            os.kill(pid_of(var, name), signal.SIGKILL)
        said += islice((line for line in supervisor.stdout if "killed" in line), len(names))
        wait_until(lambda names=names: all(psutil.pid_exists(pid_of(var, name)) for name in names))
    wait_until(lambda: answers("127.0.0.1", port))

    assert supervisor.poll() is None
    supervisor.terminate()
    supervisor.wait(60)
    pattern = r"^\s*\S+ (\w+ was killed \(SIGKILL\)).* in (\d+) s\.\s*$"
    assert {re.sub(pattern, r"\1, \2 s", line) for line in said} == {
        *(f"{name} was killed (SIGKILL), 1 s" for name in ("web", "worker", "beat", "valkey")),
        *(f"valkey was killed (SIGKILL), {pause} s" for pause in (2, 4)),
    }


def pid_of(var: Path, name: str) -> int:
    """Give the number of a program's process; nought while it is being started."""
    note = var / "pids" / name
    return int((note.read_text().split() or [0])[0]) if note.exists() else 0


def wait_until(holds, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)
