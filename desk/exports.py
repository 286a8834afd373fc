"""Lists as CSV and XLSX: the same rows that the page shows, every one of them, safe to open in a spreadsheet."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation

from parties.heavy import Heavy

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = Heavy("openpyxl")

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula; Japanese and Chinese spreadsheets read the wide signs like the narrow ones."""
CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(listing, rows: QuerySet | list, kind: str):
    """Answer with the whole list as a file."""
    return as_xlsx(listing, rows) if kind == "xlsx" else as_csv(listing, rows)


def as_csv(listing, rows: QuerySet) -> StreamingHttpResponse:
    """Stream the list as CSV, marked as UTF-8 so that spreadsheets read every script."""
    writer = csv.writer(Echo())
    lines = ("\ufeff" * (number == 0) + writer.writerow(cells) for number, cells in enumerate(table(listing, rows)))
    response = StreamingHttpResponse(as_read_now(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{listing.key}.csv"'
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


def as_xlsx(listing, rows: QuerySet) -> FileResponse:
    """Write the list as a workbook, row by row, into a file that vanishes when it is sent."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(listing.key[:31])
    for cells in table(listing, rows):
        sheet.append(cells)
    # The response closes the file, and closing removes it.
    place = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
    workbook.save(place)
    place.seek(0)
    return FileResponse(place, as_attachment=True, filename=f"{listing.key}.xlsx", content_type=XLSX)


def table(listing, rows: QuerySet | list) -> Iterator[list[Any]]:
    """Yield the heads, then the raw values of each row."""
    yield [str(column.label) for column in listing.columns]
    ahead = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    while chunk := list(islice(ahead, CHUNK)):
        if listing.prepare:
            listing.prepare(chunk)
        for row in chunk:
            yield [safe(column.raw(row)) for column in listing.columns]


def safe(value: Any) -> Any:
    """Make a value harmless in a spreadsheet: text that looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date | int | float | Decimal) and not isinstance(value, bool):
        return value
    text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
