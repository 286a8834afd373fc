"""Reading exports: what a file holds is what the page lists for that reader, as values that a spreadsheet reads."""

import csv
import html
import io
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.html import strip_tags
from openpyxl import load_workbook

from duties.models import Delivery, Letter
from tests.access.personas import PERSONAS
from web.lists import Listing
from web.table_cells import shown

OFFERED = re.compile(r'href="([^"]*[?&;]export=(csv|xlsx)[^"]*)"')
NO_VALUE = re.compile(r"<|object at|functools|bound method|Decimal\(|datetime\.|^None$|^True$|^False$|^\[|^\{")
DAY = re.compile(r"^(\d{4}-\d\d-\d\d|\d{1,2} \w{3} \d{4}|\d{4}年\d+月\d+日)\s*")
SEEKERS = ("finance", "secretary")
"""Whatever list there is, one of these opens it."""


def leave_a_mail_untaken(world) -> None:
    letter = Letter.objects.get(consortium=world.consortium, number=world.things["letter to ogawa"])
    told = {"state": Delivery.State.FAILED, "title": "T", "body": "B", "fault": "550 no such user", "tries": 3}
    letter.delivery = Delivery.objects.create(
        person=letter.person, key="digest:x", due_at=world.troupe.stage.at, **told
    )
    letter.save(update_fields=["delivery"])


