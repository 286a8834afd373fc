"""A company on its people's home page: what is asked of it, told to each as far as they may know."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from charter import editions
from consortium import invitations, meetings, memberships
from consortium.models import Invitation
from desk import company as companies
from desk import home
from desk.viewers import viewer_of
from membership.models import Assistance
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory
from tests.factories.treasury import invoiced, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def consortium():
    return founded()


def card_of(person, consortium, at=NOON):
    viewer = viewer_of(person, consortium, at)
    (card,) = companies.cards(viewer, editions.in_force(consortium, viewer.today))
    return card


def test_whoever_pays_sees_what_is_owed_and_what_the_dues_became(consortium):
    member = company(consortium, "Seagate")
    payer = employee(member, "", "Dana Pruitt", "billing")
    paid(invoiced(member, 1000, year=2025), 1000)
    open_invoice = invoiced(member, 400)

    dues = card_of(payer, consortium).dues

    assert [owed.invoice for owed in dues.owed] == [open_invoice]
    assert (dues.paid, dues.research, dues.since) == (Decimal(1000), Decimal(900), 2025)


def test_a_colleague_without_a_mandate_reads_of_the_suspension_but_of_no_amount(consortium):
    officer(consortium, "finance")
    member = company(consortium, "Seagate")
    colleague, _payer = employee(member), employee(member, "", "Dana Pruitt", "billing")
    invoiced(member, 400)
    late = NOON + timedelta(days=60)
    memberships.follow(consortium, at=late)

    card = card_of(colleague, consortium, late)

    assert (card.is_suspended, card.dues, card.payers) == (True, None, ["Dana Pruitt"])


def test_the_nominator_is_led_to_each_vacant_seat_and_others_to_the_nominator(consortium):
    member = company(consortium, "Seagate", tier="t3")
    nominator = employee(member, "", "Robert Kline", "nominator")
    colleague = employee(member)
    place = body(consortium, "tc_us")

    card, other = card_of(nominator, consortium), card_of(colleague, consortium)

    address = f"/{consortium.slug}/members/{member.number}/nominate/{place.number}/"
    assert [(each.body, each.seats, each.address) for each in card.vacancies] == [(place.name, 1, address)]
    assert [(each.body, each.seats, each.address) for each in other.vacancies] == [(place.name, 1, "")]
    assert other.nominators == ["Robert Kline"]


def test_guests_have_no_company(consortium):
    viewer = viewer_of(PersonFactory(), consortium, NOON)

    assert companies.cards(viewer, editions.in_force(consortium, viewer.today)) == []


def test_an_assistant_finds_the_replies_that_are_due_but_no_vote(consortium):
    member = company(consortium, "Toshiba")
    council = body(consortium, "ec")
    seat = seated(council, member, "cto", "Ken Sato")
    assistant = employee(member, "", "Shun Ogawa")
    Assistance.objects.create(
        consortium=consortium, person=seat.person, assistant=assistant, during=DateRange(NOON.date(), None)
    )
    secretary = officer(consortium)
    day = NOON.date() + timedelta(days=21)
    meeting = meetings.plan([council], day=day, time=time(15), title="Council", by=secretary, at=NOON)
    meetings.call(meeting, by=secretary, at=NOON)
    soon = meeting.starts_at - timedelta(days=10)

    own = home.owed(viewer_of(assistant, consortium, soon), None, {}).own
    (ahead,) = home.next_meetings(viewer_of(assistant, consortium, soon))

    assert [(line.is_mine, line.action, line.address) for line in own] == [(False, "Reply", meeting.get_absolute_url())]
    assert ahead.waits and ahead.reply.startswith("Ken Sato: ")

    line = Invitation.objects.get(person=seat.person)
    invitations.reply(line, Invitation.Reply.YES, by=assistant, at=soon, on_behalf_of=seat.person)
    assert home.owed(viewer_of(assistant, consortium, soon), None, {}).own == []


def test_the_home_page_opens_with_its_duties_rules_and_company(client, consortium):
    member = company(consortium, "Seagate", tier="t3")
    payer = employee(member, "", "Dana Pruitt", "billing")
    invoice = invoiced(member, 400)
    client.force_login(payer)

    page = client.get(consortium.get_absolute_url()).content.decode()

    assert (invoice.get_absolute_url() in page, "1 vacant seat in the " in page) == (True, True)
