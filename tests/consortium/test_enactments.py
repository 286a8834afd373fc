"""What carried items do: statements, amendments, and effects that are refused."""

from datetime import date, timedelta

import pytest

from charter import editions
from consortium import amendments, ballots, enactments, motions, needs, statements
from consortium.models import Item, Seat, Statement
from consortium.motions import NewItem
from duties.models import Duty, Notice
from parties.refusals import Forbidden, Invalid, Refusal
from tests.factories.consortium import body, company, founded, officer, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
DEADLINE = NOON + timedelta(days=7)
AFTER = DEADLINE + timedelta(minutes=1)


@pytest.fixture
def council():
    """The council of a consortium with an office and three companies in it."""
    consortium = founded()
    officer(consortium)
    place = body(consortium, "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(consortium, name), "cto", f"{name} CTO")
    return place


def drafted(place, *items):
    return motions.draft(place, title="Plan", items=list(items), by=place.seats.first().person, at=NOON)


def carried(motion, at=NOON):
    """Vote a draft through."""
    deadline = at + timedelta(days=7)
    motions.open(motion, closes_at=deadline, by=motion.author, at=at)
    for line in motion.roll.select_related("acting_seat__person"):
        ballots.cast_slate(motion, line, "for", by=line.acting_seat.person, at=at)
    motions.close_due(deadline)
    motion.refresh_from_db()
    return motion


def proposed(place, text, kind="strategy"):
    motion = drafted(place)
    statements.propose(motion, kind=kind, text=text, by=motion.author, at=NOON)
    return motion


def test_a_decision_publishes_the_strategy_under_its_number(council):
    carried(proposed(council, "Density first."))
    motion = carried(proposed(council, "Density and power."))

    now = Statement.objects.of_kind("strategy")[0]

    assert (now.version, now.text, now.item.motion) == (2, "Density and power.", motion)
    assert now.allowed_by.facts["motion"] == motion.number


def test_only_the_council_publishes_the_strategy(council):
    """EC-04."""
    place = body(council.consortium, "sc_us")
    seated(place, company(council.consortium, "Delta"), "director")

    with pytest.raises(Forbidden, match="Executive Council decides"):
        proposed(place, "Ours first.")


def test_nothing_is_published_without_a_decision(council):
    """EC-05."""
    statement = Statement.objects.get(item__motion=proposed(council, "Density first.", "vision"))

    with pytest.raises(Invalid, match="Name the decision"):
        statements.publish(statement, decision=None, by=None, at=NOON)
    with pytest.raises(Invalid, match="Name the decision"):
        statements.publish(statement, decision=statement.item, by=None, at=NOON)


def test_a_lost_statement_is_not_published(council):
    motion = proposed(council, "Density first.")
    motions.open(motion, closes_at=DEADLINE, by=motion.author, at=NOON)

    motions.close_due(AFTER)

    assert not Statement.objects.published().exists()


def test_an_amendment_makes_the_next_edition_and_leaves_open_votes_alone(council):
    motion = drafted(council)
    day = date(2026, 6, 1)
    amendments.propose(motion, changes={"bodies.ec.majority": "0.8"}, effective_from=day, by=motion.author, at=NOON)
    running = motions.open(drafted(council, NewItem("Another")), closes_at=DEADLINE, by=motion.author, at=NOON)
    carried(motion)

    running.refresh_from_db()
    before = editions.in_force(council.consortium, date(2026, 5, 31))
    after = editions.in_force(council.consortium, day)

    assert (str(before.bodies["ec"].majority), str(after.bodies["ec"].majority)) == ("0.5", "0.8")
    assert running.edition.number == 1


def test_an_amendment_with_a_fault_is_refused_when_it_is_proposed(council):
    motion = drafted(council)

    with pytest.raises(Invalid, match=r"Bodies › Executive Council › Quorum"):
        amendments.propose(
            motion,
            changes={"bodies.ec.quorum": "1.4"},
            effective_from=date(2026, 6, 1),
            by=motion.author,
            at=NOON,
        )


@pytest.fixture
def blocked(council):
    """A carried amendment whose day another one has taken meanwhile."""
    both = [drafted(council), drafted(council)]
    for days, motion in enumerate(both, start=20):
        amendments.propose(
            motion,
            changes={"meetings.notice_days": days},
            effective_from=date(2026, 6, 1),
            by=motion.author,
            at=NOON,
        )
    for motion in both:
        carried(motion)
    return motion.items.get()


def test_a_refused_effect_leaves_the_decision_and_calls_the_office(blocked):
    assert (blocked.state, blocked.enactment) == (Item.State.CARRIED, Item.Enactment.BLOCKED)
    assert "takes effect" in blocked.blocked_reason
    assert Duty.objects.open().filter(kind="enactment.retry", subject=blocked.subject).count() == 1
    assert Notice.objects.filter(kind="enactment.blocked", is_urgent=True).count() == 1
    assert Duty.objects.get(kind="enactment.retry", subject=blocked.subject).due_at > AFTER


def test_the_author_hears_what_blocks_and_how_it_ends(blocked):
    def heard():
        return list(Notice.objects.filter(person=author, subject=blocked.subject).values_list("kind", flat=True))

    author = blocked.motion.author
    assert heard() == ["enactment.blocked"]

    enactments.retry(blocked, by=None, at=AFTER)
    assert heard() == ["enactment.blocked"]  # nothing new: the same cause still blocks it

    enactments.rescind(blocked, reason="Overtaken", by=None, at=AFTER)
    assert sorted(heard()) == ["enactment.blocked", "enactment.rescinded"]


def test_the_page_says_who_can_help_and_what_came_of_trying(blocked, client):
    secretary = Seat.objects.get(post="secretary").person
    client.force_login(secretary)
    page = blocked.motion.get_absolute_url()

    assert "but not carried out" in client.get(page).content.decode()
    again = client.post(f"/{blocked.consortium.slug}/items/{blocked.number}/retry/", follow=True)
    blocked.refresh_from_db()
    assert f"Still blocked: {blocked.blocked_reason}" in again.content.decode()


def test_a_second_try_may_fail_and_a_third_succeed(blocked):
    enactments.retry(blocked, by=None, at=AFTER)
    assert blocked.is_blocked

    blocked.amendment.effective_from = date(2026, 7, 1)
    blocked.amendment.save()
    enactments.retry(blocked, by=None, at=AFTER)

    assert blocked.enactment == Item.Enactment.ENACTED
    assert not Duty.objects.open().filter(kind="enactment.retry").exists()


def test_what_is_given_up_stays_in_the_register(blocked):
    enactments.rescind(blocked, reason="Overtaken", by=None, at=AFTER)

    assert (blocked.state, blocked.enactment) == (Item.State.CARRIED, Item.Enactment.RESCINDED)
    assert not Duty.objects.open().filter(kind="enactment.retry").exists()
    with pytest.raises(Refusal, match="is not blocked"):
        enactments.retry(blocked, by=None, at=AFTER)


def test_a_need_is_taken_up_by_a_published_strategy(council):
    member = council.seats.first().member
    need = needs.file(member, title="Helium seals", by=council.seats.first().person, at=NOON)
    carried(proposed(council, "Seals."))
    strategy = Statement.objects.of_kind("strategy")[0]

    needs.link(need, strategy, by=council.seats.first().person, at=AFTER)

    assert need.state == "taken_up"
    with pytest.raises(Refusal, match="already"):
        needs.link(need, strategy, by=council.seats.first().person, at=AFTER)


def test_a_need_has_a_firm(council):
    """EC-06."""
    with pytest.raises(Invalid, match="whose need"):
        needs.file(None, title="Helium seals", by=council.seats.first().person, at=NOON)
