"""Reading the treasury: what is overdue, a member's statement of account, the ages of debts, balances."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet, Sum, TextField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from parties.models import Consortium, Organisation
from parties.viewer import Viewer
from treasury.matching import LABEL
from treasury.models import Account, Allocation, Invoice, Payment, Transaction
from treasury.models.ledger import AccountQuerySet
from treasury.references import compact
from web.compiled import Param, compiled

KINDS: dict[str, str | Promise] = {
    "dues_invoiced": _("Invoice"),
    "invoice_cancelled": _("Credit note"),
    "write_off": _("Written off"),
    "write_off_reversed": _("Write-off undone"),
    "payment_received": _("Payment received"),
    "payer_found": _("Payer found"),
    "payment_reversed": _("Payment undone"),
    "repaid": _("Returned or sent back"),
    "dues_received": _("Dues collected and shared out"),
    "dues_received_reversed": _("Collection taken back"),
    "pool_shifted": _("Shift between pools"),
    "opening_balance": _("Opening balance"),
}
"""What each kind of transaction is called."""

AGES = (
    ("not_due", _("Not due yet"), None),
    ("d30", _("1–30 days"), 30),
    ("d60", _("31–60 days"), 60),
    ("d90", _("61–90 days"), 90),
    ("older", _("Over 90 days"), None),
)
"""Classes of age by days past due: key, label, last day."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """An invoice past its due day, with the two counts that rules ask for."""

    debtor_id: int
    """Subject of the member."""
    invoice: Invoice
    days_since_issue: int
    """What the charter's consequences count from (E-08)."""
    days_past_due: int


def overdue(consortium: Consortium, day: date) -> list[Overdue]:
    """List the invoices of which something is owed past due on a day, the oldest first, in one query."""
    rows = (
        Invoice.objects.overdue(day)
        .filter(consortium=consortium)
        .select_related("subject", "debtor", "organisation", "consortium")
        .order_by("due_on", "pk")
    )
    return [Overdue(row.debtor_id, row, (day - row.issued_on).days, (day - row.due_on).days) for row in rows]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement on a member's account; positive raises what it owes."""

    day: date
    label: str | Promise
    about: tuple[str, int]
    """Kind and number of the paper behind it."""
    amount: Decimal
    currency: str
    balance: Decimal
    """What is owed after it in its currency, less what is in credit."""
    is_own: bool = True
    """Whether the member may open the paper."""


def statement(consortium: Consortium, debtor_id: int) -> list[StatementLine]:
    """Read a member's account from the books, the oldest first; what merely moves within it is left out.

    A payment of the member stands there as received on its day, whoever it was thought to be of before. One that is not
    the member's any more is left out where it comes to nothing.
    """
    rows = _movements(consortium, debtor_id)
    about = {row.allowed_by.subject_id for row in rows if row.allowed_by.subject.kind == Payment.KIND}
    own = dict(Payment.objects.of([debtor_id]).filter(subject__in=about).values_list("subject", "received_on"))
    sums: dict[int, Decimal] = defaultdict(Decimal)
    received: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row.allowed_by.subject_id] += row.moved
        received[row.allowed_by.subject_id] += 0 if row.kind == "repaid" else row.moved
    lines = []
    for row in rows:
        paper = row.allowed_by.subject
        if paper.pk not in about:
            lines.append(_line(row, row.happened_on, row.kind, row.moved))
        elif paper.pk not in own:
            if sums[paper.pk]:
                lines.append(_line(row, row.happened_on, row.kind, row.moved, is_own=False))
        elif row.kind == "repaid":
            lines.append(_line(row, row.happened_on, row.kind, row.moved))
        elif amount := received.pop(paper.pk, None):
            lines.append(_line(row, own[paper.pk], "payment_received", amount))
    return _balanced(sorted(lines, key=lambda line: line.day))


def _movements(consortium: Consortium, debtor_id: int) -> list[Transaction]:
    """The transactions that changed what a member owes or has in credit, each with what it ``moved``."""
    rows = Transaction.objects.filter(
        consortium=consortium,
        postings__account__owner=debtor_id,
        postings__account__kind__in=[Account.Kind.RECEIVABLE, Account.Kind.CREDIT],
    )
    rows = rows.annotate(moved=Sum("postings__amount"), currency=Max("postings__account__currency")).exclude(moved=0)
    return list(rows.select_related("allowed_by__subject").order_by("happened_on", "pk"))


def _line(row: Transaction, day: date, kind: str, amount: Decimal, *, is_own: bool = True) -> StatementLine:
    about = (row.allowed_by.subject.kind, row.allowed_by.subject.number)
    return StatementLine(day, KINDS[kind], about, amount, row.currency, Decimal(0), is_own)


def _balanced(lines: Iterable[StatementLine]) -> list[StatementLine]:
    """Add the running balance of each currency."""
    balance: dict[str, Decimal] = defaultdict(Decimal)
    done = []
    for line in lines:
        balance[line.currency] += line.amount
        done.append(replace(line, balance=balance[line.currency]))
    return done


