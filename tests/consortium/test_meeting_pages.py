"""The pages of meetings, opened by those who use them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium import agendas, meetings, minutes, motions, seats
from consortium.models import Invitation, Meeting, Minutes, Paper, Registration
from tests.consortium.test_packs import document
from tests.factories import consortium as made
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SOON = (NOW + timedelta(days=40)).date()


@pytest.fixture(autouse=True)
def _blobs_of_their_own(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def asrc():
    return made.founded(NOW - timedelta(days=200))


@pytest.fixture
def secretary(asrc):
    return made.officer(asrc, at=NOW - timedelta(days=100))


@pytest.fixture
def council(asrc):
    council = made.body(asrc, "ec")
    for name in ("Seagate", "Western Digital", "Toshiba"):
        made.seated(council, made.company(asrc, name), "cto", at=NOW - timedelta(days=100))
    return council


@pytest.fixture
def member(council):
    return council.seats.order_by("pk").first().person


@pytest.fixture
def meeting(council):
    meeting = meetings.plan(
        [council], by=None, at=NOW, title="Spring council", day=SOON, time=time(9), zone="Asia/Tokyo"
    )
    meetings.call(meeting, by=None, at=NOW)
    return meeting


def begun(meeting) -> Meeting:
    """Let the meeting's hour have come."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    meeting.refresh_from_db()
    return meeting


def page(client, reader, address, **data):
    client.force_login(reader)
    return client.post(address, data) if data else client.get(address)


def test_a_member_replies_and_the_quorum_moves(client, meeting, member):
    line = meeting.invitations.get(person=member)
    shown = page(client, member, meeting.get_absolute_url())
    assert "0 of 3 accepted, at least 2 needed" in shown.content.decode()

    answer = page(client, member, f"{meeting.get_absolute_url()}reply/", invitation=line.pk, reply="yes")

    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.reply == "yes"
    assert "1 of 3 accepted, at least 2 needed" in client.get(meeting.get_absolute_url()).content.decode()


def test_a_member_does_not_reply_for_another(client, meeting, member):
    other = meeting.invitations.exclude(person=member).first()

    answer = page(client, member, f"{meeting.get_absolute_url()}reply/", invitation=other.pk, reply="no")

    assert answer.status_code == 403


def test_the_link_in_the_mail_changes_nothing_until_a_button_is_pressed(client, meeting, member):
    line = meeting.invitations.get(person=member)
    address = f"/mail/invitations/{line.key}/"

    assert client.get(address).status_code == 200
    line.refresh_from_db()
    assert line.reply == "waiting"

    client.post(address, {"reply": "no", "comment": "In Kyoto"})
    line.refresh_from_db()
    assert (line.reply, line.comment) == ("no", "In Kyoto")


def test_the_link_of_a_closed_account_leads_nowhere(client, meeting, member):
    key = meeting.invitations.get(person=member).key
    type(member).objects.filter(pk=member.pk).update(is_active=False)

    assert client.get(f"/mail/invitations/{key}/").status_code == 404


def test_a_meeting_closes_to_whoever_leaves_the_body_on_the_same_day(client, council, meeting, member):
    colleague = made.employee(council.seats.get(person=member).member)
    assert page(client, member, meeting.get_absolute_url()).status_code == 200

    seats.end(council.seats.get(person=member), reason="resigned", by=member, at=NOW, words="Moves to a rival")

    assert page(client, member, meeting.get_absolute_url()).status_code == 404
    assert page(client, colleague, meeting.get_absolute_url()).status_code == 404


def test_a_stranger_sees_no_meeting(client, asrc, meeting):
    outsider = made.employee(made.company(asrc, "Outsider", tier="t4"))

    assert page(client, outsider, meeting.get_absolute_url()).status_code == 404
    assert page(client, PersonFactory(), meeting.get_absolute_url()).status_code == 404


