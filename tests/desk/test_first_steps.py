from datetime import UTC, datetime

import pytest

from charter import presets, questions
from consortium.models import Body
from desk import first_steps, founding
from desk.founding import Founding
from desk.viewers import viewer_of
from tests.charter.documents import UNSUGGESTED
from tests.factories.consortium import company
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 2, 15, tzinfo=UTC)


def just_founded(preset="asrc"):
    founder = PersonFactory()
    answers = questions.suggested(presets.named(preset)) | UNSUGGESTED.get(preset, {}) | {"identity.name": "ASRC"}
    return founding.found(Founding(preset, "fresh", answers=answers), by=founder, at=AT), founder


def test_a_new_office_is_led_from_the_members_to_the_first_decision(django_assert_num_queries):
    consortium, founder = just_founded()
    viewer = viewer_of(founder, consortium, AT)

    with django_assert_num_queries(1):
        steps = first_steps.of(viewer)

    assert [step.is_done for step in steps] == [False] * 7
    assert steps[0].address == "/fresh/members/record/"


def test_each_step_leads_to_the_page_that_does_it():
    consortium, founder = just_founded()
    member = company(consortium, "Toshiba")
    viewer = viewer_of(founder, consortium, AT)

    steps = first_steps.of(viewer)

    assert [step.is_done for step in steps] == [True] + [False] * 6
    assert steps[1].address == f"/fresh/members/{member.number}/people/"
    assert "Executive Council" in steps[2].what
    assert steps[3].address == f"/fresh/bodies/{Body.objects.get(kind='office').number}/propose/"


@pytest.mark.parametrize(("preset", "steps"), [("asrc", 7), ("sematech-1987", 7), ("eureka", 6)])
def test_every_preset_is_led_in_its_own_words(preset, steps):
    consortium, founder = just_founded(preset)

    assert len(first_steps.of(viewer_of(founder, consortium, AT))) == steps


def test_what_stands_already_is_marked_as_done(founded):
    viewer = viewer_of(founded.person("weaver"), founded.consortium, AT)

    assert [step.is_done for step in first_steps.of(viewer)] == [True, True, True, True, True, True, False]


def test_nobody_else_is_bothered_with_them(founded):
    assert first_steps.of(viewer_of(founded.person("sato"), founded.consortium, AT)) == []


def test_the_home_page_shows_them(client):
    __, founder = just_founded()
    client.force_login(founder)

    page = client.get("/fresh/")

    assert "First steps" in page.content.decode()
