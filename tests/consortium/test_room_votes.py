"""Votes given in a meeting: what is recorded, what stays its seat's own, and what nobody sees before the close."""

import re
from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from charter import schemas
from consortium import agendas, attendance, ballots, invitations, meetings, minutes, motions, room_votes, seats
from consortium.models import Ballot, Item, Meeting, Motion, RoomVote, RoomVoter
from consortium.motions import NewItem
from consortium.room_votes import Said
from duties.models import Notice
from journal.models import Entry
from membership.models import Member
from parties.refusals import Invalid, Refusal
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NAMES = ("Alpha", "Beta", "Delta", "Gamma")


@pytest.fixture
def council():
    return _council(made.asrc_document())


@pytest.fixture
def secretary(council):
    return made.officer(council.consortium, at=NOW - timedelta(days=1))


@pytest.fixture
def meeting(council):
    """A meeting that began an hour ago, with everybody but Delta in the room."""
    return begun(council)


def _council(document):
    place = made.body(made.founded(NOW - timedelta(days=1), document), "ec")
    for name in NAMES:
        seat = made.seated(
            place, made.company(place.consortium, name), "cto", f"{name} CTO", at=NOW - timedelta(days=1)
        )
        if name == "Alpha":
            place.seats.filter(pk=seat.pk).update(post="chair")
    return place


