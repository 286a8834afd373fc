"""Bank files drawn at random: none posted wrong, none posted twice, whatever is saved, exported or corrected anew."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from parties.refusals import Refusal
from tests.factories.consortium import founded
from tests.treasury import drawn
from tests.treasury.drawn import Drawn
from treasury import bank_files
from treasury.bank.layouts import Layout
from treasury.bank_plans import Decision
from treasury.models import BankFile, Payment

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 1, 15, tzinfo=UTC)


class Undone(Exception):
    """Ends a savepoint that nothing of is to stay."""


def test_drawn_bank_files_are_posted_as_they_are_and_once(request, blobs_in_a_folder):
    consortium = founded(at=AT)
    count = request.config.getoption("--bank-files")
    files = [drawn.draw(seed) for seed in range(1000, 1000 + count)] if count else drawn.kept()
    wrong = []
    for at, each in enumerate(files):
        try:
            with transaction.atomic():
                try:
                    found = faults_of(consortium, each, random.Random(at))
                except Refusal as refused:
                    found = [str(refused)]
                wrong += [f"{at}: {fault} ({each.style})" for fault in found]
                raise Undone
        except Undone:
            pass

    assert wrong == [], "\n".join(wrong)


def faults_of(consortium, each: Drawn, die: random.Random) -> list[str]:
    """Post a file, then the same anew as a spreadsheet saves it, then a later export with a column corrected."""
    faults = []
    first = uploaded(consortium, each.content)
    planned = bank_files.plan(first, "USD", at=AT)
    if planned.lines != len(each.lines) + each.extra:
        faults.append(f"{planned.lines} lines of {len(each.lines) + each.extra} are told")
    answered(first, each)
    posted(first)
    if (got := books()) != truth(each):
        faults.append(f"posted {got - truth(each)}, lost {truth(each) - got}")
    posted(uploaded(consortium, drawn.resaved(each, die)))
    if (got := books()) != truth(each):
        faults.append(f"doubled when saved anew: {got - truth(each)}")
    content, new = drawn.continued(each, die.randint(2, 4), die)
    again = uploaded(consortium, content)
    answered(again, each)
    bank_files.lay_out(again, {"payer": each.columns["reference"], "reference": -1}, by=None, at=AT)
    posted(again)
    if (got := books()) != truth(each) + Counter([(date.fromisoformat(new.day), Decimal(new.amount))]):
        faults.append(f"doubled in a later export: {got - truth(each)}, lost {truth(each) - got}")
    return faults


def uploaded(consortium, content: bytes) -> BankFile:
    return bank_files.upload(consortium, content, name="bank.csv", by=None, at=AT)


def answered(bank_file: BankFile, each: Drawn) -> None:
    """Answer what the file leaves open, as a person does who has it before them."""
    layout = Layout.of(bank_file.layout)
    if layout.asks:
        bank_files.lay_out(bank_file, {"date_order": each.date_order}, by=None, at=AT)
    if not layout.is_complete:
        told = {name: each.columns.get(name, -1) for name in ("amount", "credit", "debit", "direction")}
        bank_files.lay_out(bank_file, told, by=None, at=AT)


def posted(bank_file: BankFile) -> None:
    """Post a file; what may be in the books already is in the books here. The very same file is posted already."""
    if bank_file.is_committed:
        return
    planned = bank_files.plan(bank_file, "USD", at=AT)
    known = {each.row.position: Decision(post=False) for each in planned.undecided}
    bank_files.commit(bank_file, currency="USD", by=None, at=AT, decisions=known)


def books() -> Counter:
    return Counter(Payment.objects.values_list("received_on", "amount"))


def truth(each: Drawn) -> Counter:
    came = [line for line in each.lines if Decimal(line.amount) > 0 and not line.is_pending]
    return Counter((date.fromisoformat(line.day), Decimal(line.amount)) for line in came)
