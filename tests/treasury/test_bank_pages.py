"""What a bank's file leaves open is asked on its page and through the API."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.consortium import founded, officer
from tests.treasury.statements import AT, posted, statement, uploaded
from treasury import bank_files, closings, payments
from treasury.bank_plans import Decision
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

    page = finance.get(address)
    asked = page.content.decode()
    refused = finance.post(f"{address}commit/", {"seen": page.context["digest"], "once": "a"})
    nothing = finance.post(f"{address}order/", {"date_order": "any"}, follow=True).content.decode()
    finance.post(f"{address}order/", {"date_order": "mdy"})
    taken = finance.post(f"{address}commit/", {"seen": finance.get(address).context["digest"], "once": "b"})

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

    fresh = finance.get(address)
    refused = finance.post(f"{address}commit/", {**said, "seen": fresh.context["digest"], "once": "a"})
    page = refused.content.decode()
    again = {**said, "seen": refused.context["digest"], "day_3": "2026-11-02", "once": "b"}
    finance.post(f"{address}commit/", again)

    assert " checked" not in fresh.content.decode()
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


def test_bk_10_an_order_that_was_answered_before_is_said_and_can_be_changed(finance):
    heading = "Date,Payer,Amount\n"
    first = uploaded(finance.consortium, f"{heading}11/03/2026,A,1.00\n11/05/2026,B,2.00\n").get_absolute_url()
    finance.post(f"{first}order/", {"date_order": "mdy"})
    second = uploaded(finance.consortium, f"{heading}10/03/2026,A,1.00\n10/05/2026,B,2.00\n")
    plain = uploaded(finance.consortium, f"{heading}10/23/2026,A,1.00\n")
    address = second.get_absolute_url()

    asked = finance.get(first).content.decode()
    said = finance.get(address).content.decode()
    silent = finance.get(plain.get_absolute_url()).content.decode()
    finance.post(f"{address}order/", {"date_order": "dmy"})
    second.refresh_from_db()

    words = "as in an earlier file"
    assert [words in page for page in (asked, said, silent)] == [False, True, False]
    assert "“10/03/2026” is read as 3 Oct" in said
    assert "No, it is 10 Mar" in said
    assert (second.layout["date_order"], second.layout["taken"]) == ("dmy", [])


def test_bk_8_a_posted_file_lists_what_it_passed_over(finance):
    consortium = finance.consortium
    posted(uploaded(consortium, statement("2026-11-24,A,Dues,5.00")))
    closings.close(consortium, until=date(2026, 10, 31), by=None, at=AT)
    content = statement(
        "2026-11-24,A,Dues,5.00", "2026-11-25,B,Dues,6.00", "2026-11-26,Bank,Fee,-1.00", "2026-10-01,C,Late,7.00"
    )
    later = uploaded(consortium, content, name="later.csv")
    posted(later, decisions={5: Decision(post=False)})
    only_known = uploaded(consortium, statement("2026-11-25,B,Dues,6.00"), name="known.csv")
    posted(only_known)

    page, known = (finance.get(each.get_absolute_url()).content.decode() for each in (later, only_known))

    assert [words in page for words in ("Already posted: 1 line", "Outgoing: 1 line", "Left out: 1 line")] == [True] * 3
    assert "Already posted: 1 line" in known


def test_bk_8_the_page_says_why_a_line_is_to_be_decided(finance):
    consortium = finance.consortium
    heading = "Date,Payer,Amount,Entry reference\n"
    (first, __) = posted(uploaded(consortium, f"{heading}2026-10-05,A,5.00,1\n2026-10-06,B,6.00,2\n"))
    payments.reverse(first, reason="mistake", by=None, at=AT)
    later = uploaded(consortium, f"{heading}2026-10-05,A,5.00,1\n2026-11-06,B,6.00,2\n2026-10-06,B,6.00,9\n")

    page = finance.get(later.get_absolute_url()).content.decode()

    assert ", which was reversed." in page
    assert "the same number, but its day, amount or payer differs." in page
    assert "Post it again" in page


def test_bk_10_an_order_that_nobody_answered_is_asked_again_in_the_next_file(finance):
    heading = "Date,Payer,Amount\n"
    first = uploaded(finance.consortium, f"{heading}11/03/2026,A,1.00\n11/05/2026,B,2.00\n")
    bank_files.lay_out(first, {"payer": -1}, by=None, at=AT)

    second = uploaded(finance.consortium, f"{heading}10/03/2026,A,1.00\n10/05/2026,B,2.00\n")

    assert (second.layout["asks"], second.layout["taken"]) == (("date_order",), ())


def test_a_plan_that_nobody_has_seen_is_not_posted(finance):
    content = "Date,Payer,Amount,Fee\n2026-11-03,A,71.00,3.00\n2026-11-05,B,-6.00,1.00\n"
    bank_file = uploaded(finance.consortium, content)
    address = bank_file.get_absolute_url()
    door = f"/api/v1/{finance.consortium.slug}/bank-files/{bank_file.number}/"
    seen = finance.get(address).context["digest"]
    read = finance.get(door).json()["plan"]["digest"]
    bank_files.lay_out(bank_file, {"amount": 3}, by=None, at=AT)

    stale = finance.post(f"{address}commit/", {"seen": seen, "once": "a"})
    refused = finance.post(f"{door}commit/", {"seen": seen}, content_type="application/json")
    booked = Payment.objects.count()
    bank_files.lay_out(bank_file, {"amount": 2}, by=None, at=AT)
    finance.post(f"{address}commit/", {"seen": seen, "once": "b"})

    assert read == seen
    assert (stale.status_code, refused.status_code, booked) == (409, 409, 0)
    assert "The plan has changed since you opened it" in stale.content.decode()
    assert stale.context["digest"] != seen
    assert list(Payment.objects.values_list("amount", flat=True)) == [Decimal("71.00")]
