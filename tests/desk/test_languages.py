"""Every word passes gettext, in code and in templates, and every language knows the same words."""

from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

from config.extraction import LANGUAGES, extract_template


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
