"""No sentence of ours stays English on the pages of a reader of another language."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from django.urls import reverse

from desk.navigation import NAVIGATION
from desk.viewers import viewer_of
from tests.desk.catalogues import catalogue, compiled
from tests.worlds import OPENED

BETWEEN = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")
"""What parts a message into the pieces that stand on a page word for word."""
MOST = 40
"""So many pages are looked at for one reader."""


class Sentence(NamedTuple):
    """More than three English words that a language says in words of its own."""

    words: str
    is_whole: bool


class Page(HTMLParser):
    """What a page says, and where it leads."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._silent = 0
        self.feed(markup)
        self.said = {" ".join(text.split()) for text in self.texts}

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self._silent += tag in ("script", "style")
        self.texts += [named[name] for name in ("aria-label", "title", "placeholder") if named.get(name)]
        if tag == "a" and named.get("href"):
            self.links.append(named["href"].split("#")[0])

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)

    def says(self, sentence: "Sentence") -> bool:
        """Whether the sentence stands on the page: by itself, or what lies between its gaps in a text."""
        return sentence.words in self.said if sentence.is_whole else any(sentence.words in text for text in self.said)


@pytest.mark.parametrize(("folder", "language"), [("ja", "ja"), ("zh_Hans", "zh-hans")])
def test_no_sentence_of_ours_is_left_in_english(folder, language, world, client, settings, tmp_path):
    settings.LOCALE_PATHS = [compiled(folder, tmp_path)]
    sentences, left = _sentences(folder), set()

    for who in ("amari", "mori", "zhu"):
        person = world.person(who)
        person.language = language
        person.save()
        client.force_login(person)
        viewer = viewer_of(person, world.consortium, OPENED)
        entries = [entry for section in NAVIGATION for entry in section.entries if entry.visible(viewer)]
        menu = [reverse(entry.url, args=[world.consortium.slug]) for entry in entries]
        for address, page in _walked(client, menu, f"/{world.consortium.slug}/"):
            left |= {(address, sentence.words) for sentence in sentences if page.says(sentence)}

    assert left == set()


def _walked(client, addresses: list[str], below: str):
    """Open the pages of the menu and one of each kind that they lead to."""
    waiting, seen = list(addresses), set()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        kind = re.sub(r"\d+", "N", address.split("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = Page(answer.content.decode())
            waiting += [link for link in page.links if link.startswith(below)]
            yield address, page


def _sentences(folder: str) -> set[Sentence]:
    """Gather what must not be read here: sentences without gaps, and the pieces between gaps."""
    found = set()
    for message in catalogue(folder):
        for each in [message.id] if isinstance(message.id, str) else message.id:
            pieces = [" ".join(piece.split()) for piece in BETWEEN.split(each)]
            found |= {Sentence(piece, len(pieces) == 1) for piece in pieces if len(piece.split()) > 3}
    return found
