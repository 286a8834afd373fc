"""People, organisations and bare consortia, for tests below the charter."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from parties.models import Consortium, Organisation, Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday: the moment at which tests act unless they say otherwise."""


class PersonFactory(DjangoModelFactory):
    """Someone with an address and no part in anything."""

    class Meta:
        model = Person

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        """Come in as people do: by invitation, without a password."""
        return model_class.objects.create_user(*args, **fields)


class OrganisationFactory(DjangoModelFactory):
    """A company."""

    class Meta:
        model = Organisation

    name = factory.Sequence("Firm {}".format)
    kind = "firm"
    country = "US"


class ConsortiumFactory(DjangoModelFactory):
    """A consortium without a charter."""

    class Meta:
        model = Consortium

    slug = factory.Sequence("c{}".format)
    name = factory.Sequence("Consortium {}".format)
    founded_on = date(2016, 1, 1)
    goes_live_on = date(2016, 1, 1)
