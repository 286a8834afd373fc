"""The charter is amended by a motion: carried, it becomes a new edition from its day; until then nothing changes."""

from datetime import date, datetime, timedelta

import pytest

from charter import documents, editions, schemas
from consortium import amendments, chartered, motions
from consortium.models import Amendment, Body, Item
from parties.refusals import Forbidden, Invalid
from tests.charter.documents import complete
from tests.consortium.test_motions import AFTER, DEADLINE, say
from tests.factories.consortium import body, company, founded, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(NOON.year + 1, 1, 1)
QUORUM = {"bodies.ec.quorum": "0.6"}


@pytest.fixture
def council():
    """The council of a consortium whose charter says where each rule comes from."""
    document = documents.plain(complete())
    sources = {path: {"source": "S1", "basis": "stated"} for path in documents.stated(schemas.model(), document)}
    place = body(founded(document={**document, "sources": sources}), "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(place.consortium, name), "cto", f"{name} CTO")
    return place


def drafted(council, changes=None, day=NEXT_YEAR):
    by = council.seats.first().person
    return amendments.draft(
        council.consortium, changes=changes or QUORUM, effective_from=day, title="Amend", by=by, at=NOON
    )


def decided(motion, choice="for"):
    motions.open(motion, closes_at=DEADLINE, by=motion.author, at=NOON)
    for name in ("Alpha", "Beta"):
        say(motion, name, choice)
    motions.close(motion, by=None, at=AFTER)
    return Item.objects.get(motion=motion)


def quorum(council, day):
    return str(editions.in_force(council.consortium, day).bodies["ec"].quorum)


def test_a_carried_amendment_holds_from_its_day(council):
    motion = drafted(council)

    item = decided(motion)

    assert (item.state, item.enactment) == ("carried", "enacted")
    assert [quorum(council, day) for day in (AFTER.date(), NEXT_YEAR - timedelta(1), NEXT_YEAR)] == [
        "0.5",
        "0.5",
        "0.6",
    ]
    assert editions.at(council.consortium, NEXT_YEAR).allowed_by.verb == "item.decide"


def test_the_motion_itself_is_judged_by_the_edition_it_opened_under(council):
    motion = drafted(council)

    decided(motion)

    motion.refresh_from_db()
    assert str(editions.charter_of(motion.edition_id).bodies["ec"].quorum) == "0.5"


def test_a_lost_amendment_changes_nothing(council):
    item = decided(drafted(council), "against")

    assert item.state == "lost"
    assert quorum(council, NEXT_YEAR) == "0.5"


def test_two_amendments_for_one_day_leave_the_later_one_blocked_with_its_reason(council):
    first, second = drafted(council), drafted(council, {"terms.years": 3})

    enacted, blocked = decided(first), decided(second)

    assert (enacted.enactment, blocked.enactment) == ("enacted", "blocked")
    assert "must be later" in blocked.blocked_reason
    assert editions.in_force(council.consortium, NEXT_YEAR).terms.years == 2


def test_the_second_amendment_builds_upon_the_first_before_either_holds(council):
    decided(drafted(council))

    decided(drafted(council, {"terms.years": 3}, NEXT_YEAR + timedelta(31)))

    later = editions.in_force(council.consortium, NEXT_YEAR + timedelta(31))
    assert (later.terms.years, str(later.bodies["ec"].quorum)) == (3, "0.6")


def test_an_amendment_that_adds_a_faulty_rule_is_refused_when_drafted(council):
    with pytest.raises(Invalid, match="not a share of the seats"):
        drafted(council, {"bodies.ec.quorum": "1.4"})

    assert not Amendment.objects.exists()


def test_only_the_amending_body_amends(council):
    steering = body(council.consortium, "sc_us")
    by = council.seats.first().person
    motion = motions.draft(steering, title="Amend", items=[], by=by, at=NOON)

    with pytest.raises(Forbidden, match="Executive Council"):
        amendments.propose(motion, changes=QUORUM, effective_from=NEXT_YEAR, by=by, at=NOON)


PANEL = {
    "bodies.panel": {
        "name": "Advisory Panel",
        "class": "panel",
        "kind": "advisory",
        "level": 2,
        "parent": "ec",
        "appointed_by": "ec",
        "vote": "none",
    },
    "bodies.ec.name": "Council",
}


def on(council, day, key="panel"):
    """What stands under that key once the daily jobs have run on the day."""
    chartered.follow(council.consortium, at=datetime.combine(day, NOON.timetz()))
    return Body.objects.open().filter(consortium=council.consortium, key=key).first()


def test_a_body_that_an_amendment_adds_opens_on_its_day_once(council):
    decided(drafted(council, PANEL))

    assert on(council, NEXT_YEAR - timedelta(1)) is None
    panel = on(council, NEXT_YEAR)
    assert (panel.name, panel.parent, panel.opened_on) == ("Advisory Panel", council, NEXT_YEAR)
    assert on(council, NEXT_YEAR) == panel


def test_a_body_takes_its_new_name_and_keeps_its_seats(council):
    decided(drafted(council, PANEL))

    renamed = on(council, NEXT_YEAR, "ec")

    assert (renamed, renamed.name, renamed.seats.count()) == (council, "Council", 3)


def test_a_body_that_an_amendment_drops_closes_and_its_seats_end(council):
    decided(drafted(council, PANEL))
    panel = on(council, NEXT_YEAR)
    seat = seated(panel, company(council.consortium, "Delta"), "", "A guest")
    later = NEXT_YEAR + timedelta(60)

    editions.adopt(
        editions.propose(council.consortium, {"bodies.panel": None}, by=None, at=NOON, reason="Done"),
        effective_from=later,
        by=None,
        at=NOON,
        allowed_by=council.subject.entries.first(),
    )

    assert on(council, later - timedelta(1)) == panel
    assert on(council, later) is None
    seat.refresh_from_db()
    assert (seat.state, seat.end_reason) == ("ended", "closed")


def test_a_tier_that_somebody_is_in_cannot_be_amended_away(council):
    changes = dict.fromkeys(["tiers.t4"]) | {"results.depth": None}
    company(council.consortium, "Delta", "t4")

    with pytest.raises(Invalid, match="in use by Delta; move them first"):
        drafted(council, changes)


def test_a_tier_that_nobody_is_in_may_go(council):
    base = editions.latest(council.consortium).loaded.document

    assert editions.objections(council.consortium, documents.changed_by(base, {"tiers.t4": None})) == []


def test_an_edition_is_refused_when_somebody_came_into_its_tier_meanwhile(council):
    base = editions.latest(council.consortium).loaded.document
    without = documents.changed_by(base, {"tiers.t4": None})
    company(council.consortium, "Delta", "t4")
    company(council.consortium, "Epsilon", "t4")

    (fault,) = editions.objections(council.consortium, without)

    assert str(fault) == "tiers.t4: in use by Delta and Epsilon; move them first"
