"""Every word passes gettext, in code and in templates, and every language knows the same words."""

import re
from pathlib import Path

import allauth
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from config.extraction import LANGUAGES, extract_template
from desk import borrowed


def test_templates_yield_their_messages(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        '<p class="a">\n  {% translate "One" %}\n'
        "    {% blocktranslate count n=n %}a day{% plural %}{{ n }} days{% endblocktranslate %}</p>"
    )

    with template.open("rb") as source:
        found = list(extract_template(source, {"gettext": None, "ngettext": (1, 2)}, [], {}))

    assert found == [(2, "gettext", "One", []), (3, "ngettext", ("a day", "%(n)s days", None), [])]


def test_every_language_knows_the_same_words():
    known = {}
    for language in LANGUAGES:
        with Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES", "django.po").open("rb") as source:
            known[language] = {message.id for message in read_po(source, locale=language)}

    assert known["en"] == known["ja"] == known["zh_Hans"]


def test_english_says_passkey_and_e_mail_for_sentences_that_allauth_has():
    theirs = Path(allauth.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    ours = Path(settings.BASE_DIR, "desk", "locale", "en", "LC_MESSAGES", "django.po")
    with theirs.open("rb") as source, ours.open("rb") as words:
        said = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(source)}
        spoken = {message.id: message.string for message in read_po(words, locale="en") if message.id}

    assert spoken.keys() - said == set()
    assert [
        words for words in spoken.values() if re.search(r"(?<!%\()\bemail\b|security key", words, re.IGNORECASE)
    ] == []


def test_borrowed_sentences_are_those_that_allauth_says():
    catalogue = Path(allauth.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as source:
        said = {message.id for message in read_po(source, locale="zh_Hans")}

    with translation.override(None):
        assert {str(sentence) for sentence in borrowed.SENTENCES} - said == set()
