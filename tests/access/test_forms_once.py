"""A form that is sent twice is taken once, whatever it makes."""

import pytest

from membership.models import Prospect
from web.models import AnswerGiven

pytestmark = pytest.mark.django_db
SENT = {"name": "Acme", "country": "US", "kind": "firm", "once": "a1"}


def test_fu_s8_a_form_that_makes_something_makes_one(world):
    office, address = world.clients["secretary"], f"/{world.consortium.slug}/prospects/new/"
    before = Prospect.objects.count()

    answers = [office.post(address, SENT) for __ in range(3)]
    made = Prospect.objects.count() - before
    another = office.post(address, {**SENT, "name": "Acme Two"})

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    assert (made, another.status_code, Prospect.objects.count() - before) == (1, 302, 2)


def test_fu_s8_what_was_refused_may_be_sent_again(world):
    office, address = world.clients["secretary"], f"/{world.consortium.slug}/prospects/new/"

    refused = office.post(address, {**SENT, "country": ""})
    taken = office.post(address, SENT)

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert AnswerGiven.objects.count() == 1
