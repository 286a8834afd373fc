"""The pages of bodies, seats, nominations, groups and people: each opens, acts, and refuses as it should."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from charter import presets, questions
from consortium import groups, introductions, nominations, partners, seats
from consortium.models import Body, Introduction, Motion, Nomination, Partner, Seat
from desk.founding import Founding, found
from membership.models import Affiliation, Assistance, Mandate
from tests.charter.documents import UNSUGGESTED
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A consortium with an EC seat, two TC seats of two companies, an officer and a university."""
    consortium = founded()
    toshiba = company(consortium, "Toshiba", "t1")
    return {
        "consortium": consortium,
        "toshiba": toshiba,
        "nominator": employee(toshiba, "", "M. Mori", "nominator"),
        "ec": seated(body(consortium, "ec"), company(consortium, "Seagate"), "cto", "A. Chief"),
        "tc": seated(body(consortium, "tc_us"), toshiba, "technical_lead", "R. Rivera"),
        "secretary": officer(consortium),
        "university": partners.connect(
            body(consortium, "tc_us"), OrganisationFactory(kind="university"), by=PersonFactory(), at=NOON
        ),
    }


@pytest.fixture
def see(client, world):
    """Open a page as somebody."""

    def opened(person, name, *args, method="get", data=None, **query):
        client.force_login(person)
        address = reverse(name, args=[world["consortium"].slug, *args])
        return getattr(client, method)(address, data or query)

    return opened


PAGES = ["body_list", "who_decides", "vacancy_list", "nomination_list", "person_list"]


@pytest.mark.parametrize("name", PAGES)
def test_lists_open_for_whoever_has_a_part_and_not_for_strangers(see, world, name):
    assert see(world["tc"].person, name).status_code == 200
    assert see(PersonFactory(), name).status_code == 404


def test_the_organisation_shows_counts_links_and_universities(see, world):
    page = see(world["tc"].person, "body_list").content.decode()

    assert "Executive Council" in page
    assert page.count("chart-link") == 2
    assert "1 university or institute" in page


@pytest.mark.parametrize("key", ["ec", "sc_us", "tc_us", "office"])
def test_every_body_has_a_page(see, world, key):
    page = see(world["tc"].person, "body_detail", body(world["consortium"], key).number)

    assert page.status_code == 200


def test_every_thing_has_a_page(see, world):
    group = groups.set_up(
        world["tc"].body,
        "system",
        name="HAMR",
        purpose="x",
        system="HAMR",
        lead=world["tc"].person,
        by=world["tc"].person,
        at=NOON,
    )
    nomination = _nominated(world)
    for name, number in [
        ("seat_detail", world["tc"].number),
        ("body_detail", group.number),
        ("nomination_detail", nomination.number),
        ("member_people", world["toshiba"].number),
        ("partner_detail", world["university"].number),
        ("person_detail", world["tc"].person.pk),
    ]:
        assert see(world["nominator"], name, number).status_code == 200, name


def test_a_company_nominates_whom_the_form_offers(see, world):
    place = body(world["consortium"], "ec")
    chief, other = employee(world["toshiba"], "cto", "K. Sato"), employee(world["toshiba"], "director", "D. Rector")

    form = see(world["nominator"], "nomination_new", world["toshiba"].number, place.number).content.decode()
    sent = see(
        world["nominator"],
        "nomination_new",
        world["toshiba"].number,
        place.number,
        method="post",
        data={"person": chief.pk},
    )

    assert (chief.name in form, other.name in form) == (True, False)
    assert sent.status_code == 302
    assert Nomination.objects.get().person == chief


def test_the_form_says_who_is_eligible_and_whose_nomination_is_for_another_term(see, world):
    place = body(world["consortium"], "ec")
    sits = seated(place, world["toshiba"], "cto", "K. Sato")

    form = see(world["nominator"], "nomination_new", world["toshiba"].number, place.number).content.decode()

    assert f"{sits.person.name} · sits there now: for another term" in form
    assert "Eligible titles: " in form
    assert "already holds 1 of 1 EC seats (K. Sato). Nominate for another term" in form


def test_whoever_proposed_a_chair_and_left_the_body_takes_nothing_back(see, world):
    other = seated(body(world["consortium"], "ec"), world["toshiba"], "cto", "K. Sato")
    nomination = nominations.propose_chair(world["ec"], by=other.person, at=NOON)
    seats.end(other, reason=Seat.Ending.RESIGNED, by=other.person, at=NOON)

    answer = see(other.person, "nomination_withdraw", nomination.number, method="post", data={"reason": "Mine"})

    assert answer.status_code in (403, 404)
    nomination.refresh_from_db()
    assert nomination.is_proposed


