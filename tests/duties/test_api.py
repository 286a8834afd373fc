"""Chasing and letters through the API: the same verbs, the same walls."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consortium import motions
from duties import letters
from duties.models import Delivery, Duty, Letter, Notice
from journal.models import Entry
from tests.factories.consortium import body, company, founded, officer, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def council():
    """A council of two in which a vote is open: each owes a vote."""
    place = body(founded(at=NOW), "ec")
    seats = [seated(place, company(place.consortium, name), "cto", f"{name} CTO", at=NOW) for name in ("Alpha", "Beta")]
    drafted = motions.draft(place, title="Plan", by=seats[0].person, at=NOW)
    motions.open(drafted, closes_at=NOW + timedelta(days=7), by=seats[0].person, at=NOW)
    return place


@pytest.fixture
def office(council):
    return officer(council.consortium, at=NOW)


@pytest.fixture
def alpha(council):
    return council.seats.get(person__name="Alpha CTO").person


@pytest.fixture
def letter(council, office, alpha):
    return letters.hold(council.subject, alpha, kind="appointment", title="Welcome", body="Dear A", by=office, at=NOW)


@pytest.fixture
def call(client, council):
    def called(person, method, path, **data):
        client.force_login(person)
        address = f"/api/v1/{council.consortium.slug}/{path}"
        return getattr(client, method)(
            address, data, **({} if method == "get" else {"content_type": "application/json"})
        )

    return called


def votes() -> list[int]:
    return list(Duty.objects.filter(kind="vote.cast").order_by("pk").values_list("pk", flat=True))


def test_one_sees_one_s_own_duties_and_the_office_sees_all(call, office, alpha):
    mine = call(alpha, "get", "duties/", kind="vote.cast").json()["results"]
    everybody_s = call(office, "get", "duties/", kind="vote.cast").json()["results"]

    assert ([row["id"] for row in mine], len(everybody_s)) == (votes()[:1], 2)
    assert (mine[0]["debtor"]["kind"], mine[0]["subject"]["kind"]) == ("seat", "motion")


def test_the_office_reminds_once_a_day(call, office):
    first, second = (call(office, "post", "duties/nudge/", duties=votes(), words="Please") for __ in "ab")

    assert (first.json(), second.json()) == ({"count": 2}, {"count": 0})
    assert set(Notice.objects.filter(kind="duty.nudge").values_list("facts__words", flat=True)) == {"Please"}


def test_what_is_outstanding_is_counted_by_matter_and_by_debtor(client, council, office):
    client.force_login(office)
    address = f"/{council.consortium.slug}/chase/"

    matter = client.get(f"{address}by-matter/").context["heaps"]
    debtor = client.get(f"{address}by-debtor/").context["heaps"]
    one = client.get(f"{address}?{debtor[0].chosen}").context["list"]
    all_ = client.get(f"{address}?{matter[0].chosen}").context["list"]

    assert [(heap.title, heap.count, heap.late) for heap in matter] == [("Cast your vote: Plan", 2, 0)]
    assert sorted(heap.title for heap in debtor) == [
        "Alpha CTO (Executive Council)",
        "Beta CTO (Executive Council)",
    ]
    assert (one.total, all_.total) == (1, 2)


def test_the_office_lets_off_with_a_reason(call, office):
    without = call(office, "post", "duties/let-off/", duties=votes())
    done = call(office, "post", "duties/let-off/", duties=votes(), reason="Withdrawn")

    assert (without.status_code, list(without.json()), done.json()) == (400, ["reason"], {"count": 2})


@pytest.mark.parametrize(("path", "field"), [("duties/nudge/", "duties"), ("letters/release/", "letters")])
def test_what_is_not_there_is_named_and_nothing_is_done(call, office, letter, path, field):
    answer = call(office, "post", path, **{field: [999999]})

    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert "999999" in answer.json()[field][0]


def test_a_letter_is_read_edited_and_released_to_its_recipient(call, office, alpha, letter):
    before = call(alpha, "get", f"letters/{letter.number}/")
    edited = call(office, "patch", f"letters/{letter.number}/", body="Dear Alpha")
    released = call(office, "post", "letters/release/", letters=[letter.number])
    after = call(alpha, "get", f"letters/{letter.number}/")
    again = call(office, "patch", f"letters/{letter.number}/", body="Dear X")

    assert (before.status_code, edited.status_code, released.json()) == (404, 200, {"released": 1, "lapsed": 0})
    assert (after.json()["body"], after.json()["state"], again.status_code) == ("Dear Alpha", "released", 409)
    assert Delivery.objects.get(key=f"letter:{letter.pk}").body == "Dear Alpha"


def test_the_office_has_a_mail_tried_again_that_was_given_up(call, office, alpha, letter):
    letters.release([letter], by=office, at=NOW)
    failed = Delivery.objects.get(key=f"letter:{letter.pk}")
    Delivery.objects.filter(pk=failed.pk).update(state="failed", tries=3, fault="550 No such user")

    refused = call(alpha, "post", "mails/retry/", mails=[failed.pk])
    listed = call(office, "get", "mails/").json()["results"]
    done = call(office, "post", "mails/retry/", mails=[failed.pk])
    Delivery.objects.filter(pk=failed.pk).update(state="sent")
    sent = call(office, "post", "mails/retry/", mails=[failed.pk])

    failed.refresh_from_db()
    assert (refused.status_code, done.json(), sent.status_code) == (403, {"count": 1}, 400)
    assert [(row["to"], row["fault"]) for row in listed] == [("Alpha CTO", "550 No such user")]
    assert (failed.tries, Entry.objects.filter(subject=letter.subject, verb="mail.retry").count()) == (0, 1)


def test_a_letter_is_cancelled_with_a_reason(call, office, letter):
    without = call(office, "post", f"letters/{letter.number}/cancel/")
    done = call(office, "post", f"letters/{letter.number}/cancel/", reason="Mistaken")

    assert (without.status_code, done.json()["state"]) == (400, "cancelled")
    assert Letter.objects.get().state == Letter.State.CANCELLED


def test_one_notice_is_marked_as_read_and_then_all(call, alpha):
    mine = [row["id"] for row in call(alpha, "get", "notices/").json()["results"]]
    Notice.objects.exclude(pk__in=mine).update(read_at=None)

    one = call(alpha, "post", f"notices/{mine[0]}/read/").json()
    rest = call(alpha, "post", "notices/read-all/").json()

    assert one["read_at"] and "Plan" in one["words"]
    assert rest == {"count": len(mine) - 1}
    assert set(Notice.objects.filter(read_at__isnull=False).values_list("pk", flat=True)) == set(mine)
