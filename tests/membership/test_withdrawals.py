"""Leaving: reasons, days, taking back, and what ends."""

from datetime import UTC, date, datetime

import pytest

from duties.models import Notice
from membership import withdrawals
from membership.models import Tiering, Withdrawal
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2027, 1, 1, 12, tzinfo=UTC)


def leaving(member, **options):
    terms = {"reason": "strategic_shift", "by": employee(member), "at": NOON} | options
    return withdrawals.announce(member, **terms)


def test_a_member_leaves_with_the_dues_year():
    member = company(founded(), "Toshiba")

    withdrawal = leaving(member)

    assert (withdrawal.effective_on, member.left_on, member.is_leaving) == (date(2027, 1, 1), date(2027, 1, 1), True)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"reason": "boredom"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"last_day": date(2019, 12, 31)}, "last_day"),
        ({"last_day": date(2026, 6, 30)}, "last_day"),
        ({"last_day": date(2025, 12, 31)}, "last_day"),
    ],
)
def test_a_wrong_notice_is_refused_beside_its_field(options, field):
    member = company(founded(), "Toshiba")

    with pytest.raises(Invalid) as refused:
        leaving(member, **options)

    assert refused.value.field == field


def test_a_later_dues_year_may_be_named():
    assert leaving(company(founded(), "Toshiba"), last_day=date(2027, 12, 31)).effective_on == date(2028, 1, 1)


def test_whoever_is_leaving_cannot_leave_again_but_may_stay():
    member = company(founded(), "Toshiba")
    withdrawal = leaving(member)

    with pytest.raises(Refusal, match="leaving already"):
        leaving(member)
    withdrawals.take_back(withdrawal, by=employee(member), at=NOON)

    member.refresh_from_db()
    assert (member.left_on, withdrawal.state) == (None, "taken_back")
    assert leaving(member).is_announced


def test_it_is_too_late_to_stay_once_the_day_has_come():
    withdrawal = leaving(company(founded(), "Toshiba"))

    with pytest.raises(Refusal, match="took effect"):
        withdrawals.take_back(withdrawal, by=employee(withdrawal.member), at=NEW_YEAR)


def test_the_day_ends_membership_tier_and_mandates_once():
    consortium = founded()
    going, staying = company(consortium, "Toshiba"), company(consortium, "Seagate")
    employee(going, "", "", "nominator")
    leaving(going)

    before = withdrawals.complete_due(consortium, at=NOON)
    left = withdrawals.complete_due(consortium, at=NEW_YEAR)
    again = withdrawals.complete_due(consortium, at=NEW_YEAR)

    assert (before, left, again) == ([], [going], [])
    assert Withdrawal.objects.get().state == "effective"
    assert {(t.member_id, t.during.upper) for t in Tiering.objects.all()} == {
        (going.pk, date(2027, 1, 1)),
        (staying.pk, None),
    }
    assert going.organisation.mandates.get().during.upper == date(2027, 1, 1)


def test_the_council_and_the_office_hear_of_it_and_competitors_do_not_see_why():
    consortium = founded()
    member, rival = company(consortium, "Toshiba"), company(consortium, "Seagate", "t2")
    council = seated(body(consortium, "ec"), company(consortium, "WD"), "cto").person
    secretary = officer(consortium)
    seated(body(consortium, "sc_us"), rival, "director")

    leaving(member)

    told = Notice.objects.filter(kind="withdrawal.announced").values_list("person", flat=True)
    assert set(told) == {council.pk, secretary.pk}
