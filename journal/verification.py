"""Checking the journal: that its chain holds, and that all that binds is what it tells of."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from journal.entries import personal_digest
from journal.fingerprints import Fault, bound_models, compare, unexplained
from journal.models import Entry, Seal, SubjectRow
from journal.sealing import GENESIS, chain, covered_by, digest
from parties.models import Consortium

ERASURE = "particulars.erase"
"""Verb of the entry that explains why particulars are gone; its facts list the numbers of their ``entries``."""


def verify(consortium: Consortium) -> list[Fault]:
    """Check seals, entries, particulars, states and every value that binds; an empty list means that all holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
        return [
            *_broken_seals(consortium),
            *_unsealed_numbers(consortium),
            *_particulars(consortium),
            *_untold_states(consortium),
            *(fault for model in bound_models() for fault in compare(model, consortium)),
            *unexplained(consortium),
        ]


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
            .select_related("subject")
            .order_by("number")
        )
        if len(entries) != seal.last - seal.first + 1:
            yield Fault(place, "misses entries")
        covered = covered_by(entries)
        for entry in entries:
            if digest(entry, covered.get(entry.pk, "")) != entry.digest:
                yield Fault(f"entry {entry.number}", "was changed after it was sealed")
        if chain(previous, (entry.digest for entry in entries)) != seal.digest:
            yield Fault(place, "does not match its entries")
        previous, expected = seal.digest, seal.last + 1


def _unsealed_numbers(consortium: Consortium) -> Iterator[Fault]:
    """Numbered entries that lie behind the last seal: the seal that covered them is gone."""
    last = Seal.objects.filter(consortium=consortium).order_by("-number").values_list("last", flat=True).first() or 0
    beyond = Entry.objects.filter(consortium=consortium, number__gt=last).order_by("number")
    for number in beyond.values_list("number", flat=True):
        yield Fault(f"entry {number}", "is numbered, but no seal covers it")


def _particulars(consortium: Consortium) -> Iterator[Fault]:
    """Particulars that are not those of their entry, or gone without an entry of their erasure."""
    entries = Entry.objects.filter(consortium=consortium)
    erasures = entries.filter(verb=ERASURE).values_list("facts", flat=True)
    erased = {number for facts in erasures for number in facts.get("entries", ())}
    for entry in entries.select_related("particulars").order_by("id").iterator():
        place = f"entry {entry.number or f'with the id {entry.pk}, not sealed yet,'}"
        own = getattr(entry, "particulars", None)
        if own is None:
            if entry.number not in erased:
                yield Fault(place, "has lost its particulars, and no entry of an erasure names it")
        elif entry.personal_digest != personal_digest(own.by_id, own.on_behalf_of_id, own.words, own.salt):
            yield Fault(place, "has particulars that do not match their digest")


def _untold_states(consortium: Consortium) -> Iterator[Fault]:
    """States that no journal entry led to: somebody went behind `entries.move`.

    A row that is opened in another state than its model's first has an entry that says ``to`` which.
    """
    for model in apps.get_models():
        if issubclass(model, SubjectRow) and hasattr(model, "MOVES"):
            first = model._meta.get_field("state").default
            moves = Entry.objects.filter(subject=OuterRef("subject"), facts__has_key="to").order_by("-id")
            told = Coalesce(Subquery(moves.values(to=KT("facts__to"))[:1]), Value(str(first)), output_field=TextField())
            rows = model._base_manager.filter(consortium=consortium).annotate(told=told).exclude(state=F("told"))
            for number, state, said in rows.values_list("number", "state", "told"):
                yield Fault(f"{model.KIND} {number}", f"is {state}, while the journal left it {said}")
