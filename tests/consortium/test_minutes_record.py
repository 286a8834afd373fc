"""Minutes say what was recorded, and the seats approve them."""

from datetime import timedelta

import pytest

from consortium import agendas, approvals, attendance, invitations, meetings, minutes, motions, seats
from consortium.models import Meeting, Motion
from duties.models import Notice
from parties.refusals import Refusal
from tests.consortium.things import (
    NAMES,
    NOW,
    api,
    begun,
    cast,
    in_writing,
    seat,
    signed_in,
)
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db


def test_fu_b5_minutes_say_only_what_was_recorded(council, meeting, secretary):
    """Present, apologies, absent, alternates, guests, chair; the antitrust reminder only where it was ticked."""
    beta, delta = seat(council, "Beta"), seat(council, "Delta")
    deputy = made.employee(beta.member, "cto", "Beta Deputy")
    seats.name_alternate(beta, deputy, by=beta.person, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(reply_by=NOW + timedelta(hours=1))
    invitations.reply(meeting.invitations.get(seat=delta), "no", by=delta.person, at=NOW)
    alpha = seat(council, "Alpha")
    present = {alpha: alpha.person, beta: deputy}
    attendance.mark(meeting, present, by=secretary, at=NOW)
    meetings.hold(meeting, by=secretary, at=NOW)

    plain = minutes.draft(meeting, by=secretary, at=NOW).versions.get().text.splitlines()

    start = plain.index("## Attendance")
    assert plain[start:] == [
        "## Attendance",
        "Executive Council: 2 of 4 seats present, 3 needed: no quorum.",
        "- Alpha CTO (Alpha)",
        "- Beta Deputy for Beta CTO (Beta)",
        "Apologies: Delta CTO (Delta)",
        "Absent: Gamma CTO (Gamma)",
    ]
    assert "antitrust" not in "\n".join(plain).lower()


def test_fu_b5_chair_and_reminder_are_recorded_in_the_room(client, council, meeting, secretary):
    """Through both doors; whoever is in the chair is there."""
    alpha, delta = seat(council, "Alpha"), seat(council, "Delta")
    page = signed_in(client, secretary)
    there = {f"seat-{alpha.pk}": str(alpha.person_id), "attendance": "1"}

    refused = page.post(f"{meeting.get_absolute_url()}attend/", {**there, "chair": str(delta.person_id)}, follow=True)
    page.post(f"{meeting.get_absolute_url()}attend/", {**there, "chair": str(alpha.person_id), "reminder": "yes"})
    meeting.refresh_from_db()

    assert refused.status_code == 200
    assert (meeting.chaired_by, meeting.had_reminder) == (alpha.person, True)
    room = page.get(f"{meeting.get_absolute_url()}room/").content.decode()
    assert "The minutes say so only if this is ticked" in room
    attend = f"meetings/{meeting.number}/attend/"
    sits = [{"seat": alpha.number}]
    assert api(page, council, "post", attend, present=sits, chair=delta.person.email)[0] == 400
    assert api(page, council, "post", attend, present=sits)[0] == 200
    meeting.refresh_from_db()
    assert (meeting.chaired_by, meeting.had_reminder) == (alpha.person, True)
    meetings.hold(meeting, by=secretary, at=NOW)
    text = minutes.draft(meeting, by=secretary, at=NOW).versions.get().text
    assert "In the chair: Alpha CTO" in text
    assert "Participants were reminded of the antitrust policy. Not to be discussed: price, cost" in text


def test_fu_b5_a_motion_decided_in_writing_is_not_said_to_have_been_voted_on_here(council, meeting, secretary):
    motion = in_writing(council)
    agendas.add(meeting, by=None, at=NOW, title="Report", motion=motion)
    for name in NAMES:
        cast(motion, name, "for")
    motions.close_due(motion.closes_at)
    meetings.hold(meeting, by=secretary, at=NOW)

    text = minutes.draft(meeting, by=secretary, at=NOW).versions.get().text

    assert f"Motion {motion.number}, “Plan”, decided by the votes that the seats cast:" in text
    assert "voted on in the meeting" not in text
    assert Motion.objects.get(pk=motion.pk).is_closed


def test_fu_b5_whoever_wrote_the_minutes_does_not_approve_them_alone(client, council, meeting, secretary):
    """In writing by the body's own rule for votes, through both doors; an objection says what is wrong and is told."""
    meetings.hold(meeting, by=secretary, at=NOW)
    record = minutes.draft(meeting, by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    page = signed_in(client, secretary)
    address, its = f"{meeting.get_absolute_url()}minutes/", f"minutes/{record.number}/"

    refused = page.post(f"{address}approve/", {"how": "writing"}, follow=True).content.decode()
    assert "0 of 4 seats of the Executive Council have approved this version in writing" in refused
    assert (
        "Choose the meeting that approved the minutes" in page.post(f"{address}approve/", follow=True).content.decode()
    )
    assert api(page, council, "post", f"{its}approve/")[0] == 409
    assert page.post(f"{address}respond/", {"answer": "approve"}).status_code == 403

    page = signed_in(client, seat(council, "Beta").person)
    assert "Say what is wrong" in page.post(f"{address}respond/", {"answer": "object"}, follow=True).content.decode()
    assert api(page, council, "post", f"{its}respond/", answer="object", comment="Beta was there.")[0] == 200
    page.post(f"{address}respond/", {"answer": "object", "comment": "Beta was there from the start."})
    told = Notice.objects.filter(kind="minutes.objected").values_list("person__name", flat=True)
    assert set(told) == {"Alpha CTO", secretary.name}
    for name in ("Alpha", "Gamma"):
        assert (
            "is recorded"
            in signed_in(client, seat(council, name).person)
            .post(f"{address}respond/", {"answer": "approve"}, follow=True)
            .content.decode()
        )
    shown = signed_in(client, secretary).get(address).content.decode()
    assert "2 of 4 seats approved · 1 objection" in shown
    assert "Beta was there from the start." in shown

    minutes.save(record, "Another text", by=secretary, at=NOW)
    with pytest.raises(Refusal, match="Version 2 has not been circulated yet"):
        minutes.approve(record, by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    with pytest.raises(Refusal, match="0 of 4 seats"):
        minutes.approve(record, by=secretary, at=NOW)
    for name in ("Alpha", "Beta", "Gamma"):
        signed_in(client, seat(council, name).person).post(f"{address}respond/", {"answer": "approve"})
    signed_in(client, secretary).post(f"{address}approve/", {"how": "writing"})
    record.refresh_from_db()
    assert record.is_approved
    late = signed_in(client, seat(council, "Delta").person)
    assert api(late, council, "post", f"{its}respond/", answer="approve")[0] == 409


def test_fu_b5_a_later_meeting_approves_only_where_it_was_held_with_a_quorum(council, meeting, secretary):
    meetings.hold(meeting, by=secretary, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(days=2), held_at=NOW - timedelta(days=2))
    record = minutes.draft(meeting, by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    cancelled, alone, quorate = begun(council), begun(council, absent=("Beta", "Delta", "Gamma")), begun(council)
    meetings.cancel(cancelled, by=secretary, at=NOW, reason="No room")
    for held in (alone, quorate):
        meetings.hold(held, by=secretary, at=NOW)

    for other in (cancelled, alone):
        with pytest.raises(Refusal, match="held with a quorum"):
            minutes.approve(record, by=secretary, at=NOW, meeting=Meeting.objects.get(pk=other.pk))
    minutes.approve(record, by=secretary, at=NOW, meeting=Meeting.objects.get(pk=quorate.pk))

    assert record.is_approved


def test_fu_b5_an_alternate_does_not_overrule_what_the_holder_said_of_the_minutes(council, meeting, secretary):
    beta = seat(council, "Beta")
    deputy = made.employee(beta.member, "cto")
    seats.name_alternate(beta, deputy, by=beta.person, at=NOW)
    meetings.hold(meeting, by=secretary, at=NOW)
    record = minutes.draft(meeting, by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    approvals.respond(record, [beta], "object", comment="No.", by=beta.person, at=NOW)

    with pytest.raises(Refusal, match="has answered already"):
        approvals.respond(record, [beta], "approve", by=deputy, at=NOW)


def test_fu_b5_minutes_do_not_say_voted_here_of_what_was_decided_in_writing_later(council, meeting, secretary):
    motion = in_writing(council)
    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=False)
    for name in NAMES:
        cast(motion, name, "against")
    motions.close_due(motion.closes_at)
    meetings.hold(meeting, by=secretary, at=NOW)

    text = minutes.draft(meeting, by=secretary, at=NOW).versions.get().text

    assert "decided by the votes that the seats cast" in text
