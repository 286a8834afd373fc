"""What the number of a rule, or the line that it stands in, says to a person: the document and its section."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DOCUMENTS = {
    "S1": gettext_lazy("ASRC study by Wang Sumei"),
    "S2": gettext_lazy("Study of alliances by Zhang and Li"),
    "S3": gettext_lazy("Study of consortia by Yan Qiang"),
    "S4": gettext_lazy("News commentary on central enterprises"),
}
LINE = re.compile(r"\b(S[1-4])(?::(\d+))?")
ID = re.compile(r"\b(?:E|[A-Z]{2,4})-\d{1,2}\b")
BRACKETED = re.compile(r"\s*\((?:\b(?:E|[A-Z]{2,4})-\d{1,2}(?:…\d+)?(?:, )?)+\)")


def said(source: str) -> str:
    """Say where a source is: “S1:287-289 (EC-02)” by document and section, a number alone not at all."""
    found = [_place(name, int(line or 0)) for name, line in LINE.findall(source)]
    if found:
        return "; ".join(dict.fromkeys(found))
    return "" if ID.match(source) else source


def of_rule(number: str) -> str:
    """Say where the documents have the rule with a number; on a default they are silent."""
    return said(_passages()["rules"].get(number, number)) or _("Default of the product")


def document_of(number: str) -> str:
    """Give the short name of the document that has the rule; empty where none has."""
    return _passages()["rules"].get(number, "").partition(":")[0]


def without_numbers(text: str) -> str:
    """Leave out the numbers of rules that stand in brackets behind what they say."""
    return BRACKETED.sub("", text)


def _place(document: str, line: int) -> str:
    sections = _passages()["sections"].get(document, [])
    at = bisect_right([first for first, _section in sections], line) - 1
    name = str(DOCUMENTS[document])
    return _("%(document)s, section %(section)s") % {"document": name, "section": sections[at][1]} if at >= 0 else name


@cache
def _passages() -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads(Path(__file__).with_name("passages.toml").read_text(encoding="utf-8")))
