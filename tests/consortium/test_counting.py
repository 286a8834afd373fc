"""Counting: tables of votes, and laws that hold for all of them."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.counting import ABSTAIN, AGAINST, FOR, Outcome, Rule, Voice, certain, count, least, missing, needed

SIMPLE = Rule(quorum=Decimal("0.5"), majority=Decimal("0.5"))
CARRIED, LOST, NO_QUORUM = Outcome.CARRIED, Outcome.LOST, Outcome.NO_QUORUM


def said(marks: str) -> list[Voice]:
    """Read ``++-o.r`` as for, for, against, abstained, silent, recused."""
    choices = {"+": FOR, "-": AGAINST, "o": ABSTAIN, ".": "", "r": ""}
    return [Voice(choice=choices[mark], is_recused=mark == "r") for mark in marks]


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        ("++-", CARRIED),  # T-ASRC-7: the three of the committee; guests are on no roll
        ("+-", LOST),  # a tie is not passed
        ("+", CARRIED),
        (".", NO_QUORUM),
        ("+.", NO_QUORUM),  # half of the roll is not more than half
        ("++..", NO_QUORUM),
        ("++-..", CARRIED),
        ("oo+.", CARRIED),  # abstentions count towards the quorum, not as votes cast
        ("ooo", LOST),
        ("++--r", LOST),
        ("+rr", CARRIED),  # the recused count as present
        ("rrr", LOST),
        ("", NO_QUORUM),
    ],
)
def test_simple_majority(marks, outcome):
    assert count(said(marks), SIMPLE).outcome is outcome


@pytest.mark.parametrize(
    ("marks", "rule", "outcome"),
    [
        ("+rr", replace(SIMPLE, recusal_reduces=True), CARRIED),
        ("+.r", replace(SIMPLE, recusal_reduces=True), NO_QUORUM),
        ("+.r", SIMPLE, CARRIED),
        ("++-", replace(SIMPLE, majority=Decimal(2) / 3), LOST),
        ("+++-", replace(SIMPLE, majority=Decimal(2) / 3), CARRIED),
        ("++++++....", replace(SIMPLE, quorum=Decimal("0.6")), NO_QUORUM),
        ("+++++++...", replace(SIMPLE, quorum=Decimal("0.6")), CARRIED),
    ],
)
def test_charters_differ(marks, rule, outcome):
    assert count(said(marks), rule).outcome is outcome


@pytest.mark.parametrize(("chair", "outcome"), [(FOR, CARRIED), (AGAINST, LOST)])
def test_a_charter_may_let_the_chair_break_ties(chair, outcome):
    other = AGAINST if chair == FOR else FOR
    voices = [Voice(choice=chair, is_chair=True), Voice(choice=other)]

    assert count(voices, replace(SIMPLE, chair_breaks_ties=True)).outcome is outcome


def test_the_chair_does_not_lift_half_of_the_votes_over_a_higher_majority():
    voices = [Voice(choice=FOR, is_chair=True), Voice(choice=AGAINST)]

    assert count(voices, Rule(Decimal("0.5"), Decimal("0.7"), chair_breaks_ties=True)).outcome is LOST


@pytest.mark.parametrize(("leader", "outcome"), [("60", LOST), ("60.01", CARRIED), ("75", CARRIED)])
def test_votes_count_times_their_weight_and_sixty_percent_is_not_more_than_sixty(leader, outcome):
    """E-49, T-ELIC-1: strictly more than the share."""
    weight = Decimal(leader)
    voices = [Voice(weight, FOR), Voice(100 - weight, AGAINST)]

    tally = count(voices, Rule(quorum=Decimal("0.5"), majority=Decimal("0.6"), counts_weight=True))

    assert (tally.outcome, tally.for_weight, tally.roll) == (outcome, weight, 100)


def test_a_quorum_of_weight_is_not_one_of_heads():
    voices = [Voice(Decimal(70), FOR), Voice(Decimal(15)), Voice(Decimal(15))]

    assert count(voices, SIMPLE).outcome is NO_QUORUM
    assert count(voices, replace(SIMPLE, counts_weight=True)).outcome is CARRIED


@pytest.mark.parametrize(
    ("marks", "more"), [("+++..", 0), ("+....", 2), ("--...", 3), ("---..", None), ("++-..", 0), ("+-...", 1)]
)
def test_how_many_more_votes_are_needed(marks, more):
    assert needed(said(marks), SIMPLE) == more


@pytest.mark.parametrize(("marks", "more"), [("+++..", 0), ("+....", 2), (".....", 3), ("rr...", 1)])
def test_how_many_are_missing_for_a_quorum(marks, more):
    assert missing(said(marks), SIMPLE) == more


@pytest.mark.parametrize(("share", "whole", "heads"), [("0.5", 9, 5), ("0.5", 10, 6), ("0.6", 10, 7), ("0", 3, 1)])
def test_least_heads_over_a_share(share, whole, heads):
    assert least(Decimal(share), whole) == heads


SHARES = st.sampled_from([Decimal(n) / 20 for n in range(20)])
RULES = st.builds(
    Rule,
    quorum=SHARES,
    majority=SHARES,
    counts_weight=st.booleans(),
    chair_breaks_ties=st.booleans(),
    recusal_reduces=st.booleans(),
)


@st.composite
def rolls(draw, most=5):
    """A small roll with at most one chair."""
    voices = draw(
        st.lists(
            st.builds(
                Voice,
                weight=st.integers(1, 4).map(Decimal),
                choice=st.sampled_from([FOR, AGAINST, ABSTAIN, "", ""]),
                is_recused=st.sampled_from([False, False, False, True]),
            ),
            min_size=1,
            max_size=most,
        )
    )
    chair = draw(st.integers(0, len(voices)))
    return [replace(voice, is_chair=place == chair) for place, voice in enumerate(voices)]


def completions(voices):
    """Every way in which the silent may still vote, or stay silent."""
    silent = [place for place, voice in enumerate(voices) if voice.is_silent]
    for choices in product([FOR, AGAINST, ABSTAIN, ""], repeat=len(silent)):
        whole = list(voices)
        for place, choice in zip(silent, choices, strict=True):
            whole[place] = replace(whole[place], choice=choice)
        yield whole


@given(rolls(), RULES)
def test_certain_means_that_no_vote_to_come_changes_it_and_is_found_whenever_that_is_so(voices, rule):
    reachable = {count(whole, rule).outcome for whole in completions(voices)}

    assert certain(voices, rule) == (reachable.pop() if len(reachable) == 1 else None)


@given(rolls(), RULES)
def test_votes_for_never_hurt(voices, rule):
    before = count(voices, rule)

    for place, voice in enumerate(voices):
        if voice.is_silent:
            after = count([*voices[:place], replace(voice, choice=FOR), *voices[place + 1 :]], rule)
            assert after.is_carried or not before.is_carried


@given(rolls(), RULES)
def test_the_order_of_the_roll_does_not_matter(voices, rule):
    assert count(voices, rule) == count(voices[::-1], rule)


@given(rolls(), RULES)
def test_everything_said_is_counted_once(voices, rule):
    tally = count(voices, rule)

    assert tally.for_weight + tally.against_weight + tally.abstained_weight == sum(
        voice.weight for voice in voices if voice.choice and not voice.is_recused
    )


@given(rolls(), RULES.filter(lambda rule: not rule.chair_breaks_ties))
def test_the_votes_needed_are_enough_and_one_less_is_not(voices, rule):
    more = needed(voices, rule)
    silent = sorted((voice for voice in voices if voice.is_silent), key=lambda voice: -voice.weight)
    rest = [voice for voice in voices if not voice.is_silent]

    def with_votes(number):
        return count([*rest, *(replace(v, choice=FOR) for v in silent[:number]), *silent[number:]], rule).is_carried

    assert more is None or (with_votes(more) and not any(with_votes(fewer) for fewer in range(more)))
    assert more is not None or not any(with_votes(number) for number in range(len(silent) + 1))
