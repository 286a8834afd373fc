"""Mail through a real server: what people get, and that nothing is lost or doubled when the server misbehaves."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from config import addresses
from consortium import meetings
from duties import deliveries, letters
from duties.models import Delivery
from files import blobs
from parties.models import Person
from tests import sink as sinks
from tests.duties.test_deliveries import tell
from tests.duties.things import subject
from tests.factories.consortium import body, company, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    """A server that is running, and the product's settings as ``MAIL_URL`` makes them."""
    with sinks.listening() as (sink, url):
        for name, value in addresses.mail(url).items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 1
        yield sink


def rung(at=NOON) -> int:
    """Ring the postman's bell."""
    deliveries.bundle(at=at)
    return deliveries.send(at=at)


def three() -> list[str]:
    """Tell three people something; answer their addresses in order."""
    people = [PersonFactory() for __ in range(3)]
    for person in people:
        tell(person)
    return [person.email for person in people]


def waiting() -> list[str]:
    return list(Delivery.objects.filter(state="waiting").values_list("person__email", flat=True))


def test_a_digest_arrives_as_it_was_written(sink):
    person = PersonFactory(name="佐藤 健")
    tell(person, title="予算")
    tell(person, title="Roadmap")

    rung()

    (mail,) = sink.taken
    assert (mail["To"], mail["From"]) == (person.email, "office@roundtable.invalid")
    assert mail["Subject"].strip() == "EC has decided on “予算”. (and 1 more)"
    assert mail["Message-ID"] == f"<delivery-{Delivery.objects.get().pk}@roundtable.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "“予算”" in mail.get_content() and "“Roadmap”" in mail.get_content()


def test_what_is_urgent_arrives_by_itself(sink):
    person = PersonFactory()
    tell(person, title="Now", urgent=True)
    tell(person, title="Later")

    rung()

    assert sorted(mail["Subject"] for mail in sink.taken) == [
        "EC has decided on “Later”.",
        "EC has decided on “Now”.",
    ]


def test_an_invitation_and_its_cancellation_are_taken_by_calendars(sink):
    council = body(founded(), "ec")
    seated(council, company(council.consortium, "Toshiba"), "cto", "佐藤 健")
    meeting = meetings.plan(
        [council], by=None, at=NOON, title="理事会", day=date(2026, 6, 3), time=time(9), zone="Asia/Tokyo"
    )
    meetings.call(meeting, by=None, at=NOON)
    rung()
    meetings.cancel(meeting, reason="Typhoon", by=None, at=NOON + timedelta(hours=1))
    rung(NOON + timedelta(hours=1))

    parts = [part for mail in sink.taken for part in mail.walk() if part.get_content_type() == "text/calendar"]
    events = [Calendar.from_ical(part.get_content()).walk("VEVENT")[0] for part in parts]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL"]
    assert events[0]["UID"] == events[1]["UID"]
    assert events[0]["SEQUENCE"] < events[1]["SEQUENCE"]
    assert [event["SUMMARY"] for event in events] == ["理事会", "理事会"]


def test_a_released_letter_arrives_with_its_document(sink):
    consortium = founded()
    office, about = officer(consortium), subject(consortium)
    pdf = b"%PDF-1.7 appointment"
    blob = blobs.store(consortium, pdf, name="letter.pdf", by=office, at=NOON)
    letter = letters.hold(
        about, PersonFactory(), kind="appointment", title="Welcome", body="Dear A", blob=blob, by=office, at=NOON
    )
    rung()
    before = len(sink.taken)
    letters.release([letter], by=office, at=NOON)
    rung()

    (mail,) = [mail for mail in sink.taken if mail["Subject"] == "Welcome"]
    (attached,) = mail.iter_attachments()
    assert before == 0
    assert (attached.get_content_type(), attached.get_content()) == ("application/pdf", pdf)


def test_a_code_to_sign_in_with_arrives_and_opens(sink, client):
    person = PersonFactory()

    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = re.search(r"^    (\S+)\r?$", sink.taken[0].get_content(), re.MULTILINE).group(1)
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_code_that_the_server_refuses_is_told_to_whoever_waits_for_it(sink, client):
    person = PersonFactory()
    sink.refuses[person.email] = "451 Try later"

    answer = client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)

    assert (answer.status_code, "could not be sent" in answer.content.decode()) == (200, True)


def test_a_recipient_who_is_refused_for_good_keeps_nobody_else_from_theirs(sink):
    first, second, third = three()
    sink.refuses[second] = "550 No such user here"

    sent = rung()

    failed = Delivery.objects.get(state="failed")
    assert (sent, sink.taken_by) == (2, sorted([first, third]))
    assert (failed.person.email, failed.fault, failed.tries) == (second, "550 No such user here", 1)


def test_a_greylisted_mail_is_taken_later_and_once(sink):
    first, second, third = three()
    sink.refuses[second] = "451 Greylisted, try again"

    rung()
    early = rung(NOON + timedelta(minutes=1))
    sink.refuses.clear()
    later = rung(NOON + timedelta(minutes=5))

    assert (early, later) == (0, 1)
    assert sink.taken_by == sorted([first, second, third])


def test_a_server_that_hangs_on_one_mail_takes_the_others(sink):
    first, second, third = three()
    sink.hangs_on.add(second)

    rung()

    assert sink.taken_by == sorted([first, third])
    assert waiting() == [second]
    assert Delivery.objects.get(state="waiting").fault


def test_a_server_that_dies_among_the_mails_gets_each_once(sink):
    people = three()
    sink.dies_on.add(people[1])

    rung()
    rung(NOON + timedelta(minutes=5))

    assert sink.taken_by == sorted(people)


def test_while_no_server_is_there_the_rest_waits_untried(settings):
    for name, value in addresses.mail("smtp://127.0.0.1:1?tls=0").items():
        setattr(settings, name, value)
    for __ in range(deliveries.PATIENCE + 2):
        tell(PersonFactory())

    rung()

    assert Delivery.objects.filter(state="waiting").count() == deliveries.PATIENCE + 2
    assert Delivery.objects.filter(tries=0).count() == 2


def test_a_mail_that_cannot_be_written_stops_no_other(sink):
    one, lost, other = (PersonFactory() for __ in range(3))
    for person in (one, lost, other):
        tell(person)
    Person.objects.filter(pk=lost.pk).update(email="two\nlines@example.org")

    rung()

    assert sink.taken_by == sorted([one.email, other.email])
    assert Delivery.objects.get(person=lost).state == "failed"


def test_the_office_sees_whose_mail_was_not_taken_and_why(sink, client):
    consortium = founded()
    office, reader = officer(consortium), PersonFactory()
    sink.refuses[reader.email] = "550 No such user here"
    tell(reader, consortium)
    rung()
    client.force_login(office)

    address = f"/{consortium.slug}/mails/"
    page = client.get(address).content.decode()

    assert reader.email in page and "550 No such user here" in page

    sink.refuses.clear()
    client.post(f"{address}try-again/", {"chosen": [Delivery.objects.get().pk]})
    rung(timezone.now())

    assert sink.taken_by == [reader.email]
    assert reader.email not in client.get(address).content.decode()
