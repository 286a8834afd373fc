"""Founding a consortium from a preset: one verb for the page and the command."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from charter import documents, editions, presets, questions, schemas, sources
from charter.documents import Document
from charter.faults import Fault
from charter.presets import Preset
from charter.sources import Basis, Source
from consortium import bodies, seats
from journal import entries
from parties import identities
from parties.models import RESERVED_SLUGS, Consortium, Person
from parties.permissions import Answer, either
from parties.refusals import Invalid
from web import advisory_lock

SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$")
FOUNDER_POST = "secretary"


class Unsound(Invalid):
    """The charter to be founded on has faults; ``faults`` lists them all."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(_("This charter cannot take effect yet: %(faults)s.") % {"faults": "; ".join(map(str, found))})
        self.faults = found


@dataclass(frozen=True, slots=True)
class Founding:
    """What founding needs beside the answers."""

    preset: str
    slug: str
    founded_on: date | None = None
    """Empty: today."""
    goes_live_on: date | None = None
    """Empty: the founding day. No duty, mail or invoice arises before it."""
    is_illustrative: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)


def can_found(person: Person) -> Answer:
    """Whether a person may found: anyone who is signed in while there is no consortium, then the operators."""
    if not Consortium.objects.exists():
        return either(True, "")
    is_operator = person.email in settings.OPERATORS
    if is_operator and not identities.is_proved(person):
        return either(False, _("Sign in once with a code by mail: it proves that the operator's address is yours."))
    return either(
        is_operator,
        _("Once the first consortium stands, the operators of the installation found further ones."),
    )


@transaction.atomic
def found(founding: Founding, *, by: Person, at: datetime) -> Consortium:
    """Found a consortium: its charter in force, its bodies open, the founder in the office as secretary.

    :raises Invalid: for an address that is taken, reserved or malformed, or days in the wrong order.
    :raises Unsound: for a charter with faults, all of them at once.
    """
    advisory_lock.acquire("found")
    preset = presets.named(founding.preset)
    document, chosen = questions.answered(preset, founding.answers)
    found_faults = schemas.faults_of(document)
    if found_faults:
        raise Unsound(found_faults)
    consortium = _consortium(founding, document, at)
    edition = editions.write(consortium, document, _sources(preset, document, chosen), by=by, at=at)
    editions.adopt(edition, effective_from=consortium.founded_on, by=by, at=at)
    bodies.constitute(consortium, by=by, at=at)
    seats.install_office(consortium, by, FOUNDER_POST, by=by, at=at)
    entries.record(
        edition, "consortium.found", by=by, at=at, preset=preset.key, slug=consortium.slug, chosen=sorted(chosen)
    )
    return consortium


def free_slug(slug: str) -> str:
    """Give back an address that a new consortium may have.

    :raises Invalid: for one that is taken, reserved or malformed.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 40:
        raise Invalid(_("An address is made of small letters, digits and hyphens, such as “asrc”."), field="slug")
    if slug in RESERVED_SLUGS:
        raise Invalid(_("The address “%(slug)s” is reserved.") % {"slug": slug}, field="slug")
    if Consortium.objects.filter(slug=slug).exists():
        raise Invalid(_("The address “%(slug)s” is taken.") % {"slug": slug}, field="slug")
    return slug


def days_at_fault(founding: Founding, today: date) -> Iterator[Invalid]:
    """Yield what is wrong with the days of a founding."""
    founded_on = founding.founded_on or today
    if founded_on > today:
        yield Invalid(_("A consortium cannot be founded in the future."), field="founded_on")
    if (founding.goes_live_on or founded_on) < founded_on:
        yield Invalid(_("It cannot go live before it is founded."), field="goes_live_on")


def _consortium(founding: Founding, document: Document, at: datetime) -> Consortium:
    identity = document["identity"]
    today = at.astimezone(ZoneInfo(identity["time_zone"])).date()
    for fault in days_at_fault(founding, today):
        raise fault
    founded_on = founding.founded_on or today
    goes_live_on = founding.goes_live_on or founded_on
    return Consortium.objects.create(
        slug=free_slug(founding.slug),
        name=identity["name"],
        native_name=identity.get("native_name", ""),
        time_zone=identity["time_zone"],
        founded_on=founded_on,
        goes_live_on=goes_live_on,
        is_illustrative=founding.is_illustrative,
    )


def _sources(preset: Preset, document: Document, chosen: Mapping[str, str]) -> dict[str, Source]:
    """Give every stated rule its source; what was chosen says so, with the note that its suggestion carried."""
    stated = documents.stated(schemas.model(), document)
    known = sources.expand(preset.sources, stated)
    notes = {question.key: question for question in questions.ask(preset)}
    for path, key in chosen.items():
        for each in stated:
            if each == path or each.startswith(f"{path}."):
                known[each] = Source(_("Founding"), Basis.CHOSEN, note=_note(notes.get(key), document, path))
    return known


def _note(question: questions.Question | None, document: Document, path: str) -> str:
    """Keep a suggestion's note where the suggestion was taken: an illustrative amount stays marked as one."""
    if question is None or not question.has_suggestion:
        return ""
    taken = str(documents.get(document, path)) == str(question.suggestion)
    return question.note if taken else ""
