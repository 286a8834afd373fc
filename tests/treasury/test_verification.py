"""Books and papers agree, until somebody goes behind the triggers: a fault of each kind is found at its place."""

from decimal import Decimal

import pytest

from tests import databases
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid
from treasury import payments, verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_owner")]
FIRST_POSTING = "(SELECT min(id) FROM treasury_posting)"


@pytest.fixture
def consortium():
    """An invoice of 1000.00 and a payment of 1200.00, of which 50.00 went back."""
    member = company(founded(), "Seagate")
    money = paid(invoiced(member, 1000), 1200)
    payments.send_back(money, amount=Decimal(50), reason="Paid too much", by=None, at=NOON)
    assert verification.verify(member.consortium) == []
    return member.consortium


def behind_the_triggers(*statements: str) -> None:
    """Change the books as somebody with the owner's password could."""
    with databases.without_triggers() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"UPDATE treasury_posting SET amount = amount + 5 WHERE id = {FIRST_POSTING}", "out of balance"),
        (f"DELETE FROM treasury_posting WHERE id = {FIRST_POSTING}", "out of balance"),
        (
            "DELETE FROM treasury_posting WHERE transaction_id = (SELECT min(id) FROM treasury_transaction)",
            "has no postings",
        ),
        ("UPDATE treasury_invoice SET paid = paid - 1, state = 'part_paid'", "says 999.00 paid, its parts 1000.00"),
        ("UPDATE treasury_payment SET allocated = allocated - 1", "says 999.00 allocated, its parts 1000.00"),
        ("UPDATE treasury_payment SET returned = returned + 1", "says 51.00 returned, its parts 50.00"),
        ("UPDATE treasury_invoice SET amount = amount + 7, state = 'part_paid'", "the papers say 7.00, the books 0"),
        ("UPDATE treasury_payment SET amount = amount + 7", "the papers say 157.00, the books 150.00"),
    ],
)
def test_a_planted_fault(consortium, statement, told):
    behind_the_triggers(statement)

    assert any(told in fault for fault in verification.verify(consortium))
