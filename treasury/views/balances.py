"""Statements of account: a member's own, and for finance everybody's with the ages of their debts."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from charter import editions
from journal.models import Subject
from parties.models import Organisation
from parties.permissions import require
from registry.subjects import SUBJECTS
from treasury import access, billing, queries
from treasury.amounts import written
from treasury.forms import AddressForm
from treasury.models import BillingAddress, Invoice
from treasury.models.invoices import own_subjects
from treasury.queries import AGES, Ageing, StatementLine
from web.exports import exported
from web.forms import errors_on, form_page
from web.lists import Column, Listing
from web.table_cells import link

AGEING = Listing(
    key="ageing",
    columns=(
        Column("company", gettext_lazy("Company"), "organisation.name"),
        *(Column(key, label, lambda row, key=key: row.amounts[key], numeric=True) for key, label, __ in AGES),
        Column("owed", pgettext_lazy("amount", "Owed"), "owed", numeric=True),
        Column("open", gettext_lazy("Open invoices"), "open", numeric=True),
        Column("credit", gettext_lazy("Unapplied receipts"), "credit", numeric=True),
    ),
    order="",
)
STATEMENT = Listing(
    key="statement",
    columns=(
        Column("day", gettext_lazy("Day"), "day"),
        Column("what", gettext_lazy("What"), lambda line: str(line.label)),
        Column("amount", gettext_lazy("Amount"), "amount", numeric=True),
        Column("balance", gettext_lazy("Balance"), "balance", numeric=True),
    ),
    order="",
    currency="currency",
)


def balance_list(request, consortium):
    """List what members owe by age and have in advance: finance all of them, others their own."""
    require(access.can_see_balances(request.viewer))
    rows = _ageing(request)
    if request.GET.get("export") in ("csv", "xlsx"):
        return exported(AGEING, rows, request.GET["export"], _currency(request))
    sums = {key: sum(row.amounts[key] for row in rows) for key, __, __ in AGES}
    context = {
        "ages": [label for __, label, __ in AGES],
        "rows": [
            {
                "company": link(f"{row.number}/", row.organisation.name),
                "amounts": [(label, row.amounts[key]) for key, label, __ in AGES],
                "row": row,
            }
            for row in rows
        ],
        "sums": [(label, sums[key]) for key, label, __ in AGES],
        "owed": sum(sums.values()),
        "open": sum(row.open for row in rows),
        "credit": sum(row.credit for row in rows),
        "currency": _currency(request),
    }
    return render(request, "treasury/balance_list.html", context)


def balance_detail(request, consortium, number):
    """Show a member's account: what was invoiced, what was paid, what it owes."""
    debtor = _debtor(request, number)
    lines = queries.statement(request.consortium, debtor.pk)
    if request.GET.get("export") in ("csv", "xlsx"):
        return exported(STATEMENT, lines, request.GET["export"])
    invoices = Invoice.objects.visible_to(request.viewer).filter(debtor=debtor).unpaid().with_owed()
    unpaid = list(invoices.select_related("organisation"))
    ages = queries.ageing(unpaid, request.viewer.today).get(debtor.pk)
    context = {
        "debtor": debtor,
        "company": _company(debtor),
        "lines": [_shown(request, line) for line in reversed(lines)],
        "owed": _summed((row.owed, row.currency) for row in unpaid),
        "covered": _summed((row.covered, row.currency) for row in unpaid),
        "has_credit": bool(lines) and lines[-1].balance < 0,
        "ages": [(label, ages.amounts[key]) for key, label, __ in AGES] if ages else [],
        "is_overdue": bool(ages and ages.is_overdue),
        "address": BillingAddress.objects.filter(debtor=debtor).first(),
        "can_set_address": access.can_set_billing_address(request.viewer, debtor.pk),
        "currency": _currency(request),
    }
    return render(request, "treasury/balance_detail.html", context)


def billing_set_address(request, consortium, number):
    """Say where the member's invoices go."""
    debtor = _debtor(request, number)
    require(access.can_set_billing_address(request.viewer, debtor.pk))
    known = BillingAddress.objects.filter(debtor=debtor).first()
    names = ("address", "contact", "email", "order_number")
    form = AddressForm(request.POST or None, initial={name: getattr(known, name, "") for name in names})
    if form.is_valid():
        with errors_on(form):
            billing.set_address(debtor, **form.cleaned_data, by=request.viewer.person, at=request.now)
            return redirect("balance_detail", consortium, number)
    title = _("Where invoices of %(company)s go") % {"company": _company(debtor)}
    return form_page(request, form, title=title, back=f"/{consortium}/balances/{number}/")


def _debtor(request, number: int) -> Subject:
    """Fetch a member's subject: finance any, others their own. Everyone else's does not exist (MEM-18)."""
    allowed = Q() if request.viewer.is_finance else Q(pk__in=own_subjects(request.viewer))
    return get_object_or_404(
        Subject.objects.filter(allowed, consortium=request.consortium, kind="member"), number=number
    )


def _company(debtor: Subject) -> Organisation:
    return Organisation.objects.get(memberships__subject=debtor)


def _ageing(request) -> list[Ageing]:
    """Sort members with a debt or a credit by name; a member's own people see their company in any case."""
    viewer = request.viewer
    unpaid = Invoice.objects.visible_to(viewer).unpaid().with_owed().select_related("organisation")
    ages = queries.ageing(unpaid, viewer.today)
    credits = queries.credits(request.consortium, _currency(request))
    wanted = set(credits) - {None} if viewer.is_finance else set(own_subjects(viewer))
    missing = Organisation.objects.filter(memberships__subject__in=wanted - set(ages))
    for company in missing.annotate(debtor=F("memberships__subject")).filter(debtor__in=wanted):
        ages[company.debtor] = Ageing(company.debtor, company)
    numbers = dict(Subject.objects.filter(pk__in=ages).values_list("pk", "number"))
    for pk, row in ages.items():
        row.credit, row.number = credits.get(pk, 0), numbers[pk]
    return sorted(ages.values(), key=lambda row: row.organisation.name)


def _shown(request, line: StatementLine) -> dict:
    kind, number = line.about
    known = SUBJECTS.get(kind)
    is_open = known and (line.is_own or request.viewer.is_finance)
    address = f"/{request.consortium.slug}/{known.path.format(number=number)}" if is_open else ""
    return {
        "day": line.day,
        "what": link(address, line.label) if address else line.label,
        "amount": line.amount,
        "balance": line.balance,
        "currency": line.currency,
    }


def _summed(amounts: Iterable[tuple[Decimal, str]]) -> str:
    """Write the sums of amounts, one for each currency in which there is anything."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for amount, currency in amounts:
        sums[currency] += amount
    return ", ".join(f"{written(amount)} {currency}" for currency, amount in sums.items() if amount)


def _currency(request) -> str:
    return editions.of(request.viewer).identity.currency
