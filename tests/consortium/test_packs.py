"""The pack: one PDF with bookmarks, each reader's own, with letters of every script."""

import io
from datetime import date, time

import pypdf
import pytest

from consortium import agendas, meetings, packs, papers
from desk.viewers import viewer_of
from files import typeset
from files.models import Label
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _blobs_of_their_own(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def document(*words: str) -> bytes:
    """A PDF with a page for each word."""
    writer = pypdf.PdfWriter()
    for word in words:
        lines = [{"kind": "text", "text": word}]
        content = {"title": word, "consortium": "x", "lines": lines, "corrections": [], "corrections_title": ""}
        writer.append(io.BytesIO(typeset.pdf("consortium/minutes.typ", content)))
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


@pytest.fixture
def council():
    return made.body(made.founded(), "ec")


@pytest.fixture
def member(council):
    return made.seated(council, made.company(council.consortium, "日立"), "cto", "佐藤 健").person


@pytest.fixture
def meeting(council):
    meeting = meetings.plan(
        [council], by=None, at=NOON, title="理事会", day=date(2026, 6, 3), time=time(9), place="東京"
    )
    agendas.add(meeting, by=None, at=NOON, title="Opening")
    agendas.add(meeting, by=None, at=NOON, title="预算 2027", presenter="王素梅")
    return meeting


def bound(meeting, person) -> pypdf.PdfReader:
    viewer = viewer_of(person, meeting.consortium, NOON)
    return pypdf.PdfReader(io.BytesIO(packs.pack(meeting, viewer)))


def bookmarks(pack) -> list[tuple[str, int]]:
    return [
        (mark.title, pack.get_destination_page_number(mark) + 1) for mark in pack.outline if not isinstance(mark, list)
    ]


def test_a_pack_begins_with_the_agenda_and_bookmarks_every_paper(meeting, member):
    budget = meeting.agenda.get(position=2)
    papers.add(meeting, document("one", "two"), by=member, at=NOON, file_name="a.pdf", title="Minutes of March")
    papers.add(meeting, document("three"), by=member, at=NOON, file_name="b.pdf", title="Budget", item=budget)

    pack = bound(meeting, member)

    assert bookmarks(pack) == [("Agenda", 1), ("Minutes of March", 2), ("2. Budget", 4)]
    assert len(pack.pages) == 4
    assert "page 4" in pack.pages[0].extract_text()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_every_page_carries_the_number_of_the_pack_however_it_is_turned(meeting, member, turned):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(document("one", "two")))
    for page in writer.pages:
        page.rotate(turned)
    writer.add_blank_page(612, 792)
    content = io.BytesIO()
    writer.write(content)
    papers.add(meeting, content.getvalue(), by=member, at=NOON, file_name="a.pdf", title="Sideways")

    texts = [page.extract_text() for page in bound(meeting, member).pages]

    assert [f"{number} / 4" in text for number, text in enumerate(texts, 1)] == [True] * 4
    assert ["理事会" in text for text in texts] == [True] * 4
    assert ("one" in texts[1], "two" in texts[2]) == (True, True)


def test_letters_of_every_script_are_embedded(meeting, member):
    pack = bound(meeting, member)

    text = pack.pages[0].extract_text()
    assert all(word in text for word in ("理事会", "東京", "预算 2027", "王素梅"))
    fonts = [font.get_object() for font in pack.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    assert all(
        {"/FontFile2", "/FontFile3"} & set(font["/DescendantFonts"][0].get_object()["/FontDescriptor"])
        for font in fonts
    )


def test_a_newer_version_takes_the_place_of_the_older(meeting, member):
    paper = papers.add(meeting, document("old"), by=member, at=NOON, file_name="a.pdf", title="Paper")
    papers.renew(paper, document("new", "newer"), by=member, at=NOON, file_name="a2.pdf")

    pack = bound(meeting, member)

    assert bookmarks(pack) == [("Agenda", 1), ("Paper (version 2)", 2)]
    assert len(pack.pages) == 3


def test_each_reader_gets_what_the_labels_allow(meeting, member, council):
    other = made.seated(council, made.company(council.consortium, "Other"), "cto").person
    papers.add(meeting, document("mine"), by=member, at=NOON, file_name="m.pdf", title="Mine", label=Label.OWNER)
    papers.add(meeting, document("ours"), by=member, at=NOON, file_name="o.pdf", title="Ours", label=Label.BODY)

    assert [title for title, __ in bookmarks(bound(meeting, member))] == ["Agenda", "Mine", "Ours"]
    assert [title for title, __ in bookmarks(bound(meeting, other))] == ["Agenda", "Ours"]
    assert "Mine" not in bound(meeting, other).pages[0].extract_text()


def test_what_is_no_readable_pdf_is_listed_by_its_file(meeting, member):
    papers.add(meeting, b"a;b\n1;2", by=member, at=NOON, file_name="figures.csv", title="Figures")
    papers.add(meeting, b"%PDF-1.7 broken", by=member, at=NOON, file_name="broken.pdf", title="Broken")

    pack = bound(meeting, member)

    assert bookmarks(pack) == [("Agenda", 1)]
    assert all(name in pack.pages[0].extract_text() for name in ("figures.csv", "broken.pdf"))


def test_a_pack_is_bound_once_for_the_same_content(meeting, member, monkeypatch):
    first = packs.pack(meeting, viewer_of(member, meeting.consortium, NOON))

    monkeypatch.setattr(packs, "_bound", lambda *_: pytest.fail("bound again"))

    assert packs.pack(meeting, viewer_of(member, meeting.consortium, NOON)) == first


def test_a_paper_that_cannot_be_taken_apart_breaks_nobodys_pack(meeting, member, monkeypatch):
    papers.add(meeting, document("one"), by=member, at=NOON, file_name="a.pdf", title="Broken")
    papers.add(meeting, document("two"), by=member, at=NOON, file_name="b.pdf", title="Whole")
    append = pypdf.PdfWriter.append

    def stumbling(writer, document, outline_item=None, **said):
        if outline_item == "Broken":
            raise AttributeError("a page tree of nonsense")
        return append(writer, document, outline_item=outline_item, **said)

    monkeypatch.setattr(pypdf.PdfWriter, "append", stumbling)
    pack = bound(meeting, member)

    assert [title for title, __ in bookmarks(pack)] == ["Agenda", "Whole"]
    assert "a.pdf" in pack.pages[0].extract_text()
