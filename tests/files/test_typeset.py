"""PDF with real letters: a missing font is a fault, never an empty space."""

import io

import pypdf
import pytest
from django.utils import translation

from files import typeset

DOCUMENT = {
    "title": "Minutes",
    "consortium": "ASRC 先进存储研究联合体",
    "lines": [{"kind": "text", "text": "*not bold* #not-code 会议纪要 佐藤 かな"}],
    "corrections": [],
    "corrections_title": "",
}


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def test_what_people_type_is_text_and_not_markup():
    page = reader(typeset.pdf("consortium/minutes.typ", DOCUMENT)).pages[0]

    assert "*not bold* #not-code 会议纪要 佐藤 かな" in page.extract_text()


def test_letters_of_chinese_and_japanese_are_embedded():
    page = reader(typeset.pdf("consortium/minutes.typ", DOCUMENT)).pages[0]

    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"NotoSansSC-Regular"}
    descriptor = fonts[0]["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize(
    ("language", "family"), [("ja", "NotoSansJP"), ("zh-hans", "NotoSansSC"), ("en", "NotoSansSC")]
)
@pytest.mark.parametrize("template", ["consortium/minutes.typ", "treasury/fund_report.typ"])
def test_a_reader_gets_the_letters_of_their_language(template, language, family):
    words = {"title": "会議", "consortium": "直", "lead": "骨", "as_of": "", "figures": [], "tables": [], "remarks": []}

    with translation.override(language):
        page = reader(typeset.pdf(template, DOCUMENT | words | {"lines": []})).pages[0]

    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts} == {family}


def test_a_missing_font_is_a_fault(tmp_path, settings):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "letter.typ").write_text('#set text(font: "Nowhere Sans")\nhello')
    typeset.fonts()
    settings.BASE_DIR = tmp_path

    with pytest.raises(typeset.FontMissing, match="nowhere sans"):
        typeset.pdf("letter.typ", {})
