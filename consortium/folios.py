"""Folios: the number of the pack on each page of its papers, so that "page 14" means the same to all in the room."""

import io
from typing import TYPE_CHECKING

from files import typeset
from web.lazy_import import Heavy

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Heavy("pypdf")

TEMPLATE = "consortium/pack_folios.typ"
NAME = "/RoundtableFolio"
WIDTH = 170
"""Of a folio, in points, as its template sets it."""
MARGIN = 12
"""Between a folio and the corner of its page."""


def stamp(writer: "pypdf.PdfWriter", first: int, title: str) -> None:
    """Write title and number into the lower right corner of every page from ``first`` on, counted from 1."""
    last = len(writer.pages)
    numbers = [f"{number} / {last}" for number in range(first, last + 1)]
    if not numbers:
        return
    folios = pypdf.PdfReader(io.BytesIO(typeset.pdf(TEMPLATE, {"title": title, "numbers": numbers})))
    for page, folio in zip(writer.pages[first - 1 :], folios.pages, strict=True):
        _put(writer, page, folio)


def _put(writer: "pypdf.PdfWriter", page: "pypdf.PageObject", folio: "pypdf.PageObject") -> None:
    """Draw a folio over a page as a form of its own: what the page holds is neither read nor changed."""
    generic = pypdf.generic
    resources = generic.DictionaryObject(page.get("/Resources", generic.DictionaryObject()).get_object())
    forms = generic.DictionaryObject(resources.get("/XObject", generic.DictionaryObject()).get_object())
    forms[generic.NameObject(NAME)] = writer._add_object(_form(writer, folio))
    resources[generic.NameObject("/XObject")] = forms
    page[generic.NameObject("/Resources")] = resources
    matrix = " ".join(f"{number:g}" for number in _corner(page))
    before, after = _stream(b"q\n"), _stream(f"\nQ q {matrix} cm {NAME} Do Q\n".encode())
    contents = [writer._add_object(before), *_contents(page), writer._add_object(after)]
    page[generic.NameObject("/Contents")] = generic.ArrayObject(contents)


def _form(writer: "pypdf.PdfWriter", folio: "pypdf.PageObject") -> "pypdf.generic.StreamObject":
    generic = pypdf.generic
    form = _stream(b"\n".join(part.get_object().get_data() for part in _contents(folio)))
    form.update(
        {
            generic.NameObject("/Type"): generic.NameObject("/XObject"),
            generic.NameObject("/Subtype"): generic.NameObject("/Form"),
            generic.NameObject("/BBox"): generic.ArrayObject(map(generic.FloatObject, folio.mediabox)),
            generic.NameObject("/Resources"): folio["/Resources"].get_object().clone(writer),
        }
    )
    return form


def _stream(content: bytes) -> "pypdf.generic.StreamObject":
    stream = pypdf.generic.StreamObject()
    stream.set_data(content)
    return stream


def _contents(page: "pypdf.PageObject") -> list:
    """Give the streams that a page is drawn from: none, one, or several."""
    if "/Contents" not in page:
        return []
    held = page["/Contents"]
    return list(held) if isinstance(held, pypdf.generic.ArrayObject) else [page.raw_get("/Contents")]


def _corner(page: "pypdf.PageObject") -> tuple[float, ...]:
    """Give the matrix that moves a folio into the corner that is lower right to the eye, however the page is turned."""
    box, margin = page.cropbox, MARGIN
    left, low, right, high = (float(edge) for edge in (box.left, box.bottom, box.right, box.top))
    return {
        0: (1, 0, 0, 1, right - margin - WIDTH, low + margin),
        90: (0, 1, -1, 0, right - margin, high - margin - WIDTH),
        180: (-1, 0, 0, -1, left + margin + WIDTH, high - margin),
        270: (0, -1, 1, 0, left + margin, low + margin + WIDTH),
    }[page.rotation % 360 // 90 * 90]
