"""Teach babel to read Django's templates: ``python -m config.extraction`` brings every language up to date.

Django turns a template into source that a Python extractor understands; babel does the rest, so that no
gettext needs to be installed.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locale"
LANGUAGES = ["en", "ja", "zh_Hans"]
KEYWORDS = ["gettext_lazy", "ngettext_lazy:1,2", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3"]


def extract_template(fileobj, keywords, comment_tags, options) -> Iterator:
    """Yield the messages of one template, as babel's extractors do."""
    source = templatize(fileobj.read().decode())
    # Django blanks the page out to words of X; indented, they would not pass for Python.
    lines = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, {**options, "encoding": "utf-8"})


def main() -> None:
    """Extract every message, then merge them into each language without guessing."""
    template = LOCALES / "messages.pot"
    LOCALES.mkdir(exist_ok=True)
    options = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    babel("extract", "-F", ROOT / "locale/babel.cfg", "-o", template, "--no-location", "--sort-output", *options, ".")
    for language in LANGUAGES:
        known = LOCALES / language / "LC_MESSAGES" / "django.po"
        doing = ["update", "--no-fuzzy-matching", "--ignore-obsolete"] if known.exists() else ["init"]
        babel(*doing, "-i", template, "-o", known, "-l", language)
    template.unlink()
    speak_for_itself(LOCALES / "en/LC_MESSAGES/django.po", ROOT / "desk/locale/en/LC_MESSAGES/django.po")


def speak_for_itself(english: Path, borrowed: Path) -> None:
    """Let every English sentence translate itself, save those of other packages that are worded anew elsewhere.

    A sentence without a translation is looked for in the catalog of every package that is installed, each time.
    """
    with borrowed.open("rb") as file:
        worded_anew = {message.id for message in read_po(file)}
    with english.open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        if message.id and message.id not in worded_anew:
            message.string = message.id
    with english.open("wb") as file:
        write_po(file, catalog, omit_header=False)


def babel(*arguments) -> None:
    """Run one of babel's commands in the root of the house."""
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
