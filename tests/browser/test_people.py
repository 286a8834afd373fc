"""Organisation, seats and nominations in a real browser: clean on a phone and at a desk, and used end to end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consortium import groups, nominations, partners
from consortium.models import Seat
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    """A council seat, a technical committee with a group and a university, a nomination, an office."""
    now = timezone.now()
    consortium = founded(at=now - timedelta(days=30))
    toshiba = company(consortium, "Toshiba")
    lead = seated(body(consortium, "tc_us"), toshiba, "technical_lead", "R. Rivera", at=now)
    secretary = officer(consortium, at=now)
    groups.set_up(
        lead.body, "system", name="HAMR group", purpose="Heat", system="HAMR", lead=lead.person, by=lead.person, at=now
    )
    partners.connect(lead.body, OrganisationFactory(kind="university"), by=secretary, at=now)
    nominator = employee(toshiba, "", "M. Mori", "nominator")
    chief = employee(toshiba, "cto", "K. Sato")
    nomination = nominations.propose(toshiba, body(consortium, "ec"), chief, by=nominator, at=now)
    return {
        "slug": consortium.slug,
        "secretary": secretary,
        "nominator": nominator,
        "lead": lead,
        "toshiba": toshiba,
        "nomination": nomination,
    }


def test_every_page_is_clean(page: Page, world):
    signed_in(page, world["nominator"])
    lead = world["lead"]
    for path in [
        "bodies/",
        f"bodies/{lead.body.number}/",
        "who-decides/",
        "posts/",
        "nominations/",
        f"nominations/{world['nomination'].number}/",
        f"seats/{lead.number}/",
        "people/",
        f"people/{lead.person_id}/",
        f"members/{world['toshiba'].number}/people/",
        f"members/{world['toshiba'].number}/people/invite/",
        "partners/1/",
    ]:
        page.goto(f"/{world['slug']}/{path}")
        assert_clean(page)


def test_a_company_nominates_and_the_office_seats(page: Page, world):
    director = employee(world["toshiba"], "director", "D. Rector")
    signed_in(page, world["nominator"]).goto(f"/{world['slug']}/posts/")

    page.get_by_role("link", name="Nominate").first.click()
    page.get_by_label("Person").select_option(label=f"{director.name}")
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text("Waiting for the Executive Council to put it to the vote.")).to_be_visible()

    signed_in(page, world["secretary"]).goto(f"/{world['slug']}/nominations/{world['nomination'].number}/")
    page.get_by_role("button", name="Tier and title are right: seat").click()
    expect(page.get_by_text("K. Sato has the seat.")).to_be_visible()
    assert Seat.objects.get(body__key="ec").votes
