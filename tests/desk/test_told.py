"""What a reader was told: reminders that follow one another are one line, and what is settled no longer waits."""

from datetime import timedelta

import pytest

from desk import told
from desk.viewers import viewer_of
from duties import duties, reminders
from duties.duties import Owed
from duties.models import Duty, Notice
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def secretary():
    asrc = made.founded()
    secretary = made.officer(asrc)
    bodies = [made.body(asrc, key).subject_id for key in ("ec", "sc_us", "sc_jp")]
    duties.owe(asrc, [Owed(body, body, "minutes.write", NOON) for body in bodies], at=NOON)
    reminders.remind(asrc, at=NOON)
    return viewer_of(secretary, asrc, LATER)


def test_reminders_that_follow_one_another_are_one_line_and_no_news(secretary):
    lines = told.folded(told.notices(secretary))

    assert [(line.words, len(line.folded), line.is_new) for line in lines] == [("3 reminders", 3, True)]
    assert told.news(secretary, 6) == []


def test_a_reminder_of_what_has_been_done_waits_for_nobody(secretary):
    duties.let_off(Duty.objects.all(), by=None, at=LATER, reason="Done on paper")

    assert not Notice.objects.unread().exists()
    assert not told.folded(told.notices(secretary))[0].is_new
