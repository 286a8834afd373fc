"""Counting several things at once: a page that shows many figures asks for them in one statement."""

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.expressions import Combinable

from parties.models import Consortium


def counted(consortium: Consortium, **rows: QuerySet) -> dict[str, int]:
    """Count row sets in one statement, each under its name. Each must have come through ``visible_to``."""
    return said(counting(consortium, **rows)[0])


def counting(consortium: Consortium, **rows: QuerySet | Combinable) -> QuerySet:
    """Write the statement, for those who keep it. An expression, such as ``Exists``, is asked beside the counts."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    counts = {
        name: Subquery(each.order_by().values(counted=count)) if isinstance(each, QuerySet) else each
        for name, each in rows.items()
    }
    return Consortium.objects.filter(pk=consortium.pk).values(**counts)


def said(found: dict[str, int | None]) -> dict[str, int]:
    """Say nought where there is nothing to count."""
    return {name: number or 0 for name, number in found.items()}
