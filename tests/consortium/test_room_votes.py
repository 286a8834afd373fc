"""Votes given in a meeting: what is recorded, what stays its seat's own, and what is looked at first."""

import re
from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction

from consortium import agendas, attendance, ballots, meetings, motions, room_votes, seats
from consortium.models import Meeting, RoomVote, RoomVoter
from consortium.room_votes import Said
from duties.models import Notice
from journal.models import Entry
from membership.models import Member
from parties.refusals import Invalid, Refusal
from tests.consortium.things import (
    NOW,
    api,
    begun,
    cast,
    drafted,
    in_writing,
    posted,
    seat,
    signed_in,
    votes_of,
)
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db


def test_fu_a1_a_vote_that_was_cast_stays_its_seats_own(client, council, meeting, secretary):
    """The record enters votes for who has not voted, says where and by whom, tells them, and stays marked for ever."""
    motion = in_writing(council)
    cast(motion, "Beta", "against")
    page = signed_in(client, secretary)

    address, __, data = posted(page, meeting, motion, **{"choice-slate": "for"})
    assert votes_of(motion) == [("Beta", "against", False)]  # a preview records nothing
    page.post(address, data | {"ends_vote": "yes"})

    motion.refresh_from_db()
    assert (motion.is_closed, votes_of(motion)) == (
        True,
        [("Alpha", "for", True), ("Beta", "against", False), ("Gamma", "for", True)],
    )
    record = RoomVote.objects.get()
    assert (record.meeting, record.motion, record.recorded_by) == (meeting, motion, secretary)
    voters = RoomVoter.objects.order_by("line__organisation__name")
    assert [(each.person.name, each.is_recorded) for each in voters] == [
        ("Alpha CTO", True),
        ("Beta CTO", False),
        ("Gamma CTO", True),
    ]
    told = Notice.objects.filter(kind="ballot.recorded").values_list("person__name", flat=True)
    assert sorted(told) == ["Alpha CTO", "Gamma CTO"]
    shown = signed_in(client, seat(council, "Beta").person).get(motion.get_absolute_url()).content.decode()
    assert f"{secretary.name} recorded votes given in the meeting: 2 seats, “December council”" in shown
    assert f"{secretary.name} recorded the votes of 2 seats in “December council”" in re.sub(r"\s+", " ", shown)
    assert shown.count("recorded in the meeting") == 2
    register = client.get(f"/{council.consortium.slug}/decisions/").content.decode()
    assert secretary.name in register
    (line,) = api(client, council, "get", "decisions/")[1]["results"]
    assert line["recorded_by"] == secretary.name
    with pytest.raises(DatabaseError), transaction.atomic():
        RoomVote.objects.update(recorded_by=seat(council, "Alpha").person)


def test_fu_a1_nothing_is_recorded_outside_a_meeting(client, council, secretary):
    motion = in_writing(council)
    page = signed_in(client, secretary)

    assert page.get(f"{motion.get_absolute_url()}record/").status_code == 404
    assert page.post(f"{motion.get_absolute_url()}record/", {"choice": "for"}).status_code == 404
    assert api(page, council, "post", f"motions/{motion.number}/record/", choice="for", present=[1])[0] == 404
    assert "Record the vote" not in page.get(motion.get_absolute_url()).content.decode()
    meeting = begun(council)
    shown = page.get(motion.get_absolute_url()).content.decode()
    assert f"{meeting.get_absolute_url()}vote/{motion.number}/" in shown


def test_fu_a1_a_meeting_that_has_not_begun_or_that_was_over_takes_no_vote(council, meeting, secretary):
    ahead = meetings.plan([council], by=None, at=NOW, title="M", day=NOW.date() + timedelta(days=30), time=time(9))
    meetings.call(ahead, by=None, at=NOW)
    attendance.mark(ahead, {each: each.person for each in council.seats.all()}, by=None, at=NOW)
    over = begun(council)
    Meeting.objects.filter(pk=over.pk).update(starts_at=NOW - timedelta(days=9), day=NOW.date() - timedelta(days=9))
    motion = in_writing(council)

    with pytest.raises(Refusal, match="from the time a meeting begins"):
        made.recorded(ahead, motion, "for", by=secretary, at=NOW)
    with pytest.raises(Refusal, match="opened after this meeting was over"):
        made.recorded(Meeting.objects.get(pk=over.pk), motion, "for", by=secretary, at=NOW)
    assert votes_of(motion) == []


def test_fu_a1_an_alternate_changes_no_vote_that_was_recorded_and_its_holder_does(council, meeting, secretary):
    motion = in_writing(council)
    alpha = seat(council, "Alpha")
    deputy = made.employee(alpha.member, "cto")
    seats.name_alternate(alpha, deputy, by=alpha.person, at=NOW)
    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=False)
    line = motion.roll.get(acting_seat=alpha)

    with pytest.raises(Refusal, match="recorded in the room"):
        ballots.cast(motion, line, slate="against", by=deputy, at=NOW)
    ballots.cast(motion, line, slate="against", by=alpha.person, at=NOW)

    assert ("Alpha", "against", False) in votes_of(motion)


