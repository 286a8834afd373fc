"""Minutes as people read them: their text as headings, points and paragraphs, on the page and as PDF."""

from django.utils import formats
from django.utils.translation import gettext as _

from consortium.models import Minutes
from files import typeset


def lines(text: str) -> list[dict[str, str]]:
    """Split a text into lines and name each: ``title`` (the first heading), ``heading``, ``point``, ``text``.

    >>> lines("## Minutes\\n- here")
    [{'kind': 'title', 'text': 'Minutes'}, {'kind': 'point', 'text': 'here'}]
    """
    told: list[dict[str, str]] = []
    for line in filter(str.strip, text.splitlines()):
        if line.startswith("##"):
            is_first = not any(each["kind"] == "title" for each in told)
            told.append({"kind": "title" if is_first else "heading", "text": line.lstrip("# ")})
        elif line.startswith("- "):
            told.append({"kind": "point", "text": line[2:]})
        else:
            told.append({"kind": "text", "text": line})
    return told


def pdf(minutes: Minutes) -> bytes:
    """Set the newest version with the corrections that were made since."""
    version = minutes.versions.first()
    return typeset.pdf(
        "consortium/minutes.typ",
        {
            "title": str(minutes),
            "consortium": minutes.consortium.name,
            "foot": _("Version %(number)s, %(state)s")
            % {"number": version.number, "state": minutes.get_state_display().lower()},
            "lines": lines(version.text),
            "corrections_title": _("Corrections"),
            "corrections": [
                {"when": formats.date_format(each.corrected_at, "DATE_FORMAT"), "text": each.text}
                for each in minutes.corrections.all()
            ],
        },
    )
