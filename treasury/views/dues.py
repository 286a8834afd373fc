"""The dues run: preview, then issue; and a supplementary invoice by hand."""

import hashlib
from collections.abc import Iterable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from charter import editions
from membership import dues, years
from membership.dues import Charge
from membership.models import Member
from parties.permissions import require
from parties.refusals import Refusal
from treasury import access
from treasury.forms import SupplementaryForm
from web import parse
from web.forms import errors_on, form_page, status_of
from web.idempotency import once


def dues_run(request, consortium):
    """Preview the run of a dues year: who is invoiced what, who has an invoice, who cannot be invoiced."""
    require(access.can_invoice(request.viewer))
    rules = editions.of(request.viewer)
    present = years.fiscal_year(rules, request.viewer.today)
    year = parse.int_or_none(request.GET.get("year", "")) or present
    context = {"year": year, "years": [present, present + 1], "rules": rules, "currency": rules.identity.currency}
    try:
        charges = dues.assess(request.consortium, year, at=request.now)
    except Refusal as refusal:
        return render(request, "membership/dues_run.html", {**context, "refusal": refusal}, status=status_of(refusal))
    new = [charge for charge in charges if charge.is_new]
    context |= {
        "charges": charges,
        "new": new,
        "hidden": [("year", str(year)), ("seen", _seen(new))],
        "problems": [charge for charge in charges if charge.problem],
        "total": sum(charge.amount for charge in new),
        "issued": sum(1 for charge in charges if charge.invoice),
        "present_total": sum(charge.invoice.amount for charge in charges if charge.invoice),
    }
    context["why_none"] = dues.why_none(charges)
    return render(request, "membership/dues_run.html", context)


@require_POST
@once
def dues_issue(request, consortium):
    """Issue the invoices of the run."""
    require(access.can_invoice(request.viewer))
    year = parse.int_or_none(request.POST.get("year", "")) or 0
    try:
        _refuse_another_run(request, year)
        issued = dues.run(request.consortium, year, by=request.viewer.person, at=request.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"/{consortium}/dues/?year={year}")
    words = ngettext("%(count)s invoice issued.", "%(count)s invoices issued.", len(issued)) % {"count": len(issued)}
    messages.success(request, words)
    return redirect(f"/{consortium}/invoices/?year={year}")


@once
def dues_charge_extra(request, consortium):
    """Issue a supplementary invoice to one member."""
    require(access.can_invoice(request.viewer))
    members = Member.objects.visible_to(request.viewer).current(request.viewer.today)
    members = members.select_related("organisation", "subject", "consortium").order_by("organisation__name")
    form = SupplementaryForm(request.POST or None, members=members)
    if form.is_valid():
        with errors_on(form):
            rules = editions.of(request.viewer)
            year = years.fiscal_year(rules, request.viewer.today)
            said = form.cleaned_data
            member = said.pop("member")
            return redirect(dues.charge_extra(member, **said, year=year, by=request.viewer.person, at=request.now))
    return form_page(
        request, form, title=_("Supplementary invoice"), submit=_("Issue"), back=f"/{consortium}/invoices/"
    )


def _seen(charges: Iterable[Charge]) -> str:
    """Write down what a run would issue, so that it issues what was seen and nothing else."""
    told = ",".join(sorted(f"{charge.member.number}:{charge.amount}" for charge in charges))
    return hashlib.sha256(told.encode()).hexdigest()


def _refuse_another_run(request, year: int) -> None:
    """Refuse to issue what nobody has seen: members, tiers or the charter may have changed meanwhile.

    :raises Refusal: where the run would issue something else than the page showed.
    """
    charges = dues.assess(request.consortium, year, at=request.now)
    if request.POST.get("seen") != _seen(charge for charge in charges if charge.is_new):
        raise Refusal(_("The run has changed since this page was opened. Look at it again, then issue."))
