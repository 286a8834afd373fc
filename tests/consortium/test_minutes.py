"""Minutes: drafted from what happened, versioned, circulated, approved, corrected by new entries."""

from datetime import date, time, timedelta

import pytest
from django.db import transaction

from consortium import agendas, meetings, minutes, minutes_pdf, motions
from consortium.models import Meeting, MinutesVersion
from duties.models import Duty, Notice
from parties.refusals import Invalid, Refusal
from tests.factories import consortium as made
from tests.factories.parties import NOON
from web import deadlines

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
AFTER = NOON + timedelta(days=20)


@pytest.fixture
def council():
    council = made.body(made.founded(), "ec")
    for name in ("Seagate", "Toshiba", "Western Digital"):
        made.seated(council, made.company(council.consortium, name), "cto", f"{name} CTO")
    return council


@pytest.fixture
def secretary(council):
    return made.officer(council.consortium)


@pytest.fixture
def meeting(council, secretary):
    """Held on 20 March: opened, and one motion carried with Toshiba abstaining."""
    meeting = meetings.plan([council], by=None, at=NOON, title="Spring council", day=DAY, time=time(9), place="Tokyo")
    agendas.add(meeting, by=None, at=NOON, title="Opening", presenter="A. Chair")
    motion = motions.draft(council, title="Strategy", by=secretary, at=NOON, items=[motions.NewItem("Strategy 2027")])
    agendas.add(meeting, by=None, at=NOON, title="Strategy", motion=motion)
    meetings.call(meeting, by=None, at=NOON)
    present = {seat: seat.person for seat in council.seats.all()}
    meetings.hold(meeting, by=None, at=AFTER, present=present)
    toshiba = council.seats.get(organisation__name="Toshiba")
    made.recorded(meeting, motion, "for", by=secretary, at=AFTER, exceptions={toshiba: "abstain"})
    agendas.note(meeting.agenda.get(position=1), "Everyone was welcomed.", by=secretary, at=AFTER)
    return meeting


@pytest.fixture
def record(meeting):
    return minutes.draft(meeting, by=None, at=AFTER)


def test_the_draft_says_what_happened(record):
    text = record.versions.get().text

    assert text.splitlines() == [
        "## Spring council",
        "Executive Council (regular)",
        "20 Mar 2026, 09:00 (UTC)",
        "Tokyo",
        "",
        "## Attendance",
        "Executive Council: 3 of 3 seats present, 2 needed: quorum.",
        "- Seagate CTO (Seagate)",
        "- Toshiba CTO (Toshiba)",
        "- Western Digital CTO (Western Digital)",
        "",
        "## 1. Opening",
        "Presented by A. Chair.",
        "Everyone was welcomed.",
        "",
        "## 2. Strategy",
        "Motion 1, “Strategy”, voted on in the meeting:",
        "- Strategy 2027: Carried 2 to 0, 1 abstained; quorum 3 of 3 (at least 2 needed)",
    ]


def test_holding_owes_minutes_within_the_charters_days(meeting):
    duty = Duty.objects.get(kind="minutes.write")

    assert duty.debtor_id == meeting.bodies.get().subject_id
    assert deadlines.last_day(duty.due_at, duty.zone) == meeting.held_at.date() + timedelta(days=14)


def test_circulating_discharges_the_writing_and_owes_the_approval(record, council):
    minutes.circulate(record, by=None, at=AFTER)

    assert Duty.objects.get(kind="minutes.write").state == "done"
    assert Duty.objects.get(kind="minutes.approve").is_open
    told = Notice.objects.filter(kind="minutes.circulated").values_list("person", flat=True)
    assert set(told) == set(council.seats.values_list("person", flat=True))


def test_every_version_stays(record, secretary):
    first = record.versions.get()

    minutes.save(record, "Another text", by=secretary, at=AFTER)

    assert list(record.versions.values_list("number", "text")) == [(2, "Another text"), (1, first.text)]
    with pytest.raises(Invalid, match="Nothing was changed"):
        minutes.save(record, "Another text", by=secretary, at=AFTER)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        MinutesVersion.objects.filter(pk=first.pk).update(text="forged")


def test_minutes_that_nobody_has_seen_are_not_approved(record, secretary):
    with pytest.raises(Refusal):
        made.approved(record, by=secretary, at=AFTER)


def test_approval_closes_the_meeting(record, secretary):
    minutes.circulate(record, by=None, at=AFTER)

    made.approved(record, by=secretary, at=AFTER)

    assert Meeting.objects.get().is_closed
    assert Duty.objects.get(kind="minutes.approve").state == "done"


