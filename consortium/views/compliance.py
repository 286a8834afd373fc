"""The page that shows whether bodies met as often as the charter asks (GOV-13)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium import compliance
from consortium.compliance import Cell, Standing
from web import parse
from web.exports import exported
from web.lists import Column, Listing

TONES = {
    Standing.HELD: "done",
    Standing.DUE: "waiting",
    Standing.MISSED: "late",
    Standing.AWAITED: "waiting",
    Standing.UPCOMING: "quiet",
    Standing.NOT_OWED: "quiet",
    Standing.LET_OFF: "quiet",
}
EXPORT = Listing(
    key="compliance",
    columns=(
        Column("body", _("Body"), "body"),
        Column("period", _("Period"), "cell.label"),
        Column("first", pgettext_lazy("period", "From"), "first"),
        Column("last", pgettext_lazy("period", "To"), "last"),
        Column("owed", _("Owed"), "cell.owed"),
        Column("held", _("Held and counted"), "cell.counted"),
        Column("standing", _("Standing"), "cell.standing_label"),
        Column("meetings", _("Meetings"), "meetings"),
    ),
    order="",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """One body in one period, as a line of the export."""

    body: str
    cell: Cell

    @property
    def first(self) -> date:
        return self.cell.period[0]

    @property
    def last(self) -> date:
        return self.cell.period[1] - timedelta(days=1)

    @property
    def meetings(self) -> str:
        named = (
            f"{formats.date_format(met.on, 'DATE_FORMAT')} {met.title if met.is_seen else ''}"
            for met in self.cell.meetings
        )
        return "; ".join(name.strip() for name in named)


def compliance_year(request, consortium):
    """Show, or export, body by period for a year."""
    asked = parse.int_or_none(request.GET.get("year", "")) or 0
    year = asked if 1900 < asked < 2200 else request.viewer.today.year
    lines = compliance.year(request.consortium, year, at=request.now, viewer=request.viewer)
    if request.GET.get("export") in ("csv", "xlsx"):
        rows = [Exported(line.body.name, cell) for line in lines for cell in line.cells]
        return exported(EXPORT, rows, request.GET["export"])
    return render(
        request,
        "consortium/compliance_year.html",
        {
            "year": year,
            "rows": [(line, [(cell, TONES[cell.standing]) for cell in line.cells]) for line in lines],
            "owed": compliance.least(lines),
            "met": sum(line.met for line in lines),
            "missed": sum(line.missed for line in lines),
            "slug": consortium,
        },
    )
