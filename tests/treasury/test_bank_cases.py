"""Bank files that were posted wrong elsewhere, by the IDs of their cases: what each line becomes."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from parties.refusals import Refusal
from tests.factories.consortium import company, founded
from tests.factories.treasury import invoiced
from tests.treasury.statements import AT, billed, planned, posted, statement, uploaded
from treasury import bank_files, closings, payments
from treasury.bank_plans import LISTS, Decision
from treasury.models import Payment
from treasury.payments import Receipt
from treasury.references import printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blobs_in_a_folder")]

MATCHES = [
    # Payer, reference, amount → what it settles, and the first doubt.
    ("Toshiba", "Dues {Seagate}", 1000, {}, "other_invoice"),
    ("Toshiba", "our voucher {Ardent}", 1000, {}, "other_invoice"),
    ("Toshiba", "our voucher {Ardent}", 33, {}, "amount"),
    ("Oseagateway Freight", "freight", 1000, {}, "part_of_name"),
    ("Seagate Pensioners Club", "subscription", 1000, {}, "part_of_name"),
    ("Some Agent", "invoice {Seagate}", 1000, {}, "payer"),
    ("Seagate", "invoice {Seagate}", 400, {"Seagate": 400}, ""),
    ("SEAGATE, INC.", "", 1000, {"Seagate": 1000}, ""),
    ("Seagate", "", 999, {}, "amount"),
    ("", "invoice {Seagate}", 1000, {"Seagate": 1000}, ""),
    ("", "invoice {Seagate}", 999, {}, "amount"),
    ("", "invoice {Seagate} from Toshiba", 1000, {}, "other_invoice"),
    ("Some Agent", "RF:{Seagate}", 1000, {"Seagate": 1000}, ""),
    ("Some Agent", "RF:{Seagate}", 10, {"Seagate": 10}, ""),
    ("Toshiba", "RF:{Seagate}", 1000, {}, "other_invoice"),
    ("Pinewood Test", "{Pinewood_Test1}, {Pinewood_Test2}", 90, {"Pinewood_Test1": 40, "Pinewood_Test2": 50}, ""),
    ("Pinewood Test", "{Pinewood_Test1}, {Pinewood_Test2}", 80, {}, "sum"),
    ("Pinewood Test", "all dues", 90, {"Pinewood_Test1": 40, "Pinewood_Test2": 50}, ""),
    ("Pinewood Test", "{Pinewood_Test1} {Seagate}", 1040, {}, "several"),
    ("Seagate", "invoice 2026-28", 5, {}, "amount"),
    ("Toshiba, Minato-ku", "RF:{Seagate}", 1000, {}, "part_of_name"),
    ("Seagate, Fremont", "invoice {Seagate}", 1000, {}, "part_of_name"),
    ("Seagate", "{Seagate} for Toshiba", 1000, {}, "mentions"),
    ("Ardent GmbH", "", 150, {"Ardent": 150}, ""),
    ("Nobody", "nothing", 1000, {}, "amount_alone"),
    ("Nobody", "nothing", 7, {}, None),
]  # fmt: skip


def test_bk_1_2_12_lines_settle_by_evidence_and_are_else_suggested_with_a_doubt():
    consortium = founded(at=AT)
    amounts = {"Seagate": 1000, "Toshiba": 1000, "Ardent": 150, "Pinewood_Test1": 40, "Pinewood_Test2": 50}
    invoices = billed(consortium, **amounts)
    labels = {name: invoice.label for name, invoice in invoices.items()}
    references = {f"RF:{{{name}}}": printed(invoice.reference) for name, invoice in invoices.items()}
    by_label = {invoice.label: name for name, invoice in invoices.items()}
    wrong = []
    for payer, reference, amount, settled, doubt in MATCHES:
        text = references.get(reference) or reference.format(**labels)
        bank_file = uploaded(consortium, statement(f'2026-11-28,"{payer}","{text}",{amount}.00'))
        plan = planned(bank_file)
        (match,) = [*plan.matched, *plan.unmatched]
        got = {by_label[share.candidate.label]: int(share.amount) for share in match.shares}
        first = match.suggestions[0].doubt if match.suggestions else None
        if got != settled or (not settled and first != doubt):
            wrong.append((payer, reference, amount, got, first))

    assert wrong == []


def test_bk_1_nobody_reads_what_somebody_else_paid_while_finance_decides():
    consortium = founded(at=AT)
    invoices = billed(consortium, Seagate=1000, Toshiba=1000)

    (payment,) = posted(uploaded(consortium, statement(f"2026-11-28,Toshiba,Dues {invoices['Seagate'].label},1000.00")))

    assert (payment.payer_id, payment.state) == (None, "unmatched")


def test_bk_7_every_line_of_a_file_is_told_once():
    consortium = founded(at=AT)
    billed(consortium, Seagate=1000)
    content = (
        "Our bank\n11/20/2026,1.00\nDate,Payer,Amount,Status,Currency\n2026-11-20,Seagate,1000.00,Posted,USD\n"
        "2026-11-21,X,2.00,Posted,USD\n2026-11-22,Y,-3.00,Posted,USD\n2026-11-23,Z,0.00,Posted,USD\n"
        "2026-11-24,P,4.00,Pending,USD\n2026-11-25,F,5.00,Posted,EUR\nsoon,Q,6.00,Posted,USD\n"
        "2026-11-26,R,7.00,Posted,USD\nTotal,,1012.00,,\n"
    )

    plan = planned(uploaded(consortium, content))

    counts = {name: len(getattr(plan, name)) for name in LISTS if getattr(plan, name)}
    once = ("matched", "outgoing", "nothing", "pending", "foreign", "unreadable", "above", "below")
    assert counts == {**dict.fromkeys(once, 1), "unmatched": 2}
    assert plan.lines == 10


SAVED = {
    "bk_8_a_column_is_corrected": (
        "Buchungstag;Wer;Zweck;Betrag\n24.11.2026;One;Dues;41.000,00\n25.11.2026;Two;Dues;39.000,00\n",
        "Buchungstag;Wer;Zweck;Betrag\n25.11.2026;Two;Dues;39.000,00\n26.11.2026;Three;Dues;38.000,00\n",
        {"payer": 1},
        1,
        0,
        1,
    ),
    "bk_9_a_spreadsheet_drops_zeros": (
        "Date,Payer,Reference,Amount\n2026-11-24,A,Dues,37000.00\n",
        "Date,Payer,Reference,Amount\n2026-11-24,A,Dues,37000\n2026-11-25,A,Fee,12.5\n",
        {},
        1,
        0,
        1,
    ),
    "bk_9_a_spreadsheet_writes_days_and_separators_its_way": (
        "Datum;Zahler;Zweck;Betrag\n24.11.2026;A;Dues;37.000,00\n",
        'Datum,Zahler,Zweck,Betrag\n2026-11-24,A,dues,"37,000.00"\n2026-11-26,B,Dues,1.00\n',
        {},
        1,
        0,
        1,
    ),
    "bk_8_the_balance_differs_from_export_to_export": (
        "Date,Payer,Amount,Available balance\n2026-11-24,A,5.00,100.00\n",
        "Date,Payer,Amount,Available balance\n2026-11-24,A,5.00,900.00\n2026-11-25,B,5.00,900.00\n",
        {},
        1,
        0,
        1,
    ),
    "bk_8_the_banks_own_number_wins": (
        "Date,Payer,Amount,Transaction ID\n2026-11-24,A,5.00,X1\n2026-11-24,A,5.00,X2\n",
        "Date,Payer,Amount,Transaction ID\n2026-11-24,A GMBH,5.00,X1\n2026-11-24,A,5.00,X2\n2026-11-24,A,5.00,X3\n",
        {},
        2,
        0,
        1,
    ),
    "bk_21_two_equal_transfers_of_one_day": (
        "Date,Payer,Amount\n2026-11-24,A,5.00\n2026-11-24,A,5.00\n",
        "Date,Payer,Amount\n2026-11-24,A,5.00\n2026-11-24,A,5.00\n2026-11-25,A,5.00\n",
        {},
        2,
        0,
        1,
    ),
    "bk_8_only_day_amount_and_payer_agree": (
        "Date,Payer,Reference,Amount\n2026-11-24,A,Dues,5.00\n",
        "Date,Payer,Reference,Amount\n2026-11-24,A,other words,5.00\n2026-11-25,B,Dues,5.00\n",
        {},
        0,
        1,
        1,
    ),
}  # fmt: skip
"""Two exports, what is corrected, and how many lines of the second are known, to be decided and new."""


def test_bk_8_9_a_line_is_known_again_whatever_is_saved_or_corrected():
    wrong = {}
    for case, (first, second, correction, *expected) in SAVED.items():
        consortium = founded(at=AT)
        posted(uploaded(consortium, first))
        later = uploaded(consortium, second, name="later.csv")
        if correction:
            bank_files.lay_out(later, correction, by=None, at=AT)
        plan = planned(later)
        got = [len(plan.known), len(plan.undecided), len(plan.matched) + len(plan.unmatched)]
        if got != expected:
            wrong[case] = (got, plan)

    assert wrong == {}


def test_bk_8_what_is_probably_known_waits_for_a_person():
    consortium = founded(at=AT)
    (first,) = posted(uploaded(consortium, statement("2026-11-24,A,Dues,5.00")))
    later = uploaded(consortium, statement("2026-11-24,A,other words,5.00"), name="later.csv")

    with pytest.raises(Refusal, match="Decide on lines 2"):
        posted(later)
    assert posted(later, decisions={2: Decision(post=False)}) == []
    assert later.lines.get().payment == first

    again = uploaded(consortium, statement("2026-11-24,A,yet other words,5.00"), name="third.csv")
    (more,) = posted(again, decisions={2: Decision(post=True)})
    assert (more.amount, Payment.objects.count()) == (Decimal(5), 2)


def test_bk_8_money_that_was_entered_by_hand_is_recognised_in_the_statement():
    consortium = founded(at=AT)
    receipt = Receipt("hand", date(2026, 11, 24), Decimal(5), "USD", None, "A Ltd", "")
    payments.record(consortium, [receipt], by=None, at=AT)

    plan = planned(uploaded(consortium, statement("2026-11-24,A LTD.,Dues,5.00")))

    assert [each.row.position for each in plan.undecided] == [2]


def test_bk_10_a_file_is_not_posted_while_its_order_of_days_is_open():
    consortium = founded(at=AT)
    bank_file = uploaded(consortium, "Date,Payer,Amount\n11/03/2026,A,1.00\n11/05/2026,B,2.00\n")

    with pytest.raises(Refusal, match="whether the day or the month comes first"):
        posted(bank_file)
    bank_files.lay_out(bank_file, {"date_order": "mdy"}, by=None, at=AT)

    assert [payment.received_on for payment in posted(bank_file)] == [date(2026, 11, 3), date(2026, 11, 5)]
    later = uploaded(consortium, "Date,Payer,Amount\n10/03/2026,A,1.00\n10/05/2026,B,2.00\n")
    assert later.layout["asks"] == ()


def test_bk_11_a_line_is_posted_when_the_bank_has_booked_it():
    consortium = founded(at=AT)
    heading = "Date,Payer,Amount,Status\n"
    posted(uploaded(consortium, f"{heading}2026-11-24,A,5.00,Pending\n2026-11-23,B,6.00,Booked\n"))

    made = posted(uploaded(consortium, f"{heading}2026-11-25,A,5.00,Booked\n2026-11-23,B,6.00,Booked\n"))

    assert Counter(Payment.objects.values_list("amount", flat=True)) == Counter([Decimal(5), Decimal(6)])
    assert [payment.received_on for payment in made] == [date(2026, 11, 25)]


def test_bk_13_money_that_came_back_leads_to_its_payment():
    consortium = founded(at=AT)
    invoice = billed(consortium, Pinewood=40)["Pinewood"]
    (payment,) = posted(uploaded(consortium, statement(f"2026-11-20,Pinewood,{invoice.label},40.00")))

    plan = planned(
        uploaded(
            consortium,
            statement(
                f"2026-11-30,Some Bank,RETURN {invoice.label},-40.00", "2026-11-30,Pinewood,back,-40.00",
                "2026-11-30,Cards,FEE,-40.00",
            ),
        )
    )  # fmt: skip

    assert [each.returned for each in plan.outgoing] == [payment, payment, None]


def test_bk_19_a_line_in_closed_books_is_left_out_or_moved_and_stops_no_other():
    consortium = founded(at=AT)
    closings.close(consortium, until=date(2026, 10, 31), by=None, at=AT)
    content = statement("2026-10-30,Late,Dues,700.00", "2026-11-30,In Time,Dues,800.00")
    bank_file = uploaded(consortium, content)
    refused = {
        "nothing said": None,
        "no day said": {2: Decision(post=True)},
    }
    for decisions in refused.values():
        with pytest.raises(Refusal, match="Decide on lines 2"):
            posted(bank_file, decisions=decisions)
    with pytest.raises(Refusal, match="The books are closed"):
        posted(bank_file, decisions={2: Decision(post=True, on=date(2026, 10, 31))})

    moved = posted(bank_file, decisions={2: Decision(post=True, on=date(2026, 11, 1))})
    (other,) = posted(
        uploaded(consortium, statement("2026-10-29,Older,Dues,70.00", "2026-11-29,Newer,Dues,80.00")),
        decisions={2: Decision(post=False)},
    )

    assert [payment.received_on for payment in moved] == [date(2026, 11, 1), date(2026, 11, 30)]
    assert other.amount == Decimal(80)


def test_bk_2_members_that_differ_in_their_legal_form_are_two():
    consortium = founded(at=AT)
    invoices = {name: invoiced(company(consortium, name), 100) for name in ("Alpha GmbH", "Alpha Inc")}
    label = invoices["Alpha GmbH"].label

    plan = planned(
        uploaded(
            consortium,
            statement(
                f"2026-11-28,Alpha Inc,{label},100.00", "2026-11-28,Alpha AG,,100.00", "2026-11-29,ALPHA INC.,,100.00"
            ),
        )
    )

    assert [(each.row.position, each.candidate.names[0]) for each in plan.matched] == [(4, "Alpha Inc")]
