"""Who may hold a seat: tier and title and branch and one committee per person. Pure: no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parties.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom a company nominates, as the consortium knows both on the day."""

    person: str
    company: str
    kind: str
    """Kind of the organisation: ``firm``, ``university``…"""
    tier: str
    branch: str
    title: str
    """Key of a charter title, or the title as the company writes it."""
    sits_in: tuple[str, ...] = ()
    """Keys of the other bodies of the charter in which the person sits."""
    belongs: bool = True
    """Whether the person belongs to the company on the day."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One condition that fails, beside the field that it concerns."""

    field: str
    text: str
    rule: str


def faults(charter: Any, key: str, candidate: Candidate) -> Iterator[Fault]:
    """Name every condition that keeps the candidate from a seat in the body ``key``."""
    yield from _belonging(candidate)
    yield from _kind(charter, candidate)
    yield from _tier(charter, key, candidate)
    yield from _branch(charter, key, candidate)
    yield from _title(charter, key, candidate)
    yield from _one_committee(charter, key, candidate)


def check(charter: Any, key: str, candidate: Candidate) -> None:
    """Let an eligible candidate pass.

    :raises Invalid: with the first condition that fails.
    """
    for fault in faults(charter, key, candidate):
        raise Invalid(fault.text, field=fault.field, rule=fault.rule)


def title_key(charter: Any, key: str, title: str) -> str:
    """Give the key of the charter title that ``title`` (a key, a name or a synonym) stands for in the body."""
    for wanted in charter.bodies[key].titles:
        if title == wanted or charter.titles[wanted].covers(title):
            return wanted
    return title if title in charter.titles else ""


def short_name(charter: Any, key: str) -> str:
    """Name a body's class of seats as people do: EC, SC, TC; where the class is a word, the body's name."""
    class_ = charter.bodies[key].class_
    return class_.upper() if len(class_) <= 3 else str(charter.bodies[key].name)


def tiers_in_words(charter: Any, keys: list[str]) -> str:
    """Say "tier 1" or "tiers 1–3"; where the charter names its tiers otherwise, their names."""
    ranks = sorted(charter.tiers[key].rank for key in keys)
    numbered = all(charter.tiers[key].name == f"Tier {charter.tiers[key].rank}" for key in keys)
    if numbered and ranks == list(range(ranks[0], ranks[-1] + 1)):
        if len(ranks) == 1:
            return _("tier %(rank)s") % {"rank": ranks[0]}
        return _("tiers %(first)s–%(last)s") % {"first": ranks[0], "last": ranks[-1]}
    return ", ".join(str(charter.tiers[key].name) for key in keys)


def tiers_with_posts(charter: Any) -> list[str]:
    """Tiers whose members hold any post at all (GOV-08)."""
    return [tier for tier in charter.tiers if any(charter.quota(tier, key) for key in charter.bodies)]


def _belonging(candidate: Candidate) -> Iterator[Fault]:
    if not candidate.belongs:
        said = {"person": candidate.person, "organisation": candidate.company}
        yield Fault("person", _("%(person)s does not belong to %(organisation)s.") % said, "E-15")


def _kind(charter: Any, candidate: Candidate) -> Iterator[Fault]:
    votes_of = charter.membership.votes_of
    if votes_of and candidate.kind not in votes_of:
        yield Fault("member", _("%(company)s cannot hold a vote.") % {"company": candidate.company}, "MEM-15")


def _tier(charter: Any, key: str, candidate: Candidate) -> Iterator[Fault]:
    """Refuse a company without any post, then one whose tier has none in this body."""
    if not charter.tiers:
        return
    with_posts = tiers_with_posts(charter)
    if candidate.tier not in with_posts:
        yield Fault("member", _("Only %(tiers)s hold posts") % {"tiers": tiers_in_words(charter, with_posts)}, "GOV-08")
    elif not charter.may_sit(candidate.tier, key):
        said = {
            "body": short_name(charter, key),
            "tiers": tiers_in_words(charter, list(charter.bodies[key].tiers)),
            "company": candidate.company,
            "tier": tiers_in_words(charter, [candidate.tier]),
        }
        yield Fault(
            "member",
            _("%(body)s members come from firms of %(tiers)s; %(company)s is in %(tier)s.") % said,
            f"bodies.{key}.tiers",
        )


def _branch(charter: Any, key: str, candidate: Candidate) -> Iterator[Fault]:
    branch = charter.bodies[key].branch
    if charter.membership.in_branches and branch and candidate.branch != branch:
        own = charter.branches.get(candidate.branch)
        said = {
            "body": charter.bodies[key].name,
            "branch": charter.branches[branch].name,
            "company": candidate.company,
            "own": own.name if own else _("no branch"),
        }
        yield Fault(
            "body",
            _("The %(body)s takes firms of the branch %(branch)s; %(company)s belongs to %(own)s.") % said,
            "E-13",
        )


def _title(charter: Any, key: str, candidate: Candidate) -> Iterator[Fault]:
    if charter.title_fits(candidate.title, key):
        return
    wanted = _(" or ").join(str(charter.titles[title].name) for title in charter.bodies[key].titles)
    held = charter.titles[candidate.title].name if candidate.title in charter.titles else candidate.title
    said = {"body": short_name(charter, key), "titles": wanted, "person": candidate.person, "title": held}
    sentence = (
        _("%(body)s members hold the title %(titles)s; %(person)s is %(title)s.")
        if held
        else _("%(body)s members hold the title %(titles)s; none is recorded for %(person)s.")
    )
    yield Fault("person", sentence % said, f"bodies.{key}.titles")


def _one_committee(charter: Any, key: str, candidate: Candidate) -> Iterator[Fault]:
    one_of = charter.terms.one_of
    if charter.bodies[key].class_ not in one_of:
        return
    for other in candidate.sits_in:
        if other != key and other in charter.bodies and charter.bodies[other].class_ in one_of:
            said = {
                "person": candidate.person,
                "body": charter.bodies[other].name,
                "classes": ", ".join(class_.upper() for class_ in one_of),
            }
            yield Fault(
                "person",
                _("%(person)s sits in the %(body)s; one person sits in one of %(classes)s.") % said,
                "terms.one_of",
            )
            return
