"""Words that somebody looks for: parts of words too, so that Chinese and Japanese are found."""

from collections.abc import Callable, Hashable, Sequence

from django.db.models import Q, QuerySet, TextField

from web.compiled import Param, compiled

MOST = 12
"""Each word looked for is compared with every field of every row."""
Words = Sequence[str | Param]


def split(text: str) -> list[str]:
    """Split what was typed into its first words; a zero byte, which PostgreSQL refuses, is nothing that anybody
    looks for.
    """
    return text.replace("\0", "").split(maxsplit=MOST)[:MOST]


def matching(rows: QuerySet, words: Words, *fields: str) -> QuerySet:
    """Keep rows that hold every word, each in any of the fields."""
    for word in words:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows


class TermQuery:
    """A compiled question for words: other words of the same number are the same question."""

    def __init__(self, write: Callable[..., QuerySet]) -> None:
        self.write = write
        self.compiled = compiled(self._written)

    def rows(self, words: Sequence[str], *given: Hashable) -> list:
        """Answer with the rows that match."""
        return self.compiled.rows(len(words), *given, **_spoken(words))

    def _written(self, many: int, *given: Hashable) -> QuerySet:
        return self.write([Param(f"word{number}", TextField()) for number in range(many)], *given)


def _spoken(words: Sequence[str]) -> dict[str, str]:
    return {f"word{number}": word for number, word in enumerate(words)}