def test_the_office_plans_what_the_body_owes_next(client, asrc, council, secretary):
    form = page(client, secretary, f"/{asrc.slug}/bodies/{council.number}/plan/")
    assert "Executive Council owes its next meeting" in form.content.decode()
    said = form.context["form"].initial

    answer = page(
        client,
        secretary,
        f"/{asrc.slug}/meetings/plan/",
        bodies=council.pk,
        title=said["title"],
        day=said["day"].isoformat(),
        time="09:00",
        zone="Asia/Tokyo",
        minutes="90",
        kind="",
        place="",
        link="",
    )

    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert (meeting.title, meeting.zone, meeting.state) == (said["title"], "Asia/Tokyo", "planned")


def test_a_member_does_not_plan(client, asrc, council, member):
    assert page(client, member, f"/{asrc.slug}/meetings/plan/").status_code == 403


def test_a_chair_is_offered_the_own_body_and_loses_nothing_by_choosing_another(client, asrc, council):
    chair = council.seats.first()
    council.seats.filter(pk=chair.pk).update(post="chair")
    other = made.body(asrc, "sc_us")

    form = page(client, chair.person, f"/{asrc.slug}/meetings/plan/")
    answer = page(
        client, chair.person, f"/{asrc.slug}/meetings/plan/",
        bodies=other.pk, title="Typed already", day="2027-03-16", time="09:00", zone="UTC", minutes="60",
    )  # fmt: skip

    assert form.context["form"].initial["bodies"] == [council.pk]
    assert (answer.status_code, Meeting.objects.count()) == (403, 0)
    assert "Typed already" in answer.content.decode()


def test_a_time_that_the_clocks_leave_out_stands_beside_its_field(client, asrc, council, secretary):
    answer = page(
        client, secretary, f"/{asrc.slug}/meetings/plan/",
        bodies=council.pk, title="M", day="2027-03-14", time="02:30", zone="America/Los_Angeles", minutes="60",
    )  # fmt: skip

    assert answer.status_code == 400
    assert "leave out 02:30" in answer.context["form"].errors["time"][0]


def test_a_meeting_from_its_room_to_its_approved_minutes(client, asrc, council, meeting, secretary, member):
    agendas.add(meeting, by=None, at=NOW, title="Opening")
    motion = motions.draft(
        council, title="Adopt the plan", by=member, at=NOW, items=[motions.NewItem("Adopt the plan")]
    )
    begun(meeting)
    here = list(council.seats.order_by("pk"))
    address = meeting.get_absolute_url()

    page(client, secretary, f"{address}attend/", **{f"seat-{seat.pk}": seat.person_id for seat in here})
    page(client, secretary, f"{address}notes/1/", notes="Welcome to all.")
    vote, said = f"{address}vote/{motion.number}/", {"choice-slate": "for", f"seat-slate-{here[2].pk}": "abstain"}
    seen = page(client, secretary, vote, **said).context["preview"].seen
    page(client, secretary, vote, **said, seen=seen)
    assert page(client, secretary, f"{address}room/").status_code == 200
    assert client.post(f"{address}hold/").status_code == 302
    client.post(f"{address}minutes/draft/")

    text = Minutes.objects.get().versions.get().text
    assert "Executive Council: 3 of 3 seats present, 2 needed: quorum." in text
    assert "Welcome to all." in text
    motion.refresh_from_db()
    assert motion.is_closed
    assert page(client, member, f"{address}minutes/").status_code == 404

    page(client, secretary, f"{address}minutes/edit/", text=f"{text}\n\n## Close\nThe chair thanked everyone.")
    client.post(f"{address}minutes/circulate/")
    assert "The chair thanked everyone." in page(client, member, f"{address}minutes/").content.decode()
    for seat in here:
        page(client, seat.person, f"{address}minutes/respond/", answer="approve")
    page(client, secretary, f"{address}minutes/approve/", how="writing")
    page(client, secretary, f"{address}minutes/correct/", text="It was Toshiba that abstained.")

    meeting.refresh_from_db()
    assert meeting.is_closed
    shown = page(client, member, f"{address}minutes/").content.decode()
    assert "Approved in writing" in shown
    assert "It was Toshiba that abstained." in shown
    assert client.get(f"{address}minutes/minutes.pdf")["Content-Type"] == "application/pdf"


