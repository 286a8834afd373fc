"""Bank files that were read wrong elsewhere, by the IDs of their cases: what each line is."""

from dataclasses import replace
from datetime import date

from treasury.bank.layouts import Layout, recognise
from treasury.bank.lines import Row, above, read
from treasury.bank.words import goes_out

TODAY = date(2026, 12, 1)
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
    "bk_3_a_sum_below_tells_nothing_of_the_column": (
        "Datum;Name;Soll;Haben\n02.11.2026;C;-12,50;\n03.11.2026;M;;10,00\nTotal;;123,45\n",
        ["-12.50", "10.00", "below"],
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
    "bk_4_a_few_unknown_words_do_not_undo_the_column": (
        "Date,Payer,Amount,Dr/Cr\n2026-11-13,A,500.00,CR\n2026-11-14,B,60.00,DR\n2026-11-15,C,5.00,CHG\n",
        ["500.00", "-60.00", "direction"],
    ),
    "bk_4_a_sign_is_believed_where_the_word_is_unknown": (
        "Date,Payer,Amount,Direction\n2026-11-13,A,500.00,IN\n2026-11-14,B,-60.00,OUT\n2026-11-15,C,-5.00,FEE\n",
        ["500.00", "-60.00", "-5.00"],
    ),
    "bk_11_an_unknown_state_is_asked": (
        "Date,Payer,Amount,Status\n2026-11-01,A,1.00,Posted\n2026-11-02,B,2.00,Pending - not yet posted\n"
        "2026-11-03,C,3.00,Denied\n2026-11-04,D,4.00,Whatever\n",
        ["1.00", "pending", "pending", "state"],
    ),
    "bk_15_a_balance_with_a_day_is_no_booking": (
        "Date,Description,Amount\n2026-11-01,Opening balance,1000.00\n2026-11-13,ACME,500.00\n2026-11-30,Total,1.00\n",
        ["sum", "500.00", "sum"],
    ),
    "bk_15_a_quotation_that_nobody_closed_swallows_nothing_in_silence": (
        'Date;Amount;Payer\n2026-11-01;100,00;"Alpha\n2026-11-02;200,00;Beta\n2026-11-03;300,00;Gamma\n', ["quotes"]
    ),
    "bk_15_a_line_with_money_of_its_own_goes_on_with_no_other": (
        "Date,Payer,Amount,Fee\n2026-11-01,A,100.00,\n,B,,5.00\n2026-11-02,C,1.00,\n", ["100.00", "amount", "1.00"]
    ),
    "bk_15_a_day_that_does_not_exist_is_asked": (
        "Date,Payer,Amount\n13/11/2026,A,100.00\n31/02/2026,Page Records Ltd,200.00\n", ["100.00", "day"]
    ),
    "bk_21_thousands": (
        "Buchungstag;Zahler;Betrag\n12.11.2026;a;40.000\n13.11.2026;b;1.000.000\n", ["40000", "1000000"]
    ),
    "bk_21_spaces_and_apostrophes": (
        "Date;Payer;Amount\n12.11.2026;a;40'000.00\n13.11.2026;b;41 000.00\n14.11.2026;c;42\u202f000.00\n",
        ["40000.00", "41000.00", "42000.00"],
    ),
    "bk_6_a_raised_figure_is_no_amount": (
        "Date,Payer,Amount\n2026-11-12,a,²\n2026-11-13,b,1.00\n2026-11-14,c,½\n2026-11-15,d,3.00\n"
        "2026-11-16,e,4.00\n2026-11-17,f,5.00\n2026-11-18,g,6.00\n",
        ["amount", "1.00", "amount", "3.00", "4.00", "5.00", "6.00"],
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


WAYS = {
    "in": ("Paid in", "paid-in", "Money In", "CR", "Credit", "Bij", "Haben", "入金", "Payment received", "In entrata"),
    "out": ("Paid out", "money out", "Dr", "Debit (DR)", "Af", "Soll", "出金", "Au débit", "Zahlungsausgang"),
    "asked": (
        *("CREDIT CARD PURCHASE", "Credit reversal", "Debit reversal", "Paid in error", "In dispute", "Out of hours"),
        *("Debit/Credit", "Reversal", "Credit transfer", "Deposit reversed"),
    ),
}  # fmt: skip


def test_bk_4_a_direction_is_told_by_the_whole_phrase_and_else_asked():
    ways = {True: "out", False: "in", None: "asked"}

    assert {word: ways[goes_out(word)] for words in WAYS.values() for word in words} == {
        word: way for way, words in WAYS.items() for word in words
    }


def test_bk_4_an_unknown_phrase_in_the_column_of_directions_is_a_question():
    content = (
        "Date,Payer,Amount,Debit/Credit\n2026-11-01,a,1.00,Paid in\n2026-11-02,b,2.00,Paid out\n"
        "2026-11-03,c,3.00,Credit reversal\n2026-11-04,d,4.00,Credit\n"
    )

    assert [said(row, False) for row in read(content.encode(), layout_of(content))] == [
        "1.00", "-2.00", "direction", "4.00",
    ]  # fmt: skip


CURRENCIES = {
    # Content with one line, the currencies of books that it belongs to, and those that it does not.
    "a sign that is none of ours": ("Date,Payer,Amount\n2026-11-01,a,\"¥1,200,000\"\n", "JPY CNY", "USD EUR SEK"),
    "crowns": ("Date,Payer,Amount\n2026-11-01,a,kr 1200.00\n", "SEK NOK DKK ISK", "USD EUR"),
    "crowns with a point": ("Date,Payer,Amount\n2026-11-01,a,1200.00 kr.\n", "SEK NOK", "USD"),
    "francs": ("Date,Payer,Amount\n2026-11-01,a,Fr. 1200.00\n", "CHF", "USD EUR"),
    "dollars": ("Date,Payer,Amount\n2026-11-01,a,$1200.00\n", "USD CAD", "EUR JPY"),
    "a code beside a sign": ("Date,Payer,Amount\n2026-11-01,a,CAD $1200.00\n", "CAD", "USD"),
    "a sign in a name": ("Date,Payer,Amount (¥)\n2026-11-01,a,1200\n", "JPY CNY", "USD"),
    "a wide sign in a name": ("日付,振込依頼人,金額（円）\n2026-11-01,a,1200\n", "JPY", "USD"),
    "small letters in a name": ("Date,Payer,Amount (sek)\n2026-11-01,a,1200\n", "SEK", "USD"),
    "crowns in a name": ("Date,Payer,Amount kr\n2026-11-01,a,1200\n", "SEK DKK", "USD"),
    "the account's, above": ("Account currency;EUR\nDate;Payer;Amount\n2026-11-01;a;1200.00\n", "EUR", "USD"),
    "the account's, in one cell": ("Kontowährung: EUR\nDate;Payer;Amount\n2026-11-01;a;1200.00\n", "EUR", "USD"),
    "the account's balance": ("Kontostand;5.000,00 EUR\nDatum;Name;Betrag\n01.11.2026;a;1200,00\n", "EUR", "USD"),
    "above, and a sign": ("Currency;CAD\nDate;Payer;Amount\n2026-11-01;a;$1200.00\n", "CAD", "USD"),
    "a line says it itself": (
        "Currency;EUR\nDate;Payer;Amount;Currency\n2026-11-01;a;1200.00;USD\n", "USD", "EUR"
    ),
    "a column of signs": ("Date,Payer,Amount,Currency\n2026-11-01,a,1200.00,¥\n", "JPY CNY", "USD"),
    "a column of words": ("Date,Payer,Amount,Currency\n2026-11-01,a,1200.00,Norwegian krone\n", "", "USD NOK"),
    "column and sign contradict": ("Date,Payer,Amount,Currency\n2026-11-01,a,¥1200,USD\n", "", "USD JPY"),
    "nothing is said": ("Date,Payer,Amount\n2026-11-01,a,1200.00\n", "USD EUR JPY", ""),
    "a Friday above": ("Stand;Fr 12.11.2026\nDatum;Name;Betrag\n01.11.2026;a;1200,00\n", "USD EUR", ""),
    "a foreign currency beside it": (
        "Date,Payer,Amount,Foreign currency\n2026-11-01,a,1200.00,EUR\n", "USD", ""
    ),
    "a heading of the bank's": ("Our bank\nDate,Payer,Amount\n2026-11-01,a,1200.00\n", "USD EUR", ""),
}  # fmt: skip


def test_bk_14_a_line_is_of_the_currency_that_the_file_says_and_a_shared_sign_of_those_that_share_it():
    wrong = {}
    for case, (content, ours, others) in CURRENCIES.items():
        (row,) = [each for each in read(content.encode(), layout_of(content)) if each.is_readable]
        fits = {currency: row.is_in(currency) for currency in f"{ours} {others}".split()}
        if fits != dict.fromkeys(ours.split(), True) | dict.fromkeys(others.split(), False):
            wrong[case] = row.currency

    assert wrong == {}


ORDERS = {
    "dots are day first": ("11.03.2026", "12.03.2026", "dmy", False),
    "only one order fits": ("11/23/2026", "11/05/2026", "mdy", False),
    "the other would lie ahead": ("11/12/2026", "10/12/2026", "mdy", False),
    "both fit": ("11/03/2026", "11/05/2026", "dmy", True),
    "both are the same day": ("05/05/2026", "06/06/2026", "dmy", False),
    "dated some days ahead": ("05/12/2026", "04/11/2026", "dmy", True),
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


def test_a_layout_of_an_earlier_version_is_read():
    stored = {"encoding": "cp932", "delimiter": ";", "heading": 1, "day": 0, "amount": 3, "date_format": "%m/%d/%Y"}

    assert Layout.of(stored) == replace(
        Layout(), encoding="cp932", delimiter=";", heading=1, day=0, amount=3, date_order="mdy"
    )
