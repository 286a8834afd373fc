"""Every page of the menu, as the people who see most of it, in a real browser."""

from django.urls import reverse

from desk.navigation import NAVIGATION
from desk.viewers import viewer_of
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.worlds import OPENED


def test_every_page_of_the_menu_is_clean(world_of_its_own, page):
    world = world_of_its_own
    faults = []
    seen = set()

    for who in ("amari", "mori", "zhu"):
        viewer = viewer_of(world.person(who), world.consortium, OPENED)
        lines = [line for section in NAVIGATION for line in section.entries if line.visible(viewer)]
        signed_in(page, viewer.person)
        for line in lines:
            if line.url in seen:
                continue
            seen.add(line.url)
            page.goto(reverse(line.url, args=[world.consortium.slug]))
            try:
                assert_clean(page)
            except AssertionError as fault:
                faults.append(str(fault))
            page.faults.clear()

    assert faults == []
