"""Money's rows of the access table, and the things that they name: one of each is Toshiba's."""

from datetime import timedelta
from decimal import Decimal

from membership import dues
from tests.access.expander import Row
from tests.access.personas import KNOWN
from tests.worlds import World
from treasury import allocations, bank_files, credit_notes, payments
from treasury.models import Invoice, Payment, Transaction
from treasury.payments import Receipt
from treasury.settlement import Part

FINANCE = frozenset({"finance"})
TOSHIBA_SPEAKS = frozenset({"own_money", "own_nominator"})
SPEAKERS = TOSHIBA_SPEAKS | {"rival_money", "tier4", "sc_us", "sc_jp"}
"""Whoever holds a mandate of any company."""
BILLED = frozenset({"own_money"})
REST = KNOWN - FINANCE


def of_finance(route: str, **args: str) -> Row:
    """A page that finance opens and nobody else may."""
    return Row(route, args=args, allowed=FINANCE, refused=REST)


def hidden(route: str, method: str = "get", **args: str) -> Row:
    """A thing that only finance sees at all."""
    return Row(route, method=method, args=args, allowed=FINANCE)


def toshibas(route: str, method: str = "get", **args: str) -> Row:
    """A page of what is Toshiba's: finance and those who speak for it; for rivals it does not exist (MEM-18)."""
    return Row(route, "Toshiba's", method, args=args, allowed=FINANCE | TOSHIBA_SPEAKS)


def done_to_toshibas(route: str, method: str = "post", **args: str) -> Row:
    """What finance alone does to a thing that Toshiba's people see."""
    return Row(route, "Toshiba's", method, args=args, allowed=FINANCE, refused=TOSHIBA_SPEAKS)


INVOICE = {"number": "toshiba's invoice"}
PAYMENT = {"number": "toshiba's payment"}
UNMATCHED = {"number": "unmatched payment"}
CORRECTED = {"number": "seagate's payment"}
NOTE = {"number": "toshiba's credit note"}
MEMBER = {"number": "toshiba"}
BANK_FILE = {"number": "bank file"}
TRANSACTION = {"number": "transaction"}

PAGES = [
    of_finance("dues_run"),
    of_finance("dues_charge_extra"),
    Row("dues_issue", method="post", allowed=FINANCE, refused=REST),
    Row("invoice_list", allowed=KNOWN),
    toshibas("invoice_detail", **INVOICE),
    Row(
        "invoice_paper",
        "Toshiba's",
        args=INVOICE,
        allowed=FINANCE | BILLED,
        refused=TOSHIBA_SPEAKS - BILLED,
    ),
    *(done_to_toshibas(f"invoice_{verb}", **INVOICE) for verb in ("pay", "cancel", "write_off")),
    done_to_toshibas("invoice_pay", "get", **INVOICE),
    toshibas("credit_note_detail", **NOTE),
    Row("credit_note_paper", "Toshiba's", args=NOTE, allowed=FINANCE | BILLED, refused=TOSHIBA_SPEAKS - BILLED),
    Row("payment_list", allowed=KNOWN),
    of_finance("payment_new"),
    toshibas("payment_detail", **PAYMENT),
    hidden("payment_detail", **UNMATCHED),
    Row("payment_detail", "Seagate's", args=CORRECTED, allowed=FINANCE | {"rival_money"}),
    *(
        done_to_toshibas(f"payment_{verb}", **PAYMENT)
        for verb in ("allocate", "take_back", "assign", "send_back", "record_return", "reverse")
    ),
    *(hidden(f"payment_{verb}", "post", **UNMATCHED) for verb in ("allocate", "send_back", "record_return", "reverse")),
    of_finance("bank_file_list"),
    of_finance("bank_file_new"),
    hidden("bank_file_detail", **BANK_FILE),
    hidden("bank_file_lay_out", **BANK_FILE),
    *(hidden(f"bank_file_{verb}", "post", **BANK_FILE) for verb in ("commit", "drop", "order")),
    Row("balance_list", allowed=FINANCE | SPEAKERS, refused=REST - SPEAKERS),
    toshibas("balance_detail", **MEMBER),
    Row(
        "billing_set_address",
        "Toshiba's",
        args=MEMBER,
        allowed=FINANCE | BILLED,
        refused=TOSHIBA_SPEAKS - BILLED,
    ),
    Row("fund_detail", allowed=KNOWN),
    Row("fund_report", allowed=KNOWN),
    of_finance("pool_shift"),
    Row("pool_shift", method="post", allowed=FINANCE, refused=REST),
    of_finance("transaction_list"),
    hidden("transaction_detail", **TRANSACTION),
    of_finance("account_list"),
    of_finance("closing_list"),
]

