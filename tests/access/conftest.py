"""The world that the access table speaks of, built once for all its cases."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from tests import worlds
from tests.access import doors, things
from tests.access.expander import Row


class AccessWorld(worlds.World):
    """The world with its things by name, and the addresses of rows."""

    def address(self, row: Row) -> str:
        """Put the row's things into its address."""
        known = {name: self.things[thing] for name, thing in row.args.items()}
        if row.in_consortium:
            known["consortium"] = self.consortium.slug
        return reverse(row.route, kwargs=known)

    def data(self, row: Row) -> dict:
        """Put the row's things into what it sends."""
        return {name: self._thing(value) for name, value in row.data.items()}

    def _thing(self, name: str):
        return SimpleUploadedFile("x.txt", b"x") if name == "a file" else self.things.get(name, name)


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    """Open ASRC in a transaction around all cases; each case undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = AccessWorld(worlds.asrc().troupe)
        things.fill(world)
        world.clients = doors.clients(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world, db, time_machine):
    """Stand in the world on its day."""
    time_machine.move_to(lasting_world.troupe.stage.at, tick=False)
    return lasting_world
