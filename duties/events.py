"""How a meeting's event is said in notices and mails: where it is, what of it changed, and as what people take part.

The facts of such a notice are the event's own: ``title``, ``starts``, ``zone``, ``minutes``, ``place`` and ``link``;
``was`` holds the same of the event before a change.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from web import local_times

WHEN, WHERE = ("starts", "zone", "minutes"), ("place", "link")
EVENT = ("title", *WHEN, *WHERE)


def where(facts: Mapping) -> str:
    """Name the place and the link: a meeting may have both."""
    return "; ".join(facts[name] for name in WHERE if facts.get(name))


def differ(was: Mapping, now: Mapping) -> bool:
    """Whether anything that stands in calendars is another than it was."""
    return any(was.get(name) != now.get(name) for name in EVENT)


def changes(was: Mapping, now: Mapping) -> str:
    """Say what changed, from what to what: "Was: 14 Mar …, Room 1. Now: 15 Mar …, Room 2."."""
    changed = [said for names, said in _SAID.items() if any(was.get(name) != now.get(name) for name in names)]
    if not changed:
        return ""
    old, new = ([said(facts, was.get("minutes") != now.get("minutes")) for said in changed] for facts in (was, now))
    return _("Was: %(old)s. Now: %(new)s.") % {"old": ", ".join(old), "new": ", ".join(new)}


def parts(rows: Iterable[Mapping]) -> str:
    """Say as what somebody takes part: "member of the EC, alternate of K. Sato in the SC"."""
    return ", ".join(_PARTS[row["role"]](row) for row in rows)


def because(facts: Mapping) -> str:
    """Say why somebody is no longer invited."""
    if facts.get("because") == "alternate":
        return _("You are no longer the alternate of %(holder)s in the %(body)s.") % facts
    if facts.get("because") == "seat":
        return _("%(holder)s has no seat in the %(body)s on that day.") % facts
    return ""


def _when(facts: Mapping, with_end: bool) -> str:
    starts = datetime.fromisoformat(facts["starts"])
    if with_end:
        return local_times.span(starts, starts + timedelta(minutes=facts["minutes"]), facts["zone"])
    return local_times.moment(starts, facts["zone"])


_SAID = {
    ("title",): lambda facts, _with_end: f"“{facts['title']}”",
    WHEN: _when,
    WHERE: lambda facts, _with_end: where(facts) or _("no place"),
}
_PARTS = {
    "seat": lambda row: _("member of the %(body)s") % row,
    "alternate": lambda row: _("alternate of %(holder)s in the %(body)s") % row,
    "guest": lambda row: _("guest"),
}
