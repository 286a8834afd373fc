"""What the secretary finds on the first page: the office's own next steps, and nobody else's."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from charter import editions
from consortium import meetings
from desk import chores
from desk.viewers import viewer_of
from duties.titles import about, titles
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def asrc():
    return made.founded()


def planned(asrc, day):
    return meetings.plan([made.body(asrc, "ec")], by=None, at=NOON, title="Council", day=day, time=time(9))


def seen(asrc, post, at):
    viewer = viewer_of(made.officer(asrc, post), asrc, at)
    charter = editions.in_force(asrc, viewer.today)
    owed = chores.owed(viewer, charter)
    return [line.what for line in chores.of(viewer, charter, owed, titles(asrc, about(owed)))]


def test_invitations_are_due_within_the_charters_notice(asrc):
    meeting = planned(asrc, date(2026, 6, 3))

    assert seen(asrc, "secretary", meeting.starts_at - 30 * DAY) == []
    assert seen(asrc, "secretary", meeting.starts_at - 10 * DAY) == ["Send the invitations: Council"]


def test_a_meeting_that_is_over_wants_recording(asrc):
    meeting = planned(asrc, date(2026, 6, 3))
    meetings.call(meeting, by=None, at=NOON)

    assert seen(asrc, "secretary", meeting.starts_at + DAY) == ["Record or cancel: Council"]


def test_the_home_page_shows_them_with_the_rule_that_they_stand_on(client, asrc):
    planned(asrc, timezone.localdate() + 3 * DAY)
    client.force_login(made.officer(asrc, at=timezone.now() - DAY))

    page = client.get(f"/{asrc.slug}/")

    assert page.status_code == 200
    assert "Send the invitations: Council" in page.content.decode()
    assert "#meetings.notice_days" in page.content.decode()


def test_the_other_posts_have_other_work(asrc):
    meeting = planned(asrc, date(2026, 6, 3))

    assert seen(asrc, "finance", meeting.starts_at + DAY) == []
