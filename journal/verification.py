"""Checking the journal: that its chain holds, and that every state is the one it tells of last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from journal.entries import personal_digest
from journal.models import Entry, Seal, SubjectRow
from journal.sealing import GENESIS, chain, digest
from parties.models import Consortium


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the journal does not hold."""

    place: str
    problem: str


def verify(consortium: Consortium) -> list[Fault]:
    """Check every sealed entry, every seal and every state of a consortium; an empty list means that all holds."""
    return [*_broken_seals(consortium), *_unsealed_numbers(consortium), *_untold_states(consortium)]


def _broken_seals(consortium: Consortium) -> Iterator[Fault]:
    """Seals that do not follow each other, or do not match their entries."""
    previous, expected = GENESIS, 1
    for seal in Seal.objects.filter(consortium=consortium).order_by("number"):
        place = f"seal {seal.number}"
        if seal.previous != previous:
            yield Fault(place, "does not follow the seal before it")
        if seal.first != expected:
            yield Fault(place, f"begins at entry {seal.first}, expected {expected}")
        entries = list(
            Entry.objects.filter(consortium=consortium, number__range=(seal.first, seal.last))
            .select_related("subject", "particulars")
            .order_by("number")
        )
        if len(entries) != seal.last - seal.first + 1:
            yield Fault(place, "misses entries")
        for entry in entries:
            yield from _changed(entry)
        if chain(previous, (entry.digest for entry in entries)) != seal.digest:
            yield Fault(place, "does not match its entries")
        previous, expected = seal.digest, seal.last + 1


def _changed(entry: Entry) -> Iterator[Fault]:
    """What of an entry is not as it was sealed. Particulars that were lawfully erased are no fault."""
    place = f"entry {entry.number}"
    if digest(entry) != entry.digest:
        yield Fault(place, "was changed after it was sealed")
    personal = getattr(entry, "particulars", None)
    if personal and entry.personal_digest != personal_digest(
        personal.by, personal.on_behalf_of, personal.words, personal.salt
    ):
        yield Fault(place, "has particulars that do not match their digest")


def _unsealed_numbers(consortium: Consortium) -> Iterator[Fault]:
    """Numbered entries that lie behind the last seal: the seal that covered them is gone."""
    last = Seal.objects.filter(consortium=consortium).order_by("-number").values_list("last", flat=True).first() or 0
    beyond = Entry.objects.filter(consortium=consortium, number__gt=last).order_by("number")
    for number in beyond.values_list("number", flat=True):
        yield Fault(f"entry {number}", "is numbered, but no seal covers it")


def _untold_states(consortium: Consortium) -> Iterator[Fault]:
    """States that no journal entry led to: somebody went behind `entries.move`."""
    for model in apps.get_models():
        if issubclass(model, SubjectRow) and hasattr(model, "MOVES"):
            first = model._meta.get_field("state").default
            moves = Entry.objects.filter(subject=OuterRef("subject"), facts__has_keys=["from", "to"]).order_by("-id")
            told = Coalesce(Subquery(moves.values(to=KT("facts__to"))[:1]), Value(str(first)), output_field=TextField())
            rows = model._base_manager.filter(consortium=consortium).annotate(told=told).exclude(state=F("told"))
            for number, state, said in rows.values_list("number", "state", "told"):
                yield Fault(f"{model.KIND} {number}", f"is {state}, while the journal left it {said}")