@dataclass(slots=True)
class Ageing:
    """What one member owes, by how long it has been due, beside its open invoices and unapplied receipts."""

    debtor_id: int
    organisation: Organisation
    amounts: dict[str, Decimal] = field(default_factory=lambda: {key: Decimal(0) for key, __, __ in AGES})
    open: Decimal = Decimal(0)
    """What its invoices leave open."""
    credit: Decimal = Decimal(0)
    """Its unapplied receipts; what they cover is in none of the amounts."""
    number: int = 0
    """The member's public number."""

    @property
    def owed(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    @property
    def is_overdue(self) -> bool:
        return self.owed > self.amounts["not_due"]


def ageing(invoices: Iterable[Invoice], day: date) -> dict[int, Ageing]:
    """Sort what is owed of unpaid invoices, read ``with_owed``, by their age on a day: debtor's subject → ageing."""
    found: dict[int, Ageing] = {}
    for row in invoices:
        ages = found.setdefault(row.debtor_id, Ageing(row.debtor_id, row.organisation))
        ages.amounts[age_of((day - row.due_on).days)] += row.owed
        ages.open += row.open_amount
    return found


def age_of(days_past_due: int) -> str:
    """Name the class of age."""
    if days_past_due <= 0:
        return "not_due"
    return next((key for key, __, last in AGES if last and days_past_due <= last), "older")


def credits(consortium: Consortium, currency: str = "") -> dict[int | None, Decimal]:
    """Give each member's unapplied receipts, of one currency if it is named: subject → amount; None is unmatched."""
    only = {"currency": currency} if currency else {}
    rows = (
        Account.objects.filter(consortium=consortium, kind=Account.Kind.CREDIT, **only)
        .values_list("owner")
        .annotate(total=Sum("postings__amount"))
    )
    return {owner: -total for owner, total in rows if total}


@dataclass(frozen=True, slots=True)
class Balance:
    """An account with what was debited and credited on it."""

    account: Account
    owner: str
    debits: Decimal
    credits: Decimal

    @property
    def amount(self) -> Decimal:
        return self.debits - self.credits


def trial_balance(accounts: AccountQuerySet, names: dict[int, str], until: date | None) -> list[Balance]:
    """List accounts with their sums up to a day, as the books are read: the bank first, debtors by name.

    Debits and credits of the whole are equal.
    """
    kinds = Account.Kind.values
    lines = [
        Balance(row, names.get(row.owner_id, ""), row.debits, row.credits)
        for row in accounts.with_balances(until)
        if row.debits or row.credits
    ]
    return sorted(lines, key=lambda each: (kinds.index(each.account.kind), each.account.branch, each.owner))


def debtor_names(consortium: Consortium) -> dict[int, str]:
    """Name the debtors of a consortium as their latest invoice does: subject → company."""
    rows = Invoice.objects.filter(consortium=consortium).order_by("pk")
    return dict(rows.values_list("debtor_id", "organisation__name"))


def years(consortium: Consortium) -> list[int]:
    """List the dues years with invoices, the latest first."""
    return YEARS.rows(consortium)


YEARS = compiled(lambda consortium: Invoice.objects.filter(consortium=consortium).years())


def hidden_of_invoice(viewer: Viewer, invoice: Invoice) -> set[int]:
    """Entries of an invoice that tell of payments which the reader does not see: they were another's, or reversed."""
    if viewer.is_finance:
        return set()
    rows = Allocation.objects.filter(invoice=invoice)
    every = set(rows.values_list("payment__number", flat=True))
    seen = set(rows.visible_to(viewer).values_list("payment__number", flat=True))
    told = Entry.objects.of(invoice.subject).filter(verb__in=["payment.allocate", "payment.take_back"])
    named = {pk: set(facts.get("payments", ())) for pk, facts in told.values_list("pk", "facts")}
    return {pk for pk, payments in named.items() if not (payments & seen or (not payments and every <= seen))}


@dataclass(frozen=True, slots=True)
class Before:
    """What happened to a payment before it was known whose it is: no news of its member's."""

    entries: frozenset[int] = frozenset()
    repayments: frozenset[int] = frozenset()


def before_found(viewer: Viewer, payment: Payment) -> Before:
    """Tell what of a payment happened before its payer was found; nothing for finance, which reads everything."""
    found = Transaction.objects.filter(kind="payer_found", allowed_by__subject=payment.subject)
    last = None if viewer.is_finance else found.select_related("allowed_by").order_by("-pk").first()
    if last is None:
        return Before()
    entries = Entry.objects.of(payment.subject).exclude(verb="payment.record")
    named = Q(pk=last.allowed_by_id) & Q(verb="payment.assign")
    hidden = entries.filter(Q(pk__lt=last.allowed_by_id) | named).values_list("pk", flat=True)
    repaid = payment.repayments.filter(transaction__lt=last.pk).values_list("pk", flat=True)
    return Before(frozenset(hidden), frozenset(repaid))


class Hit(NamedTuple):
    """An invoice that a search found."""

    title: str
    address: str
    note: str


def search(viewer: Viewer, text: str, limit: int) -> list[Hit]:
    """Find invoices by company, number on paper or reference, among those that the viewer may see."""
    label = LABEL.search(text)
    number = (int(label[1]), int(label[2])) if label else None
    return [
        Hit(str(_("Invoice %(label)s") % {"label": row.label}), row.get_absolute_url(), str(row.organisation))
        for row in _found.rows(viewer, number, bool(compact(text)), limit, text=text, reference=compact(text))
    ]


@compiled
def _found(viewer: Viewer, number: tuple[int, int] | None, has_reference: bool, limit: int) -> QuerySet[Invoice]:
    text = Param("text", TextField())
    wanted = Q(organisation__name__icontains=text) | Q(organisation__native_name__icontains=text)
    if has_reference:
        wanted |= Q(reference__contains=Param("reference", TextField()))
    if number:
        wanted |= Q(series=number[0], serial=number[1])
    rows = Invoice.objects.visible_to(viewer).filter(wanted).select_related("organisation", "consortium")
    return rows.order_by("-pk")[:limit]
