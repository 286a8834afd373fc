"""What people call editions of the charter."""

from django.utils.translation import gettext as _

from charter.models import Edition
from parties.called import Titles


def _edition(number: int) -> str:
    return _("Edition %(number)s of the charter") % {"number": number}


of_editions = Titles(Edition, "number", say=_edition)
