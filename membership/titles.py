"""What people call members: the company's name."""

from collections.abc import Collection

from membership.models import Member
from parties.models import Consortium


def of_members(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of members by number."""
    rows = Member.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "organisation__name"))