def declared() -> set[Listing]:
    """List what the code declares as lists at the level of modules, and those that are made for each reader."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in OURS]
    made = [value for module in modules for value in vars(module).values() if isinstance(value, Listing)]
    return {*made, *(Listing(key=key, columns=(), order="") for key in ("members", "people", "prospects"))}


OURS = ("charter", "consortium", "desk", "duties", "membership", "projects", "roadmap", "treasury")


def offered(page) -> list[tuple[str, str]]:
    """List the exports that a page offers, with their kinds."""
    return [(html.unescape(link), kind) for link, kind in OFFERED.findall(text_of(page))]


def text_of(page) -> str:
    """Give the markup of a page; nothing of a file or a refusal."""
    is_page = page.status_code == 200 and not page.streaming and page["Content-Type"].startswith("text/html")
    return page.content.decode() if is_page else ""


def target(address: str, link: str) -> str:
    return link if link.startswith("/") else f"{address}{link}"


def tried(world, persona: str, page, address: str, kind: str) -> tuple[list[str], int, str]:
    """Open one export; list what is wrong with it, count its rows and give the key of its list."""
    answer = world.clients[persona].get(address)
    content = b"".join(answer.streaming_content)
    person = world.person(PERSONAS[persona])
    rows = of_csv(content) if kind == "csv" else of_xlsx(content)
    heads, lines = rows[0], rows[1:]
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        faults = [*wrong_heads(heads), *wrong_values(heads, lines, kind)]
        if "list" in (page.context or {}):
            faults += unlike_the_page(page.context["list"], heads, lines)
        else:
            faults += [f"“{part}” is not on the page" for line in lines for part in unseen(line, page)]
    if kind == "xlsx" and persona in SEEKERS:
        faults += unhandy(content)
    return faults, len(lines), re.search(r'filename="?([\w-]+)\.', answer["Content-Disposition"])[1]


def of_csv(content: bytes) -> list[list]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def of_xlsx(content: bytes) -> list[list]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.values]


def wrong_heads(heads: list[str]) -> list[str]:
    faults = [f"head “{head}” is empty" for head in heads if not head.strip()]
    return faults + [f"head “{head}” stands twice" for head in set(heads) if heads.count(head) > 1]


def wrong_values(heads: list[str], lines: list[list], kind: str) -> list[str]:
    faults = []
    for line in lines:
        for head, value in zip(heads, line, strict=True):
            if isinstance(value, str) and NO_VALUE.search(value):
                faults.append(f"{head} holds “{value[:60]}”")
            if moment_of(value, kind) and timezone.get_current_timezone_name() not in head:
                faults.append(f"{head} does not name its zone")
    has_money = any(isinstance(value, float | Decimal) for line in lines for value in line)
    amounts = has_money or (kind == "csv" and any(re.fullmatch(r"-?\d+\.\d\d", v) for line in lines for v in line))
    if amounts and not any(re.fullmatch(r"[A-Z]{3}", str(value)) for line in lines for value in line):
        faults.append("has amounts and no currency")
    return faults


def moment_of(value, kind: str) -> bool:
    if kind == "xlsx":
        return isinstance(value, datetime) and (value.hour, value.minute) != (0, 0)
    return bool(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", value))


def unlike_the_page(page, heads: list[str], lines: list[list]) -> list[str]:
    """Compare with the first page of the list, row by row and cell by cell."""
    faults = [] if len(lines) == page.total else [f"{len(lines)} rows for {page.total} on the page"]
    labels = [str(head["label"]) for head in page.heads]
    columns = [next((at for at, head in enumerate(heads) if head.split(" (")[0] == label), None) for label in labels]
    faults += [f"column “{label}” is missing" for label, at in zip(labels, columns, strict=True) if at is None]
    for head, at in zip(page.heads, columns, strict=True):
        if head["numeric"] and at is not None:
            faults += [f"“{line[at]}” is no number" for line in lines if not is_number(line[at])]
    for row, line in zip(page.rows, lines, strict=False):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row.cells, re.S)
        for label, at, cell in zip(labels, columns, cells, strict=True):
            if at is not None and not stands(line[at], seen(cell)):
                faults.append(f"{label}: “{line[at]}” where the page shows “{seen(cell)}”")
    return faults


def unseen(line: list, page) -> Iterator[str]:
    """Name what a line tells that its page does not, but for days: there they are written without their year."""
    text = seen(page.content.decode()) + html.unescape(page.content.decode())
    for cell in line:
        parts = [DAY.sub("", part) for part in cell.split("; ")] if isinstance(cell, str) else [cell]
        yield from (str(part) for part in parts if not (isinstance(part, date) or stands(part, text)))


def is_number(value) -> bool:
    return isinstance(value, int | float | Decimal) or bool(re.fullmatch(r"(-?\d+(\.\d+)?)?", value))


def stands(value, text: str) -> bool:
    """Whether a value of a file is what the page shows."""
    return any(way in text for way in ways(value))


def ways(value) -> set[str]:
    """Write a value of a file in the ways in which a page may show it."""
    plain = str(value).removeprefix("'")
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        value = Decimal(value) if "." in value else int(value)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = date.fromisoformat(value)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", value):
        value = datetime.fromisoformat(value)
    made = {plain}
    if isinstance(value, datetime):
        made |= {seen(shown(timezone.make_aware(value))), seen(shown(value.date()))}
    elif isinstance(value, date | int | float | Decimal):
        number = Decimal(str(value)) if isinstance(value, float) else value
        made |= {seen(shown(number))}
        made |= {f"{number:,.2f}", f"{number:,.0f}"} if isinstance(number, int | Decimal) else set()
    return {" ".join(way.split()) for way in made}


def seen(markup: str) -> str:
    text = html.unescape(strip_tags(markup.replace("><", "> <")))
    return " ".join(text.split())


def unhandy(content: bytes) -> list[str]:
    """List what a reader would have to do by hand in a workbook."""
    sheet = load_workbook(io.BytesIO(content)).active
    heads = next(sheet.iter_rows(max_row=1))
    faults = [] if all(head.font.bold for head in heads) else ["the heading is not bold"]
    faults += [] if sheet.freeze_panes == "A2" else ["the heading is not frozen"]
    faults += [] if sheet.auto_filter.ref == sheet.dimensions else [f"the filter spans {sheet.auto_filter.ref}"]
    return faults + ([] if len(sheet.column_dimensions) >= len(heads) else ["columns have no widths"])
