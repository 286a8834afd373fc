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
    lines = told.folded(told.notices(secretary), secretary.consortium.slug)

    assert [(line.words, len(line.folded), line.is_new) for line in lines] == [("3 reminders", 3, True)]
    assert told.news(secretary, 6) == []


def test_a_reminder_of_what_has_been_done_waits_for_nobody(secretary):
    duties.let_off(Duty.objects.all(), by=None, at=LATER, reason="Done on paper")

    assert not Notice.objects.unread().exists()
    assert not told.folded(told.notices(secretary), secretary.consortium.slug)[0].is_new


def test_whoever_follows_a_notice_has_read_it(client, secretary):
    notice = Notice.objects.order_by("pk")[0]
    client.force_login(secretary.person)

    answer = client.get(f"/{secretary.consortium.slug}/notices/{notice.pk}/")

    assert (answer.status_code, answer.url) == (302, notice.address)
    assert list(Notice.objects.filter(read_at__isnull=False)) == [notice]


def test_a_notice_is_opened_by_the_person_it_was_written_for(client, secretary):
    stranger = made.officer(secretary.consortium, "finance")
    client.force_login(stranger)

    answers = [
        client.get(f"/{secretary.consortium.slug}/notices/{pk}/").status_code
        for pk in Notice.objects.values_list("pk", flat=True)
    ]

    assert set(answers) == {404}
    assert not Notice.objects.filter(read_at__isnull=False).exists()
