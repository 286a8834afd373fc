"""A real proxy in front of the real server: each client has a limit of its own, and forging changes nothing."""

from contextlib import ExitStack

import pytest
from django.db import connections

from tests.config import served
from tests.config.served import Browser
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long pass phrase"
ACCOUNTS = 14


@pytest.fixture
def people(transactional_db):
    made = [PersonFactory() for __ in range(ACCOUNTS)]
    for person in made:
        person.set_password(PASSWORD)
        person.save()
    yield [person.email for person in made]
    connections.close_all()


@pytest.fixture
def doors(tmp_path):
    """Ports that lead to the product: past a proxy that is trusted, past two, past one that is not, and straight."""
    names = ("one", "inner", "two", "distrusted", "straight", "behind_two")
    port = {name: served.free_port() for name in names}
    sockets = {name: f"unix:{tmp_path / name}.sock" for name in ("one", "distrusted")}
    logs = {"ACCESS_LOG": "-"}
    with ExitStack() as stack:
        for name, trusted, binds in (
            ("none", "0", [sockets["distrusted"], f"127.0.0.1:{port['straight']}"]),
            ("one", "1", [sockets["one"]]),
            ("two", "2", [f"127.0.0.1:{port['behind_two']}"]),
        ):
            (tmp_path / name).mkdir()
            stack.enter_context(served.gunicorn(tmp_path / name, *binds, TRUSTED_PROXIES=trusted, **logs))
        sites = {
            port["one"]: f"unix/{tmp_path / 'one'}.sock",
            port["inner"]: f"127.0.0.1:{port['behind_two']}",
            port["two"]: f"127.0.0.1:{port['inner']}",
            port["distrusted"]: f"unix/{tmp_path / 'distrusted'}.sock",
        }
        stack.enter_context(served.caddy(tmp_path, sites))
        served.wait(*port.values())
        yield port


def forged(n: int) -> dict[str, str]:
    """What a client may claim of itself, another each time."""
    claim = f"198.51.100.{n}"
    return {
        "X-Forwarded-For": f"{claim}, 127.0.0.77",
        "X-Real-IP": claim,
        "Forwarded": f"for={claim};proto=https",
        "True-Client-IP": claim,
        "CF-Connecting-IP": claim,
        "X-Forwarded-Proto": "https",
    }


def test_fu_s4_each_client_behind_proxies_has_its_own_limit_whatever_it_forges(people, doors, tmp_path):
    wrong = []
    for door, first in (("one", 20), ("two", 40)):
        clients = [Browser(doors[door], f"127.0.0.{first + n}", **forged(n)) for n in range(ACCOUNTS)]
        tried = [
            client.sign_in(email, "a wrong guess")
            for client, email in zip(clients, people, strict=True)
            for __ in range(2)
        ]
        came = [client.sign_in(email, PASSWORD) for client, email in zip(clients, people, strict=True)]
        if (set(tried), set(came)) != ({"wrong"}, {"in"}):
            wrong.append((door, "each", tried, came))

    for door, address in (("one", "127.0.0.5"), ("two", "127.0.0.6"), ("straight", "127.0.0.7")):
        client = Browser(doors[door], address)
        tried = [client.sign_in(f"nobody-{door}-{n}@example.org", "x", **forged(n)) for n in range(12)]
        if tried != ["wrong"] * 10 + ["limited"] * 2:
            wrong.append((door, "one", tried))
        if Browser(doors[door], "127.0.0.8").sign_in(people[0], PASSWORD) != "in":
            wrong.append((door, "another"))

    # Without trust all who come by the proxy's socket are one client, and none is locked out by having no address.
    tried = [
        Browser(doors["distrusted"], f"127.0.0.{90 + n}").sign_in(f"n-{n}@example.org", "x", **forged(n))
        for n in range(11)
    ]
    if tried != ["wrong"] * 10 + ["limited"]:
        wrong.append(("distrusted", tried))

    lines = (tmp_path / "one" / "gunicorn.log").read_text().splitlines()
    if not any(line.startswith("127.0.0.20 ") for line in lines) or any("198.51.100" in line for line in lines):
        wrong.append(("log", lines[-3:]))
    assert wrong == []
