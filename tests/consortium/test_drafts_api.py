"""Drafting through the API: the same verbs, refusals and principals as the editor's page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consortium import mandates, motions
from consortium.models import Item, Motion, MotionPaper
from consortium.motions import NewItem
from journal.models import Particulars
from membership.models import Member
from tests.factories.consortium import body, company, employee, founded, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def seat():
    """Alpha's seat in the council of a consortium."""
    place = body(founded(at=NOW), "ec")
    return seated(place, company(place.consortium, "Alpha"), "cto", "Alpha CTO", at=NOW)


@pytest.fixture
def draft(seat):
    """A draft of Alpha's with two items."""
    return motions.draft(seat.body, title="Plan", items=[NewItem("One"), NewItem("Two")], by=seat.person, at=NOW)


@pytest.fixture
def call(client, seat):
    """Call as Alpha's member of the council."""
    client.force_login(seat.person)

    def called(method, path, data=None, kind="application/json", **headers):
        address = f"/api/v1/{seat.consortium.slug}/{path}"
        return getattr(client, method)(address, data or {}, content_type=kind, headers=headers)

    called.client = client
    return called


def titles(draft) -> list[str]:
    return list(draft.items.order_by("position").values_list("title", flat=True))


def test_items_are_added_changed_reordered_and_taken_out(call, draft):
    one, two = draft.items.order_by("position")

    added = call("post", f"motions/{draft.number}/items/", {"title": "Three"})
    changed = call("patch", f"items/{one.number}/", {"title": "First"})
    order = [added.json()["number"], two.number, one.number]
    moved = call("post", f"motions/{draft.number}/reorder/", {"order": order})
    gone = call("delete", f"items/{two.number}/")

    assert [each.status_code for each in (added, changed, moved, gone)] == [201, 200, 200, 204]
    assert titles(draft) == ["Three", "First"]


def test_an_item_sent_twice_with_one_key_is_added_once(call, draft):
    answers = [
        call("post", f"motions/{draft.number}/items/", {"title": "Three"}, **{"Idempotency-Key": "k"}) for __ in "ab"
    ]

    assert answers[0].json() == answers[1].json()
    assert titles(draft) == ["One", "Two", "Three"]


@pytest.mark.parametrize("order", [[], [1], [1, 1]])
def test_an_order_that_does_not_name_every_item_once_is_refused(call, draft, order):
    answer = call("post", f"motions/{draft.number}/reorder/", {"order": order})

    assert (answer.status_code, list(answer.json())) == (400, ["order"])


def test_nothing_of_a_motion_under_vote_is_changed(call, draft, seat):
    motions.open(draft, closes_at=NOW + timedelta(days=7), by=seat.person, at=NOW)
    item = draft.items.first()

    answers = [
        call("post", f"motions/{draft.number}/items/", {"title": "Three"}),
        call("patch", f"items/{item.number}/", {"title": "First"}),
        call("delete", f"items/{item.number}/"),
        call("delete", f"motions/{draft.number}/"),
    ]

    assert {answer.status_code for answer in answers} == {409}
    assert all("draft" in answer.json()["detail"] for answer in answers)


def test_a_paper_is_laid_before_the_body_read_and_taken_away(call, draft):
    papers = f"motions/{draft.number}/papers/"
    sent = {"file": SimpleUploadedFile("plan.txt", b"the plan"), "label": "consortium"}

    added = call.client.post(f"/api/v1/{draft.consortium.slug}/{papers}", sent)
    (told,) = call("get", papers).json()
    read = b"".join(call("get", f"{papers}{told['id']}/file/").streaming_content)
    gone = call("delete", f"{papers}{told['id']}/")

    assert (added.status_code, gone.status_code) == (201, 204)
    assert (told["name"], told["label"], told["size"], read) == ("plan.txt", "consortium", 8, b"the plan")
    assert not MotionPaper.objects.exists()


def test_a_paper_under_a_used_key_with_other_content_is_refused(call, draft):
    address = f"/api/v1/{draft.consortium.slug}/motions/{draft.number}/papers/"
    headers = {"Idempotency-Key": "k"}

    first, again, other = (
        call.client.post(address, {"file": SimpleUploadedFile("plan.txt", content)}, headers=headers)
        for content in (b"one", b"one", b"two")
    )

    assert (first.status_code, again.json(), other.status_code) == (201, first.json(), 409)


def test_a_statement_becomes_an_item_of_a_draft(call, draft):
    answer = call("post", f"motions/{draft.number}/statement/", {"kind": "strategy", "text": "Density."})

    assert answer.status_code == 201
    assert Item.objects.get(motion=draft, matter="statement").statement.text == "Density."


def test_a_draft_takes_up_a_decision(call, draft, seat):
    motions.open(draft, by=seat.person, at=NOW)
    motions.close(draft, by=seat.person, at=NOW)
    followed = call("post", "motions/", {"body": "ec", "title": "Again", "follows": draft.number})
    unknown = call("post", "motions/", {"body": "ec", "title": "Again", "follows": 999})

    assert (followed.status_code, unknown.status_code) == (201, 400)
    assert Motion.objects.get(number=followed.json()["number"]).follows == draft


def test_an_assistant_drafts_for_whom_they_assist(call, seat):
    member = Member.objects.get(organisation=seat.organisation)
    assistant = employee(member, "", "Assistant")
    mandates.name_assistant(
        seat.person,
        assistant,
        consortium=seat.consortium,
        until=NOW.date() + timedelta(days=30),
        by=seat.person,
        at=NOW,
    )
    call.client.force_login(assistant)

    drafted = call("post", "motions/", {"body": "ec", "title": "Plan"})
    call("post", f"motions/{drafted.json()['number']}/submit/")

    acts = Particulars.objects.filter(entry__verb__in=["motion.draft", "motion.submit"])
    assert [(act.by, act.on_behalf_of) for act in acts] == [(assistant, seat.person)] * 2
    assert Motion.objects.get().author == seat.person
