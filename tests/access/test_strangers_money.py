"""Nobody reads a payment of somebody else: neither while finance decides whose it is, nor after a correction (BK-1)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from duties.models import Discharge
from tests.access.expander import Row
from tests.access.test_whispers import read
from treasury import allocations, invoices, payments, queries
from treasury.invoices import Bill
from treasury.models import Invoice, Payment
from treasury.payments import Receipt
from treasury.settlement import Part
from treasury.terms import Terms
from treasury.verification import verify

WORDS = ("Xypayer", "Xyreference", "7131.31", "Xywhy")
TOSHIBA = frozenset({"own_money", "own_nominator"})
SEAGATE = frozenset({"rival_money"})
FINANCE = frozenset({"finance"})
TERMS = Terms("USD", True, 30, "IDEMA", "", Decimal("0.9"), True)


CLOSE = ("own_money", "own_nominator", "rival_money", "ec", "secretary", "finance")
KEY = re.compile(r'value="\w{32,64}"')
"""What a form sends along and is another every time."""
NEAR = ("home", "search", "balance", "invoice", "payment", "dut", "chase", "letter", "notice", "fund", "account")


def is_near(row: Row) -> bool:
    """Whether the row is of a page or call that speaks of money, or gathers across the house."""
    return any(kind in row.route for kind in NEAR)


class Mistake:
    """A payment of Seagate's that was allocated to an invoice of Toshiba's, and what finance does about it."""

    def __init__(self, world) -> None:
        self.world, self.told = world, {"by": world.person("amari"), "at": world.troupe.stage.at}
        companies = [world.troupe.cast.company_of(key) for key in ("ogawa", "pruitt")]
        self.toshiba, self.seagate = map(world.troupe.member, companies)
        numbers = Invoice.objects.filter(number=world.things["toshiba's invoice"], consortium=world.consortium)
        self.invoice = numbers.select_related("organisation", "debtor", "subject", "consortium").get()
        day = world.troupe.stage.today - timedelta(days=1)
        receipt = Receipt("xy", day, Decimal("7131.31"), "USD", payer_text="Xypayer", reference_text="Xyreference")
        (self.payment,) = payments.record(world.consortium, [receipt], **self.told)

    def allocate(self) -> None:
        allocations.allocate(self.world.consortium, [Part(self.payment, self.invoice, Decimal("7131.31"))], **self.told)

    def take_back(self) -> None:
        allocations.take_back(allocations.standing(payment=self.payment), reason="Xywhy", **self.told)

    def assign(self, member) -> None:
        payments.assign(self.payment, member.subject, **self.told)

    def reverse(self) -> None:
        payments.reverse(self.payment, reason="Xywhy", **self.told)

    def heard(self) -> dict[str, set[str]]:
        """Let people read what may tell of money: persona → the words that they found."""
        found = {
            persona: {word for _page, words in read(self.world, persona, is_near) for word in WORDS if word in words}
            for persona in CLOSE
        }
        return {persona: words for persona, words in found.items() if words}

    def opens(self) -> set[str]:
        """Knock at the payment's own doors: to whom does it open?"""
        slug = self.world.consortium.slug
        doors = [
            reverse("payment_detail", args=[slug, self.payment.number]),
            reverse("api_payment-detail", args=[slug, self.payment.number]),
        ]
        return {
            persona
            for persona, client in self.world.clients.items()
            if any(client.get(door).status_code == 200 for door in doors)
        }

    def sees(self, persona: str) -> str:
        """Read what stands on the pages of Toshiba's invoice and account."""
        slug, client = self.world.consortium.slug, self.world.clients[persona]
        pages = [
            client.get(reverse("invoice_detail", args=[slug, self.invoice.number])),
            client.get(reverse("balance_detail", args=[slug, self.toshiba.number])),
            client.get(reverse("api_balance-detail", args=[slug, self.toshiba.number])),
        ]
        return KEY.sub("", "".join(page.content.decode() for page in pages))


@pytest.fixture
def mistake(world):
    return Mistake(world)


