from datetime import UTC, datetime

import pytest

from charter import presets, questions
from desk import first_steps, founding
from desk.founding import Founding
from desk.viewers import viewer_of
from tests.factories.parties import PersonFactory
from tests.worlds import asrc

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 2, 15, tzinfo=UTC)


def founded():
    founder = PersonFactory()
    answers = questions.suggested(presets.named("asrc")) | {"identity.name": "ASRC"}
    return founding.found(Founding("asrc", "asrc", answers=answers), by=founder, at=AT), founder


def test_a_new_office_is_led_from_the_members_to_the_first_meeting(django_assert_num_queries):
    consortium, founder = founded()
    viewer = viewer_of(founder, consortium, AT)

    with django_assert_num_queries(1):
        steps = first_steps.of(viewer)

    assert [step.is_done for step in steps] == [False] * 5
    assert steps[0].address == "/asrc/members/record/"


def test_what_stands_already_is_marked_as_done():
    world = asrc(AT)
    viewer = viewer_of(world.person("weaver"), world.consortium, AT)

    assert [step.is_done for step in first_steps.of(viewer)] == [True, True, True, True, False]


def test_nobody_else_is_bothered_with_them():
    world = asrc(AT)

    assert first_steps.of(viewer_of(world.person("sato"), world.consortium, AT)) == []


def test_the_home_page_shows_them(client):
    __, founder = founded()
    client.force_login(founder)

    page = client.get("/asrc/")

    assert "First steps" in page.content.decode()