DOORS = [
    Row("api_account-list", allowed=KNOWN),
    toshibas("api_balance-detail", **MEMBER),
    Row(
        "api_balance-address",
        "Toshiba's",
        "post",
        args=MEMBER,
        allowed=FINANCE | BILLED,
        refused=TOSHIBA_SPEAKS - BILLED,
    ),
    Row("api_bank_file-list", allowed=KNOWN),
    hidden("api_bank_file-detail", **BANK_FILE),
    *(hidden(f"api_bank_file-{verb}", "post", **BANK_FILE) for verb in ("columns", "commit", "drop")),
    Row("api_closing-list", allowed=KNOWN),
    Row("api_dues-list", data={"year": "2026"}, allowed=FINANCE, refused=REST),
    Row("api_invoice-list", allowed=KNOWN),
    toshibas("api_invoice-detail", **INVOICE),
    Row(
        "api_invoice-paper",
        "Toshiba's",
        args=INVOICE,
        allowed=FINANCE | BILLED,
        refused=TOSHIBA_SPEAKS - BILLED,
    ),
    *(done_to_toshibas(f"api_invoice-{verb}", **INVOICE) for verb in ("pay", "cancel", "write-off")),
    Row("api_payment-list", allowed=KNOWN),
    Row("api_pool_shift-list", method="post", allowed=FINANCE, refused=REST),
    toshibas("api_payment-detail", **PAYMENT),
    hidden("api_payment-detail", **UNMATCHED),
    Row("api_payment-detail", "Seagate's", args=CORRECTED, allowed=FINANCE | {"rival_money"}),
    *(
        done_to_toshibas(f"api_payment-{verb}", **PAYMENT)
        for verb in ("allocate", "take-back", "assign", "send-back", "record-return", "reverse")
    ),
    *(
        Row(f"api_{kind}-list", method="post", allowed=FINANCE, refused=REST)
        for kind in ("bank_file", "closing", "dues", "invoice", "payment")
    ),
    Row("api_transaction-list", allowed=KNOWN),
    hidden("api_transaction-detail", **TRANSACTION),
]

ROWS = [*PAGES, *DOORS]


def fill(world: World) -> None:
    """Invoice everybody, let Toshiba pay a part, cancel an extra invoice of its, upload a bank file.

    A payment of Seagate's was Toshiba's by mistake before.
    """
    told = {"by": world.person("amari"), "at": world.troupe.stage.at}
    consortium, today = world.consortium, world.troupe.stage.today
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    issued = dues.run(consortium, today.year, **told)
    invoice = next(row for row in issued if row.debtor_id == toshiba.subject_id)
    payment = payments.receive(invoice, amount=Decimal(10), received_on=today, key="toshiba", **told)
    receipt = Receipt("unmatched", today - timedelta(days=1), Decimal(7), invoice.currency)
    (unmatched,) = payments.record(consortium, [receipt], **told)
    corrected = mistaken(world, invoice, "corrected")
    extra = dues.charge_extra(toshiba, amount=Decimal(5), purpose="Workshop", year=today.year, **told)
    note = credit_notes.cancel(extra, reason="Not held", **told)
    content = b"Date,Payer,Reference,Amount\n2026-01-01,X,y,1\n"
    bank_file = bank_files.upload(consortium, content, name="statement.csv", **told)
    world.things |= {
        "toshiba": toshiba.number,
        "toshiba's invoice": Invoice.objects.get(pk=invoice.pk).number,
        "toshiba's payment": payment.number,
        "unmatched payment": unmatched.number,
        "seagate's payment": corrected.number,
        "toshiba's credit note": note.number,
        "bank file": bank_file.number,
        "transaction": Transaction.objects.filter(consortium=consortium).latest("pk").number,
    }


def mistaken(world: World, invoice: Invoice, word: str) -> Payment:
    """Record a payment of Seagate's, allocate it to Toshiba's invoice by mistake, and put that right."""
    told = {"by": world.person("amari"), "at": world.troupe.stage.at}
    seagate = world.troupe.member(world.troupe.cast.company_of("pruitt"))
    receipt = Receipt(
        word, world.troupe.stage.today - timedelta(days=1), Decimal(9), invoice.currency, None, word, word
    )
    (payment,) = payments.record(world.consortium, [receipt], **told)
    allocations.allocate(world.consortium, [Part(payment, invoice, Decimal(9))], **told)
    allocations.take_back(allocations.standing(payment=payment), reason=word, **told)
    payments.assign(payment, seagate.subject, **told)
    return payment
