"""Bank files by way of the real verbs, on the first of December 2026."""

from datetime import UTC, datetime

from membership.models import Member
from parties.models import Consortium
from tests.factories.consortium import company
from tests.factories.treasury import invoiced
from treasury import bank_files
from treasury.bank_plans import Plan
from treasury.models import BankFile, Invoice, Payment

AT = datetime(2026, 12, 1, 15, tzinfo=UTC)


def uploaded(consortium: Consortium, content: str, name: str = "bank.csv") -> BankFile:
    return bank_files.upload(consortium, content.encode(), name=name, by=None, at=AT)


def planned(bank_file: BankFile, **decisions) -> Plan:
    return bank_files.plan(bank_file, "USD", at=AT, **decisions)


def posted(bank_file: BankFile, **options) -> list[Payment]:
    return bank_files.commit(bank_file, currency="USD", by=None, at=AT, **options)


def statement(*lines: str) -> str:
    return "\n".join(["Date,Payer,Reference,Amount", *lines, ""])


def billed(consortium: Consortium, **amounts: int) -> dict[str, Invoice]:
    """Invoice companies; a name ends in a figure where it has several invoices."""
    members: dict[str, Member] = {}
    found: dict[str, Invoice] = {}
    for name, amount in amounts.items():
        called = name.rstrip("0123456789").replace("_", " ")
        members[called] = members.get(called) or company(consortium, called)
        found[name] = invoiced(members[called], amount, year=2026 + len(found) % 3)
    return found
