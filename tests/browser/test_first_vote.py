"""From the first visit to the first decision in force, through real pages alone, under each preset."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from consortium import motions
from consortium.models import Item, Meeting, Motion
from tests.browser.checks import assert_clean, watch

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = {"asrc": ("Seagate", "Toshiba"), "sematech-1987": ("Intel", "Motorola"), "eureka": ("France", "Finland")}
UNSUGGESTED = {
    "asrc": {},
    "sematech-1987": {"Share for projects": "90 %"},
    "eureka": {"Currency": "EUR"},
}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("preset", MEMBERS)
def test_a_newcomer_gets_from_the_first_visit_to_the_first_decision(page: Page, browser: Browser, live_server, preset):
    _found(page, preset)
    for name in MEMBERS[preset]:
        _record(page, name, "FR" if preset == "eureka" else "US")
        _enter_who_nominates(page, name)
    people = [_arrive(browser, live_server.url, name) for name in MEMBERS[preset]]
    for person in people:
        _nominate_oneself(person)
    _verify_all(page)

    _put_something_to_the_vote(page)
    for person in people:
        _vote_in_three_taps(person)
    _close(page)

    assert {item.state for item in Item.objects.all()} == {Item.State.CARRIED}
    assert Item.Enactment.BLOCKED not in {item.enactment for item in Item.objects.all()}
    _call_a_meeting(page)
    assert_clean(page)


def _found(page: Page, preset: str) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill("okada@office.example")
    page.get_by_label("Password").fill("a long walk to Sendai")
    page.get_by_role("button", name="Make the account").click()
    page.locator(f"a[href='/found/{preset}/']").click()
    for label, value in UNSUGGESTED[preset].items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Address").fill("ours")
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()


def _record(page: Page, name: str, country: str) -> None:
    page.goto("/ours/")
    first = page.get_by_role("link", name="Record the founding members")
    if first.count():
        first.click()
    else:
        page.goto("/ours/members/")
        page.get_by_role("link", name="Record a founding member").click()
    page.get_by_label("Name", exact=False).first.fill(name)
    page.get_by_label("Country").fill(country)
    for term in ("Branch", "Position in the supply chain", "Tier"):
        choices = page.get_by_label(term).locator("option")
        if choices.count() > 1:
            page.get_by_label(term).select_option(index=1)
    page.get_by_label("Member since").fill(_today(page))
    page.get_by_label("Document").fill("Register of the founders")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def _enter_who_nominates(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("E-mail").fill(f"chief@{name.lower()}.example")
    page.get_by_label("Name", exact=False).first.fill(f"Chief of {name}")
    if page.get_by_label("Title", exact=True).count():
        page.get_by_label("Title", exact=True).select_option(index=1)
    expect(page.get_by_label("Nominates people for seats")).to_be_checked()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("An invitation was sent to")).to_be_visible()


def _arrive(browser: Browser, address: str, name: str) -> Page:
    """Sign in by code, on a phone, and accept the invitation of one's company."""
    context = browser.new_context(base_url=address, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    watch(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"chief@{name.lower()}.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].subject)[0])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="View invitations").click()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/ours/")
    return page


def _nominate_oneself(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Nominate", exact=True).first.click()
    page.get_by_label("Person").select_option(index=1)
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text("Waiting for the office")).to_be_visible()


def _verify_all(page: Page) -> None:
    while True:
        page.goto("/ours/")
        if not page.get_by_role("link", name="Verify", exact=True).count():
            return
        page.get_by_role("link", name="Verify", exact=True).click()
        page.locator("main tbody a").first.click()
        page.get_by_role("button", name=re.compile("right: seat")).click()
        expect(page.get_by_text("has the seat")).to_be_visible()


def _put_something_to_the_vote(page: Page) -> None:
    """Propose who keeps the books where there is such a post, else draft a motion by hand."""
    page.goto("/ours/")
    books = page.get_by_role("link", name="Propose who keeps the books")
    if books.count():
        books.click()
        page.get_by_label("Person").select_option(label="okada")
        page.get_by_label("Post").select_option(label="Finance")
        page.get_by_role("button", name="Propose").click()
        page.get_by_role("button", name=re.compile("^Put before the")).click()
    else:
        page.get_by_role("link", name="Put the first motion to the vote").click()
        page.get_by_label("Decided by").select_option(index=1)
        page.get_by_label("Title").fill("We begin")
        page.get_by_role("button", name="Save the draft").click()
        page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Put to the vote").click()
    page.get_by_label("In writing").check()
    page.get_by_role("button", name="Open the vote").click()
    expect(page.get_by_text(re.compile("Waits for 2 seats"))).to_be_visible()


def _vote_in_three_taps(page: Page) -> None:
    page.goto("/ours/")
    page.get_by_role("main").get_by_role("link", name="Vote", exact=True).click()
    page.get_by_label("For", exact=True).first.check()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    assert not page.faults


def _close(page: Page) -> None:
    """Everybody has voted; the vote runs until its deadline all the same, and the clock closes it."""
    page.goto("/ours/")
    page.get_by_role("link", name="Reach the first decision").click()
    page.locator("main tbody a").first.click()
    expect(page.get_by_text("Every seat has voted.")).to_be_visible()
    expect(page.get_by_text("Close the vote")).to_have_count(0)
    motion = Motion.objects.get(state=Motion.State.OPEN)
    motions.close_due(motion.closes_at)
    page.reload()
    expect(page.get_by_text("Decided by the")).to_be_visible()


def _call_a_meeting(page: Page) -> None:
    page.goto("/ours/")
    page.get_by_role("link", name="Plan the first meeting and call it").click()
    page.locator("main input[type=checkbox]").first.check()
    page.get_by_label("Title").fill("The first of many")
    page.get_by_label("Day").fill(_today(page, ahead=30))
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Call it").click()
    expect(page.get_by_text("Invitations are on their way.")).to_be_visible()
    assert Meeting.objects.get().state == Meeting.State.CALLED
    page.goto("/ours/")
    expect(page.get_by_role("heading", name="First steps")).to_have_count(0)


def _today(page: Page, ahead: int = 0) -> str:
    return page.evaluate("days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", ahead)
