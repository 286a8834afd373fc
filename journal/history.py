"""The journal of a thing, told as sentences."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from journal.models import Entry, Subject
from registry.sentences import SENTENCES
from web.compiled import any_of, compiled
from web.view_models import HistoryLine

LONGEST = 50
ENTRIES = compiled(lambda most: Entry.objects.filter(subject__in=any_of("subjects")).told()[:most])
NAMING = frozenset(["meeting.invite", "person.invite", "person.retitle", "person.leave", "mandate.give", "mandate.end"])
"""Verbs that name somebody in their words, on subjects whose pages show the same people."""


def history_of(
    *subjects: Subject | int, limit: int = LONGEST, gives_reasons: bool = True, without: Collection[int] = ()
) -> list[HistoryLine]:
    """Tell what happened to one or more subjects, newest first, in one query.

    Ask it only for things that the reader may see: an entry is as open as its subject, though the words in which
    somebody gave a reason may be for fewer eyes, and so may entries, ``without`` which it is told then.
    """
    keys = [each if isinstance(each, int) else each.pk for each in subjects]
    found = [entry for entry in ENTRIES.rows(limit * 2, subjects=keys) if entry.pk not in without]
    lines = [told(entry, gives_reason=gives_reasons) for entry in found]
    return _once(lines)[:limit]


def _once(lines: list[HistoryLine]) -> list[HistoryLine]:
    """Tell once what was recorded of many in one act, such as the replies that a cancelled meeting no longer needs."""
    return [line for line, before in zip(lines, [None, *lines], strict=False) if line != before]


def told(entry: Entry, *, gives_reason: bool = True) -> HistoryLine:
    """Tell one entry, with the reason that was given for it where the reader may know it."""
    particulars = entry.particulars
    return HistoryLine(
        sentence=sentence(entry.verb, particulars.by.name if particulars.by else ""),
        at=entry.happened_at,
        on_behalf_of=particulars.on_behalf_of.name if particulars.on_behalf_of else "",
        rule=entry.rule,
        reason=particulars.words.get("reason", "") if gives_reason else "",
        whom=whom(entry.verb, particulars.words),
    )


def whom(verb: str, words: Mapping[str, Any]) -> str:
    """Name those who were invited, retitled or mandated; whoever reads the history may know them."""
    if verb not in NAMING:
        return ""
    return ", ".join([words["person"]] if "person" in words else words.get("people", ()))


def sentence(verb: str, who: str) -> str:
    """Say in the reader's language what was done and by whom."""
    who = who or _("The clock")
    past = SENTENCES.get(verb)
    return str(past) % {"who": who} if past else f"{who}: {verb.replace('.', ' ').replace('_', ' ')}"
