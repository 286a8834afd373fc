"""Motions through the API: the same verbs and the same refusals as the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consortium import ballots, motions
from consortium.models import Motion
from consortium.motions import NewItem
from tests.factories.consortium import body, company, founded, officer, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def council():
    """The council of a consortium with three companies in it."""
    place = body(founded(at=NOW), "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(place.consortium, name), "cto", f"{name} CTO", at=NOW)
    return place


@pytest.fixture
def motion(council):
    """A slate of two items, open for a week."""
    by = council.seats.first().person
    drafted = motions.draft(council, title="Plan", items=[NewItem("One"), NewItem("Two")], by=by, at=NOW)
    return motions.open(drafted, closes_at=NOW + timedelta(days=7), by=by, at=NOW)


def person(council, name):
    return council.seats.get(person__name=f"{name} CTO").person


def post(client, council, path, data=None, **headers):
    address = f"/api/v1/{council.consortium.slug}/{path}"
    return client.post(address, data or {}, content_type="application/json", headers=headers)


def decided(motion, council):
    """Vote it through and close it."""
    for line in motion.roll.select_related("acting_seat__person"):
        ballots.cast_slate(motion, line, "for", by=line.acting_seat.person, at=NOW)
    motions.close_due(NOW + timedelta(days=8))


def test_a_motion_is_drafted_opened_and_voted_on(client, council):
    client.force_login(person(council, "Alpha"))

    drafted = post(client, council, "motions/", {"body": "ec", "title": "Plan", "items": [{"title": "One"}]})
    opened = post(client, council, f"motions/{drafted.json()['number']}/open/", {"closes_at": "2100-01-01T00:00:00Z"})
    voted = post(client, council, f"motions/{drafted.json()['number']}/cast/", {"slate": "for"})

    assert (drafted.status_code, opened.status_code, voted.status_code) == (201, 200, 200)
    assert Motion.objects.get().items.get().ballots.get().choice == "for"


def test_a_repeated_key_votes_once(client, council, motion):
    client.force_login(person(council, "Alpha"))
    key = {"Idempotency-Key": "one"}

    first = post(client, council, f"motions/{motion.number}/cast/", {"slate": "for"}, **key)
    second = post(client, council, f"motions/{motion.number}/cast/", {"slate": "for"}, **key)

    assert first.json() == second.json()
    assert motion.subject.entries.filter(verb="ballot.cast").count() == 1


def test_the_office_does_not_vote(client, council, motion):
    client.force_login(officer(council.consortium, at=NOW))

    assert post(client, council, f"motions/{motion.number}/cast/", {"slate": "for"}).status_code == 403


def test_a_decision_is_not_edited_deleted_or_reopened(client, council, motion):
    decided(motion, council)
    client.force_login(person(council, "Alpha"))
    address = f"/api/v1/{council.consortium.slug}/motions/{motion.number}/"

    edited = client.patch(address, {"title": "Other"}, content_type="application/json")
    deleted = client.delete(address)
    reopened = post(client, council, f"motions/{motion.number}/reopen/")

    assert (edited.status_code, deleted.status_code, reopened.status_code) == (403, 403, 409)
    assert "new recommendation" in reopened.json()["detail"]


def test_a_late_vote_is_409(client, council, motion):
    decided(motion, council)
    client.force_login(person(council, "Alpha"))

    assert post(client, council, f"motions/{motion.number}/cast/", {"slate": "for"}).status_code == 409


def test_the_register_lists_every_decided_item(client, council, motion):
    decided(motion, council)
    client.force_login(person(council, "Alpha"))

    listed = client.get(f"/api/v1/{council.consortium.slug}/decisions/").json()["results"]

    assert [(line["title"], line["state"], line["for_weight"]) for line in listed] == [
        ("Two", "carried", "3.0000"),
        ("One", "carried", "3.0000"),
    ]


def test_a_committee_that_reports_elsewhere_cannot_draft_for_the_council(client, council):
    """GOV-05, SC-04: a TC recommends to its SC, never to the EC."""
    technical = seated(
        body(council.consortium, "tc_us"), company(council.consortium, "Delta"), "technical_lead", at=NOW
    )
    steering = seated(body(council.consortium, "sc_us"), company(council.consortium, "Echo"), "director", at=NOW)

    client.force_login(technical.person)
    refused = post(client, council, "motions/", {"body": "ec", "title": "New project"})
    client.force_login(steering.person)
    taken = post(client, council, "motions/", {"body": "ec", "title": "New project"})

    assert (refused.status_code, taken.status_code) == (403, 201)
    assert Motion.objects.get().from_body == steering.body


def test_a_need_without_an_owner_firm_is_400(client, council):
    client.force_login(person(council, "Alpha"))
    own = council.seats.get(person__name="Alpha CTO").member

    without = post(client, council, "needs/", {"title": "Helium seals"})
    rivals = post(client, council, "needs/", {"title": "Helium seals", "member": own.number + 1})
    filed = post(client, council, "needs/", {"title": "Helium seals", "member": own.number})

    assert (without.status_code, rivals.status_code, filed.status_code) == (400, 400, 201)
    assert list(without.json()) == ["member"]
