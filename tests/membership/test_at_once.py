"""Two people act at the same moment, over two connections: one succeeds, the other is told why not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from consortium import memberships
from membership import members, regradings, withdrawals
from membership.models import Member, Regrading, Tiering, Withdrawal
from parties.refusals import Refusal
from tests.factories.consortium import company, employee, founded
from tests.factories.membership import verified
from tests.factories.parties import NOON, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run acts in threads that start together; give what each answered, a refusal as its class."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_a_regrading_is_announced_once():
    consortium = founded()
    verified(company(consortium, "Hoya", "t3"), 600_000_000)
    by = PersonFactory()

    answers = at_once(*[lambda: regradings.announce(consortium, by=by, at=NOON)] * 2)

    assert answers == ["done", "refused"]
    assert Regrading.objects.get().lines.count() == 1


def test_a_regrading_takes_effect_once():
    consortium = founded()
    member = company(consortium, "Hoya", "t3")
    verified(member, 600_000_000)
    regradings.announce(consortium, by=PersonFactory(), at=NOON)
    at = datetime(2027, 1, 2, tzinfo=UTC)

    answers = at_once(*[lambda: memberships.follow(consortium, at=at)] * 3)

    assert answers == ["done"] * 3
    assert sorted(Tiering.objects.values_list("tier", flat=True)) == ["t2", "t3"]


def test_a_company_joins_once():
    consortium, hoya = founded(), OrganisationFactory()
    terms = {"branch": "jp", "chain_position": "materials", "tier": "t3", "by": None, "at": NOON}

    answers = at_once(
        *[lambda: members.admit(consortium, hoya, joined_on=consortium.day_of(NOON), **terms)] * 2,
    )

    assert answers == ["done", "refused"]
    assert Member.objects.count() == 1


def test_a_company_gives_notice_once():
    member = company(founded(), "Toshiba")
    by = employee(member)

    def leave():
        withdrawals.announce(Member.objects.get(), reason="strategic_shift", by=by, at=NOON)

    assert at_once(leave, leave) == ["done", "refused"]
    assert Withdrawal.objects.count() == 1
