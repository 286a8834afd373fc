"""Drafts: from where they come, what may be changed, and the approval trail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consortium import ballots, motions
from consortium.access import motions as access
from consortium.models import Item, Motion
from consortium.motions import NewItem, queries, trails
from consortium.views import motion_parts
from desk.viewers import viewer_of
from duties.models import Duty, Notice
from membership.models import Member
from parties.refusals import Forbidden, Invalid, Refusal
from tests.factories.consortium import asrc_document, body, company, founded, officer, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
DEADLINE = NOON + timedelta(days=7)


@pytest.fixture
def bodies():
    """The council, SC-US and TC-US with one seat each."""
    consortium = founded()
    places = {key: body(consortium, key) for key in ("ec", "sc_us", "tc_us")}
    for place, name, title in (
        (places["ec"], "Alpha", "cto"),
        (places["sc_us"], "Beta", "director"),
        (places["tc_us"], "Gamma", "technical_lead"),
    ):
        seated(place, company(consortium, name), title, f"{name} person")
    return places


def seat_of(place):
    return place.seats.get().person


def draft(place, title="A question", **options):
    return motions.draft(place, title=title, by=seat_of(place), at=NOON, **options)


def decided(motion):
    """Have the one seat of its body carry it."""
    motions.open(motion, by=motion.author, at=NOON)
    line = motion.roll.get()
    ballots.cast_slate(motion, line, "for", by=line.acting_seat.person, at=NOON)
    return motions.close(motion, by=motion.author, at=NOON)


def test_an_approval_goes_from_body_to_body_and_shows_its_stations(bodies):
    first = decided(draft(bodies["tc_us"]))
    second = decided(draft(bodies["sc_us"], follows=first))
    third = draft(bodies["ec"], follows=second)

    assert [station.body.key for station in trails.of(third)] == ["tc_us", "sc_us", "ec"]


def test_a_committee_does_not_skip_the_one_above_it(bodies):
    first = decided(draft(bodies["tc_us"]))

    with pytest.raises(Refusal, match="recommends to the body above it"):
        draft(bodies["ec"], follows=first)
    with pytest.raises(Refusal, match="recommends to the body above it"):
        draft(bodies["ec"], from_body=bodies["tc_us"])


def test_an_approval_crosses_no_more_bodies_than_the_charter_allows():
    consortium = founded(document=asrc_document(laws__approval_steps=1))
    places = {key: body(consortium, key) for key in ("ec", "sc_us")}
    seated(places["ec"], company(consortium, "Alpha"), "cto")
    seated(places["sc_us"], company(consortium, "Beta"), "director")
    first = decided(draft(places["sc_us"]))

    with pytest.raises(Invalid, match="at most 1 bodies"):
        draft(places["ec"], follows=first)


def test_a_recommendation_is_seen_by_both_bodies_once_it_is_submitted(bodies):
    consortium = bodies["ec"].consortium
    motion = motions.draft(
        bodies["ec"], title="Advice", from_body=bodies["sc_us"], by=seat_of(bodies["sc_us"]), at=NOON
    )
    above = viewer_of(seat_of(bodies["ec"]), consortium, NOON)

    before = Motion.objects.visible_to(above).count()
    motions.submit(motion, by=motion.author, at=NOON)

    assert (before, Motion.objects.visible_to(above).count()) == (0, 1)
    assert access.can_open(above, motion)
    assert not access.can_open(viewer_of(motion.author, consortium, NOON), motion)


def test_a_draft_without_words_or_with_half_a_language_is_refused(bodies):
    with pytest.raises(Invalid, match="title"):
        draft(bodies["ec"], title=" ")
    with pytest.raises(Invalid, match="second language"):
        draft(bodies["ec"], other_text="本文")


def test_items_are_added_changed_moved_and_taken_out(bodies):
    motion = draft(bodies["ec"], items=[NewItem("One"), NewItem("Two")])
    by = {"by": motion.author, "at": NOON}
    three = motions.add_item(motion, NewItem("Three"), **by)
    motions.edit_item(three, title="Third", text="More", **by)
    one, two = motion.items.all()[:2]
    motions.reorder(motion, [three.pk, two.pk, one.pk], **by)
    motions.remove_item(Item.objects.get(pk=two.pk), **by)

    assert [item.title for item in motion.items.all()] == ["Third", "One"]


def test_an_item_names_a_matter_that_can_be_enacted(bodies):
    with pytest.raises(Invalid, match="no matter for a motion"):
        draft(bodies["ec"], items=[NewItem("Declare war", matter="war")])


def test_a_draft_is_deleted_and_its_number_stays_taken(bodies):
    motion = draft(bodies["ec"])
    subject = motion.subject
    motions.delete(motion, by=motion.author, at=NOON)

    assert not Motion.objects.exists()
    assert list(subject.entries.values_list("verb", flat=True).order_by("pk")) == ["motion.draft", "motion.delete"]
    assert draft(bodies["ec"]).number == subject.number + 1


def test_what_was_put_before_the_body_is_withdrawn_with_a_reason(bodies):
    motion = draft(bodies["ec"])
    motions.submit(motion, by=motion.author, at=NOON)

    with pytest.raises(Refusal, match="withdraw it"):
        motions.delete(motion, by=motion.author, at=NOON)
    with pytest.raises(Invalid, match="Say why"):
        motions.withdraw(motion, reason=" ", by=motion.author, at=NOON)
    motions.withdraw(motion, reason="Premature", by=motion.author, at=NOON)

    assert (motion.state, motion.items.get().state) == ("withdrawn", "withdrawn")


def test_withdrawing_an_open_motion_lets_its_voters_off_and_tells_them(bodies):
    motion = motions.open(draft(bodies["ec"]), closes_at=DEADLINE, by=seat_of(bodies["ec"]), at=NOON)

    motions.withdraw(motion, reason="Premature", by=motion.author, at=NOON)

    assert Duty.objects.get(kind="vote.cast").state == Duty.State.NOT_REQUIRED
    assert Notice.objects.filter(kind="motion.withdrawn").count() == 1


def test_nothing_opens_without_items_seats_or_a_deadline_ahead(bodies):
    consortium = bodies["ec"].consortium
    empty = draft(bodies["ec"], items=[])
    nobody = motions.draft(body(consortium, "sc_jp"), title="T", by=officer(consortium), at=NOON)

    with pytest.raises(Refusal, match="nothing to vote on"):
        motions.open(empty, closes_at=DEADLINE, by=empty.author, at=NOON)
    with pytest.raises(Refusal, match="Nobody has a vote"):
        motions.open(nobody, closes_at=DEADLINE, by=empty.author, at=NOON)
    with pytest.raises(Invalid, match="lies ahead"):
        motions.open(draft(bodies["ec"]), closes_at=NOON, by=empty.author, at=NOON)


def test_a_body_of_suspended_companies_is_told_that_payment_brings_the_votes_back(bodies):
    motion = draft(bodies["ec"])
    Member.objects.update(state=Member.State.SUSPENDED)

    with pytest.raises(Refusal, match="payment of its dues"):
        motions.open(motion, closes_at=DEADLINE, by=motion.author, at=NOON)


def test_a_clock_that_comes_late_writes_the_deadline(bodies):
    motion = motions.open(draft(bodies["ec"]), closes_at=DEADLINE, by=seat_of(bodies["ec"]), at=NOON)

    motions.close_due(DEADLINE + timedelta(days=90))

    motion.refresh_from_db()
    entry = motion.subject.entries.get(verb="motion.close")
    assert (motion.closed_at, entry.happened_at) == (DEADLINE, DEADLINE)


def test_a_correction_stands_beside_the_decision(bodies):
    motion = decided(draft(bodies["ec"]))

    motions.correct(motion, text="Read 2027 for 2026.", by=motion.author, at=NOON)

    assert [entry.particulars.words["text"] for entry in queries.corrections_of(motion)] == ["Read 2027 for 2026."]
    with pytest.raises(Forbidden):
        motions.withdraw(motion, reason="No", by=motion.author, at=NOON)


def test_search_finds_only_what_the_reader_sees(bodies):
    draft(bodies["ec"], title="Helium seals")
    consortium = bodies["ec"].consortium

    found = [queries.search(viewer_of(seat_of(place), consortium, NOON), "helium", 5) for place in bodies.values()]

    assert [[hit.title for hit in hits] for hits in found] == [["Helium seals"], [], []]


def test_the_trail_opens_only_the_stations_that_its_reader_may_see(bodies):
    first = decided(draft(bodies["tc_us"]))
    second = draft(bodies["sc_us"], follows=first)
    member = viewer_of(seat_of(bodies["sc_us"]), first.consortium, NOON)
    outsider = replace(member, companies=())

    trails_seen = [motion_parts.trail_of(second, reader) for reader in (member, outsider)]

    assert [[opens for _station, opens in trail] for trail in trails_seen] == [[True, True], [False, True]]
