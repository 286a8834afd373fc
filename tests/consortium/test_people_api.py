"""Bodies, seats, nominations and people through the API: the same verbs and the same refusals as the pages."""

import pytest

from consortium.models import Introduction, Nomination, Seat
from parties.models import Organisation
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def toshiba():
    return company(founded(), "Toshiba")


@pytest.fixture
def nominator(toshiba):
    return employee(toshiba, "", "M. Mori", "nominator")


@pytest.fixture
def call(client, toshiba):
    """Call the API as somebody."""

    def called(person, path, data=None, method="post"):
        client.force_login(person)
        address = path if path.startswith("/") else f"/api/v1/{toshiba.consortium.slug}/{path}"
        return getattr(client, method)(address, data or {}, content_type="application/json")

    return called


def nominate(call, toshiba, by, person, key="ec", **more):
    place = body(toshiba.consortium, key)
    return call(by, "nominations/", {"member": toshiba.number, "body": place.number, "person": person.pk, **more})


@pytest.mark.parametrize(
    "path", ["bodies/", "seats/", "nominations/", "people/", "affiliations/", "mandates/", "assistants/", "partners/"]
)
def test_lists_answer_the_known_and_nobody_else(call, toshiba, nominator, path):
    assert call(nominator, path, method="get").status_code == 200
    assert call(PersonFactory(), path, method="get").status_code == 404


def test_nominate_and_confirm(call, toshiba, nominator):
    secretary = officer(toshiba.consortium)

    made = nominate(call, toshiba, nominator, employee(toshiba, "cto", "K. Sato"))
    seated_ = call(secretary, f"nominations/{made.json()['number']}/confirm/")

    assert (made.status_code, seated_.status_code) == (201, 200)
    assert (seated_.json()["person"]["name"], seated_.json()["votes"]) == ("K. Sato", True)


def test_ineligible_people_are_refused_with_the_condition(call, toshiba, nominator):
    answer = nominate(call, toshiba, nominator, employee(toshiba, "director", "D. Rector"))

    assert (answer.status_code, answer.json()) == (
        400,
        {"person": ["EC members hold the title CTO or SVP; D. Rector is Director."]},
    )


def test_the_office_appoints_nobody_whom_a_body_appoints(call, toshiba, nominator):
    made = nominate(call, toshiba, nominator, employee(toshiba, "director"), "sc_us")

    answer = call(officer(toshiba.consortium), f"nominations/{made.json()['number']}/confirm/")

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Members of the Steering Committee US are appointed by the Executive Council, by motion; nobody else can."
    )
    assert not Seat.objects.filter(body__key="sc_us").exists()


def test_a_slate_is_put_before_the_appointing_body_alone(call, toshiba, nominator):
    number = nominate(call, toshiba, nominator, employee(toshiba, "director"), "sc_us").json()["number"]
    council, steering = body(toshiba.consortium, "ec"), body(toshiba.consortium, "sc_us")
    secretary = officer(toshiba.consortium)

    wrong = call(secretary, f"bodies/{steering.number}/appoint/", {"nominations": [number]})
    right = call(secretary, f"bodies/{council.number}/appoint/", {"nominations": [number]})

    assert (wrong.status_code, right.status_code) == (400, 201)
    assert Nomination.objects.get().item.motion.number == right.json()["motion"]


def test_working_groups_are_set_up_by_the_committee_alone(call, toshiba, nominator):
    lead = seated(body(toshiba.consortium, "tc_us"), toshiba, "technical_lead")
    said = {"kind": "system", "name": "HAMR", "purpose": "Heat", "system": "HAMR", "lead": lead.person_id}
    path = f"bodies/{lead.body.number}/groups/"

    refused = call(officer(toshiba.consortium), path, said)
    group = call(lead.person, path, said)
    again = call(lead.person, path, said)
    guest = call(lead.person, f"bodies/{group.json()['number']}/guests/", {"person": nominator.pk})

    assert (refused.status_code, group.status_code, again.status_code) == (403, 201, 400)
    assert again.json() == {"system": ["HAMR has a system group in this branch: HAMR."]}
    assert guest.json()["votes"] is False


def test_the_directory_tells_no_addresses(call, toshiba, nominator):
    assert "@" not in call(nominator, "people/", method="get").content.decode()


def test_a_refused_connection_leaves_no_organisation_behind(call, toshiba):
    place = body(toshiba.consortium, "ec")
    said = {"body": place.number, "name": "Nowhere University", "kind": "university", "country": "US"}

    refused = call(officer(toshiba.consortium), "partners/", said)

    assert (refused.status_code, Organisation.objects.filter(name="Nowhere University").exists()) == (400, False)


def test_a_person_is_entered_and_given_a_mandate(call, toshiba, nominator):
    said = {"member": toshiba.number, "email": "n.ew@toshiba.example", "name": "N. Ew", "title": "cto"}

    refused = call(PersonFactory(), "affiliations/", said)
    made = call(nominator, "affiliations/", said)
    person = Introduction.objects.get(pk=made.json()["id"]).person
    accepted = call(person, f"/api/v1/me/introductions/{made.json()['id']}/", {"accept": True})
    given = call(nominator, "mandates/", {"member": toshiba.number, "person": person.pk, "kind": "billing"})

    codes = (refused.status_code, made.status_code, accepted.status_code, given.status_code)
    assert codes == (404, 201, 200, 201)


def test_a_holder_resigns(call, toshiba):
    seat = seated(body(toshiba.consortium, "ec"), toshiba, "cto")

    answer = call(seat.person, f"seats/{seat.number}/end/", {"reason": "New job"})

    assert (answer.json()["state"], answer.json()["end_reason"]) == ("ended", "resigned")
