"""Votes that are open: nobody sees how they stand, and nothing ends them before their deadline."""

import re

import pytest
from django.utils import timezone

from charter import schemas
from consortium import agendas, ballots, motions, room_votes
from consortium.models import Item
from consortium.room_votes import Said
from membership.models import Member
from parties.refusals import Refusal
from tests.consortium.things import (
    NAMES,
    NOW,
    api,
    cast,
    council_of,
    in_writing,
    seat,
    signed_in,
    votes_of,
)
from tests.factories import consortium as made

pytestmark = pytest.mark.django_db


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
    council = council_of(made.asrc_document(votes__ends_early=rule, votes__count_while_open=shown))
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
    council = council_of(made.asrc_document(votes__count_while_open="shown"))
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


def test_fu_b1_the_preview_tells_nothing_of_one_item_voted_on_in_writing(council, meeting, secretary):
    """Beta, in the room, voted in writing on one of two items: the record enters the other alone."""
    motion = in_writing(council, "One", "Two")
    one = motion.items.get(position=1)
    line = motion.roll.get(organisation__name="Beta")
    seen = set()
    for choice in ("for", "against"):
        ballots.cast(motion, line, {one: choice}, by=line.acting_seat.person, at=timezone.now())
        shown = room_votes.preview(meeting, motion, {None: Said("abstain")}, by=secretary, at=timezone.now())
        seen.add(tuple((each.certain, each.words) for each in shown.standing))

    assert len(seen) == 1
    assert next(iter(seen))[0][1] == "0 to 0, 2 abstained"


def test_an_open_vote_is_not_withdrawn_after_its_deadline(council):
    motion = in_writing(council)

    with pytest.raises(Refusal, match="is over"):
        motions.withdraw(motion, reason="Second thoughts", by=motion.author, at=motion.closes_at)


def test_a_suspended_company_keeps_what_it_has_said(council):
    """E-08."""
    motion = in_writing(council)
    cast(motion, "Beta", "for")
    Member.objects.filter(organisation__name="Beta").update(state=Member.State.SUSPENDED)
    line = motion.roll.get(organisation__name="Beta")

    with pytest.raises(Refusal, match="rights of Beta are suspended"):
        ballots.recuse(motion, line, reason="Ours", by=line.acting_seat.person, at=timezone.now())
    assert ("Beta", "for", False) in votes_of(motion)


def test_whoever_votes_in_two_seats_names_the_seat(client, council):
    """Nothing falls back to another seat, on the page or through the API."""
    alpha, beta = seat(council, "Alpha"), seat(council, "Beta")
    motion = in_writing(council)
    page = signed_in(client, alpha.person)

    assert page.post(f"{motion.get_absolute_url()}vote/?seat={beta.number}", {"slate": "for"}).status_code == 404
    assert api(page, council, "post", f"motions/{motion.number}/cast/", slate="for", seat=beta.number)[0] == 400
    assert votes_of(motion) == []
    assert api(page, council, "post", f"motions/{motion.number}/cast/", slate="for", seat=alpha.number)[0] == 200
