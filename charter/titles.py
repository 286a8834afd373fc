"""What people call editions of the charter."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from parties.models import Consortium


def of_editions(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Name editions by number."""
    return {number: _("Edition %(number)s of the charter") % {"number": number} for number in numbers}
