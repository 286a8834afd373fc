"""Money that the books may have already: nothing is passed over that is new, nothing is booked twice unasked."""

from datetime import date
from decimal import Decimal

import pytest

from parties.refusals import Refusal
from tests.factories.consortium import company, founded
from tests.factories.treasury import invoiced
from tests.treasury.statements import AT, planned, posted, statement, uploaded
from treasury import bank_files, payments
from treasury.bank_plans import Decision
from treasury.doubles import Why
from treasury.models import BankFile, Payment
from treasury.payments import Receipt
from treasury.references import printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blobs_in_a_folder")]

NUMBERED = "Date,Payer,Amount,Entry reference\n"
HEADING = "Date,Payer,Reference,Amount\n"


def outcome(plan) -> tuple[int, list[str], int]:
    """How many lines are known, why which are to be decided, and how many are new."""
    return len(plan.known), [each.why for each in plan.undecided], len(plan.matched) + len(plan.unmatched)


def by_hand(consortium, payer: str = "", reference: str = "", on: date = date(2026, 11, 24)) -> Payment:
    receipt = Receipt(f"hand {on}", on, Decimal(1000), "USD", None, payer, reference)
    return payments.record(consortium, [receipt], by=None, at=AT)[0]


def test_bk_8_a_number_that_the_bank_gives_again_makes_nothing_known_by_itself():
    consortium = founded(at=AT)
    october = "2026-10-05,A,5.00,1\n2026-10-06,B,6.00,2\n"
    november = "2026-11-05,C,7.00,1\n2026-10-06,D,6.00,2\n2026-10-06,B INC.,6.00,3\n2026-11-07,E,9.00,4\n"
    posted(uploaded(consortium, NUMBERED + october))
    later = uploaded(consortium, NUMBERED + november, name="november.csv")

    found = outcome(planned(later))
    with pytest.raises(Refusal, match="Decide on lines 2, 3, 4"):
        posted(later)
    made = posted(later, decisions={2: Decision(post=True), 3: Decision(post=True), 4: Decision(post=False)})
    again = uploaded(consortium, NUMBERED + november + "2026-11-08,F,1.00,5\n", name="december.csv")

    assert found == (0, [Why.NUMBER, Why.NUMBER, Why.ALIKE], 1)
    assert [payment.amount for payment in made] == [Decimal(7), Decimal(6), Decimal(9)]
    assert outcome(planned(again)) == (4, [], 1)


def test_bk_8_a_number_is_believed_where_day_amount_and_payer_are_the_same():
    consortium = founded(at=AT)
    posted(uploaded(consortium, NUMBERED + "2026-10-05,A,5.00,1\n"))

    assert outcome(planned(uploaded(consortium, NUMBERED + "2026-10-05,A GmbH,5.00,1\n"))) == (1, [], 0)


def test_bk_8_a_number_that_repeats_in_a_file_is_no_number_of_a_line():
    consortium = founded(at=AT)
    content = "Date,Payer,Amount,Batch\n2026-11-05,A,5.00,7\n2026-11-05,B,6.00,7\n2026-11-06,C,7.00,8\n"
    bank_file = uploaded(consortium, content)
    bank_files.lay_out(bank_file, {"bank_reference": 3}, by=None, at=AT)

    made = posted(bank_file)
    again = uploaded(consortium, content + "2026-11-09,D,8.00,7\n", name="later.csv")

    assert [payment.amount for payment in made] == [Decimal(5), Decimal(6), Decimal(7)]
    assert outcome(planned(again)) == (3, [], 1)


BY_HAND = {
    # Payer and reference that were typed, then of the bank's line, and whether a person is asked.
    "a part of the member's name": (("Seagate", ""), ("SEAGATE TECHNOLOGY LLC", "wire 5"), True),
    "the member's other words": (("Tessera", "dues"), ("TESSERA PREAMPS INC", "invoice"), True),
    "a name that is cut short": (("Tessera Pre.", "dues"), ("TESSERA PREAMPS INC", "invoice"), True),
    "the name within the bank's words": (("Tessera Preamps", ""), ("", "TRANSFER TESSERA PREAMPS INC 55"), True),
    "the reference within a longer text": (("", "RF"), ("AN AGENT", "ORIGINATOR REF RF SWIFT OUR"), True),
    "the number within a longer text": (("Fiduciary", "2026-4711"), ("AN AGENT", "for inv. 2026-4711/B"), True),
    "a number with another payer": (("Fiduciary", "2026-4711"), ("AN AGENT", "for inv. 2026-4712"), False),
    "another member": (("Seagate", "dues"), ("TESSERA PREAMPS INC", "2026 fee"), False),
    "nothing in common": (("Nobody", "dues"), ("AN AGENT", "wire"), False),
}  # fmt: skip


