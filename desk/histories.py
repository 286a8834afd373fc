"""The history of one thing, as sentences, from the journal."""

from django.utils.translation import gettext as _

from config.tables import VERBS
from desk.lines import HistoryLine
from journal.models import Entry, Subject

LONGEST = 12


def of(*subjects: Subject | int, most: int = LONGEST) -> list[HistoryLine]:
    """Tell what happened to one or more subjects, newest first, in one query."""
    entries = Entry.objects.filter(subject__in=subjects).told()[:most]
    return [line(entry) for entry in entries]


def line(entry: Entry) -> HistoryLine:
    """Word one entry: who did what."""
    verb = VERBS.get(entry.verb)
    what = str(verb.label) if verb else entry.verb.replace(".", " ").replace("_", " ").capitalize()
    personal = getattr(entry, "particulars", None)
    who = personal.by.name if personal and personal.by else _("by itself")
    return HistoryLine(
        sentence=_("%(what)s: %(who)s") % {"what": what, "who": who},
        at=entry.happened_at,
        on_behalf_of=personal.on_behalf_of.name if personal and personal.on_behalf_of else "",
        rule=entry.rule,
    )
