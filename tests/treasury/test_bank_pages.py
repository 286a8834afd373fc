"""What a bank's file leaves open is asked on its page and through the API."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.consortium import founded, officer
from tests.treasury.statements import AT, posted, statement, uploaded
from treasury import closings
from treasury.models import Payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blobs_in_a_folder")]


@pytest.fixture
def finance(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    consortium = founded(at=AT)
    client.force_login(officer(consortium, "finance"))
    client.consortium = consortium
    return client


def test_bk_10_the_page_asks_which_day_is_meant(finance):
    bank_file = uploaded(finance.consortium, "Date,Payer,Amount\n11/03/2026,A,1.00\n11/05/2026,B,2.00\n")
    address = bank_file.get_absolute_url()

    asked = finance.get(address).content.decode()
    refused = finance.post(f"{address}commit/", {"once": "a"})
    nothing = finance.post(f"{address}order/", {"date_order": "any"}, follow=True).content.decode()
    finance.post(f"{address}order/", {"date_order": "mdy"})
    taken = finance.post(f"{address}commit/", {"once": "b"})

    assert "Which day is “11/03/2026”?" in asked
    assert "3 Nov" in asked
    assert "11 Mar" in asked
    assert refused.status_code == 409
    assert "Choose whether the day or the month comes first" in nothing
    assert taken.status_code == 302
    assert Payment.objects.count() == 2


def test_bk_8_19_what_was_decided_stays_on_the_page_when_it_is_refused(finance):
    consortium = finance.consortium
    closings.close(consortium, until=date(2026, 10, 31), by=None, at=AT)
    posted(uploaded(consortium, statement("2026-11-24,A,Dues,5.00")))
    content = statement("2026-11-24,A,other,5.00", "2026-10-30,Late,Dues,700.00", "soon,B,x,1.00")
    address = uploaded(consortium, content).get_absolute_url()
    said = {"line_2": "leave", "line_3": "post", "day_3": "", "leave_out_unreadable": "1"}

    fresh = finance.get(address).content.decode()
    refused = finance.post(f"{address}commit/", {**said, "once": "a"})
    page = refused.content.decode()
    finance.post(f"{address}commit/", {**said, "day_3": "2026-11-02", "once": "b"})

    assert " checked" not in fresh
    assert refused.status_code == 409
    assert [f'name="line_{at}" value="{word}" checked' in page for at, word in ((2, "leave"), (3, "post"))] == [
        True
    ] * 2
    assert 'name="leave_out_unreadable" value="1" checked' in page
    assert sorted(Payment.objects.values_list("received_on", "amount")) == [
        (date(2026, 11, 2), Decimal(700)),
        (date(2026, 11, 24), Decimal(5)),
    ]


def test_bk_8_10_19_the_api_asks_and_is_told(finance):
    consortium = finance.consortium
    posted(uploaded(consortium, statement("2026-11-03,A,Dues,5.00")))
    bank_file = uploaded(consortium, "Date,Payer,Reference,Amount\n11/03/2026,A,other,5.00\n11/05/2026,B,x,6.00\n")
    door = f"/api/v1/{consortium.slug}/bank-files/{bank_file.number}/"

    def send(path, said):
        return finance.post(f"{door}{path}", said, content_type="application/json")

    open_at_first = send("commit/", {})
    laid_out = send("columns/", {"date_order": "mdy"}).json()
    plan = finance.get(door).json()["plan"]
    undecided = send("commit/", {})
    made = send("commit/", {"decisions": [{"line": 2, "post": True}]})

    assert (open_at_first.status_code, undecided.status_code) == (409, 409)
    assert laid_out["layout"]["asks"] == []
    assert (plan["undecided"], [line["line"] for line in plan["unmatched"]]) == ([2], [3])
    assert sorted(payment["amount"] for payment in made.json()) == ["5.00", "6.00"]