def test_bk_8_a_payment_that_was_recorded_by_hand_is_asked_about_before_it_is_booked_again():
    consortium = founded(at=AT)
    invoice = invoiced(company(consortium, "Seagate Technology"), 1000)
    wrong = {}
    for at, (case, ((payer, reference), (later, text), is_asked)) in enumerate(BY_HAND.items(), start=1):
        by_hand(consortium, payer, reference.replace("RF", invoice.reference), on=date(2026, 11, at))
        line = f"2026-11-{at:02d},{later},{text.replace('RF', printed(invoice.reference))},1000.00"
        got = outcome(planned(uploaded(consortium, statement(line))))
        if got != ((0, [Why.ALIKE], 0) if is_asked else (0, [], 1)):
            wrong[case] = got

    assert wrong == {}


def test_bk_8_a_payment_received_for_an_invoice_is_asked_about_by_its_member_and_its_invoice():
    consortium = founded(at=AT)
    invoice = invoiced(company(consortium, "Seagate Technology"), 1000)
    payments.receive(
        invoice,
        amount=Decimal(1000),
        received_on=date(2026, 11, 24),
        key="k",
        by=None,
        at=AT,
        reference_text="cheque 9",
    )
    lines = ["2026-11-24,Seagate Technology LLC,wire,1000.00", f"2026-11-24,AN AGENT,pays {invoice.label},1000.00"]

    plan = planned(uploaded(consortium, statement(*lines, "2026-11-24,AN AGENT,something,1000.00")))

    assert outcome(plan) == (0, [Why.ALIKE, Why.ALIKE], 1)


ENCODED = {
    "cp1250 read as cp1252": ("Škoda Plzeň", "Dluh č. 5", "cp1250"),
    "Mac Roman": ("Müller Bürobedarf", "Beitrag für Mai", "mac-roman"),
    "accents become questions": ("Müller Bürobedarf", "Beitrag für Mai", "ascii"),
    "cp932 read as cp1252": ("東芝デバイス", "会費", "cp932"),
}


def test_bk_9_the_same_file_in_another_encoding_is_asked_about_and_not_booked_twice():
    wrong = {}
    for case, (payer, reference, encoding) in ENCODED.items():
        consortium = founded(at=AT)
        content = f"{HEADING}2026-11-24,{payer},{reference},5.00\n2026-11-25,Plain,dues,6.00\n"
        posted(uploaded(consortium, content))
        damaged = content.encode(encoding, errors="replace")
        bank_file = bank_files.upload(consortium, damaged, name="again.csv", by=None, at=AT)
        bank_files.lay_out(bank_file, {"encoding": "cp1252"}, by=None, at=AT)
        if (got := outcome(planned(bank_file))) != (1, [Why.ALIKE], 0):
            wrong[case] = got

    assert wrong == {}


def test_bk_9_names_in_other_letters_are_not_taken_for_each_other():
    consortium = founded(at=AT)
    posted(uploaded(consortium, statement("2026-11-24,東芝,会費,5.00")))

    assert outcome(planned(uploaded(consortium, statement("2026-11-24,日立,会費,5.00")))) == (0, [], 1)


TWICE = {
    "times of one day": (
        "Date,Payer,Amount\n{},A,5.00\n", "2026-11-19 09:12", "2026-11-19 15:40", ["2026-11-19T09:12:00Z"]
    ),
    "halves of a day": ("Date,Payer,Amount\n{},A,5.00\n", "2026-11-19 09:12 AM", "2026-11-19 09:12 PM", []),
    "numbers of checks": ("Date,Check,Payer,Amount\n2026-11-19,{},A,5.00\n", "0101", "00101", []),
}  # fmt: skip


