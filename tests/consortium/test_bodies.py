"""Bodies come from the charter."""

import pytest
from django.db import IntegrityError, transaction

from consortium import bodies
from consortium.models import Body
from journal import subjects
from parties.refusals import Invalid
from tests.factories.consortium import asrc_document, body, chartered, founded
from tests.factories.parties import NOON, ConsortiumFactory

pytestmark = pytest.mark.django_db


def test_constitute_opens_what_the_charter_names_with_layers_branches_and_parents():
    consortium = founded()

    found = {
        b.key: (b.kind, b.level, b.branch, b.parent and b.parent.key)
        for b in Body.objects.filter(consortium=consortium)
    }

    assert found == {
        "ec": ("council", 1, "", None),
        "sc_us": ("steering", 2, "us", "ec"),
        "sc_jp": ("steering", 2, "jp", "ec"),
        "tc_us": ("technical", 3, "us", "sc_us"),
        "tc_jp": ("technical", 3, "jp", "sc_jp"),
        "office": ("office", 0, "", None),
    }


def test_bodies_stand_by_layer_and_what_is_no_layer_comes_last():
    consortium = founded()

    found = list(Body.objects.filter(consortium=consortium).values_list("key", flat=True))

    assert found == ["ec", "sc_jp", "sc_us", "tc_jp", "tc_us", "office"]


def test_constitute_twice_opens_nothing_more():
    consortium = founded()

    assert bodies.constitute(consortium, by=None, at=NOON) == []
    assert Body.objects.filter(consortium=consortium).count() == 6


def test_bodies_count_in_the_time_zone_of_their_branch():
    consortium = founded()

    assert body(consortium, "tc_jp").time_zone == "Asia/Tokyo"


def test_a_second_council_is_refused_whatever_wrote_the_charter():
    consortium = ConsortiumFactory()
    document = asrc_document()
    document["bodies"]["ec2"] = {**document["bodies"]["ec"], "name": "Second council"}
    chartered(consortium, document)

    with pytest.raises(Invalid, match="The charter allows one Executive Council"):
        bodies.constitute(consortium, by=None, at=NOON)


def test_a_second_steering_committee_in_a_branch_is_refused():
    consortium = ConsortiumFactory()
    document = asrc_document()
    document["bodies"]["sc_us2"] = {**document["bodies"]["sc_us"], "name": "Second"}
    chartered(consortium, document)

    with pytest.raises(Invalid, match="exactly one steering committee"):
        bodies.constitute(consortium, by=None, at=NOON)


def test_the_database_knows_one_council():
    consortium = founded()
    subject = subjects.open(consortium, Body.KIND)

    with pytest.raises(IntegrityError, match="one_open_committee_per_branch"), transaction.atomic():
        Body.objects.create(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            key="ec2",
            kind="council",
            level=1,
            name="Second",
            opened_on=NOON.date(),
        )
