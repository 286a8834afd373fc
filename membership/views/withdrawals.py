"""Pages of leaving: the notice, taking it back, and what an exit would change."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from membership import access, dues, queries, speakers, withdrawals, years
from membership.dues import Charge
from membership.forms import WithdrawalForm
from membership.models import Member, Withdrawal
from membership.views.members import rules_of
from parties.permissions import require
from parties.refusals import Invalid, Refusal
from web.charts import Picture, bars
from web.forms import errors_as_message, errors_on, form_page

FEW = 10
"""More members than this want a tall picture."""


def withdrawal_new(request, consortium, number):
    """Give notice that a company leaves."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer).select_related("organisation"), number=number)
    require(access.can_withdraw(request.viewer, member))
    rules = rules_of(request)
    form = WithdrawalForm(
        request.POST or None, reasons=rules.withdrawal.reasons, initial={"last_day": _last_day(rules, request)}
    )
    if form.is_valid():
        with errors_on(form):
            withdrawals.announce(
                member,
                by=request.viewer.person,
                at=request.now,
                on_behalf_of=speakers.on_behalf(request.viewer, member, *access.LEAVES),
                **form.cleaned_data,
            )
            messages.success(request, _("The notice is given. It can be taken back until its day."))
            return redirect(member)
    return form_page(
        request,
        form,
        title=_("%(member)s leaves") % {"member": member},
        intro=_consequences(rules),
        submit=_("Give notice"),
        back=member.get_absolute_url(),
    )


def withdrawal_detail(request, consortium, number):
    """Show a withdrawal with its reason, to those whom it concerns."""
    rows = Withdrawal.objects.visible_to(request.viewer).select_related("member__organisation", "consortium")
    withdrawal = get_object_or_404(rows, number=number)
    reasons = rules_of(request).withdrawal.reasons
    context = {
        "withdrawal": withdrawal,
        "reason": reasons.get(withdrawal.reason, _("Other")),
        "last_day": withdrawal.effective_on - timedelta(days=1),
        "can_take_back": withdrawal.is_announced and access.can_take_back(request.viewer, withdrawal),
    }
    return render(request, "membership/withdrawal_detail.html", context)


@require_POST
def withdrawal_take_back(request, consortium, number):
    """Stay after all."""
    withdrawal = get_object_or_404(Withdrawal.objects.visible_to(request.viewer), number=number)
    require(access.can_take_back(request.viewer, withdrawal))
    with errors_as_message(request):
        member = withdrawal.member
        on_behalf_of = speakers.on_behalf(request.viewer, member, *access.LEAVES)
        withdrawals.take_back(withdrawal, by=request.viewer.person, at=request.now, on_behalf_of=on_behalf_of)
        messages.success(request, _("%(member)s stays.") % {"member": withdrawal.member})
    return redirect(withdrawal.member)


def exit_risk(request, consortium):
    """Show how the dues rest on each member, and what would be left if one went (MEM-08).

    Where dues follow from revenue by a formula an amount would tell a competitor's revenue: then finance alone
    looks.
    """
    rules = rules_of(request)
    hidden = rules.dues.basis == "formula" and not request.viewer.is_finance
    if hidden or not access.can_look_ahead(request.viewer):
        raise Http404
    context = {"rules": rules, "stability": queries.stability(request.consortium) if request.viewer.is_finance else []}
    status = 200
    try:
        charges = dues.assess(request.consortium, years.fiscal_year(rules, request.viewer.today), at=request.now)
        context |= _concentration(charges)
        context |= _exit(request, rules, charges)
    except Invalid as invalid:
        context["error"], status = str(invalid), 400
    except Refusal as refusal:
        context["why_not"] = str(refusal)
    return render(request, "membership/exit_risk.html", context, status=status)


def _exit(request, rules: Any, charges: Sequence[Charge]) -> dict:
    """Simulate the exit that the address asks for.

    :raises Invalid: for a company that is not a member (MEM-08).
    """
    asked = request.GET.get("member", "")
    if not asked:
        return {}
    member = next((charge.member for charge in charges if str(charge.member.number) == asked), None)
    if member is None:
        raise Invalid(_("Only a member's exit can be simulated; choose one from the list."), field="member")
    branch = rules.branches.get(member.branch) if rules.pools and rules.pools.split == "by_branch_collected" else None
    return {"exit": queries.without(charges, member, rules), "exit_branch": branch and branch.name}


def _concentration(charges: Sequence[Charge]) -> dict:
    shares = queries.shares(charges)
    picture = Picture(
        key="shares",
        title=_("Share of each member in the year's dues"),
        option=bars(
            [str(each.member) for each in shares], {_("Percent"): [each.share * 100 for each in shares]}, unit="%"
        ),
        size="tall" if len(shares) > FEW else "",
        heads=[_("Member"), _("Dues"), _("Percent")],
        rows=[[each.member, each.amount, each.share * 100] for each in shares],
    )
    return {
        "shares": shares,
        "by_name": sorted(shares, key=lambda share: str(share.member)),
        "picture": picture,
        "total": sum(each.amount for each in shares),
    }


def _last_day(rules: Any, request) -> date:
    if rules.withdrawal.effective == "end_of_dues_year":
        return years.end_of_dues_year(rules, request.viewer.today) - timedelta(days=1)
    return request.viewer.today


def _consequences(rules: Any) -> str:
    said = []
    if rules.withdrawal.effective == "end_of_dues_year":
        said.append(_("A membership ends with the dues year."))
    if rules.withdrawal.refund is False:
        said.append(_("Dues are not refunded."))
    if rules.withdrawal.keeps_earlier_rights:
        said.append(_("Rights from the time of membership stay; new results do not come."))
    return " ".join([*said, _("Seats and mandates end on the same day.")])