def test_bk_21_two_equal_payments_of_a_day_are_two_by_their_time_or_their_zeros():
    wrong = {}
    for case, (content, one, other, alike) in TWICE.items():
        consortium = founded(at=AT)
        posted(uploaded(consortium, content.format(one)))
        second = uploaded(consortium, content.format(other), name="second.csv")
        asked = outcome(planned(second))
        posted(second, decisions={2: Decision(post=True)})
        both = uploaded(consortium, content.format(one) + content.format(other).split("\n", 1)[1], name="both.csv")
        same = [outcome(planned(uploaded(consortium, content.format(each), name="same.csv"))) for each in alike]
        if (asked, outcome(planned(both)), same) != ((0, [Why.ALIKE], 0), (2, [], 0), [(1, [], 0)] * len(alike)):
            wrong[case] = (asked, outcome(planned(both)), same)

    assert wrong == {}


def test_bk_21_what_a_spreadsheet_drops_of_a_line_is_asked_and_lost_by_nobody():
    consortium = founded(at=AT)
    posted(uploaded(consortium, "Date,Check,Payer,Amount\n2026-11-19 09:12,0101,A,5.00\n"))

    saved = uploaded(consortium, "Date,Check,Payer,Amount\n2026-11-19,101,A,5.00\n", name="saved.csv")

    assert outcome(planned(saved)) == (0, [Why.ALIKE], 0)


def test_bk_8_a_line_whose_payment_was_reversed_is_asked_about_and_can_be_posted_again():
    consortium = founded(at=AT)
    content = statement("2026-11-24,A,Dues,5.00")
    (first,) = posted(uploaded(consortium, content))
    payments.reverse(first, reason="posted by mistake", by=None, at=AT)
    later = uploaded(consortium, content + "2026-11-25,B,Dues,6.00\n", name="later.csv")

    found = outcome(planned(later))
    left = planned(later, decisions={2: Decision(post=False)})
    made = posted(later, decisions={2: Decision(post=True)})
    third = uploaded(consortium, content + "2026-11-26,C,Dues,7.00\n", name="third.csv")

    assert found == (0, [Why.REVERSED], 1)
    assert ([row.position for row in left.left_out], left.said_known) == ([2], [])
    assert [payment.state for payment in made] == [Payment.State.UNMATCHED] * 2
    assert outcome(planned(third)) == (1, [], 1)
    payments.reverse(made[0], reason="again", by=None, at=AT)
    assert outcome(planned(third)) == (0, [Why.REVERSED], 1)
    assert len(posted(third, decisions={2: Decision(post=True)})) == 2


def test_bk_8_lines_that_say_otherwise_are_all_asked_about_before_one_payment():
    consortium = founded(at=AT)
    by_hand(consortium, "Acme")
    lines = ["2026-11-24,Acme Holding,x,1000.00", "2026-11-24,ACME INC,y,1000.00", "2026-11-24,ACME INC,y,1000.00"]

    plan = planned(uploaded(consortium, statement(*lines)))

    assert [each.row.position for each in plan.undecided] == [2, 3]
    assert [each.row.position for each in plan.unmatched] == [4]


def test_bk_6_a_line_with_an_impossible_amount_is_named_and_stops_no_other():
    consortium = founded(at=AT)
    amounts = ["12.345", "99999999999999999999.00", "9" * 40, "²", "-0.001", "0.000", "5.00", "9999999999999999.99"]
    lines = [f"2026-11-{at:02d},P{at},x,{amount}" for at, amount in enumerate(amounts, start=1)]
    bank_file = uploaded(consortium, statement(*lines))

    problems = {row.position: row.problem for row in planned(bank_file).unreadable}
    with pytest.raises(Refusal, match="Lines 2, 3, 4, 5, 6 cannot be read"):
        posted(bank_file)
    made = posted(bank_file, leave_out_unreadable=True)

    assert problems == {2: "decimals", 3: "too_large", 4: "too_large", 5: "amount", 6: "decimals"}
    assert [payment.amount for payment in made] == [Decimal(5), Decimal("9999999999999999.99")]
    assert BankFile.objects.get().is_committed


def test_bk_6_what_has_no_smaller_coin_has_no_decimals():
    content = statement("2026-11-24,A,x,12.50", "2026-11-25,B,x,12.00")
    plan = bank_files.plan(uploaded(founded(at=AT), content), "JPY", at=AT)

    assert [row.problem for row in plan.unreadable] == ["decimals"]
    assert [match.row.amount for match in plan.unmatched] == [Decimal(12)]
