"""Every verb says who may, and what lower rooms ask of higher ones is registered: no more, no less."""

import inspect
import re

import pytest
from django.apps import apps
from django.conf import settings

import registry
from desk.verbs import HEADINGS, VERBS, resolve
from journal.models import SubjectRow
from registry.duties import ANNOUNCEMENTS, CADENCES, DEBTORS, DUTIES
from registry.matters import MATTERS
from registry.subjects import SUBJECTS

APPS = "consortium membership treasury duties charter desk".split()


def code() -> str:
    """All that the house does, without what it registers."""
    files = (path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py"))
    return "\n".join(path.read_text() for path in files if path.name != "registered.py")


def test_every_kind_of_row_that_is_acted_upon_is_registered_and_no_other():
    kinds = {model.KIND for model in apps.get_models() if issubclass(model, SubjectRow)}

    assert kinds == set(SUBJECTS)


@pytest.mark.parametrize("held", [DUTIES, CADENCES, DEBTORS, ANNOUNCEMENTS, MATTERS], ids=lambda held: held.holds)
def test_nothing_is_registered_that_nothing_names(held):
    written = code()

    assert {name for name in held if f'"{name}"' not in written} == set()


def test_every_kind_of_duty_that_the_code_owes_is_registered():
    owed = set(re.findall(r'\bOwed\(\s*"([a-z.]+)"', code()))

    assert owed <= set(DUTIES)


def test_nothing_is_registered_twice_or_once_the_apps_are_ready():
    late, fresh = SUBJECTS, registry.Registry("thing")
    fresh.add("one", 1)

    with pytest.raises(ValueError, match="registered already"):
        fresh.add("one", 2)
    with pytest.raises(ValueError, match="before the apps are ready"):
        late.add("another", None)
    assert dict(fresh) == {"one": 1}


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_verb_says_what_it_is_who_may_and_under_which_heading(name):
    verb = VERBS[name]

    assert str(verb.label)
    assert str(verb.who)
    assert verb.matter in HEADINGS


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_verb_is_told_who_acts_and_when(name):
    parameters = inspect.signature(resolve(VERBS[name].does)).parameters

    assert {"by", "at"} <= set(parameters)
    assert parameters["by"].kind is parameters["at"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_access_question_is_asked_for_a_viewer(name):
    first = next(iter(inspect.signature(resolve(VERBS[name].asks)).parameters))

    assert first == "viewer"


def test_a_name_that_leads_nowhere_is_told():
    with pytest.raises(ImportError, match="does not exist"):
        resolve("desk.verbs.nothing")
