"""Every dotted name in the tables leads somewhere, and every verb says who may."""

import inspect
from itertools import chain

import pytest

from config import tables
from config.tables import resolve

NAMES = sorted(
    {
        *(verb.does for verb in tables.VERBS.values()),
        *(verb.asks for verb in tables.VERBS.values()),
        *tables.ENACTMENTS.values(),
        *tables.CADENCES.values(),
        *chain.from_iterable(tables.OBJECTIONS.values()),
        *tables.SEARCHES.values(),
        *tables.DEBTORS.values(),
        *tables.ROUNDS,
        *tables.SETTLEMENTS,
        *tables.VERIFICATIONS,
        *tables.ANNOUNCEMENTS.values(),
        *tables.KEYS,
        *tables.POINTLESS.values(),
        *(kind.titles for kind in tables.SUBJECTS.values()),
    }
)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_a_function(name):
    assert callable(resolve(name))


@pytest.mark.parametrize("name", sorted(tables.VERBS))
def test_every_verb_says_what_it_is_who_may_and_under_which_heading(name):
    verb = tables.VERBS[name]

    assert str(verb.label)
    assert str(verb.who)
    assert verb.matter in tables.HEADINGS


@pytest.mark.parametrize("name", sorted(tables.VERBS))
def test_every_verb_is_told_who_acts_and_when(name):
    parameters = inspect.signature(resolve(tables.VERBS[name].does)).parameters

    assert {"by", "at"} <= set(parameters)
    assert parameters["by"].kind is parameters["at"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("name", sorted(tables.VERBS))
def test_every_access_question_is_asked_for_a_viewer(name):
    first = next(iter(inspect.signature(resolve(tables.VERBS[name].asks)).parameters))

    assert first == "viewer"


def test_a_name_that_leads_nowhere_is_told():
    with pytest.raises(ImportError, match="does not exist"):
        resolve("config.tables.nothing")