def test_only_a_later_meeting_of_the_same_body_approves(record, council, secretary):
    minutes.circulate(record, by=None, at=AFTER)
    earlier = meetings.plan([council], by=None, at=NOON, title="Earlier", day=date(2026, 3, 10), time=time(9))
    elsewhere = made.body(council.consortium, "tc_us")
    other = meetings.plan([elsewhere], by=None, at=NOON, title="Other", day=date(2026, 4, 10), time=time(9))

    for wrong in (earlier, other):
        with pytest.raises(Refusal, match="a later meeting of the same bodies"):
            minutes.approve(record, by=secretary, at=AFTER, meeting=wrong)


def test_what_is_wrong_in_approved_minutes_is_a_correction(record, secretary):
    minutes.circulate(record, by=None, at=AFTER)
    with pytest.raises(Refusal, match="not approved yet"):
        minutes.correct(record, "x", by=secretary, at=AFTER)
    made.approved(record, by=secretary, at=AFTER)
    text = record.versions.first().text

    with pytest.raises(Refusal, match="not rewritten"):
        minutes.save(record, "x", by=secretary, at=AFTER)
    minutes.correct(record, "It was Seagate that abstained.", by=secretary, at=AFTER)

    assert record.versions.first().text == text
    assert list(record.corrections.values_list("text", flat=True)) == ["It was Seagate that abstained."]


def test_the_pdf_carries_the_text_and_its_corrections(record, secretary):
    import io

    import pypdf

    minutes.circulate(record, by=None, at=AFTER)
    made.approved(record, by=secretary, at=AFTER)
    minutes.correct(record, "東芝 abstained.", by=secretary, at=AFTER)

    pages = pypdf.PdfReader(io.BytesIO(minutes_pdf.pdf(record))).pages
    text = " ".join(page.extract_text() for page in pages)

    assert all(words in text for words in ("Spring council", "Attendance", "Corrections", "東芝 abstained."))


def test_a_vote_needs_people_in_the_room(council, secretary):
    meeting = meetings.plan([council], by=None, at=NOON, title="M", day=date(2026, 4, 10), time=time(9))
    motion = motions.draft(council, title="T", by=secretary, at=NOON, items=[motions.NewItem("T")])
    meetings.call(meeting, by=None, at=NOON)

    with pytest.raises(Refusal, match="take attendance first"):
        made.recorded(meeting, motion, "for", by=secretary, at=meeting.starts_at)
    with pytest.raises(Refusal, match="from the time a meeting begins"):
        made.recorded(meeting, motion, "for", by=secretary, at=NOON)


def test_a_motion_of_another_body_is_not_decided_here(meeting, council, secretary):
    other = made.body(council.consortium, "sc_us")
    made.seated(other, made.company(council.consortium, "Fujitsu"), "director")
    motion = motions.draft(other, title="T", by=secretary, at=NOON, items=[motions.NewItem("T")])

    with pytest.raises(Invalid, match="does not meet here"):
        made.recorded(meeting, motion, "for", by=secretary, at=AFTER)
    with pytest.raises(Invalid, match="does not meet here"):
        agendas.add(meeting, by=None, at=AFTER, title="T", motion=motion)


def test_a_vote_recorded_days_later_is_decided_in_the_meeting_and_stands_in_its_minutes(meeting, council, secretary):
    """Happened on 20 March, recorded on a later day; the motion was on no agenda."""
    motion = motions.draft(council, title="Logo", by=secretary, at=NOON, items=[motions.NewItem("A new logo")])

    made.recorded(meeting, motion, "for", by=secretary, at=AFTER)
    motion.refresh_from_db()

    assert motion.closed_at == meeting.ends_at
    assert "## 3. Logo" in minutes.draft(meeting, by=None, at=AFTER).versions.get().text


def test_two_who_write_at_once_do_not_overwrite_each_other_unawares(record, secretary, client):
    client.force_login(secretary)
    address = f"{record.meeting.get_absolute_url()}minutes/edit/"
    minutes.save(record, "The other's words", by=secretary, at=AFTER)

    refused = client.post(address, {"text": "My words", "after": "1"})
    assert refused.status_code == 409
    assert "has saved version 2 meanwhile" in refused.content.decode()
    assert "My words</textarea>" in refused.content.decode()

    again = client.post(address, {"text": "My words", "after": refused.context["form"]["after"].value()})
    assert (again.status_code, record.versions.first().text) == (302, "My words")
