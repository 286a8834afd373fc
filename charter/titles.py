"""What people call editions of the charter."""

from django.utils.translation import gettext as _

from charter.models import Edition
from journal.titles import TitleSource


def _edition(number: int) -> str:
    return _("Edition %(number)s of the charter") % {"number": number}


of_editions = TitleSource(Edition, "number", say=_edition)
