"""A meeting's pack: one PDF with cover, agenda and every paper that this reader may see, with bookmarks."""

import hashlib
import io
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium import agendas, folios, papers
from consortium.models import AgendaItem, Meeting, Paper, PaperVersion
from files import blobs, typeset
from parties.viewer import Viewer
from web import local_times
from web.lazy_import import Heavy

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Heavy("pypdf")

log = logging.getLogger(__name__)
HOUR = 3600
LARGEST_KEPT = 8 * 1024 * 1024
TEMPLATE = "consortium/pack_cover.typ"


@dataclass(slots=True)
class Part:
    """A paper in the pack: its pages, or why it has none."""

    paper: Paper
    version: PaperVersion
    document: "pypdf.PdfReader | None" = None
    first_page: int = 0
    is_broken: bool = False

    @property
    def title(self) -> str:
        if self.version.number == 1:
            return self.paper.title
        return _("%(title)s (version %(number)s)") % {"title": self.paper.title, "number": self.version.number}

    @property
    def place(self) -> str:
        """Where to find it: a page of the pack, or a file of its own."""
        if self.document:
            return _("page %(number)s") % {"number": self.first_page}
        return self.version.file_name


def pack(meeting: Meeting, viewer: Viewer) -> bytes:
    """Bind the pack for a reader. Readers who may see the same papers get the same pack, bound once."""
    chosen = papers.newest(
        Paper.objects.visible_to(viewer).current().filter(meeting=meeting).select_related("item", "meeting")
    )
    cover = _cover(meeting, viewer)
    key = f"pack:{_digest(cover, chosen)}"
    content = cache.get(key)
    if content is None:
        content = _bound(meeting, cover, [Part(paper, version) for paper, version in chosen])
        if len(content) <= LARGEST_KEPT:
            cache.set(key, content, HOUR)
    return content


def _bound(meeting: Meeting, cover: dict[str, Any], parts: list[Part]) -> bytes:
    for part in parts:
        part.document = None if part.is_broken else _readable(part.version)
    opening = _set(cover, parts)
    page = len(opening.pages) + 1
    for part in parts:
        if part.document:
            part.first_page = page
            page += len(part.document.pages)
    opening = _set({**cover, "pages": page - 1}, parts)
    writer = pypdf.PdfWriter()
    writer.append(opening, outline_item=cover["agenda_title"], import_outline=False)
    for part in parts:
        if part.document and not _appended(writer, part):
            part.is_broken = True
            return _bound(meeting, cover, parts)
    folios.stamp(writer, len(opening.pages) + 1, meeting.title)
    writer.add_metadata({"/Title": meeting.title, "/Producer": "Roundtable"})
    writer.page_mode = "/UseOutlines"
    bound = io.BytesIO()
    writer.write(bound)
    return bound.getvalue()


def _cover(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    """Gather the words of the first pages, in the reader's language and with the meeting's own hours."""
    items = agendas.laid_out(meeting, viewer)
    zone = ZoneInfo(meeting.zone)
    with timezone.override(zone):
        when, note = (
            local_times.span(meeting.starts_at, meeting.ends_at),
            _("Times in %(zone)s") % {"zone": local_times.here()},
        )
    bodies = ", ".join(table.body.name for table in meeting.tables.select_related("body"))
    facts = [
        (_("Body"), bodies),
        (_("When"), when),
        (_("Where"), meeting.where),
    ]
    return {
        "title": meeting.title,
        "consortium": meeting.consortium.name,
        "facts": [fact for fact in facts if fact[1]],
        "agenda_title": _("Agenda"),
        "hours_note": note,
        "no_agenda": _("There is no agenda yet."),
        "others_title": _("Papers"),
        "own_file": _("a file of its own, not in this pack"),
        "foot": _("Pre-competitive cooperation: for the people of the meeting."),
        "items": [
            {
                "pk": item.pk,
                "time": f"{at.astimezone(zone):%H:%M}",
                "number": item.position,
                "title": item.title,
                "length": ngettext("%(count)d minute", "%(count)d minutes", item.minutes) % {"count": item.minutes},
                "notes": _notes(item),
            }
            for item, at in zip(items, agendas.starts(meeting, items), strict=True)
        ],
    }


def _notes(item: AgendaItem) -> list[str]:
    notes = [_("Presented by %(name)s") % {"name": item.presenter}] if item.presenter else []
    if item.motion:
        notes.append(_("Motion %(number)s: %(title)s") % {"number": item.motion.number, "title": item.motion.title})
    return notes


def _set(cover: dict[str, Any], parts: Iterable[Part]) -> "pypdf.PdfReader":
    rows: dict[int | None, list[dict]] = {}
    known = {item["pk"] for item in cover["items"]}
    for part in parts:
        point = part.paper.item_id if part.paper.item_id in known else None
        rows.setdefault(point, []).append(
            {"title": part.title, "place": part.place, "is_bound": part.document is not None}
        )
    agenda = [{**item, "papers": rows.get(item["pk"], [])} for item in cover["items"]]
    content = typeset.pdf(TEMPLATE, {**cover, "agenda": agenda, "others": rows.get(None, [])})
    return pypdf.PdfReader(io.BytesIO(content))


def _appended(writer: "pypdf.PdfWriter", part: Part) -> bool:
    """Append a paper; one that nobody can take apart is listed by its file's name and breaks nobody's pack."""
    try:
        writer.append(part.document, outline_item=_bookmark(part), import_outline=True)
    except Exception:
        log.warning("Paper %s cannot be bound into a pack", part.paper.pk, exc_info=True)
        return False
    return True


def _bookmark(part: Part) -> str:
    return f"{part.paper.item.position}. {part.title}" if part.paper.item else part.title


def _readable(version: PaperVersion) -> "pypdf.PdfReader | None":
    """Open a paper that is a PDF without a password; anything else is listed by its file's name."""
    if not version.is_pdf:
        return None
    try:
        document = pypdf.PdfReader(io.BytesIO(blobs.read(version.blob)))
        return None if document.is_encrypted or not document.pages else document
    except blobs.Lost:
        raise
    except Exception:
        log.warning("Version %s of a paper is no PDF that can be read", version.pk, exc_info=True)
        return None


def _digest(cover: dict[str, Any], chosen: list[tuple[Paper, PaperVersion]]) -> str:
    content = [cover, [(paper.pk, paper.title, paper.item_id, version.blob.sha256) for paper, version in chosen]]
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
