"""A consortium, a person with a seat in it, and the gallery of page kinds."""

from datetime import date
from pathlib import Path

import pytest

from desk import middleware
from parties.models import Consortium, Organisation, Person
from parties.viewer import SeatHeld, Viewer


@pytest.fixture
def asrc(db):
    return Consortium.objects.create(
        slug="asrc", name="ASRC", founded_on=date(2026, 1, 1), goes_live_on=date(2026, 1, 1)
    )


@pytest.fixture
def sato(db):
    return Person.objects.create_user("sato@example.org", "Ken Sato", native_name="佐藤 健", time_zone="Asia/Tokyo")


@pytest.fixture
def seated(monkeypatch):
    seat = SeatHeld(1, 1, 1, "ec", "council", "", "", True, None)
    monkeypatch.setattr(middleware, "viewer_of", lambda p, c, now: Viewer(p, c, now, seats=(seat,)))


@pytest.fixture
def gallery(settings, asrc, sato, seated):
    """Serve a page of each kind below ``/asrc/gallery/``."""
    settings.ROOT_URLCONF = "tests.desk.gallery"
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
    return asrc


@pytest.fixture
def organisations(db):
    return Organisation.objects.bulk_create(
        Organisation(name=f"Company {n:03}", native_name="会社", kind="firm" if n % 2 else "university", country="JP")
        for n in range(120)
    )
