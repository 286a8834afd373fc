"""Funds: how a year's dues become research money, as a flow, a table, a file and a document (MEM-07, R2e)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from parties.permissions import require
from treasury import access, fund_papers, reports
from treasury.amounts import written
from treasury.reports import Report
from web.charts import Picture, flow
from web.exports import exported
from web.lists import Column, Listing

FLOWS = Listing(
    key="funds",
    columns=(
        Column("source", pgettext_lazy("flow", "From"), "source"),
        Column("target", pgettext_lazy("flow", "To"), "target"),
        Column("amount", gettext_lazy("Amount"), "amount", numeric=True),
    ),
    order="source",
)


def fund_detail(request, consortium):
    """Show a dues year as far as the reader may: finance with names, others in sums that give nobody away."""
    require(access.can_see_funds(request.viewer))
    report = reports.of_year(request.viewer, request.GET.get("year", ""))
    if request.GET.get("export") in ("csv", "xlsx"):
        return exported(FLOWS, report.flows, request.GET["export"], report.currency)
    context = {
        "report": report,
        "funds": report.funds,
        "year": report.year,
        "tabs": [
            {"label": str(each), "address": f"?year={each}", "is_current": each == report.year} for each in report.years
        ],
        "currency": report.currency,
        "rules": report.rules,
        "can_shift": access.can_shift_pools(request.viewer) and len(report.rules.branches) > 1,
        "picture": _picture(report) if report.flows else None,
    }
    return render(request, "treasury/fund_detail.html", context)


def fund_report(request, consortium):
    """Send the report on a dues year as PDF: what the page shows the reader, set for a meeting."""
    require(access.can_see_funds(request.viewer))
    report = reports.of_year(request.viewer, request.GET.get("year", ""))
    response = HttpResponse(fund_papers.report(report, request.viewer), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="funds-{report.year}.pdf"'
    return response


def _picture(report: Report) -> Picture:
    return Picture(
        key="money-flow",
        title=_("Dues of %(year)s and what became of them") % {"year": report.year},
        option=flow(report.flows),
        heads=[pgettext("flow", "From"), pgettext("flow", "To"), report.currency],
        rows=[(source, target, written(amount)) for source, target, amount in report.flows],
        size="tall" if len(report.flows) > 16 else "",
    )
