"""The home page of the finance post: what waits there, how much of it, and where it is done."""

from datetime import timedelta

import pytest

from desk import finances
from desk.viewers import viewer_of
from membership import dues
from tests.factories.treasury import unmatched
from tests.worlds import OPENED
from web.counts import count_query, zeroed

pytestmark = pytest.mark.django_db


def test_finance_finds_its_work_counted_and_led_to_in_one_query_beside_the_charter(founded, django_assert_num_queries):
    unmatched(founded.consortium, 500, on=OPENED.date(), at=OPENED)
    issued = dues.run(founded.consortium, 2026, by=founded.person("amari"), at=OPENED)
    late = OPENED + timedelta(days=40)
    viewer = viewer_of(founded.person("amari"), founded.consortium, late)

    with django_assert_num_queries(2):
        counts = zeroed(count_query(**finances.rows(viewer)))

    assert [(each.address, each.count, each.tone) for each in finances.waiting(viewer, counts)] == [
        ("/asrc/payments/?state=unmatched", 1, "waiting"),
        ("/asrc/payments/?state=applicable", 0, ""),
        ("/asrc/declarations/?state=declared", 0, ""),
        ("/asrc/invoices/?state=overdue", len(issued), "late"),
        ("/asrc/dues/", 0, ""),
    ]


def test_everybody_is_to_be_invoiced_before_the_run(founded):
    assert dues.waiting(founded.consortium, at=OPENED).count() == len(dues.assess(founded.consortium, 2026, at=OPENED))


@pytest.mark.parametrize("who", ["weaver", "sato"])
def test_nobody_else_is_shown_the_work_of_finance(founded, client, who):
    client.force_login(founded.person(who))

    assert "?state=unmatched" not in client.get("/asrc/").content.decode()


def test_the_home_of_finance_asks_no_more_than_twenty_queries(founded, client, django_assert_max_num_queries):
    dues.run(founded.consortium, 2026, by=founded.person("amari"), at=OPENED)
    client.force_login(founded.person("amari"))
    client.get("/asrc/")

    with django_assert_max_num_queries(20):
        page = client.get("/asrc/").content.decode()

    assert "/asrc/payments/?state=unmatched" in page
