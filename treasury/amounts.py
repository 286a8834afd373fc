"""How an amount is written for a reader: grouped, in the format of the language that is active."""

from decimal import Decimal

from django.utils import formats


def written(amount: Decimal) -> str:
    """Write an amount with two decimals and its thousands apart."""
    return formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
