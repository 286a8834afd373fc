"""Companies are admitted and excluded by motion."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consortium import admissions, ballots, exclusions, motions, seats
from consortium.models import Seat
from membership import prospects
from membership.models import Member, Prospect
from membership.tiers import tier_on
from parties.refusals import Invalid
from tests.factories.consortium import body, company, employee, founded, seated
from tests.factories.membership import admitted
from tests.factories.parties import NOON, OrganisationFactory

pytestmark = pytest.mark.django_db
TERMS = {"branch": "jp", "chain_position": "components", "tier": "t3"}


@pytest.fixture
def consortium():
    consortium = founded()
    seated(body(consortium, "ec"), company(consortium, "Seagate"), "cto")
    return consortium


def chair(consortium):
    return Seat.objects.get(body__key="ec", member__organisation__name="Seagate").person


def decided(motion, choice="for"):
    """Vote with the one seat there is, and close."""
    by = motion.body.seats.first().person
    motions.open(motion, closes_at=NOON + timedelta(days=7), by=by, at=NOON)
    for line in motion.roll.all():
        ballots.cast_slate(motion, line, choice, by=line.acting_seat.person, at=NOON)
    motions.close(motion, by=by, at=NOON + timedelta(days=8))
    return motion.items.get()


def proposed(consortium, organisation, **terms):
    return admissions.propose(consortium, organisation, by=chair(consortium), at=NOON, **{**TERMS, **terms})


def test_a_carried_motion_admits_the_company_and_closes_its_pipeline(consortium):
    toshiba = OrganisationFactory(name="Toshiba")
    prospects.note(consortium, toshiba, expected_tier="t3", by=chair(consortium), at=NOON)

    item = decided(proposed(consortium, toshiba))

    member = Member.objects.get(organisation=toshiba)
    assert (item.state, item.enactment) == ("carried", "enacted")
    assert (member.branch, tier_on(member, member.joined_on)) == ("jp", "t3")
    assert member.admitted_by.subject == item.subject
    assert Prospect.objects.get().state == "joined"


def test_a_lost_motion_admits_nobody(consortium):
    item = decided(proposed(consortium, OrganisationFactory()), "against")

    assert item.state == "lost"
    assert Member.objects.count() == 1


def test_what_the_charter_refuses_is_not_even_drafted(consortium):
    with pytest.raises(Invalid):
        proposed(consortium, OrganisationFactory(kind="university"))
    with pytest.raises(Invalid, match="member already"):
        proposed(consortium, Member.objects.get().organisation)


def test_an_admission_overtaken_by_another_is_blocked_with_the_reason(consortium):
    toshiba = OrganisationFactory(name="Toshiba")
    motion = proposed(consortium, toshiba)
    proposed(consortium, toshiba)
    other = admitted(consortium, "Other")
    Member.objects.filter(pk=other.pk).update(organisation=toshiba)

    item = decided(motion)

    assert (item.enactment, "member since" in item.blocked_reason) == ("blocked", True)


def test_a_carried_exclusion_ends_membership_and_seats(consortium):
    late = company(consortium, "Late", "t2")
    seat = seated(body(consortium, "sc_us"), late, "director")
    guest = seats.take(
        body(consortium, "tc_us"), employee(late), organisation=late.organisation, until=None, by=None, at=NOON
    )

    item = decided(exclusions.propose(late, by=chair(consortium), at=NOON))

    late.refresh_from_db()
    seat.refresh_from_db()
    assert (item.enactment, late.state, late.left_on) == ("enacted", "excluded", date(2026, 3, 10))
    guest.refresh_from_db()
    assert (seat.state, seat.end_reason) == ("ended", "company")
    assert (guest.state, guest.end_reason) == ("ended", "company")


@pytest.mark.parametrize("page", ["", "vote/"])
def test_whoever_votes_reads_what_is_proposed(client, consortium, page):
    company_asking = OrganisationFactory(name="Yamagata", native_name="山形磁気")
    admitting = proposed(consortium, company_asking, tier_basis="declared")
    excluding = exclusions.propose(company(consortium, "Hoya"), reason="unpaid", by=chair(consortium), at=NOON)
    for motion in (admitting, excluding):
        motions.open(motion, closes_at=timezone.now() + timedelta(days=7), by=chair(consortium), at=NOON)
    client.force_login(chair(consortium))

    said = [client.get(f"{motion.get_absolute_url()}{page}").content.decode() for motion in (admitting, excluding)]

    terms = ("Yamagata (山形磁気)", "Japan", "Component supplier", "Tier 3", "Revenue declared to finance")
    assert [each for each in terms if f"<dd>{each}</dd>" not in said[0]] == []
    assert [each for each in ("Hoya", "Dues unpaid") if f"<dd>{each}</dd>" not in said[1]] == []
