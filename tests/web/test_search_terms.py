"""Finding by words: another text of as many words is the same question, and no text can be more than words."""

import pytest

from parties.models import Organisation
from web.search_terms import TermQuery, matching, split

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A finder of organisations, and how often its question was written."""
    written = []

    def rows(words, most):
        written.append(len(words))
        return matching(Organisation.objects.order_by("name"), words, "name", "native_name")[:most]

    for name, native in (("Toshiba", "東芝"), ("Tokyo 50%_\\'x", "東京"), ("Seagate", "")):
        Organisation.objects.create(name=name, native_name=native, kind="firm", country="JP")
    return TermQuery(rows), written


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("to", ["Tokyo 50%_\\'x", "Toshiba"]),
        ("TO 東芝", ["Toshiba"]),
        ("東", ["Tokyo 50%_\\'x", "Toshiba"]),
        ("50%", ["Tokyo 50%_\\'x"]),
        ("%", ["Tokyo 50%_\\'x"]),
        ("_\\'", ["Tokyo 50%_\\'x"]),
        ("' OR 1=1 --", []),
        ("%s", []),
        ("To\0sh", ["Toshiba"]),
    ],
)
def test_rows_that_hold_every_word_are_found(asked, text, names):
    finder, __ = asked

    assert [found.name for found in finder.rows(split(text), 9)] == names


def test_other_words_of_the_same_number_are_the_same_question(asked):
    finder, written = asked

    for text in ("to", "sea", "to shi", "sea gate"):
        finder.rows(split(text), 9)

    assert written == [1, 2]
