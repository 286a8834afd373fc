"""Cases of bank files that went wrong elsewhere, by their IDs: what each line is, and what it becomes."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from parties.refusals import Refusal
from tests.factories.consortium import company, founded, officer
from tests.factories.treasury import invoiced
from treasury import bank_files, closings, payments
from treasury.bank.layouts import Layout, recognise
from treasury.bank.lines import Row, above, read
from treasury.bank_plans import LISTS, Decision
from treasury.models import BankFile, Payment
from treasury.payments import Receipt
from treasury.references import printed

AT = datetime(2026, 12, 1, 15, tzinfo=UTC)
TODAY = AT.date()

GERMAN = "Buchungstag;Wert;Begünstigter / Auftraggeber;Verwendungszweck;Betrag;Soll;Haben;Währung\n"
VR = (
    "Bankname Auftragskonto;IBAN Auftragskonto;Buchungstag;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;"
    "Buchungstext;Verwendungszweck;Betrag;Waehrung\n"
)
READ: dict[str, tuple[str, list]] = {
    "bk_3_debit_with_its_own_minus": (
        "Date,Description,Debit,Credit\n2026-11-02,Cleaning,-1240.50,\n2026-11-03,Dues,,1000.00\n",
        ["-1240.50", "1000.00"],
    ),
    "bk_3_soll_with_its_own_minus": (
        f"{GERMAN}02.11.2026;02.11.2026;R;B;;-1.240,50;;USD\n03.11.2026;03.11.2026;M;B;;;1.000,00;USD\n",
        ["-1240.50", "1000.00"],
    ),
    "bk_3_one_minus_against_the_column_is_asked": (
        "Date,Text,Debit,Credit\n2026-11-01,a,10,\n2026-11-02,b,12,\n2026-11-03,c,-12,\n2026-11-04,d,,7\n",
        ["-10", "-12", "contradiction", "7"],
    ),
    "bk_3_both_sides_filled_is_asked": (
        "Date,Text,Debit,Credit\n2026-11-01,a,10.00,0.00\n2026-11-02,b,0.00,12.00\n2026-11-03,c,1.00,2.00\n",
        ["-10.00", "12.00", "both_ways"],
    ),
    "bk_4_debit_and_credit_in_a_column": (
        "Date,Name,Debit/credit,Amount (USD)\n20261102,C,Debit,1240.50\n20261103,M,Credit,1000.00\n",
        ["-1240.50", "1000.00"],
    ),
    "bk_4_af_bij": ("Datum;Naam;Af Bij;Bedrag\n20261102;C;Af;12,50\n20261103;M;Bij;10,00\n", ["-12.50", "10.00"]),
    "bk_4_soll_haben_letters": (
        "Buchungstag;Zahler;Betrag;S/H\n02.11.2026;C;12,50;S\n03.11.2026;M;10,00;H\n", ["-12.50", "10.00"]
    ),
    "bk_4_iso_words": ("Date,CdtDbtInd,Amount\n2026-11-02,DBIT,12.50\n2026-11-03,CRDT,10\n", ["-12.50", "10"]),
    "bk_4_letters_d_and_k": ("Date;Text;D/K;Amount\n2026-11-02;C;D;12,5\n2026-11-03;M;K;10\n", ["-12.5", "10"]),
    "bk_4_an_unknown_word_is_asked": (
        "Date;Name;Debit/credit;Amount\n2026-11-02;C;Debit;12.50\n2026-11-03;M;Credit;10\n2026-11-03;M;Credit;11\n"
        "2026-11-03;M;Credit;11\n2026-11-04;M;Zz;10\n",
        ["-12.50", "10", "11", "11", "direction"],
    ),
    "bk_5_signs_words_and_brackets": (
        'Date,Payer,Amount\n2026-11-02,a,$-1240.50\n2026-11-02,b,"$(80.25)"\n2026-11-02,c,USD -12.00\n'
        "2026-11-02,d,950.00 DR\n2026-11-02,e,-$3.00\n2026-11-02,f,(4.00)\n2026-11-02,g,5.00-\n2026-11-02,h,DR 6.00\n"
        "2026-11-02,i,7.00 CR\n2026-11-02,j,$8.00\n2026-11-02,k,9.00USD-\n2026-11-02,l,−10.00\n2026-11-02,m,$+11\n",
        [*("-1240.50", "-80.25", "-12.00", "-950.00", "-3.00", "-4.00", "-5.00", "-6.00", "7.00", "8.00", "-9.00"),
         "-10.00", "11"],
    ),
    "bk_5_sign_and_word_that_differ_are_asked": (
        "Date,Payer,Amount\n2026-11-02,a,-5.00 CR\n2026-11-02,b,5.00\n2026-11-03,b,6.00\n", ["amount", "5.00", "6.00"]
    ),
    "bk_6_one_decimal": ("Datum;Zahler;Betrag\n02.11.26;a;12500,5\n03.11.26;b;200\n", ["12500.5", "200"]),
    "bk_6_a_sign_behind": ("Datum;Betrag\n02.11.2026;950,00 €\n03.11.2026;-1.000,00 €\n", ["950.00", "-1000.00"]),
    "bk_6_no_decimals_in_words": ("Datum;Zahler;Betrag\n02.11.2026;a;12,-\n03.11.2026;b;7,50-\n", ["12", "-7.50"]),
    "bk_6_what_does_not_fit_the_others_is_asked": (
        "Datum;Zahler;Betrag\n02.11.2026;a;12,50\n03.11.2026;b;7,50\n04.11.2026;c;1,234.50\n",
        ["12.50", "7.50", "amount"],
    ),
    "bk_7_no_names": (
        '"11/20/2026","25000.00","*","","WIRE ONE"\n"11/23/2026","-35.00","*","","FEE"\n', ["25000.00", "-35.00"]
    ),
    "bk_7_a_word_within_a_word_is_no_name": (
        "11/20/2026,25000.00,A\n11/21/2026,18000.00,B\n11/22/2026,-20.00,Willhaben\n11/23/2026,5.00,C\n",
        ["25000.00", "18000.00", "-20.00", "5.00"],
    ),
    "bk_11_pending": (
        "Buchungstag;Verwendungszweck;Zahler;Betrag;Info\n27.11.26;B;a;1000,00;Umsatz vorgemerkt\n"
        "26.11.26;B;b;500,00;Umsatz gebucht\n",
        ["pending", "500.00"],
    ),
    "bk_11_pending_in_place_of_the_day": (
        "Date,Payer,Amount\nPending,a,3.00\n30 Nov 2026,b,100.00\n29 Nov 2026,c,-1.00\n", ["pending", "100.00", "-1.00"]
    ),
    "bk_11_what_failed_is_no_money": (
        "Date,Payer,Amount,Status\n2026-11-01,a,3.00,Completed\n2026-11-02,b,4.00,Declined\n2026-11-03,c,5,Reverted\n",
        ["3.00", "pending", "pending"],
    ),
    "bk_14_the_banks_own_name_is_no_payer": (
        f"{VR}VR;DE1;30.11.2026;Beispiel AG;DE2;Gutschrift;B;1000,00;USD\n"
        "VR;DE1;29.11.2026;Laden;DE3;Lastschrift;M;-2,00;USD\n",
        ["1000.00 by Beispiel AG", "-2.00 by Laden"],
    ),
    "bk_14_a_foreign_amount_is_no_currency": (
        '"Datum","Empfänger","Verwendungszweck","Betrag (USD)","Betrag (Fremdwährung)","Fremdwährung"\n'
        '"2026-11-30","A","B","1000.0","",""\n"2026-11-29","C","D","-3.5","-4.0","EUR"\n',
        ["1000.0 by A", "-3.5 by C"],
    ),
    "bk_14_an_empty_column_of_amounts": (
        f"{GERMAN}1.4.2026;1.4.2026;R;B;;-59,00;;USD\n2.4.2026;2.4.2026;M;B;;;494,96;USD\n",
        ["-59.00 by R", "494.96 by M"],
    ),
    "bk_14_the_booked_amount": (
        "Buchungstag;Originalbetrag;Originalwährung;Buchungsbetrag;Auftraggeber\n30.11.2026;500,00;GBP;550,00;A\n"
        "29.11.2026;-9;EUR;-10,7;B\n",
        ["550.00 by A", "-10.7 by B"],
    ),
    "bk_14_the_amount_is_no_insurance": (
        '"Datum","Name","Status","Währung","Brutto","Gebühr","Versicherungsbetrag"\n'
        '"30.11.2026","A","Abgeschlossen","USD","1.000,00","-10,00","0,00"\n',
        ["1000.00 by A"],
    ),
    "bk_14_a_gendered_payer": (
        '"Buchungsdatum";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Betrag (€)"\n'
        '"30.11.26";"Gebucht";"A";"K";"B";"12500,5"\n"29.11.26";"Gebucht";"K";"L";"C";"-62,3"\n',
        ["12500.5 by A", "-62.3 by K"],
    ),
    "bk_15_a_last_line_of_the_banks": (
        "Buchungstag;Auftraggeber;Verwendungszweck;Betrag;Währung\n12.11.2026;A;B;1.500,00;USD\n"
        "Kontostand;01.12.2026;;2.110,90;USD\n",
        ["1500.00", "below"],
    ),
    "bk_15_an_odd_line_in_the_middle": (
        "Date,Payer,Amount\n13.11.2026,a,1.00\nsoon,b,2.00\n14.11.2026,c,3.00\n15.11.2026,d,\n16.11.2026,e,4.00\n",
        ["1.00", "day", "3.00", "amount", "4.00"],
    ),
    "bk_16_days_with_an_hour_names_and_eras": (
        "Date,Payer,Amount\n2026-11-12T09:30:00Z,a,1\n12-Nov-2026,b,2\n\"Nov 12, 2026\",c,3\n令和8年11月12日,d,4\n"
        "2026-11-12 12:34:56 +0000,e,5\n20261112,f,6\n",
        ["1", "2", "3", "4", "5", "6"],
    ),
    "bk_21_thousands": (
        "Buchungstag;Zahler;Betrag\n12.11.2026;a;40.000\n13.11.2026;b;1.000.000\n", ["40000", "1000000"]
    ),
    "bk_21_spaces_and_apostrophes": (
        "Date;Payer;Amount\n12.11.2026;a;40'000.00\n13.11.2026;b;41 000.00\n14.11.2026;c;42\u202f000.00\n",
        ["40000.00", "41000.00", "42000.00"],
    ),
    "bk_21_nothing_moved": ("Date,Payer,Amount\n2026-11-12,a,0.00\n2026-11-13,b,1.00\n", ["0.00", "1.00"]),
}  # fmt: skip


def said(row: Row, with_payer: bool) -> str:
    if row.place != "among":
        return row.place
    if row.is_pending:
        return "pending"
    if row.problem:
        return row.problem
    return f"{row.amount} by {row.payer}" if with_payer else f"{row.amount}"


def layout_of(content: str, **options) -> Layout:
    return recognise(content.encode(), today=TODAY, **options)


def test_bk_3_to_16_every_line_is_read_as_what_it_is():
    wrong = {}
    for case, (content, expected) in READ.items():
        rows = read(content.encode(), layout_of(content))
        got = [said(row, " by " in expected[0]) for row in rows]
        if got != expected:
            wrong[case] = got

    assert wrong == {}


ORDERS = {
    "dots are day first": ("11.03.2026", "12.03.2026", "dmy", False),
    "only one order fits": ("11/23/2026", "11/05/2026", "mdy", False),
    "the other would lie ahead": ("11/12/2026", "10/12/2026", "mdy", False),
    "both fit": ("11/03/2026", "11/05/2026", "dmy", True),
    "both are the same day": ("05/05/2026", "06/06/2026", "dmy", False),
    "short years": ("03/11/26", "23/11/26", "dmy", False),
}


def test_bk_10_an_order_that_nothing_tells_is_asked():
    wrong = {}
    for case, (one, two, order, is_open) in ORDERS.items():
        seen = layout_of(f"Date,Payer,Amount\n{one},a,1.00\n{two},b,2.00\n")
        if (seen.date_order, bool(seen.asks)) != (order, is_open):
            wrong[case] = seen

    assert wrong == {}


def test_bk_10_an_open_order_is_guessed_by_the_place_of_the_consortium():
    content = "Date,Payer,Amount\n11/03/2026,a,1.00\n11/05/2026,b,2.00\n"

    assert [layout_of(content, prefers=order).date_order for order in ("dmy", "mdy")] == ["dmy", "mdy"]


def test_bk_7_what_looks_like_a_booking_above_the_names_is_told():
    content = "11/20/2026,25000.00,A\nDate,Amount,Payer\n11/21/2026,18000.00,B\n"

    assert [row.position for row in above(content.encode(), layout_of(content))] == [1]


def test_bk_15_a_booking_that_goes_on_in_the_next_line_is_one():
    content = (
        "Date,Description,Withdrawals,Deposits\n30/11/2026,TRANSFER,,1000.00\n,FROM MEMBER 2026-0029,,\n"
        "29/11/2026,FEE,5,\n"
    )

    rows = read(content.encode(), layout_of(content))

    assert [(row.position, row.reference) for row in rows] == [(2, "TRANSFER FROM MEMBER 2026-0029"), (4, "FEE")]


# What follows needs the books.

pytestmark = pytest.mark.usefixtures("blobs_in_a_folder")


def uploaded(consortium, content: str, name: str = "bank.csv") -> BankFile:
    return bank_files.upload(consortium, content.encode(), name=name, by=None, at=AT)


def planned(bank_file: BankFile, **decisions):
    return bank_files.plan(bank_file, "USD", at=AT, **decisions)


def posted(bank_file: BankFile, **options) -> list[Payment]:
    return bank_files.commit(bank_file, currency="USD", by=None, at=AT, **options)


def statement(*lines: str) -> str:
    return "\n".join(["Date,Payer,Reference,Amount", *lines, ""])


def billed(consortium, **amounts) -> dict:
    """Invoice companies; a name ends in a figure where it has several invoices."""
    members = {}
    found = {}
    for name, amount in amounts.items():
        called = name.rstrip("0123456789").replace("_", " ")
        members[called] = members.get(called) or company(consortium, called)
        found[name] = invoiced(members[called], amount, year=2026 + len(found) % 3)
    return found


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
    ("Nobody", "nothing", 1000, {}, "amount_alone"),
    ("Nobody", "nothing", 7, {}, None),
]  # fmt: skip


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_bk_1_nobody_reads_what_somebody_else_paid_while_finance_decides():
    consortium = founded(at=AT)
    invoices = billed(consortium, Seagate=1000, Toshiba=1000)

    (payment,) = posted(uploaded(consortium, statement(f"2026-11-28,Toshiba,Dues {invoices['Seagate'].label},1000.00")))

    assert (payment.payer_id, payment.state) == (None, "unmatched")


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_bk_8_money_that_was_entered_by_hand_is_recognised_in_the_statement():
    consortium = founded(at=AT)
    receipt = Receipt("hand", date(2026, 11, 24), Decimal(5), "USD", None, "A Ltd", "")
    payments.record(consortium, [receipt], by=None, at=AT)

    plan = planned(uploaded(consortium, statement("2026-11-24,A LTD.,Dues,5.00")))

    assert [each.row.position for each in plan.undecided] == [2]


@pytest.mark.django_db
def test_bk_10_a_file_is_not_posted_while_its_order_of_days_is_open():
    consortium = founded(at=AT)
    bank_file = uploaded(consortium, "Date,Payer,Amount\n11/03/2026,A,1.00\n11/05/2026,B,2.00\n")

    with pytest.raises(Refusal, match="whether the day or the month comes first"):
        posted(bank_file)
    bank_files.lay_out(bank_file, {"date_order": "mdy"}, by=None, at=AT)

    assert [payment.received_on for payment in posted(bank_file)] == [date(2026, 11, 3), date(2026, 11, 5)]
    later = uploaded(consortium, "Date,Payer,Amount\n10/03/2026,A,1.00\n10/05/2026,B,2.00\n")
    assert later.layout["asks"] == ()


@pytest.mark.django_db
def test_bk_11_a_line_is_posted_when_the_bank_has_booked_it():
    consortium = founded(at=AT)
    heading = "Date,Payer,Amount,Status\n"
    posted(uploaded(consortium, f"{heading}2026-11-24,A,5.00,Pending\n2026-11-23,B,6.00,Booked\n"))

    made = posted(uploaded(consortium, f"{heading}2026-11-25,A,5.00,Booked\n2026-11-23,B,6.00,Booked\n"))

    assert Counter(Payment.objects.values_list("amount", flat=True)) == Counter([Decimal(5), Decimal(6)])
    assert [payment.received_on for payment in made] == [date(2026, 11, 25)]


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.fixture
def finance(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    consortium = founded(at=AT)
    client.force_login(officer(consortium, "finance"))
    client.consortium = consortium
    return client


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
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


def test_a_layout_of_an_earlier_version_is_read():
    stored = {"encoding": "cp932", "delimiter": ";", "heading": 1, "day": 0, "amount": 3, "date_format": "%m/%d/%Y"}

    assert Layout.of(stored) == replace(
        Layout(), encoding="cp932", delimiter=";", heading=1, day=0, amount=3, date_order="mdy"
    )
