"""Motions in a real browser: drafted at a desk, voted on with a thumb, read when decided."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consortium import ballots, motions, needs, statements
from consortium.models import Motion
from consortium.motions import NewItem
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories.consortium import body, company, founded, seated

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def council(transactional_db):
    """The council of a consortium with three companies in it."""
    now = timezone.now()
    place = body(founded(at=now), "ec")
    for name in ("Seagate", "Toshiba", "Western Digital"):
        seated(place, company(place.consortium, name), "cto", f"{name} CTO", at=now)
    return place


def person(council, name):
    return council.seats.get(person__name=f"{name} CTO").person


def slate(council, *titles, deadline=timedelta(days=7)):
    """Put a slate to the vote."""
    by, now = person(council, "Seagate"), timezone.now()
    items = [NewItem(title, "What it means for the year ahead.") for title in titles]
    motion = motions.draft(council, title="Plan of the year", text="As discussed.", items=items, by=by, at=now)
    return motions.open(motion, closes_at=now + deadline, by=by, at=now)


def test_three_taps_on_a_phone_are_a_vote(page: Page, council):
    motion = slate(council, "Two more heat-assisted projects", "One on mechanics", "A workshop in Tokyo")
    signed_in(page, person(council, "Toshiba")).set_viewport_size(PHONE)
    page.goto(f"/{council.consortium.slug}/motions/")

    page.get_by_role("link", name="Vote", exact=True).click()
    page.locator(".slip-slate").get_by_label("For", exact=True).check()
    page.get_by_role("button", name="Cast my vote").click()

    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    assert {ballot.choice for item in motion.items.all() for ballot in item.ballots.all()} == {"for"}


def test_a_draft_is_written_and_put_to_the_vote_at_a_desk(page: Page, council):
    signed_in(page, person(council, "Seagate")).goto(f"/{council.consortium.slug}/motions/new/?body=ec")

    page.get_by_label("Title").fill("Plan of the year")
    page.get_by_label("Items").fill("Two projects\nA workshop")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Put to the vote").click()
    page.get_by_label("In a meeting").check()
    page.get_by_role("button", name="Open the vote").click()

    expect(page.get_by_text("votes on it in its meeting")).to_be_visible()
    assert Motion.objects.get().roll.count() == 3


def test_the_pages_are_clean(page: Page, council):
    by, now, slug = person(council, "Seagate"), timezone.now(), council.consortium.slug
    draft = motions.draft(council, title="A draft", by=by, at=now)
    statements.propose(draft, kind="strategy", text="Density first.", by=by, at=now)
    needs.file(council.seats.first().member, title="Helium-tight seals", by=by, at=now)
    decided = slate(council, "Two projects", "A workshop", deadline=timedelta(hours=1))
    for name, choice in (("Seagate", "for"), ("Toshiba", "for"), ("Western Digital", "against")):
        line = decided.roll.get(acting_seat__person__name=f"{name} CTO")
        ballots.cast_slate(decided, line, choice, by=line.acting_seat.person, at=now)
    motions.close_due(now + timedelta(hours=2))
    opened = slate(council, "Three projects", "A school")
    signed_in(page, by)
    addresses = [
        f"/{slug}/motions/", f"/{slug}/decisions/", f"/{slug}/statements/", f"/{slug}/needs/", f"/{slug}/needs/1/",
        f"/{slug}/bridges/", f"/{slug}/motions/new/", draft.get_absolute_url(), f"{draft.get_absolute_url()}edit/",
        decided.get_absolute_url(), opened.get_absolute_url(), f"{opened.get_absolute_url()}vote/",
    ]  # fmt: skip

    for address in addresses:
        page.goto(address)
        assert_clean(page)
