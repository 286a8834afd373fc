"""Shifting research money between the branches' pools, under a decision of the council (E-12)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from charter import editions
from consortium.motions import queries
from journal.models import Entry
from parties.permissions import require
from treasury import access, pools
from treasury.forms import ShiftForm
from web.forms import errors_on, form_page
from web.idempotency import once


@once
def pool_shift(request, consortium):
    """Shift money from one pool to another."""
    require(access.can_shift_pools(request.viewer))
    rules = editions.of(request.viewer)
    branches = [(key, branch.name) for key, branch in rules.branches.items()]
    form = ShiftForm(request.POST or None, branches=branches, motions=queries.budget_decisions(request.viewer, rules))
    if form.is_valid():
        said = form.cleaned_data
        motion = said.pop("motion")
        with errors_on(form):
            pools.shift(
                request.consortium,
                **said,
                currency=rules.identity.currency,
                decision=Entry.objects.of(motion.subject).filter(verb="motion.close").latest("pk"),
                by=request.viewer.person,
                at=request.now,
            )
            messages.success(request, _("The shift is booked; the ledger names the decision."))
            return redirect("fund_detail", consortium)
    return form_page(
        request,
        form,
        title=_("Shift money between pools"),
        intro=_("The council decides it; here its decision is entered in the books."),
        submit=_("Shift"),
        back=f"/{consortium}/funds/",
    )
