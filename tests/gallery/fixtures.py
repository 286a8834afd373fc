"""A consortium, a person with a part in it, and the gallery of page kinds."""

from datetime import date
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from membership.models import Affiliation
from parties.models import Organisation
from tests.factories.parties import ConsortiumFactory, OrganisationFactory, PersonFactory


@pytest.fixture
def asrc(db):
    return ConsortiumFactory(slug="asrc", name="ASRC")


@pytest.fixture
def sato(db):
    return PersonFactory(
        email="sato@example.org", name="Ken Sato", native_name="佐藤 健", language="en", time_zone="Asia/Tokyo"
    )


@pytest.fixture
def belonging(asrc, sato):
    """Ken Sato belongs to a university that takes part: he is known, and holds nothing."""
    return Affiliation.objects.create(
        consortium=asrc,
        person=sato,
        organisation=OrganisationFactory(name="Company 050 and sons"),
        during=DateRange(date(2020, 1, 1), None),
    )


@pytest.fixture
def gallery(settings, asrc, belonging):
    """Serve a page of each kind below ``/asrc/gallery/``."""
    settings.ROOT_URLCONF = "tests.gallery.urls"
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**templates, "DIRS": [*templates["DIRS"], Path(__file__).parent / "templates"]}]
    return asrc


@pytest.fixture
def organisations(db):
    """A hundred and twenty organisations, every other one a company."""
    return Organisation.objects.bulk_create(
        Organisation(name=f"Company {n:03}", native_name="会社", kind="firm" if n % 2 else "university", country="JP")
        for n in range(120)
    )
