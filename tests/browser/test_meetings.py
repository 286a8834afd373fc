"""Calling a meeting, keeping it in the room and approving its minutes, in a real browser."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from consortium import agendas, meetings, motions
from consortium.models import Meeting, Minutes
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
SOON = (NOW + timedelta(days=40)).date()


@pytest.fixture
def asrc():
    return made.founded(NOW - timedelta(days=200))


@pytest.fixture
def council(asrc):
    council = made.body(asrc, "ec")
    for firm, person in (("Seagate", "Jane Roe"), ("日立製作所", "佐藤 健"), ("Toshiba", "Ken Abe")):
        made.seated(council, made.company(asrc, firm), "cto", person, at=NOW - timedelta(days=100))
    return council


@pytest.fixture
def secretary(asrc):
    return made.officer(asrc, at=NOW - timedelta(days=100))


def test_the_office_plans_and_calls_and_a_member_replies_on_a_phone(page, asrc, council, secretary):
    signed_in(page, secretary)
    page.goto(f"/{asrc.slug}/bodies/{council.number}/plan/")
    assert_clean(page)
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Call it").click()
    page.get_by_text("Invitations are on their way.").wait_for()
    assert_clean(page)

    meeting = Meeting.objects.get()
    signed_in(page, council.seats.get(person__name="佐藤 健").person)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(meeting.get_absolute_url())
    yes = page.get_by_role("button", name="Yes")
    assert yes.bounding_box()["y"] < 844, "the reply stands above the fold of a phone"
    yes.click()
    page.get_by_text("1 of 3 accepted, at least 2 needed").wait_for()
    assert_clean(page)


def test_the_secretary_keeps_a_meeting_and_its_minutes_are_approved(page, asrc, council, secretary):
    meeting = meetings.plan([council], by=None, at=NOW, title="Spring council", day=SOON, time=time(9))
    agendas.add(meeting, by=None, at=NOW, title="Opening", presenter="Jane Roe")
    motion = motions.draft(
        council, title="Adopt the plan", by=secretary, at=NOW, items=[motions.NewItem("Adopt the plan")]
    )
    agendas.add(meeting, by=None, at=NOW, title="The plan", minutes=30, motion=motion)
    meetings.call(meeting, by=None, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(hours=2), day=date.today())
    signed_in(page, secretary)

    page.goto(f"{meeting.get_absolute_url()}agenda/")
    page.get_by_role("button", name="Move “The plan” up").click()
    assert_clean(page)
    page.goto(f"{meeting.get_absolute_url()}room/")
    for name in ("Jane Roe", "佐藤 健", "Ken Abe"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Record attendance").click()
    page.get_by_text("3 of 3 seats, at least 2 needed").wait_for()
    assert_clean(page)
    page.get_by_role("link", name="Record vote").click()
    assert_clean(page)
    page.get_by_text("Exceptions").click()
    page.get_by_label("Toshiba").select_option("abstain")
    page.locator("label.choice-for").click()
    page.get_by_role("button", name="Preview result").click()
    page.get_by_role("button", name="Record: Carried, 2 to 0, 1 abstained").wait_for()
    assert_clean(page)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Preview result").click()
    page.get_by_role("button", name="Record: Carried").click()
    page.get_by_text("The vote on “Adopt the plan” is recorded: Carried.").wait_for()
    page.get_by_label("Notes").last.fill("Welcome to all.")
    page.get_by_role("button", name="Keep").last.click()
    page.get_by_role("button", name="It was held").click()
    page.get_by_role("button", name="Draft the minutes").click()
    page.get_by_text("1 abstained").wait_for()
    assert_clean(page)
    page.get_by_role("button", name="Circulate").click()
    page.get_by_text("0 of 3 seats approved").wait_for()
    record = Minutes.objects.get()
    for seat in council.seats.all()[:2]:
        signed_in(page, seat.person)
        page.goto(record.get_absolute_url())
        page.get_by_role("button", name="Approve these minutes").click()
        page.get_by_text("Your answer: Approves").wait_for()
        assert_clean(page)
    signed_in(page, secretary)
    page.goto(record.get_absolute_url())
    page.get_by_role("button", name="Record the approval in writing").click()
    page.get_by_text("Approved in writing").wait_for()

    assert_clean(page)
    assert Minutes.objects.get().is_approved
    page.goto(f"/{asrc.slug}/compliance/")
    assert_clean(page)
    page.goto(f"/{asrc.slug}/meetings/past/")
    assert_clean(page)