def begun(council, absent=("Delta",)):
    meeting = meetings.plan(
        [council], by=None, at=NOW, title="December council", day=NOW.date() + timedelta(days=20), time=time(9)
    )
    meetings.call(meeting, by=None, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    meeting = Meeting.objects.select_related("consortium", "subject").get(pk=meeting.pk)
    there = {seat: seat.person for seat in council.seats.exclude(organisation__name__in=absent)}
    attendance.mark(meeting, there, by=None, at=NOW)
    return meeting


def seat(council, name):
    return council.seats.get(organisation__name=name)


def drafted(council, *items, title="Plan"):
    by = seat(council, "Alpha").person
    return motions.draft(council, title=title, by=by, at=NOW, items=[NewItem(each) for each in items or (title,)])


def in_writing(council, *items):
    motion = drafted(council, *items)
    by = motion.author
    return motions.open(motion, by=by, at=NOW - timedelta(hours=2), closes_at=NOW + timedelta(days=7))


def cast(motion, name, choice="against", **options):
    line = motion.roll.get(organisation__name=name)
    return ballots.cast(motion, line, slate=choice, by=line.acting_seat.person, at=timezone.now(), **options)


def votes_of(motion):
    rows = Ballot.objects.filter(item__motion=motion).values_list("line__organisation__name", "choice", "is_recorded")
    return sorted(rows)


def signed_in(client, who):
    client.force_login(who)
    return client


def posted(client, meeting, motion, **data):
    """Enter a vote on the page as far as its preview; answer what the preview's form would send."""
    address = f"{meeting.get_absolute_url()}vote/{motion.number}/"
    page = client.post(address, data)
    return address, page, data | {"seen": page.context["preview"].seen, "once": page.context["once"]}


def api(client, council, method, address, **data):
    path = f"/api/v1/{council.consortium.slug}/{address}"
    answer = getattr(client, method)(path, data or None, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else None


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


WORDS = re.compile(r"\d+ to \d+|so far|whatever comes|cannot be carried|as it stands|votes? needed|more votes?", re.I)
NOISE = re.compile(
    r"csrfmiddlewaretoken\W+value=\W+\w+|nonce=\W[^\"]+|value=\"[0-9a-f]{32,64}\"|[0-9a-f]{64}|data-now=\S+"
)


def test_fu_b1_fd1_nobody_sees_how_an_open_vote_stands(client, council, meeting, secretary):
    """However the others voted, every page and answer is the same to the letter."""
    motion = in_writing(council)
    agendas.add(meeting, by=None, at=NOW, title="Decide", motion=motion)
    readers = [secretary, *(seat(council, name).person for name in ("Alpha", "Delta"))]
    slug = council.consortium.slug
    pages = [
        motion.get_absolute_url(), f"{motion.get_absolute_url()}vote/", f"/{slug}/", f"/{slug}/motions/",
        f"/{slug}/motions/?export=csv", f"/{slug}/decisions/", f"/{slug}/search/?q=plan", f"/{slug}/notices/",
        f"/{slug}/duties/", f"{council.get_absolute_url()}", f"{meeting.get_absolute_url()}",
        f"{meeting.get_absolute_url()}room/", f"{meeting.get_absolute_url()}vote/{motion.number}/",
        f"/api/v1/{slug}/motions/", f"/api/v1/{slug}/motions/{motion.number}/", f"/api/v1/{slug}/decisions/",
    ]  # fmt: skip

    def everything() -> dict:
        seen = {}
        for reader in readers:
            client.force_login(reader)
            for page in pages:
                answer = client.get(page)
                text = b"".join(answer.streaming_content) if answer.streaming else answer.content
                seen[reader.name, page] = (answer.status_code, NOISE.sub("", text.decode()))
            closed = client.post(f"{motion.get_absolute_url()}close/", follow=True)
            seen[reader.name, "close"] = NOISE.sub("", closed.content.decode())
            answer = client.post(f"{meeting.get_absolute_url()}vote/{motion.number}/", {"choice-slate": "for"})
            seen[reader.name, "preview"] = NOISE.sub("", answer.content.decode())
        return seen

    cast(motion, "Beta", "for")
    cast(motion, "Gamma", "for")
    everything()  # messages and notices of a first visit
    one = everything()
    cast(motion, "Beta", "against")
    cast(motion, "Gamma", "against")
    other = everything()

    assert {key for key in one if one[key] != other[key]} == set()
    told = [key for key, text in one.items() if key[1] != "preview" and WORDS.search(str(text))]
    assert told == []
    item = client.get(f"/api/v1/{slug}/motions/{motion.number}/").json()["items"][0]
    assert {item[name] for name in ("for_weight", "against_weight", "abstained_weight", "present", "roll_size")} == {
        None
    }


def test_fu_b1_a_certain_outcome_ends_no_vote_early(client, council, secretary):
    """Neither page nor API closes it, in the same words however it stands; at its deadline the clock does."""
    motion = in_writing(council)
    page = signed_in(client, secretary)
    words = set()
    for name in (None, *NAMES):
        if name:
            cast(motion, name, "for")
        status, answer = api(page, council, "post", f"motions/{motion.number}/close/")
        words.add((status, str(answer)))
        assert "Close the vote" not in page.get(motion.get_absolute_url()).content.decode()

    assert len(words) == 1 and "409" in str(words)
    motion.refresh_from_db()
    assert motion.is_open
    motions.close_due(motion.closes_at)
    motion.refresh_from_db()
    assert motion.is_closed


@pytest.mark.parametrize(
    ("rule", "voted", "closes"),
    [
        ("never", 4, False),
        ("all_voted", 3, False),
        ("all_voted", 4, True),
        ("certain", 2, False),
        ("certain", 3, True),
    ],
)
def test_fu_b1_the_charter_says_what_ends_a_vote_early(rule, voted, closes):
    shown = "shown" if rule == "certain" else "hidden"
    council = _council(made.asrc_document(votes__ends_early=rule, votes__count_while_open=shown))
    motion = in_writing(council)
    for name in NAMES[:voted]:
        cast(motion, name, "for")

    assert motions.may_close(motion, timezone.now()) == closes
    if closes:
        motions.close(motion, by=None, at=timezone.now())
        assert motion.items.get().state == Item.State.CARRIED
    else:
        with pytest.raises(Refusal):
            motions.close(motion, by=None, at=timezone.now())


def test_fu_b1_a_charter_that_shows_the_count_shows_it_on_page_and_in_the_api(client):
    council = _council(made.asrc_document(votes__count_while_open="shown"))
    motion = in_writing(council)
    cast(motion, "Beta", "for")
    page = signed_in(client, seat(council, "Delta").person)

    assert "1 to 0 so far" in page.get(motion.get_absolute_url()).content.decode()
    item = api(page, council, "get", f"motions/{motion.number}/")[1]["items"][0]
    assert (item["for_weight"], item["roll_size"]) == ("1.0000", "4.0000")


def test_fu_b1_a_charter_cannot_hide_the_count_and_end_votes_by_it():
    faults = schemas.faults_of(made.asrc_document(votes__ends_early="certain"))

    assert [(fault.path, fault.rule) for fault in faults] == [("votes.ends_early", "E-04")]


def test_fu_b1_the_preview_tells_nothing_of_votes_cast_in_writing(council, meeting, secretary):
    """Beta and Delta voted in writing; with two more in the room the outcome hangs on them, and is not told."""
    motion = in_writing(council)
    seen = set()
    for choice in ("for", "against", "abstain"):
        cast(motion, "Beta", choice)
        cast(motion, "Delta", choice)
        shown = room_votes.preview(meeting, motion, {None: Said("for")}, by=secretary, at=timezone.now())
        (each,) = shown.standing
        seen.add((each.certain, each.words, shown.seen))

    assert len(seen) == 1
    assert next(iter(seen))[:2] == (None, "2 to 0")


def test_the_journal_tells_who_recorded_and_keeps_how_they_voted_out_of_its_chain(council, meeting, secretary):
    motion = in_writing(council)

    made.recorded(meeting, motion, "for", by=secretary, at=NOW, ends_vote=False)

    entry = Entry.objects.of(motion.subject).get(verb="meeting.vote")
    numbers = sorted(council.seats.exclude(organisation__name="Delta").values_list("number", flat=True))
    assert entry.facts == {"meeting": meeting.number, "seats": numbers, "kept": [], "ends": False}
    assert "for" not in str(entry.facts)


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
    with pytest.raises(Refusal, match="0 of 4 seats"):
        minutes.approve(record, by=secretary, at=NOW)
    minutes.circulate(record, by=secretary, at=NOW)
    for name in ("Alpha", "Beta", "Gamma"):
        signed_in(client, seat(council, name).person).post(f"{address}respond/", {"answer": "approve"})
    signed_in(client, secretary).post(f"{address}approve/", {"how": "writing"})
    record.refresh_from_db()
    assert record.is_approved
    late = signed_in(client, seat(council, "Delta").person)
    assert api(late, council, "post", f"{its}respond/", answer="approve")[0] == 409
