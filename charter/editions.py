"""Reading editions: the charter that holds on a day, and the one that something was decided under."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from charter.models import Edition
from parties.models import Consortium
from parties.refusals import Refusal

CHARTER = "config.charter.Charter"
"""The model that ``config`` assembles, reached by name so that imports run down."""


def edition_in_force(consortium: Consortium, day: date) -> Edition:
    """Give the edition that holds on the day.

    :raises Refusal: before the first one holds.
    """
    edition = Edition.objects.filter(consortium=consortium).effective(day).defer("document").first()
    if edition is None:
        raise Refusal(_("No charter of %(consortium)s holds on this day.") % {"consortium": consortium})
    return edition


def in_force(consortium: Consortium, day: date) -> Any:
    """Give the charter that holds on the day, in one small query."""
    return charter_of(edition_in_force(consortium, day).pk)


@lru_cache(maxsize=64)
def charter_of(edition_id: int) -> Any:
    """Read the charter of an activated edition, which never changes again; kept in the process's memory."""
    return import_string(CHARTER).model_validate(Edition.objects.get(pk=edition_id).document)
