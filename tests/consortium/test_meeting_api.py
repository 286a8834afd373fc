"""Meetings through the API: the same verbs, the same answers as on the pages."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consortium import meetings, motions
from consortium.models import Meeting
from desk import tokens
from tests.consortium.test_packs import document
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SOON = (NOW + timedelta(days=40)).date()


@pytest.fixture(autouse=True)
def _blobs_of_their_own(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def council():
    council = made.body(made.founded(NOW - timedelta(days=200)), "ec")
    for name in ("Seagate", "Western Digital", "Toshiba"):
        made.seated(council, made.company(council.consortium, name), "cto", at=NOW - timedelta(days=100))
    return council


@pytest.fixture
def secretary(council):
    return made.officer(council.consortium, at=NOW - timedelta(days=100))


@pytest.fixture
def member(council):
    return council.seats.order_by("pk").first().person


@pytest.fixture
def api(client, council):
    def call(caller, method, address, **data):
        client.force_login(caller)
        answer = getattr(client, method)(
            f"/api/v1/{council.consortium.slug}/{address}", data or None, content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    return call


@pytest.fixture
def meeting_begun(council):
    planned = meetings.plan([council], by=None, at=NOW, title="Council", day=SOON, time=time(9))
    meetings.call(planned, by=None, at=NOW)
    Meeting.objects.filter(pk=planned.pk).update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    return planned


def test_a_meeting_from_its_plan_to_its_approved_minutes(api, client, council, secretary, member):
    status, planned = api(
        secretary,
        "post",
        "meetings/",
        bodies=[council.number],
        title="Council",
        day=str(SOON),
        time="09:00",
        zone="Asia/Tokyo",
    )
    assert (status, planned["state"], planned["starts_at"][11:16]) == (201, "planned", "00:00")
    here = f"meetings/{planned['number']}/"
    motion = motions.draft(council, title="Plan", by=member, at=NOW, items=[motions.NewItem("Plan")])

    assert api(secretary, "post", f"{here}agenda/", title="The plan", motion=motion.number)[0] == 201
    assert api(secretary, "post", f"{here}agenda/", title="Opening")[0] == 201
    assert [point["title"] for point in api(secretary, "post", f"{here}agenda/arrange/", order=[2, 1])[1]] == [
        "Opening",
        "The plan",
    ]
    assert api(secretary, "patch", here, place="Tokyo")[1]["place"] == "Tokyo"
    assert api(secretary, "post", f"{here}call/")[1]["state"] == "called"
    assert api(member, "post", f"{here}reply/", reply="yes")[0] == 200
    Meeting.objects.update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    numbers = list(council.seats.values_list("number", flat=True))
    assert api(secretary, "post", f"{here}attend/", present=[{"seat": number} for number in numbers])[0] == 200
    differing = [{"seat": numbers[0], "choice": "against"}]
    said = {"motion": motion.number, "choice": "for", "exceptions": differing}
    status, shown = api(secretary, "post", f"{here}vote/preview/", **said)
    assert (status, shown["results"][0]["outcome"], shown["is_in_writing"]) == (200, "carried", False)
    assert api(secretary, "post", f"{here}vote/", **said, seen=shown["seen"])[0] == 200
    assert api(secretary, "post", f"{here}agenda/1/note/", notes="Welcome.")[0] == 200
    assert api(secretary, "post", f"{here}hold/")[1]["state"] == "held"
    assert api(secretary, "post", f"{here}draft/")[0] == 200
    (record,) = api(secretary, "get", "minutes/")[1]["results"]
    assert "Carried 2 to 1" in record["text"]
    its = f"minutes/{record['number']}/"
    assert api(member, "get", its)[0] == 404
    assert api(secretary, "post", f"{its}circulate/")[1]["state"] == "circulated"
    assert api(member, "get", its)[0] == 200
    assert api(member, "post", f"{its}approve/")[0] == 403
    assert api(secretary, "post", f"{its}approve/")[0] == 409
    for seat in council.seats.all():
        assert api(seat.person, "post", f"{its}respond/", answer="approve")[0] == 200
    assert api(secretary, "post", f"{its}approve/")[1]["state"] == "approved"
    assert api(secretary, "post", f"{its}correct/", text="Seagate was late.")[1]["corrections"] == ["Seagate was late."]
    assert api(member, "get", here)[1]["state"] == "closed"


def test_refusals_are_the_same_as_on_the_pages(api, council, secretary, member):
    plan = {"bodies": [council.number], "title": "M", "day": str(SOON), "time": "09:00"}
    assert api(member, "post", "meetings/", **plan)[0] == 403
    status, fault = api(secretary, "post", "meetings/", **(plan | {"zone": "Nowhere/Else"}))
    assert (status, list(fault)) == (400, ["zone"])
    number = api(secretary, "post", "meetings/", **plan)[1]["number"]
    assert api(secretary, "post", f"meetings/{number}/hold/")[0] == 409
    assert api(secretary, "post", f"meetings/{number}/cancel/", reason="Snow")[1]["state"] == "cancelled"


def test_a_zone_is_one_that_the_form_offers(api, council, secretary):
    plan = {"bodies": [council.number], "title": "M", "day": str(SOON), "time": "09:00"}
    number = api(secretary, "post", "meetings/", **plan)[1]["number"]
    wrong = []

    for zone in ("America", "Asia", "a" * 500, "localtime", "posixrules", "Factory", "right/UTC", "../UTC"):
        for method, address, data in (("post", "meetings/", plan), ("patch", f"meetings/{number}/", {})):
            status, fault = api(secretary, method, address, **data, zone=zone)
            if (status, list(fault)) != (400, ["zone"]):
                wrong.append((zone[:20], method, status))
    for zone in ("UTC", "America/Argentina/Ushuaia"):
        if api(secretary, "patch", f"meetings/{number}/", zone=zone)[0] != 200:
            wrong.append(zone)

    assert wrong == []


def test_a_meeting_was_held_on_its_day_or_one_beside_it(api, council, secretary, meeting_begun):
    its = f"meetings/{meeting_begun.number}/"
    seat = council.seats.first()
    api(secretary, "post", f"{its}attend/", present=[{"seat": seat.number}])
    meeting_begun.refresh_from_db()
    wrong = []

    for held_at in ("2019-03-01T09:00:00Z", "0001-01-01T00:00:00Z", str(meeting_begun.starts_at - timedelta(days=3))):
        status, fault = api(secretary, "post", f"{its}hold/", held_at=held_at)
        if (status, list(fault)) != (400, ["held_at"]):
            wrong.append((held_at, status, fault))

    assert wrong == []
    assert api(secretary, "post", f"{its}hold/", held_at=str(meeting_begun.starts_at))[0] == 200


def test_half_a_character_is_refused_wherever_it_stands(client, council, secretary, meeting_begun):
    client.force_login(secretary)
    half, wrong = chr(92) + "ud800", []
    sent = (f'{{"{half}": 1}}', f'{{"reply": "{half}", "choice": "{half}", "kind": "{half}"}}', f'"{half}"')

    for body in sent:
        for headers in ({}, {"Idempotency-Key": "once"}):
            for address in ("meetings/", f"meetings/{meeting_begun.number}/vote/preview/", "charter/amend/"):
                its = f"/api/v1/{council.consortium.slug}/{address}"
                answer = client.post(its, body, content_type="application/json", headers=headers)
                if answer.status_code != 400:
                    wrong.append((address, body, answer.status_code, answer.content))

    assert wrong == []


def test_the_third_registration_of_a_company_with_two_places_is_refused(api, council, secretary):
    firm = made.company(council.consortium, "Kioxia", tier="t3")
    people = [made.employee(firm) for __ in range(3)]
    plan = {"bodies": [council.number], "title": "Review", "day": str(SOON), "time": "09:00", "kind": "review"}
    number = api(secretary, "post", "meetings/", **plan)[1]["number"]
    api(secretary, "post", f"meetings/{number}/call/")

    register = f"meetings/{number}/register/"
    answers = [api(people[0], "post", register, member=firm.number, person=each.email)[0] for each in people]

    assert answers == [200, 200, 400]
    (first, __) = api(people[0], "get", f"meetings/{number}/registrations/")[1]
    assert api(people[0], "delete", f"meetings/{number}/registrations/{first['id']}/")[0] == 204


def test_registering_tells_nobody_which_addresses_are_known(api, council, secretary):
    firm, rival = (made.company(council.consortium, name, tier="t3") for name in ("Kioxia", "Rival"))
    own = made.employee(firm)
    known = made.employee(rival)
    plan = {"bodies": [council.number], "title": "Review", "day": str(SOON), "time": "09:00", "kind": "review"}
    number = api(secretary, "post", "meetings/", **plan)[1]["number"]
    api(secretary, "post", f"meetings/{number}/call/")

    register = f"meetings/{number}/register/"
    answers = [api(own, "post", register, member=firm.number, person=email) for email in (known.email, "no@no.example")]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_vote_in_the_room_needs_a_token_for_votes(client, council, secretary):
    at = datetime.now(UTC)
    __, key = tokens.issue(secretary, "script", ["read", "write"], expires_at=at + timedelta(days=1), at=at)

    answer = client.post(
        f"/api/v1/{council.consortium.slug}/meetings/1/vote/", headers={"Authorization": f"Bearer {key}"}
    )

    assert answer.status_code == 403


def test_papers_are_added_as_files(api, client, council, secretary, member):
    plan = {"bodies": [council.number], "title": "M", "day": str(SOON), "time": "09:00"}
    number = api(secretary, "post", "meetings/", **plan)[1]["number"]
    client.force_login(secretary)

    added = client.post(
        f"/api/v1/{council.consortium.slug}/papers/",
        {"meeting": number, "file": SimpleUploadedFile("a.pdf", document("a")), "label": "owner"},
    )

    assert added.status_code == 201
    paper = added.json()["number"]
    assert api(member, "get", f"papers/{paper}/")[0] == 404
    assert api(secretary, "post", f"papers/{paper}/withdraw/", reason="Wrong")[0] == 200


def test_compliance_reads_as_on_the_page(api, council, member):
    status, periods = api(member, "get", f"compliance/?year={NOW.year}")

    assert status == 200
    assert {each["body"] for each in periods} >= {council.number}


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("0", 400), ("99999", 400), ("next", 400)])
def test_compliance_is_asked_for_a_year_that_there_is(api, secretary, year, status):
    assert api(secretary, "get", f"compliance/?year={year}")[0] == status


def test_a_meeting_of_a_body_that_does_not_exist_is_not_planned_for_the_others(api, council, secretary):
    said = {"title": "Joint", "day": SOON.isoformat(), "time": "09:00"}

    status, __ = api(secretary, "post", "meetings/", bodies=[council.number, 999], **said)

    assert status == 404
    assert not Meeting.objects.exists()


def test_somebody_who_has_no_part_in_a_seat_is_not_recorded_in_it(api, council, meeting_begun, secretary):
    seat = council.seats.first()
    present = [{"seat": seat.number, "person": secretary.email}]

    status, __ = api(secretary, "post", f"meetings/{meeting_begun.number}/attend/", present=present)

    assert status == 404
    assert not meeting_begun.attendance.exists()


def test_a_guest_who_is_not_known_yet_is_entered_as_on_the_page(api, council, secretary):
    meeting = meetings.plan([council], by=None, at=NOW, title="Council", day=SOON, time=time(9))
    meetings.call(meeting, by=None, at=NOW)

    status, _body = api(secretary, "post", f"meetings/{meeting.number}/invite/", guests=["Guest@elsewhere.example"])

    assert status == 200
    assert meeting.invitations.filter(role="guest", person__email="guest@elsewhere.example").count() == 1