def test_a_paper_is_added_read_renewed_and_withdrawn(client, council, meeting, member):
    address = meeting.get_absolute_url()
    file = SimpleUploadedFile("plan.pdf", document("plan"))

    form = page(client, member, f"{address}papers/")
    assert "The 3 people in Executive Council, and the office." in form.content.decode()
    client.post(f"{address}papers/", {"file": file, "title": "", "label": "body"})

    paper = Paper.objects.get()
    assert (paper.title, paper.owner) == ("plan", member)
    assert client.get(f"{paper.get_absolute_url()}1/").status_code == 200
    assert client.get(f"{address}pack.pdf").status_code == 200
    client.post(f"{paper.get_absolute_url()}renew/", {"file": SimpleUploadedFile("v2.pdf", document("new"))})
    assert client.get(f"{paper.get_absolute_url()}2/").status_code == 200
    client.post(f"{paper.get_absolute_url()}withdraw/", {"reason": "Wrong meeting"})
    paper.refresh_from_db()
    assert paper.withdrawn_at


def test_a_paper_of_the_body_is_hidden_from_everybody_else(client, asrc, council, meeting, member):
    made.seated(made.body(asrc, "sc_us"), made.company(asrc, "Fujitsu"), "director", at=NOW - timedelta(days=9))
    below = made.body(asrc, "sc_us").seats.get().person
    page(
        client,
        member,
        f"{meeting.get_absolute_url()}papers/",
        file=SimpleUploadedFile("a.pdf", document("a")),
        label="body",
    )
    paper = Paper.objects.get()

    assert page(client, below, paper.get_absolute_url()).status_code == 404
    assert page(client, below, f"{paper.get_absolute_url()}1/").status_code == 404


@pytest.fixture
def review(asrc, council):
    review = meetings.plan([council], by=None, at=NOW, title="Review", day=SOON, time=time(9), kind="review")
    meetings.call(review, by=None, at=NOW)
    return review


def test_a_company_registers_as_many_as_its_tier_may_send(client, asrc, review):
    firm = made.company(asrc, "Kioxia", tier="t3", branch="jp")
    people = [made.employee(firm) for __ in range(3)]
    address = f"{review.get_absolute_url()}register/"

    assert "Your firm may send 2; 0 registered." in page(client, people[0], address).content.decode()
    answers = [page(client, people[0], address, person=person.pk).status_code for person in people]

    assert answers == [302, 302, 400]
    assert Registration.objects.count() == 2


def test_a_meeting_that_is_not_open_to_the_tier_is_forbidden(client, asrc, council, meeting):
    firm = made.company(asrc, "Kioxia", tier="t4")
    person = made.employee(firm)
    Invitation.objects.create(consortium=asrc, meeting=meeting, person=person, role="guest")

    assert page(client, person, f"{meeting.get_absolute_url()}register/").status_code == 403


def test_the_agenda_is_ordered_with_buttons(client, meeting, secretary):
    for title in ("One", "Two", "Three"):
        agendas.add(meeting, by=None, at=NOW, title=title)

    page(client, secretary, f"{meeting.get_absolute_url()}agenda/3/shift/", way="up")

    assert list(meeting.agenda.values_list("title", flat=True)) == ["One", "Three", "Two"]
    assert page(client, secretary, f"{meeting.get_absolute_url()}agenda/").status_code == 200


def test_compliance_is_shown_and_exported(client, asrc, secretary):
    shown = page(client, secretary, f"/{asrc.slug}/compliance/?year={NOW.year}")
    exported = client.get(f"/{asrc.slug}/compliance/?year={NOW.year}&export=csv")

    assert shown.status_code == 200
    assert b"Executive Council,H1" in b"".join(exported.streaming_content)