def test_fu_a2_nothing_is_preselected_and_nothing_is_done_before_the_result_was_seen(
    client, council, meeting, secretary
):
    """Through both doors."""
    motion = drafted(council)
    page = signed_in(client, secretary)
    address = f"{meeting.get_absolute_url()}vote/{motion.number}/"

    entry = page.get(address).content.decode()
    assert "checked" not in entry.replace("data-checked", "")
    assert "selected" not in entry
    assert page.post(address, {}).status_code == 400
    assert page.post(address, {"choice-slate": "for", "seen": ""}).status_code == 409
    said = {"motion": motion.number, "choice": "for"}
    here = f"meetings/{meeting.number}/vote/"
    assert api(page, council, "post", here, **said)[0] == 400
    assert api(page, council, "post", here, **said, seen="x")[0] == 409
    motion.refresh_from_db()
    assert (motion.is_draft, RoomVote.objects.count()) == (True, 0)

    shown = page.post(address, {"choice-slate": "for"})
    assert "Record: Carried, 3 to 0" in shown.content.decode()
    motion.refresh_from_db()
    assert motion.is_draft
    status, preview = api(page, council, "post", f"{here}preview/", **said)
    assert (status, preview["results"][0]["outcome"], preview["results"][0]["for_weight"]) == (200, "carried", "3.0000")
    assert api(page, council, "post", here, **said, seen=preview["seen"])[0] == 200
    motion.refresh_from_db()
    assert motion.is_closed


def test_fu_a2_what_changed_since_it_was_seen_is_looked_at_again(client, council, meeting, secretary):
    motion = in_writing(council)
    page = signed_in(client, secretary)
    address, __, data = posted(page, meeting, motion, **{"choice-slate": "for"})
    cast(motion, "Gamma", "against")

    refused = page.post(address, data | {"ends_vote": "yes"})

    assert refused.status_code == 409
    assert "has changed since you looked" in refused.content.decode()
    assert votes_of(motion) == [("Gamma", "against", False)]
    again = {**data, "seen": refused.context["preview"].seen, "ends_vote": "yes"}
    assert page.post(address, again).status_code == 302
    assert ("Gamma", "against", False) in votes_of(motion)


def test_fu_a2_a_vote_in_writing_is_not_cut_short_unseen(client, council, meeting, secretary):
    """Left open it goes on for the absent; ended, they are told and their duty ends with the reason."""
    motion, other = in_writing(council), in_writing(council)
    page = signed_in(client, secretary)
    address, preview, data = posted(page, meeting, motion, **{"choice-slate": "for"})

    text = preview.content.decode()
    assert "Absent, not voted" in text and "Delta" in text and "1 absent seat loses its vote" in text
    assert "checked" not in text
    assert page.post(address, data).status_code == 400
    assert page.post(address, data | {"ends_vote": "no"}).status_code == 302
    motion.refresh_from_db()
    assert motion.is_open
    cast(motion, "Delta", "against")
    assert ("Delta", "against", False) in votes_of(motion)

    address, __, data = posted(page, meeting, other, **{"choice-slate": "for"})
    page.post(address, data | {"ends_vote": "yes"})
    other.refresh_from_db()
    assert (other.is_closed, RoomVote.objects.get(motion=other).ended_early) == (True, True)
    told = Notice.objects.get(kind="motion.cut_short")
    assert told.person.name == "Delta CTO"
    status, preview = api(
        page, council, "post", f"meetings/{meeting.number}/vote/preview/", motion=motion.number, choice="for"
    )
    assert (status, preview["is_in_writing"]) == (200, True)
    said = {"motion": motion.number, "choice": "for", "seen": preview["seen"]}
    assert api(page, council, "post", f"meetings/{meeting.number}/vote/", **said)[0] == 400


def test_fu_a2_what_is_not_on_the_agenda_stands_apart(client, council, meeting, secretary):
    tabled, other = drafted(council, title="On the agenda"), drafted(council, title="Exclude somebody")
    agendas.add(meeting, by=None, at=NOW, title="Decide", motion=tabled)
    page = signed_in(client, secretary)

    room = page.get(f"{meeting.get_absolute_url()}room/").content.decode()
    assert "On the agenda" in room and "Exclude somebody" not in room
    assert "1 motion that is not on the agenda" in room
    apart = page.get(f"{meeting.get_absolute_url()}vote/").content.decode()
    assert "Exclude somebody" in apart and "Motion 1" not in apart
    entry = page.get(f"{meeting.get_absolute_url()}vote/{other.number}/").content.decode()
    assert "is not on the agenda" in entry and "that was not submitted" in entry