def test_bk_1_while_a_payment_is_unmatched_finance_alone_sees_it(mistake):
    assert (set(mistake.heard()), mistake.opens()) == (FINANCE, FINANCE)


def test_bk_1_once_it_is_unallocated_nobody_but_finance_sees_it(mistake):
    before = mistake.sees("own_money")
    mistake.allocate()
    mistake.take_back()

    assert (set(mistake.heard()), mistake.opens()) == (FINANCE, FINANCE)
    assert mistake.sees("own_money") == before


@pytest.mark.parametrize("is_named", [False, True])
def test_bk_1_after_a_correction_it_is_as_if_it_had_been_the_others_at_once(mistake, is_named):
    before = {persona: mistake.sees(persona) for persona in sorted(TOSHIBA)}
    if is_named:
        mistake.assign(mistake.toshiba)
    mistake.allocate()
    mistake.take_back()
    mistake.assign(mistake.seagate)

    heard = mistake.heard()
    assert (set(heard), mistake.opens()) == (FINANCE | SEAGATE, FINANCE | SEAGATE)
    assert heard["rival_money"] == set(WORDS) - {"Xywhy"}
    assert {persona: mistake.sees(persona) for persona in sorted(TOSHIBA)} == before
    (line,) = [each for each in statement(mistake, mistake.seagate) if each.amount == Decimal("-7131.31")]
    assert (str(line.label), line.day, line.amount) == (
        "Payment received",
        mistake.payment.received_on,
        Decimal("-7131.31"),
    )
    page = mistake.world.clients["rival_money"].get(mistake.payment.get_absolute_url())
    assert [line.sentence for line in page.context["history"]] == ["Daniel Amari entered the payment"]
    assert not [fault for fault in verify(mistake.world.consortium) if "7131" in fault]


def test_bk_1_a_payment_that_was_reversed_is_nobodys(mistake):
    before = mistake.sees("own_money")
    mistake.allocate()
    mistake.reverse()

    assert (set(mistake.heard()), mistake.opens()) == (FINANCE, FINANCE)
    assert mistake.sees("own_money") == before


def test_bk_1_what_it_settled_is_no_evidence_of_a_duty_any_more(mistake):
    told = mistake.told
    bill = Bill(mistake.toshiba.subject, mistake.invoice.organisation, Decimal("7131.31"), 2026, purpose="Workshop")
    (mistake.invoice,) = invoices.issue(mistake.world.consortium, [bill], terms=TERMS, **told)
    proofs = Discharge.objects.filter(duty__subject=mistake.invoice.subject).values_list("evidence__number", flat=True)
    mistake.allocate()
    before = list(proofs.all())
    right = Payment.objects.get(number=mistake.world.things["toshiba's payment"], consortium=mistake.world.consortium)
    mistake.take_back()
    mistake.assign(mistake.seagate)

    assert (before, list(proofs.all())) == ([mistake.payment.number], [])
    assert right.payer_id == mistake.toshiba.subject_id


def test_bk_1_a_payment_that_settles_invoices_of_two_companies_is_neithers(mistake):
    own = Invoice.objects.unpaid().get(debtor=mistake.seagate.subject)
    before = sum(each.amount for each in statement(mistake, mistake.seagate))
    parts = [Part(mistake.payment, mistake.invoice, Decimal(2000)), Part(mistake.payment, own, Decimal(3000))]
    allocations.allocate(mistake.world.consortium, parts, **mistake.told)
    mistake.assign(mistake.seagate)

    assert (set(mistake.heard()), mistake.opens()) == (FINANCE, FINANCE)
    page = mistake.world.clients["rival_money"].get(own.get_absolute_url())
    assert [(each.amount, each.opens) for each in page.context["allocations"]] == [(Decimal(3000), False)]
    assert mistake.payment.get_absolute_url() not in page.content.decode()
    assert sum(each.amount for each in statement(mistake, mistake.seagate)) == before - Decimal("5131.31")


def statement(mistake, member) -> list:
    return queries.statement(mistake.world.consortium, member.subject_id)
