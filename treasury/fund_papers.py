"""The yearly report on funds as PDF: the same sums as the page, for whoever has it set."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from files import typeset
from parties.viewer import Viewer
from treasury.amounts import written
from treasury.reports import Flow, Report

TEMPLATE = "treasury/fund_report.typ"


def report(seen: Report, viewer: Viewer) -> bytes:
    """Set the report as its reader may see it; the document says who that is."""
    consortium = viewer.consortium
    return typeset.pdf(
        TEMPLATE,
        {
            "title": _("Funds %(year)s") % {"year": seen.year},
            "lead": _("How the dues of %(year)s became research money. Amounts in %(currency)s.")
            % {"year": seen.year, "currency": seen.currency},
            "consortium": " ".join(filter(None, [consortium.name, consortium.native_name])),
            "as_of": _("As of %(day)s") % {"day": formats.date_format(viewer.today, "DATE_FORMAT")},
            "figures": _figures(seen) if seen.flows else [],
            "tables": _tables(seen) if seen.flows else [],
            "remarks": _remarks(seen),
        },
    )


def _figures(seen: Report) -> list[list[str]]:
    """The sums that the page shows first: label, amount, note."""
    funds = seen.funds
    rows = [
        [_("Invoiced"), written(funds.invoiced), ""],
        [_("Collected"), written(funds.collected), _of(seen.collected_share, _("of what was invoiced"))],
    ]
    if seen.rules.pools:
        rows.append([_("Research pools"), written(funds.pooled), _of(seen.share_actual, _("of what was collected"))])
    return [*rows, [_("Outstanding"), written(funds.outstanding), ""]]


def _tables(seen: Report) -> list[dict]:
    who = _("Company") if seen.names_debtors else _("Tier")
    return [
        _table(_("From whom"), [who, pgettext("flow", "To"), _("Invoiced")], seen.sources),
        _table(_("What became of it"), [pgettext("flow", "From"), pgettext("flow", "To"), _("Amount")], seen.uses),
        {
            "title": _("The funds hold now, over all years"),
            "heads": [_("Fund"), _("Amount")],
            "rows": [[name, written(amount)] for name, amount in seen.held],
        },
    ]


def _table(title: str, heads: list[str], flows: list[Flow]) -> dict:
    rows = [[flow.source, flow.target, written(flow.amount)] for flow in flows]
    return {"title": title, "heads": heads, "rows": rows}


def _remarks(seen: Report) -> list[str]:
    """What the sums rest on, and who may read them."""
    remarks = []
    if not seen.funds.cells:
        remarks.append(_("Nothing was invoiced for this year yet."))
    elif not seen.is_open:
        remarks.append(_("For this year the sums about payments are seen by finance alone."))
    if seen.share_wanted is not None:
        remarks.append(
            _("The charter gives %(share)s %% of what is collected to projects.")
            % {"share": formats.number_format(seen.share_wanted.normalize(), use_l10n=True)}
        )
    if seen.is_outside and seen.flows:
        remarks.append(_("The share for projects lies outside what the charter tolerates."))
    if seen.names_debtors and seen.flows:
        remarks.append(_("With the companies' names: for the finance post alone, not to be passed on."))
    return remarks


def _of(share, what: str) -> str:
    return f"{formats.number_format(share, decimal_pos=1, use_l10n=True)} % {what}" if share else ""
