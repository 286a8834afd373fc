"""Bodies come from the charter: opening those that it names. Working groups come from a committee (`groups`)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import rules
from consortium.models import Body
from journal import entries, subjects
from journal.entries import Fact
from parties.models import Consortium, Person
from parties.refusals import Invalid


@transaction.atomic
def constitute(consortium: Consortium, *, by: Person | None, at: datetime) -> list[Body]:
    """Open every body that the charter in force names and that is not open yet; answer those that were opened.

    Safe to repeat, at founding and after an amendment (GOV-01, GOV-02).

    :raises Invalid: where the charter names more bodies of a kind than it allows.
    """
    day = consortium.day_of(at)
    charter = editions.in_force(consortium, day)
    _check_counts(charter)
    standing = set(Body.objects.open().filter(consortium=consortium).values_list("key", flat=True))
    missing = [key for key in charter.bodies if key not in standing]
    opened = _open(consortium, charter, missing, day)
    _hang(consortium, charter, missing)
    entries.record_many(
        Fact(body.subject, "body.open", by, at, facts={"key": body.key, "kind": body.kind}, rule=f"bodies.{body.key}")
        for body in opened
    )
    return opened


def _check_counts(charter) -> None:
    """Refuse a second council, or a second committee of a kind in one branch, whatever wrote the charter."""
    allowed = charter.laws.councils
    councils = charter.bodies_of_kind(Body.Kind.COUNCIL)
    if allowed is not None and len(councils) > allowed:
        raise Invalid(
            _("The charter allows one %(council)s.") % {"council": next(iter(councils.values())).name},
            rule="GOV-01",
        )
    for kind in charter.laws.one_per_branch:
        branches = [body.branch for body in charter.bodies_of_kind(kind).values()]
        if len(set(branches)) < len(branches) or not all(branches):
            raise Invalid(
                _("Each branch has exactly one %(kind)s.") % {"kind": Body.Kind(kind).label.lower()}, rule="GOV-02"
            )


def _open(consortium: Consortium, charter, keys: Iterable[str], day: date) -> list[Body]:
    keys = list(keys)
    return Body.objects.bulk_create(
        Body(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            opened_on=day,
            time_zone=charter.time_zone_of(key),
            **_as_chartered(key, charter.bodies[key]),
        )
        for key, subject in zip(keys, subjects.open_many(consortium, Body.KIND, len(keys)), strict=True)
    )


def _as_chartered(key: str, said: rules.Body) -> dict:
    """Columns of a body as its table in the charter states them."""
    return {"key": key, "kind": said.kind, "level": said.level, "branch": said.branch, "name": said.name}


def _hang(consortium: Consortium, charter, keys: Iterable[str]) -> None:
    """Put new bodies under the bodies that the charter names as their parents."""
    by_key = {body.key: body for body in Body.objects.open().filter(consortium=consortium)}
    hung = [by_key[key] for key in keys if charter.bodies[key].parent]
    for body in hung:
        body.parent = by_key[charter.bodies[body.key].parent]
    Body.objects.bulk_update(hung, ["parent"])
