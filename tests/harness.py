"""What a test run stands on: its own PostgreSQL and Valkey, and for each worker its own database."""

from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from config.embedded import locks, services
from config.embedded.processes import bury_all
from config.embedded.trouble import Trouble
from desk import database_owner
from tests import databases

HELD: dict = {}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the services once, before any worker process asks for them."""
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    try:
        HELD["lock"] = locks.hold(
            settings.VAR / "lock",
            f"Another test run uses {settings.VAR}. Wait for it, or set ROUNDTABLE_VAR to a folder of its own.",
        )
        bury_all(settings.PLACE)
        HELD["services"] = services.start(settings.PLACE, durable=False)
    except Trouble as trouble:
        pytest.exit(str(trouble), returncode=1)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if "lock" in HELD:
        services.stop(HELD.pop("services", []))
        bury_all(settings.PLACE)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Give this worker a database of its own."""
    with django_db_blocker.unblock():
        name = databases.use_a_fresh_copy()
    yield
    with django_db_blocker.unblock():
        databases.drop(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Run a test that takes the fixture ``as_owner`` in sessions of the owner, from before its transaction begins."""
    with database_owner.as_owner() if "as_owner" in getattr(item, "fixturenames", ()) else nullcontext():
        return (yield)


@pytest.fixture
def as_owner():
    """Have the session of the test be the owner's: for what the web may not, such as switching off triggers."""


@pytest.fixture
def owner_cursor(transactional_db):
    """Give a cursor of the tables' owner beside the test's session, which is the web's and sees what is committed."""
    with databases.owner_session(connection.settings_dict["NAME"]) as session, session.cursor() as cursor:
        yield cursor


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """Begin each test that may touch the database with an empty cache."""
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()
