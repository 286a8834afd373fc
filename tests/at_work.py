"""ASRC for tests, founded and at work by the real verbs, once for all: in databases that are copied.

``founded`` is the evening of its founding day, ``world`` has besides what the access table speaks of; both take back
what a test did. ``world_of_its_own`` is a copy that a test may commit to.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from desk.simulation.scenes.opening import open_curtain
from tests import databases
from tests.access import doors, things
from tests.worlds import OPENED, World

APPS = "charter config consortium desk duties files journal membership parties projects roadmap treasury web"
MADE_OF = [f"{app}/**/*.{kind}" for app in APPS.split() for kind in ("py", "toml")]
MADE_OF += ["tests/access/*.py", "tests/at_work.py", "tests/worlds.py", "requirements/base.txt"]


def founding_day() -> str:
    """Return the template with ASRC founded: 14 companies of all tiers in two branches, every committee seated."""
    return _template("founded", lambda: World(open_curtain("asrc", at=OPENED, seed=7)), of=databases.migrated())


def asrc() -> str:
    """Return the template of ASRC at work, with a thing for every name that the access table uses."""
    return _template("world", lambda: things.filled(_kept("founded")), of=founding_day())


@contextmanager
def opened(template: str) -> Iterator[World]:
    """Point at a copy of a template, and give the world that lies in it."""
    here = connection.settings_dict["NAME"]
    with databases.a_copy_of(template, f"{here}_world"):
        yield _kept(template.split("_")[-2])


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Open ASRC at work in a transaction around all tests of a file; each test undoes only what it did itself."""
    with django_db_blocker.unblock(), opened(asrc()) as world, transaction.atomic():
        world.clients = doors.clients(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world, db, time_machine) -> World:
    """Stand in the world on its day."""
    time_machine.move_to(lasting_world.troupe.stage.at, tick=False)
    return lasting_world


@pytest.fixture(scope="module")
def lasting_founded(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Open ASRC on its founding day in a transaction around all tests of a file."""
    with django_db_blocker.unblock(), opened(founding_day()) as world, transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def founded(lasting_founded, db, time_machine) -> World:
    """Stand in the world on the evening of its founding day."""
    time_machine.move_to(lasting_founded.troupe.stage.at, tick=False)
    return lasting_founded


@pytest.fixture
def world_of_its_own(transactional_db, time_machine) -> Iterator[World]:
    """Stand in a world that ends with the test, while its clock runs."""
    with opened(asrc()) as world:
        time_machine.move_to(world.troupe.stage.at, tick=True)
        yield world


def _template(kind: str, make: Callable[[], World], *, of: str) -> str:
    return databases.template(kind, databases.fingerprint(MADE_OF), lambda: _keep(kind, make()), of=of)


def _keep(kind: str, world: World) -> None:
    _place(kind).write_bytes(pickle.dumps(world))


def _kept(kind: str) -> World:
    return pickle.loads(_place(kind).read_bytes())


def _place(kind: str) -> Path:
    return settings.VAR / f"{kind}.pickle"
