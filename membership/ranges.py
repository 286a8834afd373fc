"""Ending spans of days, for many rows in one statement."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db.models import DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Greatest


def end(rows: QuerySet, day: date) -> int:
    """End ``during`` at ``day``, the first day that no longer counts; answer how many rows it shortened.

    A row that would have begun later becomes empty: it never counted, and is kept.
    """
    first = Func(F("during"), function="lower", output_field=DateField())
    until = Greatest(first, Value(day, output_field=DateField()))
    # The end of an empty range reads as NULL, like that of an open one.
    running = rows.filter(Q(during__endswith__isnull=True) | Q(during__endswith__gt=day), during__isempty=False)
    return running.update(during=Func(first, until, function="daterange", output_field=DateRangeField()))
