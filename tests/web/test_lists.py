"""The list machine: narrow, sort, page, export, and never more queries for more rows."""

import csv
import io
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from parties.models import Organisation
from tests.factories.parties import NOON
from web.exports import exported, safe
from web.lists import Column, Listing

pytestmark = pytest.mark.django_db
LIST = "/asrc/gallery/list/"


@pytest.fixture
def reader(client, gallery, sato):
    client.force_login(sato)
    return client


def names(answer) -> list[str]:
    return [row.cells.split(">")[2].split("<")[0] for row in answer.context["list"].rows]


def test_a_list_shows_fifty_rows_and_where_one_is(reader, organisations):
    shown = reader.get(f"{LIST}?q=Company&kind=university&page=2").context["list"]

    assert (shown.first, shown.last, shown.total, shown.older) == (51, 60, 60, "")


def test_search_looks_for_every_word_in_either_script(reader, organisations):
    assert names(reader.get(f"{LIST}?q=会社+007")) == ["Company 007"]


def test_a_list_sorts_by_what_the_address_says_and_ignores_nonsense(reader, organisations):
    down = names(reader.get(f"{LIST}?q=会社&sort=-name"))
    nonsense = names(reader.get(f"{LIST}?q=会社&sort=password&kind=alien&page=-7"))

    assert down[0] == "Company 119"
    assert nonsense[0] == "Company 000"


def test_the_address_keeps_what_was_chosen(reader, organisations):
    shown = reader.get(f"{LIST}?kind=university&sort=name").context["list"]

    assert shown.older == f"{LIST}?kind=university&sort=name&page=2"
    assert shown.heads[0]["address"] == f"{LIST}?kind=university&sort=-name"


def test_a_zero_byte_is_not_looked_for(reader, organisations):
    assert names(reader.get(f"{LIST}?q=Company%00+007")) == ["Company 007"]
    assert reader.get("/asrc/search/?q=%00").status_code == 200


def test_htmx_gets_the_rows_alone(reader, organisations):
    answer = reader.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows-organisations"})

    assert answer.content.strip().startswith(b'<div class="list-rows"')


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_every_narrowed_row(reader, organisations, kind):
    answer = reader.get(f"{LIST}?kind=university&q=Company&export={kind}")
    content = b"".join(answer.streaming_content)

    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        rows = list(load_workbook(io.BytesIO(content)).active.values)

    assert tuple(rows[0]) == ("Name", "Kind", "Country", "Dues", "State")
    assert len(rows) == 61


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "＠SUM(A1)"])
def test_an_export_disarms_formulas(text):
    assert safe(text) == f"'{text}"


def test_an_export_leaves_out_what_a_workbook_cannot_hold(reader, organisations):
    Organisation.objects.filter(name="Company 001").update(name="Company\x0b 001")

    answer = reader.get(f"{LIST}?q=001&export=xlsx")

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet["A2"].value == "Company 001"


def test_a_streamed_export_keeps_the_reader_s_time_zone_after_the_request():
    listing = Listing(key="moments", columns=(Column("at", "At", "at", timed=True),), order="at", nothing="Nothing.")

    with timezone.override(ZoneInfo("Asia/Tokyo")):
        answer = exported(listing, [SimpleNamespace(at=NOON)], "csv")
    written = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert written.splitlines() == [
        "At (Asia/Tokyo)",
        str(NOON.astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)),
    ]


def test_a_list_costs_the_same_for_more_rows(reader, django_assert_num_queries, organisations):
    with django_assert_num_queries(4) as few:
        reader.get(f"{LIST}?q=Company 00")
    Organisation.objects.bulk_create(Organisation(name=f"More {n}", kind="firm", country="US") for n in range(1200))

    with django_assert_num_queries(len(few) + 1):
        answer = reader.get(LIST)

    assert answer.context["list"].is_more_than_counted


def test_markup_in_a_row_is_escaped(reader):
    Organisation.objects.create(name="<script>alert(1)</script>", kind="firm", country="US")

    assert b"<script>alert" not in reader.get(LIST).content
