"""The supervisor for real: started, crowded out, killed and started again, on data of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import psutil
import pytest

from config.embedded.supervisor import ROOT

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
