"""What people call the subjects of one kind, as data, so that titles of many kinds are read in one statement."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet, Value
from django.db.models.functions import JSONArray

from web.compiled import any_of


class TitleSource:
    """Columns of the rows of one kind, and how a title is said from them."""

    def __init__(self, model: type[Model], *columns: str, say: Callable[..., str] = str) -> None:
        self.model = model
        self.columns = columns
        self.say = say

    def rows(self, consortium: Any, name: str) -> QuerySet:
        """Write the question for the numbers that the parameter ``name`` holds: that name, and the columns."""
        mine = self.model._default_manager.filter(consortium=consortium, number__in=any_of(name))
        return mine.order_by().values_list(Value(name), JSONArray("number", *self.columns))

    def __call__(self, rows: Iterable[list]) -> dict[int, str]:
        """Say the titles by number."""
        return {number: self.say(*columns) for number, *columns in rows}
