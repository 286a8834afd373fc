"""What members rest upon in the charter: a tier or branch that somebody belongs to cannot be taken away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from charter import documents
from charter.documents import Document
from charter.faults import Fault
from membership.models import Member, Tiering
from parties.models import Consortium

NAMED = 3


def objections(consortium: Consortium, document: Document) -> list[Fault]:
    """Name the tiers and branches that members belong to and a new edition no longer has."""
    members = Member.objects.filter(consortium=consortium, left_on=None)
    tiers = Tiering.objects.filter(member__in=members, during__upper_inf=True).values_list(
        "tier", "member__organisation__name"
    )
    branches = members.exclude(branch="").values_list("branch", "organisation__name")
    return [*_missing(document, "tiers", tiers), *_missing(document, "branches", branches)]


def _missing(document: Document, table: str, rows: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    known, found = documents.table(documents.get(document, table)), defaultdict(list)
    for key, name in rows:
        if key not in known:
            found[key].append(name)
    for key, names in found.items():
        yield Fault(f"{table}.{key}", _("in use by %(members)s; move them first") % {"members": _list(names)})


def _list(names: list[str]) -> str:
    shown = sorted(names)[:NAMED]
    if len(names) > NAMED:
        shown.append(_("%(count)d more") % {"count": len(names) - NAMED})
    return get_text_list(shown, _("and"))
