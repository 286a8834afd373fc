"""Every page as those who see most of it: what its exports hold, what forms choose, what empty lists say."""

import html
import re

import pytest
import time_machine
from django.http import HttpResponse

from tests.access import exports
from tests.access.exports import offered, target
from tests.access.personas import KNOWN
from tests.access.table import TABLE
from web.lists import Column

LEFT_TO_THE_READER = {
    "language",  # of a text, or of one's own pages
    "time_zone",
    "zone",
    "date_order",  # of a bank's file, guessed from it
    "decimal",
    "delimiter",
    "encoding",
}
"""Choices that bind nobody else: how something is written or read."""
NARROWEST = {"label"}
"""Who may read a paper: the narrowest circle is chosen until somebody widens it."""
REWORKED = ("/room/", "/record/", "/vote/", "/open/")
"""Votes are cast and recorded on pages of their own, with tests of their own."""
CHOICE = re.compile(r"<select[^>]*name=\"([^\"]+)\"[^>]*>(.*?)</select>", re.S)
OPTION = re.compile(r"<option value=\"([^\"]*)\"([^>]*)>")
RADIO = re.compile(r"<input[^>]*type=\"radio\"[^>]*>")
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S)


@pytest.fixture(scope="module")
def opened(lasting_world):
    """Open every page of the table once for those who see most; what each says, by address and persona."""
    exports.leave_a_mail_untaken(lasting_world)
    rows = [row for row in TABLE if row.method == "get" and not row.is_api and row.in_consortium]
    addresses = sorted({lasting_world.address(row) for row in rows})
    with time_machine.travel(lasting_world.troupe.stage.at, tick=False):
        return {
            (address, persona): lasting_world.clients[persona].get(address)
            for address in addresses
            for persona in ("finance", "secretary")
        }


@pytest.fixture(scope="module")
def listed(lasting_world, opened) -> dict[str, dict[str, HttpResponse]]:
    """Open the pages that offer an export to anybody for everybody: address → persona → page."""
    addresses = sorted({address for (address, _persona), page in opened.items() if offered(page)})
    with time_machine.travel(lasting_world.troupe.stage.at, tick=False):
        return {
            address: {persona: lasting_world.clients[persona].get(address) for persona in sorted(KNOWN)}
            for address in addresses
        }


def test_fu_a3_every_export_holds_what_the_page_lists(world, listed):
    wrong, filled, keys = [], set(), set()

    for address, pages in listed.items():
        for persona, page in pages.items():
            for link, kind in offered(page):
                faults, rows, key = exports.tried(world, persona, page, target(address, link), kind)
                wrong += [f"{address} {kind} as {persona}: {fault}" for fault in faults]
                filled |= {address} if rows else set()
                keys.add(key)

    assert not wrong, "\n".join(sorted(set(wrong))[:60])
    assert filled == set(listed)
    assert {listing.key for listing in exports.declared()} == keys


def test_fu_c4_an_empty_list_claims_nothing_about_what_others_see(listed):
    wrong = []

    for address, pages in listed.items():
        lists = {persona: page.context["list"] for persona, page in pages.items() if "list" in (page.context or {})}
        most = max((shown.total for shown in lists.values()), default=0)
        for persona, shown in lists.items():
            said = shown.nothing
            if shown.total < most and str(said) == str(shown.listing.nothing):
                wrong.append(f"{address} as {persona}, who sees {shown.total} of {most}: “{said}”")

    assert wrong == []


def test_fu_c6_no_form_chooses_for_somebody(opened):
    wrong = set()

    for (address, persona), page in opened.items():
        for form in FORM.findall(exports.text_of(page)):
            wrong |= {f"{address} as {persona}: {fault}" for fault in chosen(form)}

    assert sorted(each for each in wrong if not any(part in each for part in REWORKED)) == []


def chosen(form: str) -> set[str]:
    """List what a form would send for somebody who touched nothing, where others are bound by it."""
    found = set()
    for name, options in CHOICE.findall(form):
        values = OPTION.findall(options)
        is_open = len(values) < 2 or values[0][0] == "" or any("selected" in state for _value, state in values)
        is_marked = any("selected" in state and value for value, state in values)
        if name not in LEFT_TO_THE_READER and not is_open and not is_marked:
            found.add(f"“{name}” takes the first of {len(values)}")
    for radio in RADIO.findall(form):
        name = re.search(r'name="([^"]+)"', radio)[1]
        if "checked" in radio and name not in LEFT_TO_THE_READER | NARROWEST:
            found.add(f"“{name}” is chosen: {html.unescape(radio)[:90]}")
    return found


def test_fu_c6_a_payment_without_a_payer_is_nobody_s_until_somebody_says(world, opened):
    page = opened[world.address(row_of("payment_detail", "unmatched payment")), "finance"].content.decode()
    options = OPTION.findall(dict(CHOICE.findall(page))["member"])

    assert options[0] == ("", "")
    assert not any("selected" in state for _value, state in options)
    assert nobody_chosen(world).status_code == 302


def row_of(route: str, thing: str):
    return next(row for row in TABLE if row.route == route and thing in row.args.values())


def nobody_chosen(world) -> HttpResponse:
    return world.clients["finance"].post(world.address(row_of("payment_detail", "unmatched payment")) + "assign/", {})


class Gathered:
    """A row whose words are a method, as Django's models have them."""

    pk, state = 1, "open"

    def get_state_display(self) -> str:
        return "Open"


@pytest.mark.parametrize("value", ["get_state_display", lambda row: row.get_state_display])
def test_fu_a3_a_method_found_by_a_path_is_called(value):
    assert Column("state", "State", value).raw(Gathered()) == "Open"
