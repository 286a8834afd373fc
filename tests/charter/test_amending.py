"""Amending the charter on its page: an input for every kind of rule, and nothing typed is lost."""

from datetime import date

import pytest
from django.http import QueryDict

from charter import editions
from charter.forms import AmendmentForm
from charter.inputs import name_of
from consortium.models import Amendment
from tests.factories.consortium import chartered

pytestmark = pytest.mark.django_db

ADDRESS = "/asrc/charter/amend/"
MOTION = {"title": "Change it", "effective_from": "2100-01-01", "text": "Because"}


@pytest.fixture
def office(client, asrc, secretary):
    client.force_login(secretary)
    return client


def form_at(client, path):
    return client.get(ADDRESS, {"path": path}).context["form"]


def as_browser_sends(form):
    """What a browser sends of a fresh form: grids by their inputs, boxes that are ticked."""
    sent = QueryDict(mutable=True)
    for name in form.asked:
        value = form[name].value()
        for key, text in _inputs(name, value):
            if text != "":
                sent.setlist(key, text if isinstance(text, list) else [text])
    sent.setlist("path", form.paths())
    return sent


def _inputs(name, value):
    if not isinstance(value, dict):
        return [(name, value)]
    return [
        ("-".join(filter(None, (name, row, part))), text)
        for row, cells in value.items()
        for part, text in cells.items()
    ]


def test_every_rule_opens_as_it_stands_and_nothing_changes_by_itself(asrc):
    """Whatever kind of rule: what its input shows is what the charter says."""
    loaded = editions.latest(asrc).loaded

    form = AmendmentForm(loaded, paths=list(loaded.rules))
    sent = as_browser_sends(form)
    sent.update(MOTION)
    again = AmendmentForm(loaded, sent, paths=list(loaded.rules))

    assert not again.is_valid(), again.cleaned_data["changes"]
    assert list(again.errors.as_data()) == [next(iter(form.asked))]
    assert "The charter says this already: give another value." in str(again.errors)


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("bodies.ec.quorum", {"": "60 %"}, "0.6"),
        ("bodies.sc_us.titles", {"": ["director", "svp"]}, ["director", "svp"]),
        ("terms.renewable", {"": "no"}, False),
        ("bodies.ec.cadence", {"every": "quarter", "at_least": "2"}, {"every": "quarter", "at_least": 2}),
        ("bodies.ec.cadence", {"every": "", "at_least": ""}, None),
        ("projects.a_year", {"at_least": "10", "at_most": "20"}, {"at_least": 10, "at_most": 20}),
        ("tiers.t2.seats", {"ec": "", "sc": "2", "tc": "1"}, {"sc": 2, "tc": 1}),
        (
            "reminders.escalate",
            {"new1-days": "", "new1-to": "", "new2-days": "60", "new2-to": "council"},
            [{"days": 14, "to": "technical"}, {"days": 60, "to": "council"}],
        ),
        (
            "withdrawal.reasons",
            {"strategic_shift": "Another strategy", "new0": "No budget, for now", "new1": "戦略"},
            {"strategic_shift": "Another strategy", "no_budget_for_now": "No budget, for now", "entry": "戦略"},
        ),
        ("meetings.banned_topics", {"": "Prices, discounts\r\n\r\nCustomers"}, ["Prices, discounts", "Customers"]),
        ("reminders.days", {"": "−3, 0"}, [-3, 0]),
    ],
)
def test_each_kind_of_rule_is_amended_by_inputs_of_its_own(office, path, typed, value):
    sent = as_browser_sends(form_at(office, path))
    for part, text in typed.items():
        key = "-".join(filter(None, (name_of(path), part)))
        sent.setlist(key, text if isinstance(text, list) else [text])
    sent.update(MOTION)

    answer = office.post(ADDRESS, sent.dict() | dict(sent.lists()))

    assert answer.status_code == 302, answer.context["form"].errors
    assert Amendment.objects.get().changes == {path: value}


def test_a_table_by_tier_has_a_row_for_each_tier_with_its_name(office):
    form = form_at(office, "results.depth")

    page = str(form["results__depth"])

    assert [row.label for row in form.fields["results__depth"].widget.rows] == ["Tier 1", "Tier 2", "Tier 3", "Tier 4"]
    assert 'aria-label="Tier 2 · Interim"' in page
    assert form["results__depth"].help_text.count("Today: Tier 1: Interim: Full") == 1


def test_a_fault_names_the_part_and_spares_the_rules_around_it(office):
    said = MOTION | {"path": "bodies.ec.cadence", "bodies__ec__cadence-every": "", "bodies__ec__cadence-at_least": "0"}

    answer = office.post(ADDRESS, said)

    assert answer.status_code == 400
    assert dict(answer.context["form"].errors) == {
        "bodies__ec__cadence": ["Every: not stated, and running needs it", "At least: 0 is below 1"]
    }


def test_another_rule_is_added_and_what_was_typed_stays(office):
    typed = MOTION | {
        "title": "",
        "path": "bodies.ec.cadence",
        "add": "1",
        "more": "reminders.escalate",
        "bodies__ec__cadence-every": "month",
        "bodies__ec__cadence-at_least": "3",
    }

    answer = office.post(ADDRESS, typed)

    form = answer.context["form"]
    assert (answer.status_code, form.paths()) == (200, ["bodies.ec.cadence", "reminders.escalate"])
    assert form["bodies__ec__cadence"].value() == {"": {"every": "month", "at_least": "3"}}
    assert (form["text"].value(), form["effective_from"].value()) == ("Because", "2100-01-01")
    assert form["title"].value() == "Amend the charter: Bodies › Executive Council › Meets, Reminders › Escalated"


def test_without_a_rule_the_page_asks_for_one(office):
    answer = office.post(ADDRESS, MOTION)

    assert answer.status_code == 400
    assert dict(answer.context["form"].errors) == {"more": ["Name at least one rule and its new value."]}


def test_what_other_rules_rest_upon_cannot_be_amended_away_and_each_is_named(office):
    said = MOTION | {"path": "membership.positions", "changes": "tiers.t4 ="}

    answer = office.post(ADDRESS, said)

    assert answer.status_code == 400
    assert "Results › Depth by tier: “t4” is not one of t1, t2, t3" in answer.context["form"].errors["changes"]
    assert not Amendment.objects.exists()


def test_a_path_that_the_charter_does_not_have_changes_nothing(office):
    answer = office.post(ADDRESS, MOTION | {"changes": "tiers.t9 ="})

    assert answer.status_code == 400
    assert dict(answer.context["form"].errors) == {"changes": ["The proposal changes no rule."]}


def test_a_day_on_which_another_edition_begins_is_refused_beside_its_input(office, asrc):
    chartered(asrc, editions.latest(asrc).document, day=date(2100, 1, 1))

    answer = office.post(ADDRESS, MOTION | {"changes": "bodies.ec.quorum = 60 %"})

    assert answer.status_code == 400
    assert "already takes effect on 1 Jan 2100" in str(answer.context["form"].errors["effective_from"])
