"""Reminder letters for unpaid invoices."""

from datetime import timedelta

import pytest

from duties import letters
from duties.models import Letter
from journal.models import Entry
from parties.models import Consortium
from tests.factories.consortium import company, employee, founded, officer
from tests.factories.parties import NOON, PersonFactory
from tests.factories.treasury import invoiced, paid
from treasury import bank_files, credit_notes, dunning, invoices, payments
from treasury.models import Invoice
from treasury.references import printed

pytestmark = pytest.mark.django_db


def test_an_unpaid_invoice_gets_one_letter_to_who_pays_and_it_waits_in_the_outbox():
    member = company(founded(), "Seagate")
    payer = employee(member, "", "Dana Pruitt", "billing")
    invoice = invoiced(member, 1000)
    paid(invoice, 400)
    late = NOON + timedelta(days=30 + 7)

    early = dunning.write(member.consortium, at=late - timedelta(days=1))
    written = [dunning.write(member.consortium, at=late + timedelta(days=days)) for days in (0, 0, 1, 90)]

    letter = Letter.objects.get()
    assert (early, written, letter.person, letter.is_held) == (0, [1, 0, 0, 0], payer, True)
    for words in (invoice.label, "600.00 USD", printed(invoice.reference), f"\n\nPay to:\n{invoice.paid_to}\n\n"):
        assert words in letter.body


def test_paid_invoices_get_no_letter():
    member = company(founded(), "Seagate")
    employee(member, "", "Dana Pruitt", "billing")
    paid(invoiced(member, 1000), 1000)

    assert dunning.write(member.consortium, at=NOON + timedelta(days=200)) == 0


LATE = NOON + timedelta(days=40)


def reminded(amount: int = 1000, name: str = "Seagate", consortium: Consortium | None = None) -> Invoice:
    """Invoice a company so long ago that a reminder is held."""
    member = company(consortium or founded(), name)
    employee(member, "", f"Payer of {name}", "billing")
    invoice = invoiced(member, amount)
    dunning.write(member.consortium, at=LATE)
    return invoice


def told(letter: Letter) -> list[str]:
    return list(Entry.objects.filter(subject=letter.subject).order_by("pk").values_list("verb", flat=True))


def settle_by_payment(invoice: Invoice) -> None:
    paid(invoice, 1000, at=LATE)


def settle_by_credit_note(invoice: Invoice) -> None:
    credit_notes.cancel(invoice, by=None, at=LATE, reason="Issued twice")


def settle_by_write_off(invoice: Invoice) -> None:
    invoices.write_off(invoice, by=None, at=LATE, reason="Bankrupt")


@pytest.mark.parametrize("settle", [settle_by_payment, settle_by_credit_note, settle_by_write_off])
def test_a_settled_invoice_takes_its_held_letter_back(settle):
    settle(reminded())

    letter = Letter.objects.get()
    assert (letter.state, told(letter)) == ("cancelled", ["letter.hold", "letter.lapse"])


def test_a_part_payment_writes_the_held_letter_anew_with_what_is_open_now():
    invoice = reminded()
    paid(invoice, 400, at=LATE)

    before, after = Letter.objects.order_by("pk")
    assert (before.state, after.state) == ("cancelled", "held")
    assert told(before) == ["letter.hold", "letter.supersede"]
    assert "600.00 USD" in after.body
    assert dunning.write(invoice.consortium, at=LATE) == 0


def test_a_payment_that_bounced_lets_the_reminder_be_written_again():
    invoice = reminded()
    payment = paid(invoice, 1000, at=LATE)
    payments.reverse(payment, reason="It bounced", by=None, at=LATE)

    assert dunning.write(invoice.consortium, at=LATE) == 1
    assert dunning.write(invoice.consortium, at=LATE) == 0
    assert "1,000.00 USD" in Letter.objects.held().get().body


def test_a_letter_that_the_office_cancelled_is_not_written_again():
    invoice = reminded()
    letters.cancel(Letter.objects.get(), by=PersonFactory(), at=LATE, reason="They called")

    assert dunning.write(invoice.consortium, at=LATE) == 0


def test_release_cancels_a_letter_whose_invoice_is_settled_and_sends_the_others():
    invoice = reminded()
    reminded(name="Toshiba", consortium=invoice.consortium)
    Invoice.objects.filter(pk=invoice.pk).update(state="written_off")

    outcome = letters.release(Letter.objects.all(), by=PersonFactory(), at=LATE)

    assert outcome == (1, 1)
    assert dict(Letter.objects.values_list("about_id", "state"))[invoice.subject_id] == "cancelled"


def test_a_bank_file_takes_many_letters_back_in_no_more_statements_than_few(django_assert_max_num_queries):
    consortium = founded()
    counts = []
    for count in (2, 12):
        billed = [reminded(name=f"Company {count}-{each}", consortium=consortium) for each in range(count)]
        lines = [f"2026-02-0{1 + each % 9},{row.amount},{row.reference}" for each, row in enumerate(billed)]
        content = "\n".join(["Date,Amount,Reference", *lines]).encode()
        bank_file = bank_files.upload(consortium, content, name="bank.csv", by=None, at=LATE)
        with django_assert_max_num_queries(200) as queries:
            bank_files.commit(bank_file, currency="USD", by=None, at=LATE)
        counts.append(len(queries))

    assert counts[1] <= counts[0]
    assert Letter.objects.held().count() == 0


def test_cancelling_a_part_paid_invoice_takes_its_letter_back_once():
    invoice = reminded()
    paid(invoice, 400)
    before = Letter.objects.count()

    credit_notes.cancel(invoice, by=None, at=LATE, reason="Wrong tier")

    assert Letter.objects.count() == before
    assert not Letter.objects.held().exists()


@pytest.mark.parametrize(("post", "is_led"), [("secretary", False), ("finance", True)])
def test_whoever_chases_an_invoice_is_led_to_it_only_where_it_opens(client, post, is_led):
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    client.force_login(officer(invoice.consortium, post))

    shown = client.get(f"/{invoice.consortium.slug}/chase/").content.decode()

    assert invoice.label in shown
    assert (f'href="{invoice.get_absolute_url()}"' in shown) is is_led
    assert (client.get(invoice.get_absolute_url()).status_code == 200) is is_led