def test_a_members_page_leads_its_nominator_to_each_vacant_seat(see, world):
    number, place = world["toshiba"].number, body(world["consortium"], "ec")
    address = reverse("nomination_new", args=[world["consortium"].slug, number, place.number])

    seen = [
        see(person, "member_detail", number).content.decode() for person in (world["nominator"], world["ec"].person)
    ]

    assert [address in page for page in seen] == [True, False]
    assert all("1 vacant seat in the " in page for page in seen)


def test_nobody_else_nominates_for_a_company(see, world):
    place = body(world["consortium"], "ec")

    for person in (world["ec"].person, world["secretary"]):
        assert see(person, "nomination_new", world["toshiba"].number, place.number).status_code == 403


def test_a_quota_that_is_used_up_is_said_on_the_form(see, world):
    place = body(world["consortium"], "ec")
    first, second = employee(world["toshiba"], "cto", "K. Sato"), employee(world["toshiba"], "svp", "M. Ito")
    nominations.confirm(_nominated(world, first), by=world["secretary"], at=NOON)

    answer = see(
        world["nominator"],
        "nomination_new",
        world["toshiba"].number,
        place.number,
        method="post",
        data={"person": second.pk},
    )

    assert answer.status_code == 400
    assert "Seat quota: Toshiba (tier 1) already holds 1 of 1 EC seats (K. Sato)" in answer.content.decode()


def test_the_office_confirms_for_the_council_and_nowhere_else(see, world):
    council = _nominated(world)
    steering = _nominated(world, employee(world["toshiba"], "director"), "sc_us")

    assert see(world["secretary"], "nomination_confirm", council.number, method="post").status_code == 302
    assert Seat.objects.filter(body=council.body, person=council.person).exists()
    assert see(world["secretary"], "nomination_confirm", steering.number, method="post").status_code == 403


def test_nominations_are_put_before_the_body_that_appoints(see, world):
    nomination = _nominated(world, employee(world["toshiba"], "director"), "sc_us")
    council = body(world["consortium"], "ec")

    answer = see(
        world["secretary"], "nomination_put_to_vote", council.number, method="post", data={"chosen": [nomination.pk]}
    )

    assert answer.url == Motion.objects.get().get_absolute_url()


def test_a_committee_sets_up_a_group_and_the_office_does_not(see, world):
    said = {"name": "HAMR group", "purpose": "Heat", "system": "HAMR", "lead": world["tc"].person.pk}
    number = world["tc"].body.number

    assert see(world["secretary"], "group_new", number, method="post", data=said).status_code == 403
    assert see(world["tc"].person, "group_new", number, method="post", data=said).status_code == 302
    group = Body.objects.get(kind="system_group")
    guest = employee(world["toshiba"], "", "G. Uest")
    see(world["tc"].person, "group_add", group.number, method="post", data={"person": guest.pk})
    assert group.seats.get(person=guest).is_guest
    page = see(world["tc"].person, "body_detail", group.number).content.decode()
    assert f"{group.get_absolute_url()}hand-over/" in page
    assert see(world["secretary"], "group_close", group.number, method="post").status_code == 403
    see(world["tc"].person, "group_close", group.number, method="post", data={"reason": "Done"})
    group.refresh_from_db()
    assert not group.is_open


def test_the_council_cannot_be_closed_by_its_committee_page(see, world):
    council = body(world["consortium"], "ec")

    assert see(world["tc"].person, "group_close", council.number, method="post").status_code == 403


def test_a_representative_enters_colleagues_and_gives_mandates(see, world):
    number = world["toshiba"].number
    said = {"email": "new@toshiba.example", "name": "N. Ew", "title": "director"}

    assert see(world["ec"].person, "member_invite", number, method="post", data=said).status_code == 403
    assert see(world["nominator"], "member_invite", number, method="post", data=said).status_code == 302
    asked = Introduction.objects.get(email="new@toshiba.example")
    place = introductions.accept(asked, by=asked.person, at=timezone.now())
    see(world["nominator"], "mandate_give", number, method="post", data={"person": place.person_id, "kind": "billing"})
    mandate = Mandate.objects.get(kind="billing")
    assert see(world["ec"].person, "mandate_end", mandate.pk, method="post").status_code == 404
    assert see(world["nominator"], "mandate_end", mandate.pk, method="post").status_code == 302
    see(world["nominator"], "affiliation_edit", place.pk, method="post", data={"title": "cto", "position": "CTO"})
    assert Affiliation.objects.filter(person=place.person, during__isempty=False).get().title == "cto"


