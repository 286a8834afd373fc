from datetime import timedelta

import pytest
from django.core import mail

from duties import deliveries, letters
from duties.models import Letter, Notice
from parties.refusals import Refusal
from parties.viewer import nobody
from tests.duties.things import subject
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def letter(about=None, person=None, **given):
    about, person = about or subject(), person or PersonFactory()
    given = {"kind": "appointment", "title": "Appointment", "body": "Dear Ken", "by": None, "at": NOON} | given
    return letters.hold(about, person, **given)


def test_a_held_letter_is_seen_by_nobody_but_the_office():
    held = letter()

    assert list(Letter.objects.visible_to(nobody(held.consortium, NOON, held.person))) == []


def test_released_letters_go_out_each_by_itself_and_are_seen_by_their_recipients():
    first, second = letter(), letter()

    assert letters.release([first, second], by=PersonFactory(), at=NOON) == (2, 0)
    deliveries.send(at=NOON)

    assert [sent.to for sent in mail.outbox] == [[first.person.email], [second.person.email]]
    assert list(Letter.objects.visible_to(nobody(first.consortium, NOON, first.person))) == [first]


def test_releasing_twice_sends_once():
    held = letter()

    counts = [letters.release([held], by=PersonFactory(), at=NOON).released for _each in range(2)]

    assert counts == [1, 0]
    assert Notice.objects.count() == 1


def test_a_letter_about_the_same_thing_is_held_once():
    about, person = subject(), PersonFactory()

    assert letter(about, person) == letter(about, person, title="Another")


def test_a_released_letter_cannot_be_edited():
    held, office = letter(), PersonFactory()
    letters.release([held], by=office, at=NOON)

    with pytest.raises(Refusal, match="left the outbox"):
        letters.edit(held, title="New", body="New", by=office, at=NOON + timedelta(days=1))


def test_a_letter_is_cancelled_only_with_a_reason():
    held, office = letter(), PersonFactory()

    with pytest.raises(Refusal, match="Say why"):
        letters.cancel(held, by=office, at=NOON, reason="")

    letters.cancel(held, by=office, at=NOON, reason="The appointment was rescinded")
    assert Letter.objects.get().state == "cancelled"
