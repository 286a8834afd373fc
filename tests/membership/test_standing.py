"""Unpaid dues: rights suspended, restored on payment, the exclusion put to the vote."""

from datetime import timedelta

import pytest

from consortium import exclusions, memberships
from consortium.models import Exclusion, Motion, Seat
from duties.models import Notice
from membership import withdrawals
from membership.models import Member
from parties.refusals import Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid

pytestmark = pytest.mark.django_db


def after(days):
    return NOON + timedelta(days=days)


def states():
    return dict(Member.objects.values_list("organisation__name", "state"))


@pytest.fixture
def consortium():
    consortium = founded()
    officer(consortium, "finance")
    return consortium


def test_rights_are_suspended_on_day_sixty_and_restored_on_payment(consortium):
    late, prompt = company(consortium, "Late"), company(consortium, "Prompt")
    speaker = employee(late, "", "", "billing")
    invoice = invoiced(late)
    paid(invoiced(prompt), 1000)

    seen = []
    for days in (30, 59, 60, 60, 75):
        memberships.follow(consortium, at=after(days))
        seen.append(states()["Late"])
    paid(invoice, 400, at=after(76))
    memberships.follow(consortium, at=after(76))
    part = states()["Late"]
    paid(invoice, 600, at=after(77))
    memberships.follow(consortium, at=after(77))

    assert seen == ["active", "active", "suspended", "suspended", "suspended"]
    assert (part, states()) == ("suspended", {"Late": "active", "Prompt": "active"})
    told = Notice.objects.filter(kind__startswith="member.").values_list("person", "kind")
    assert sorted(told) == [(speaker.pk, "member.restored"), (speaker.pk, "member.suspended")]


def test_on_day_ninety_the_exclusion_is_drafted_once(consortium):
    invoiced(company(consortium, "Late"))

    counts = []
    for days in (89, 90, 91, 200):
        memberships.follow(consortium, at=after(days))
        counts.append(Motion.objects.count())

    motion = Motion.objects.get()
    assert counts == [0, 1, 1, 1]
    assert (motion.body.key, motion.state, motion.items.get().matter) == ("ec", "draft", "exclusion")
    assert Exclusion.objects.get().reason == "unpaid"


def test_a_second_unpaid_year_waits_for_the_motion_under_way(consortium):
    late = company(consortium, "Late")
    invoiced(late)
    memberships.follow(consortium, at=after(95))
    invoiced(late, year=2027, at=after(365))

    memberships.follow(consortium, at=after(500))

    assert Motion.objects.count() == 1


def test_without_an_officer_nothing_is_drafted():
    consortium = founded()
    invoiced(company(consortium, "Late"))

    memberships.follow(consortium, at=after(100))

    assert not Motion.objects.exists()


def test_two_motions_on_one_exclusion_are_refused(consortium):
    member = company(consortium, "Late")
    author = employee(member)
    exclusions.propose(member, by=author, at=NOON)

    with pytest.raises(Refusal, match="under way"):
        exclusions.propose(member, by=author, at=NOON)


def test_following_every_day_costs_the_same_for_many_members(consortium, django_assert_max_num_queries):
    for number in range(20):
        invoiced(company(consortium, f"C{number}"))

    with django_assert_max_num_queries(60):
        memberships.follow(consortium, at=after(61))

    assert set(states().values()) == {"suspended"}


def test_leaving_ends_every_seat_of_the_company(consortium):
    going, staying = company(consortium, "Going"), company(consortium, "Staying")
    seated(body(consortium, "ec"), going, "cto")
    seated(body(consortium, "tc_us"), going, "technical_lead")
    stays = seated(body(consortium, "ec"), staying, "cto")
    withdrawals.announce(going, reason="strategic_shift", by=employee(going), at=NOON)

    memberships.follow(consortium, at=after(305))

    assert set(Seat.objects.filter(state="held", member__isnull=False)) == {stays}
    assert set(Seat.objects.filter(member=going).values_list("end_reason", flat=True)) == {"company"}