def test_addresses_are_for_colleagues_and_the_office(see, world):
    person = world["tc"].person

    def shown(reader, name, *args):
        return person.email in see(reader, name, *args).content.decode()

    assert shown(world["nominator"], "person_detail", person.pk)
    assert shown(world["secretary"], "person_list")
    assert not shown(world["ec"].person, "person_detail", person.pk)
    assert not shown(world["ec"].person, "person_list")
    assert not shown(world["ec"].person, "member_people", world["toshiba"].number)


def test_searching_the_directory_by_address_finds_nobody_for_others(see, world):
    page = see(world["ec"].person, "person_list", q=world["tc"].person.email).content.decode()

    assert "R. Rivera" not in page


def test_a_holder_resigns_and_a_company_recalls(see, world):
    assert see(world["ec"].person, "seat_end", world["tc"].number, method="post").status_code == 403
    see(world["nominator"], "seat_end", world["tc"].number, method="post", data={"reason": "New job"})
    see(world["ec"].person, "seat_end", world["ec"].number, method="post")

    assert set(Seat.objects.exclude(end_reason="").values_list("end_reason", flat=True)) == {"recalled", "resigned"}


def test_a_company_names_the_alternate(see, world):
    other = employee(world["toshiba"], "", "A. Lternate")

    see(world["nominator"], "seat_alternate", world["tc"].number, method="post", data={"person": other.pk})

    assert "A. Lternate" in see(world["ec"].person, "seat_detail", world["tc"].number).content.decode()


def test_an_assistant_is_named_and_revoked_by_the_person(see, world):
    said = {"person": world["nominator"].pk, "until": "2099-01-01"}

    assert see(world["ec"].person, "assistant_new", method="post", data=said).status_code == 302
    assistance = Assistance.objects.get()
    assert see(world["tc"].person, "assistant_end", assistance.pk, method="post").status_code == 404
    assert see(world["secretary"], "assistant_end", assistance.pk, method="post").status_code == 403


def test_universities_are_connected_and_let_go(see, world):
    number = body(world["consortium"], "tc_jp").number
    said = {"name": "Tohoku University", "kind": "university", "country": "jp"}

    assert see(world["tc"].person, "partner_new", number, method="post", data=said).status_code == 403
    assert see(world["secretary"], "partner_new", number, method="post", data=said).status_code == 302
    partner = Partner.objects.get(organisation__name="Tohoku University")
    see(world["secretary"], "partner_end", partner.number, method="post", data={"reason": "Over"})
    partner.refresh_from_db()
    assert not partner.is_connected


@pytest.mark.parametrize("name", ["body_list", "vacancy_list", "nomination_list", "person_list"])
def test_lists_take_the_same_queries_at_any_length(client, see, world, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=[world["consortium"].slug])).status_code == 200
        return len(captured)

    see(world["secretary"], name)
    few = queries()
    for number in range(30):
        member = company(world["consortium"], f"Company number {number}", "t3")
        seated(body(world["consortium"], "tc_us"), member, "technical_lead")

    assert queries() == few <= 12


def _nominated(world, person=None, key="ec"):
    person = person or employee(world["toshiba"], "cto", "K. Sato")
    return nominations.propose(world["toshiba"], body(world["consortium"], key), person, by=world["nominator"], at=NOON)


@pytest.mark.parametrize("preset", ["asrc", "sematech-1987", "eureka"])
def test_the_organisation_opens_under_every_charter(client, preset):
    secretary = PersonFactory()
    answers = {**questions.suggested(presets.named(preset)), **UNSUGGESTED.get(preset, {})}
    consortium = found(Founding(preset, "other", answers=answers), by=secretary, at=NOON)
    client.force_login(secretary)

    for address in ["bodies", "who-decides", "posts", "nominations", "people"]:
        assert client.get(f"/other/{address}/").status_code == 200, address
    for place in Body.objects.filter(consortium=consortium):
        assert client.get(place.get_absolute_url()).status_code == 200, place.key


def test_why_a_seat_was_given_up_is_for_the_company_the_chair_and_the_office(see, world):
    seats.end(world["tc"], reason=Seat.Ending.RECALLED, by=world["nominator"], at=NOON, words="Lost our trust")

    readers = (world["nominator"], world["secretary"], world["ec"].person)
    pages = [see(reader, "seat_detail", world["tc"].number).content.decode() for reader in readers]

    assert ["Lost our trust" in page for page in pages] == [True, True, False]
