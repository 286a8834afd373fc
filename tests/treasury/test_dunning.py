"""Reminder letters for unpaid invoices, and checking that books and papers agree."""

from datetime import timedelta

import pytest
from django.db import connection

from duties.models import Letter
from tests.factories.consortium import company, employee, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid
from treasury import dunning, verification
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
    for words in (invoice.label, "600.00 USD", printed(invoice.reference)):
        assert words in letter.body


def test_paid_invoices_get_no_letter():
    member = company(founded(), "Seagate")
    employee(member, "", "Dana Pruitt", "billing")
    paid(invoiced(member, 1000), 1000)

    assert dunning.write(member.consortium, at=NOON + timedelta(days=200)) == 0


def test_books_and_papers_agree_until_somebody_goes_behind_the_triggers():
    member = company(founded(), "Seagate")
    invoice = invoiced(member, 1000)
    paid(invoice, 1200)
    assert verification.verify(member.consortium) == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE treasury_invoice DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE treasury_posting DISABLE TRIGGER USER")
        cursor.execute("UPDATE treasury_invoice SET paid = paid - 1, state = 'part_paid'")
        cursor.execute(
            "UPDATE treasury_posting SET amount = amount + 5 WHERE id = (SELECT min(id) FROM treasury_posting)"
        )

    faults = verification.verify(member.consortium)
    assert len(faults) == 3
    assert "out of balance" in faults[0]
    assert "says 999.00 paid, its parts 1000.00" in faults[1]
    assert "the papers say" in faults[2]
