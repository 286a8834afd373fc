"""What people call members and what concerns them."""

from collections.abc import Collection

from membership.models import Declaration, Member, Prospect, Regrading, Withdrawal
from parties.models import Consortium


def of_members(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of members by number."""
    rows = Member.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "organisation__name"))


def of_declarations(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give declarations by company and year."""
    rows = Declaration.objects.filter(consortium=consortium, number__in=numbers)
    return {n: f"{name} {year}" for n, name, year in rows.values_list("number", "member__organisation__name", "year")}


def of_prospects(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of prospects by number."""
    rows = Prospect.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "organisation__name"))


def of_regradings(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give regradings by their dues year."""
    rows = Regrading.objects.filter(consortium=consortium, number__in=numbers)
    return {number: str(year) for number, year in rows.values_list("number", "dues_year")}


def of_withdrawals(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give withdrawals by company."""
    rows = Withdrawal.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "member__organisation__name"))
