"""Checking that the books and the papers agree, beyond what constraints hold."""

from collections.abc import Iterator

from django.db.models import DecimalField, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from parties.models import Consortium
from treasury.models import Account, Allocation, Invoice, Payment, Posting, Repayment, Transaction

MONEY = DecimalField(max_digits=18, decimal_places=2)


def verify(consortium: Consortium) -> list[str]:
    """List what does not agree; an empty list means that all holds."""
    return [*_unbalanced(consortium), *_miscounted(consortium), *_differing(consortium)]


def _unbalanced(consortium: Consortium) -> Iterator[str]:
    """Transactions that do not add up to nothing in each currency."""
    rows = (
        Posting.objects.filter(consortium=consortium)
        .values("transaction__number", "account__currency")
        .annotate(over=Sum("amount"))
        .exclude(over=0)
    )
    for row in rows:
        yield f"transaction {row['transaction__number']} is {row['over']} {row['account__currency']} out of balance"
    empty = Transaction.objects.filter(consortium=consortium, postings__isnull=True)
    for number in empty.values_list("number", flat=True):
        yield f"transaction {number} has no postings"


def _miscounted(consortium: Consortium) -> Iterator[str]:
    """Papers whose sums are not those of their allocations and repayments."""
    for model, name, part, key in (
        (Invoice, "paid", Allocation, "invoice"),
        (Payment, "allocated", Allocation, "payment"),
        (Payment, "returned", Repayment, "payment"),
    ):
        sums = part.objects.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(total=Sum("amount"))
        counted = Coalesce(Subquery(sums.values("total")), 0, output_field=MONEY)
        rows = model.objects.filter(consortium=consortium).annotate(counted=counted).exclude(counted=F(name))
        for row in rows:
            yield f"{key} {row.number} says {getattr(row, name)} {name}, its parts {row.counted}"


def _differing(consortium: Consortium) -> Iterator[str]:
    """Debts and credits in the books that are not those of the papers, debtor by debtor."""
    invoices = Invoice.objects.unpaid().filter(consortium=consortium).values_list("debtor")
    open_by = dict(invoices.annotate(total=Sum(F("amount") - F("paid"))))
    payments = Payment.objects.filter(consortium=consortium).exclude(state=Payment.State.REVERSED).values_list("payer")
    rest_by = dict(payments.annotate(total=Sum(F("amount") - F("allocated") - F("returned"))))
    for kind, papers, sign in ((Account.Kind.RECEIVABLE, open_by, 1), (Account.Kind.CREDIT, rest_by, -1)):
        accounts = Account.objects.filter(consortium=consortium, kind=kind).values_list("owner")
        books = dict(accounts.annotate(total=Sum("postings__amount", default=0)))
        for owner in {*papers, *books}:
            said, booked = papers.get(owner, 0), sign * books.get(owner, 0)
            if said != booked:
                yield f"{kind} of subject {owner}: the papers say {said}, the books {booked}"
