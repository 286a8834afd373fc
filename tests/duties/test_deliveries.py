from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from duties import deliveries, notices
from duties.models import Delivery, Notice
from tests.duties.things import subject
from tests.factories.parties import NOON, ConsortiumFactory, PersonFactory

pytestmark = pytest.mark.django_db


class Unreachable(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def tell(person, consortium=None, *, title="Budget", urgent=False, at: datetime = NOON):
    about = subject(consortium)
    facts = {"body": "EC", "title": title}
    notices.tell([person], about, "motion.closed", at=at, address="/asrc/motions/1/", is_urgent=urgent, **facts)


def test_a_digest_bundles_all_consortia_of_a_person_into_one_mail():
    person = PersonFactory()
    tell(person, ConsortiumFactory(name="ASRC"), title="Budget")
    tell(person, ConsortiumFactory(name="VLSI"), title="Roadmap")

    deliveries.bundle(at=NOON)
    deliveries.send(at=NOON)

    (sent,) = mail.outbox
    assert sent.to == [person.email]
    assert "“Budget”" in sent.body and "“Roadmap”" in sent.body
    assert sent.subject == "EC has decided on “Budget”. (and 1 more)"


def test_nobody_whose_account_is_closed_gets_mail():
    person, closed = PersonFactory(), PersonFactory()
    tell(person, urgent=True)
    tell(closed, urgent=True)
    deliveries.bundle(at=NOON)
    closed.is_active = False
    closed.save()
    tell(closed, title="Later", urgent=True)

    deliveries.bundle(at=NOON)
    deliveries.send(at=NOON)

    assert [sent.to for sent in mail.outbox] == [[person.email]]


def test_a_digest_waits_for_the_reader_s_morning():
    tokyo, los_angeles = PersonFactory(time_zone="Asia/Tokyo"), PersonFactory(time_zone="America/Los_Angeles")
    tell(tokyo)
    tell(los_angeles)

    deliveries.bundle(at=NOON)

    assert [delivery.person for delivery in Delivery.objects.all()] == [tokyo]


def test_there_is_one_digest_a_day_and_what_comes_later_waits_for_tomorrow():
    person = PersonFactory()
    tell(person, title="One")
    deliveries.bundle(at=NOON)
    tell(person, title="Two")

    deliveries.bundle(at=NOON + timedelta(hours=1))
    deliveries.bundle(at=NOON + timedelta(days=1))

    assert list(Delivery.objects.order_by("pk").values_list("key", flat=True)) == [
        "digest:2026-03-02",
        "digest:2026-03-03",
    ]
    assert Notice.objects.undelivered().count() == 0


def test_after_downtime_there_is_one_mail():
    person = PersonFactory()
    for days in range(5):
        tell(person, title=f"Day {days}", at=NOON + timedelta(days=days))

    deliveries.bundle(at=NOON + timedelta(days=30))

    assert Delivery.objects.count() == 1


def test_urgent_notices_go_at_once_whatever_the_hour():
    person = PersonFactory(time_zone="America/Los_Angeles")
    tell(person, urgent=True)

    deliveries.bundle(at=NOON)

    assert Delivery.objects.get().key.startswith("notice:")


def test_bundling_and_sending_twice_sends_once():
    tell(PersonFactory())

    for _each in range(2):
        deliveries.bundle(at=NOON)
        deliveries.send(at=NOON)

    assert len(mail.outbox) == 1


def test_a_mail_that_fails_waits_longer_each_time_and_is_given_up_with_its_fault():
    tell(PersonFactory())
    deliveries.bundle(at=NOON)

    at = NOON
    for _each in range(deliveries.MOST_TRIES):
        deliveries.send(at=at, backend=Unreachable())
        at = Delivery.objects.get().due_at

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.fault) == ("failed", deliveries.MOST_TRIES, "no mail server")
    assert timedelta(days=5) < at - NOON < timedelta(days=6)


def test_a_mail_sent_again_after_a_crash_has_the_same_message_id():
    tell(PersonFactory())
    deliveries.bundle(at=NOON)

    ids = {deliveries.message(Delivery.objects.get()).extra_headers["Message-ID"] for _each in range(2)}

    assert len(ids) == 1


def test_a_notice_is_written_in_its_reader_s_time_zone():
    person = PersonFactory(time_zone="Asia/Tokyo")
    about = subject()
    notices.tell(
        [person],
        about,
        "motion.opened",
        at=NOON,
        address="/x/",
        body="EC",
        title="T",
        until="2026-03-02T23:00:00+00:00",
    )

    deliveries.bundle(at=NOON)

    assert "3 Mar 2026, 08:00" in Delivery.objects.get().body
    assert "Times are shown in " in Delivery.objects.get().body


def test_bundling_takes_the_same_queries_for_three_hundred_people(django_assert_max_num_queries):
    about = subject()
    people = [PersonFactory() for _each in range(300)]
    notices.tell(people, about, "motion.closed", at=NOON, address="/x/", body="EC", title="T")

    with django_assert_max_num_queries(9):
        deliveries.bundle(at=NOON)
