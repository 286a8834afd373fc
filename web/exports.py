"""Lists as CSV and XLSX: the same rows that the page shows, every one of them, safe to open in a spreadsheet."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from web.lazy_import import Heavy

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = Heavy("openpyxl")

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula; Japanese and Chinese spreadsheets read the wide signs like the narrow ones."""
CHUNK = 500
NARROWEST, WIDEST = 8, 60
SHAPES = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", Decimal: "#,##0.00"}
"""How a workbook writes moments, days and amounts; a moment is a day too, so it stands first."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(listing, rows: QuerySet | list, kind: str, currency: str = ""):
    """Answer with the whole list as a file; ``currency`` is that of its amounts where the rows do not carry theirs."""
    lines = table(listing, rows, currency)
    return as_xlsx(listing.key, lines) if kind == "xlsx" else as_csv(listing.key, lines)


def as_csv(name: str, table: Iterator[list[Any]]) -> StreamingHttpResponse:
    """Stream the list as CSV, marked as UTF-8 so that spreadsheets read every script."""
    writer = csv.writer(Echo())
    lines = ("\ufeff" * (number == 0) + writer.writerow(cells) for number, cells in enumerate(table))
    response = StreamingHttpResponse(as_read_now(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_read_now(lines: Iterator[str]) -> Iterator[str]:
    """Draw each line in the reader's zone and language: the stream runs after the request has put them back."""
    zone, language = timezone.get_current_timezone(), translation.get_language()

    def drawn() -> Iterator[str]:
        while True:
            with timezone.override(zone), translation.override(language):
                line = next(lines, None)
            if line is None:
                return
            yield line

    return drawn()


def as_xlsx(name: str, lines: Iterator[list[Any]]) -> FileResponse:
    """Write the list as a workbook, row by row, into a file that vanishes when it is sent.

    The heading is bold, stays in view and filters; columns are as wide as what stands in their first rows.
    """
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(name[:31])
    first = list(islice(lines, CHUNK))
    for number, column in enumerate(zip(*first, strict=True), start=1):
        width = max(len(str(value)) for value in column) + 2
        sheet.column_dimensions[letter(number)].width = min(max(width, NARROWEST), WIDEST)
    sheet.freeze_panes = "A2"
    bold = openpyxl.styles.Font(bold=True)
    sheet.append([_cell(sheet, head, font=bold) for head in first[0]])
    corner = letter(len(first[0]))
    sheet.auto_filter.ref = f"A1:{corner}1"
    for row, cells in enumerate(chain(first[1:], lines), start=2):
        sheet.append([_cell(sheet, value) for value in cells])
        sheet.auto_filter.ref = f"A1:{corner}{row}"
    # The response closes the file, and closing removes it.
    place = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
    workbook.save(place)
    place.seek(0)
    return FileResponse(place, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def table(listing, rows: QuerySet | list, currency: str = "") -> Iterator[list[Any]]:
    """Yield the heads, with the zone of moments, then the raw values of each row, with the currency of its amounts."""
    zone = timezone.get_current_timezone_name()
    heads = [f"{column.label} ({zone})" if column.timed else str(column.label) for column in listing.columns]
    yield [*heads, _("Currency")] if listing.currency or currency else heads
    ahead = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    while chunk := list(islice(ahead, CHUNK)):
        if listing.prepare:
            listing.prepare(chunk)
        for row in chunk:
            cells = [safe(column.raw(row)) for column in listing.columns]
            if listing.currency or currency:
                cells.append(currency or attrgetter(listing.currency)(row))
            yield cells


def safe(value: Any) -> Any:
    """Make a value harmless in a spreadsheet: text that looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date | int | float | Decimal):
        return value
    text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(sheet, value: Any, **style: Any):
    """Write a value as what it is; days, moments and amounts look the same in every spreadsheet."""
    shape = next((shape for kind, shape in SHAPES.items() if isinstance(value, kind)), "")
    if not (shape or style):
        return value
    cell = openpyxl.cell.WriteOnlyCell(sheet, value)
    for name, given in ({"number_format": shape} if shape else style).items():
        setattr(cell, name, given)
    return cell


def letter(number: int) -> str:
    """Name a column as spreadsheets do.

    >>> letter(1), letter(28)
    ('A', 'AB')
    """
    before, last = divmod(number - 1, 26)
    return (letter(before) if before else "") + chr(ord("A") + last)


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
