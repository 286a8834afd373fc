"""The yearly regrading: preview, announcement, seats to choose from, and the day it takes effect."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium import choices, memberships
from consortium.models import Seat
from duties.models import Duty, Notice
from membership import regradings
from membership.models import RegradingLine
from membership.tiers import tier_on
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, seated
from tests.factories.membership import crowd, declared, verified
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2027, 1, 1, 12, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 1, 12, tzinfo=UTC)
DAY = date(2027, 1, 1)


@pytest.fixture
def consortium():
    return founded()


def announced(consortium):
    return regradings.announce(consortium, by=PersonFactory(), at=NOON)


def test_the_preview_shows_who_changes_tier_dues_and_seats(consortium):
    up, down = company(consortium, "Hoya", "t3"), company(consortium, "Seagate", "t1")
    same, silent, unverified = (company(consortium, name, "t2") for name in ("Resonac", "TDK", "WD"))
    verified(up, 600_000_000)
    verified(down, 400_000_000)
    verified(same, 300_000_000)
    declared(unverified, 5)
    for name in ("A", "B"):
        seated(body(consortium, "tc_us"), down, "technical_lead", name)
    seated(body(consortium, "ec"), down, "cto")

    preview = regradings.look(consortium, at=NOON)

    assert (preview.dues_year, preview.revenue_year, preview.effective_on) == (2027, 2025, DAY)
    assert [(c.member, c.old_tier, c.new_tier, c.difference) for c in preview.changes] == [
        (up, "t3", "t2", Decimal(250_000)),
        (down, "t1", "t2", Decimal(-600_000)),
    ]
    assert [(e.seat_class, e.held, e.quota, e.must_choose) for e in preview.changes[1].excess] == [
        ("ec", 1, 0, False),
        ("tc", 2, 1, True),
    ]
    assert (preview.unchanged, preview.undeclared, preview.unverified) == ((same,), (silent,), (unverified,))
    assert preview.dues_after - preview.dues_before == Decimal(-350_000)
    assert preview.counts == {"t1": (1, 0), "t2": (3, 5), "t3": (1, 0), "t4": (0, 0)}


def test_it_takes_effect_on_its_day_and_only_once(consortium):
    member = company(consortium, "Hoya", "t3")
    verified(member, 600_000_000)
    regrading = announced(consortium)

    with pytest.raises(Refusal, match="1 Jan 2027"):
        memberships.regrade(regrading, by=None, at=NOON)
    memberships.follow(consortium, at=FEBRUARY)
    memberships.follow(consortium, at=FEBRUARY)

    regrading.refresh_from_db()
    assert regrading.state == "effective"
    assert (tier_on(member, date(2026, 12, 31)), tier_on(member, DAY)) == ("t3", "t2")
    assert member.tierings.count() == 2


def test_it_is_announced_once_and_ahead(consortium):
    announced(consortium)

    with pytest.raises(Refusal, match="announced already"):
        announced(consortium)
    with pytest.raises(Invalid, match="before the day"):
        regradings.announce(consortium, dues_year=2026, by=PersonFactory(), at=NOON)


def test_the_company_hears_of_it_and_owes_a_choice(consortium):
    member = company(consortium, "Seagate", "t1")
    nominator = employee(member, "", "", "nominator")
    for name in ("A", "B"):
        seated(body(consortium, "tc_us"), member, "technical_lead", name)
    verified(member, 400_000_000)

    announced(consortium)

    duty = Duty.objects.open().get(kind="seats.choose")
    assert (duty.debtor_id, consortium.day_of(duty.due_at)) == (member.subject_id, date(2026, 4, 2))
    assert nominator.pk in Notice.objects.filter(kind="member.regraded").values_list("person", flat=True)


def test_whoever_is_not_chosen_leaves_with_the_day(consortium):
    member = company(consortium, "Seagate", "t1")
    stays, goes = (seated(body(consortium, "tc_us"), member, "technical_lead", name) for name in "AB")
    council = seated(body(consortium, "ec"), member, "cto")
    verified(member, 400_000_000)
    announced(consortium)

    choices.choose(RegradingLine.objects.get(), stays=[stays.number], by=employee(member), at=NOON)
    before = set(Seat.objects.filter(state="held"))
    memberships.follow(consortium, at=NEW_YEAR)

    assert before == {stays, goes, council}
    assert {(s.pk, s.state, s.end_reason) for s in Seat.objects.filter(member=member)} == {
        (stays.pk, "held", ""),
        (goes.pk, "ended", "tier"),
        (council.pk, "ended", "tier"),
    }
    assert not Duty.objects.open().filter(kind="seats.choose").exists()


def test_without_a_choice_the_old_tier_stays_until_the_company_has_chosen(consortium):
    member = company(consortium, "Seagate", "t1")
    stays, _goes = (seated(body(consortium, "tc_us"), member, "technical_lead", name) for name in "AB")
    verified(member, 400_000_000)
    regrading = announced(consortium)

    memberships.follow(consortium, at=NEW_YEAR)
    regrading.refresh_from_db()
    waiting = (regrading.state, tier_on(member, DAY), Seat.objects.filter(state="held").count())
    choices.choose(RegradingLine.objects.get(), stays=[stays.number], by=employee(member), at=FEBRUARY)
    memberships.follow(consortium, at=FEBRUARY)

    regrading.refresh_from_db()
    assert waiting == ("announced", "t1", 2)
    assert regrading.state == "effective"
    assert (tier_on(member, date(2027, 1, 31)), tier_on(member, date(2027, 2, 1))) == ("t1", "t2")
    assert set(Seat.objects.filter(state="held")) == {stays}
    told = member.subject.entries.filter(verb__startswith="member.").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["member.keep_tier", "member.regrade"]


@pytest.mark.parametrize("kept", [[], ["A", "B"], ["A", "elsewhere"]])
def test_a_choice_fills_the_quota_exactly(consortium, kept):
    member = company(consortium, "Seagate", "t1")
    numbers = {name: seated(body(consortium, "tc_us"), member, "technical_lead", name).number for name in "AB"}
    numbers["elsewhere"] = seated(body(consortium, "ec"), member, "cto").number
    verified(member, 400_000_000)
    announced(consortium)

    with pytest.raises(Invalid) as refused:
        choices.choose(
            RegradingLine.objects.get(), stays=[numbers[name] for name in kept], by=employee(member), at=NOON
        )

    assert refused.value.field == "stays"


def test_a_member_that_left_is_not_regraded(consortium):
    member = company(consortium, "Hoya", "t3")
    verified(member, 600_000_000)
    announced(consortium)
    member.left_on = DAY
    member.save()

    assert [c.member for c in regradings.look(consortium, at=NOON).changes] == []


def test_a_regrading_of_three_hundred_takes_as_many_statements_as_one():
    counts = []
    for size in (1, 300):
        consortium = founded()
        crowd(consortium, size)
        regrading = announced(consortium)
        with CaptureQueriesContext(connection) as statements:
            memberships.regrade(regrading, by=None, at=NEW_YEAR)
        counts.append(len(statements))

    assert counts[1] == counts[0] <= 30
