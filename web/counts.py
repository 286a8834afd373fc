"""Counting several things at once: a page that shows many figures asks for them in one statement."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, Func, IntegerField, QuerySet, Value


def count_query(**rows: QuerySet) -> QuerySet:
    """Write one statement that counts row sets, each under its name. Each must have come through ``visible_to``."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    first, *others = (each.order_by().values_list(Value(name), count) for name, each in rows.items())
    return first.union(*others, all=True)


def zeroed(found: Iterable[tuple[str, int]]) -> Counter[str]:
    """Give the counts by name: nought where there is nothing to count."""
    return Counter(dict(found))