def test_fu_a2_items_are_voted_on_separately_with_their_own_exceptions(client, council, meeting, secretary):
    motion = drafted(council, "One", "Two", "Three")
    two = motion.items.get(position=2)
    gamma = seat(council, "Gamma")
    page = signed_in(client, secretary)
    address = f"{meeting.get_absolute_url()}vote/{motion.number}/?separate={two.number}"
    data = {"choice-slate": "for", f"choice-{two.number}": "against", f"seat-{two.number}-{gamma.pk}": "abstain"}

    preview = page.post(address, data)
    page.post(address, data | {"seen": preview.context["preview"].seen})

    states = dict(motion.items.values_list("title", "state"))
    assert states == {"One": "carried", "Two": "lost", "Three": "carried"}
    two.refresh_from_db()
    assert (two.against_weight, two.abstained_weight) == (2, 1)


def test_fu_a2_a_severed_item_needs_a_choice_of_its_own(council, meeting, secretary):
    motion = in_writing(council, "One", "Two")
    two = motion.items.get(position=2)
    motions.sever(two, motion.roll.first(), by=seat(council, "Alpha").person, at=NOW)

    with pytest.raises(Invalid, match="how those present voted on “Two”"):
        room_votes.preview(meeting, motion, {None: Said("for")}, by=secretary, at=NOW)
    said = {None: Said("for"), two: Said("against")}
    shown = room_votes.preview(meeting, motion, said, by=secretary, at=NOW)
    assert [str(each.certain) for each in shown.standing] == ["carried", "lost"]


def test_a_suspended_company_has_no_vote_in_the_room_and_stops_nobody(council, meeting, secretary):
    """E-08."""
    motion = in_writing(council)
    Member.objects.filter(organisation__name="Beta").update(state=Member.State.SUSPENDED)

    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=True)

    assert [name for name, *__ in votes_of(motion)] == ["Alpha", "Gamma"]


def test_the_journal_tells_who_recorded_and_keeps_how_they_voted_out_of_its_chain(council, meeting, secretary):
    motion = in_writing(council)

    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=False)

    entry = Entry.objects.of(motion.subject).get(verb="meeting.vote")
    numbers = sorted(council.seats.exclude(organisation__name="Delta").values_list("number", flat=True))
    assert entry.facts == {"meeting": meeting.number, "seats": numbers, "kept": [], "ends": False}
    assert "for" not in str(entry.facts)


def test_fu_a1_the_mark_of_the_record_tells_no_change_of_mind(client, council, meeting, secretary):
    motion = in_writing(council)
    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=False)
    page = signed_in(client, seat(council, "Gamma").person)
    before = page.get(motion.get_absolute_url()).content.decode().count("recorded in the meeting")

    cast(motion, "Beta", "against")

    after = page.get(motion.get_absolute_url()).content.decode().count("recorded in the meeting")
    assert (before, after) == (3, 3)


def test_fu_a1_nobody_was_invited_so_nothing_is_recorded(council, secretary):
    """A meeting that was planned and never called decides nothing, let alone ends a vote in writing."""
    motion = in_writing(council)
    quiet = meetings.plan([council], by=None, at=NOW, title="M", day=NOW.date() + timedelta(days=30), time=time(9))
    Meeting.objects.filter(pk=quiet.pk).update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    quiet = Meeting.objects.select_related("consortium", "subject").get(pk=quiet.pk)
    attendance.mark(quiet, {each: each.person for each in council.seats.all()}, by=None, at=NOW)

    with pytest.raises(Refusal, match="Nobody was invited"):
        made.recorded(quiet, motion, "for", by=secretary, at=NOW, ends_vote=True)


def test_fu_a2_a_preview_grows_stale_with_the_words_and_with_who_sits_there(client, council, meeting, secretary):
    motion = drafted(council)
    beta = seat(council, "Beta")
    deputy = made.employee(beta.member, "cto")
    seats.name_alternate(beta, deputy, by=beta.person, at=NOW)
    said = {None: Said("for")}
    seen = room_votes.preview(meeting, motion, said, by=secretary, at=NOW).seen

    motions.edit_item(motion.items.get(), title="Pay somebody", text="", by=motion.author, at=NOW)
    with pytest.raises(Refusal, match="has changed since you looked"):
        room_votes.vote(meeting, motion, said, seen=seen, by=secretary, at=NOW)
    seen = room_votes.preview(meeting, motion, said, by=secretary, at=NOW).seen
    there = {each: each.person for each in council.seats.exclude(organisation__name="Delta")} | {beta: deputy}
    attendance.mark(meeting, there, by=None, at=NOW)
    with pytest.raises(Refusal, match="has changed since you looked"):
        room_votes.vote(meeting, motion, said, seen=seen, by=secretary, at=NOW)


def test_a_motion_opened_after_a_held_meeting_was_over_is_not_recorded_in_it(council, meeting, secretary):
    meetings.hold(meeting, by=secretary, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(hours=5))
    motion = in_writing(council)

    with pytest.raises(Refusal, match="opened after this meeting was over"):
        made.recorded(Meeting.objects.get(pk=meeting.pk), motion, "for", by=secretary, at=NOW, ends_vote=True)