@pytest.mark.parametrize("address", ["meetings/", "meetings/past/", "compliance/"])
def test_lists_ask_the_database_as_often_for_300_as_for_one(client, asrc, council, secretary, address):
    """Beyond one page a list counts its rows: one statement more, however many there are."""
    counts = []
    for more in (1, 2, 297):
        for number in range(more):
            meetings.plan([council], by=None, at=NOW, title=f"M {number}", day=SOON, time=time(9))
        client.force_login(secretary)
        client.get(f"/{asrc.slug}/{address}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/{asrc.slug}/{address}")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[2] - counts[1] <= 1
    assert counts[2] <= 12


def test_the_page_of_a_meeting_asks_as_often_with_many_seats_as_with_few(client, asrc, council, secretary):
    counts = []
    for more in (0, 2, 40):
        for number in range(more):
            made.seated(council, made.company(asrc, f"Firm {more} {number}"), "cto", at=NOW - timedelta(days=9))
        meeting = meetings.plan([council], by=None, at=NOW, title="M", day=SOON, time=time(9))
        for number in range(more + 1):
            agendas.add(meeting, by=None, at=NOW, title=f"Point {number}")
        meetings.call(meeting, by=None, at=NOW)  # last, so that its rule stands in each history
        client.force_login(secretary)
        client.get(meeting.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(meeting.get_absolute_url())
        counts.append(len(asked))

    assert len(set(counts)) == 1
    assert counts[0] <= 20


def test_compliance_names_no_meeting_that_the_reader_may_not_open(client, asrc, council, member, meeting):
    outsider = made.employee(made.company(asrc, "Outsider", tier="t4"))
    address = f"/{asrc.slug}/compliance/?year={SOON.year}"

    assert "Spring council" in page(client, member, address).content.decode()
    assert "Spring council" not in page(client, outsider, address).content.decode()
    exported = client.get(f"{address}&export=csv")
    assert b"Spring council" not in b"".join(exported.streaming_content)


def test_a_chair_is_not_told_of_drafts_that_others_have_not_put_forward(client, council, meeting, secretary, member):
    """The office may table its own draft; whoever else runs the meeting sees neither that draft nor its title."""
    chair = council.seats.order_by("pk").last()
    chair.post = "chair"
    chair.save(update_fields=["post"])
    motions.draft(council, title="Unsaid", by=secretary, at=NOW)
    tabled = motions.draft(council, title="Tabled", by=secretary, at=NOW)
    agendas.add(meeting, by=None, at=NOW, title="Opening", motion=tabled)

    for address in ("", "agenda/", "room/"):
        shown = page(client, chair.person, f"{meeting.get_absolute_url()}{address}")
        assert shown.status_code == 200
        assert "Unsaid" not in shown.content.decode()
        assert "Tabled" not in shown.content.decode()
    assert "Tabled" in page(client, secretary, meeting.get_absolute_url()).content.decode()


def test_nobody_but_the_holder_and_the_alternate_of_a_seat_is_ever_named_as_sitting_there(client, meeting, secretary):
    stranger, seat = PersonFactory(name="A. Stranger"), meeting.bodies.get().seats.first()
    begun(meeting)

    answer = page(client, secretary, f"{meeting.get_absolute_url()}attend/", **{f"seat-{seat.pk}": str(stranger.pk)})

    assert answer.status_code == 404
    assert "Stranger" not in answer.content.decode()
    assert not meeting.attendance.exists()


def test_what_was_written_before_minutes_were_circulated_is_for_those_who_write(client, meeting, secretary, member):
    held = begun(meeting)
    meetings.hold(held, by=None, at=NOW, present={seat: seat.person for seat in held.bodies.get().seats.all()})
    record = minutes.draft(held, by=None, at=NOW)
    minutes.save(record, "Rash words", by=secretary, at=NOW)
    minutes.save(record, "Measured words", by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    address = f"{meeting.get_absolute_url()}minutes/?version=2"

    assert "Rash words" in page(client, secretary, address).content.decode()
    assert "Rash words" not in page(client, member, address).content.decode()
    assert "Measured words" in page(client, member, address).content.decode()
