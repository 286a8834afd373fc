"""Build the viewer: who is looking, and what they hold in this consortium on this day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, JSONObject

from charter import editions
from charter.models import Edition
from consortium.models import Alternate, Seat
from desk import told
from membership.models import Affiliation, Assistance, Mandate, Member, Tiering
from parties.models import Consortium, Person
from parties.viewer import Company, SeatHeld, Viewer
from web.compiled import Batch, Param

PERSON = Param("person", BigIntegerField())
CONSORTIUM = Param("consortium", BigIntegerField())
DAY = Param("day", DateField())


def viewer_of(person: Person, consortium: Consortium, now: datetime) -> Viewer:
    """Build the viewer of a person in a consortium, in one query."""
    return _viewer(person, consortium, now, PARTS)[0]


def entering(person: Person, consortium: Consortium, now: datetime) -> tuple[Viewer, int]:
    """Build the viewer of whoever opens a page, and count the notices that wait for them, in one query.

    Beyond 99 the bell says no more than that.
    """
    viewer, parts = _viewer(person, consortium, now, PARTS_AND_BELL)
    return viewer, sum(parts["unread"])


def _viewer(person: Person, consortium: Consortium, now: datetime, asked: Batch) -> tuple[Viewer, dict]:
    day = now.astimezone(ZoneInfo(consortium.time_zone)).date()
    parts = asked.rows(person=person.pk, consortium=consortium.pk, day=day)
    edition = next(iter(parts["edition"]), None)
    viewer = Viewer(
        person=person,
        consortium=consortium,
        now=now,
        seats=tuple(_seat(row, person) for row in parts["seats"]),
        companies=_companies(parts["companies"], edition),
        organisations=frozenset(parts["organisations"]),
        assists=frozenset(parts["assists"]),
        edition_id=edition,
        is_awaited=bool(parts["called"]),
    )
    return viewer, parts


def consortia_of(person: Person, now: datetime) -> list[Consortium]:
    """List the consortia in which the person has a part on their own day."""
    there = Func(F("consortium__time_zone"), Value(now), function="timezone", output_field=DateTimeField())
    today = Cast(there, DateField())
    stands = Q(seat__member__isnull=True) | Q(seat__member__left_on__isnull=True) | Q(seat__member__left_on__gt=today)
    parts = [
        Seat.objects.standing(today).filter(person=person),
        Alternate.objects.filter(stands, person=person, during__contains=today),
        Affiliation.objects.on(today).filter(person=person),
        Assistance.objects.on(today).filter(assistant=person),
    ]
    known = Q()
    for part in parts:
        known |= Q(pk__in=part.values("consortium"))
    return list(Consortium.objects.filter(known).order_by("name"))


def _parts() -> dict[str, QuerySet]:
    """All that a person holds in a consortium on a day, and by which rules: what the viewer is made of."""
    places = Affiliation.objects.on(DAY).filter(person=PERSON, consortium=CONSORTIUM)
    assistance = Assistance.objects.on(DAY).filter(assistant=PERSON, consortium=CONSORTIUM)
    return {
        "called": places.exclude(called="").values_list("called"),
        "organisations": places.values_list("organisation_id"),
        "assists": assistance.values_list("person_id"),
        "seats": _seats(),
        "companies": _members(),
        "edition": Edition.objects.filter(consortium=CONSORTIUM).effective(DAY).values_list("pk")[:1],
    }


def _seats() -> QuerySet:
    """Seats held on the day, and those in which the person is the named alternate."""
    named = Alternate.objects.filter(seat=OuterRef("pk"), person=PERSON, during__contains=DAY)
    return (
        Seat.objects.standing(DAY)
        .filter(Q(person=PERSON) | Exists(named), consortium=CONSORTIUM, body__state="open")
        .order_by("pk")
        .values_list(
            _object(
                *("id", "subject_id", "body_id", "post", "votes", "organisation_id", "person_id"),
                body_subject_id="body__subject_id",
                body_key="body__key",
                kind="body__kind",
                branch="body__branch",
            )
        )
    )


def _members() -> QuerySet:
    """Member companies that the person belongs to, with tier and mandates on the day."""
    mine = {"consortium": CONSORTIUM, "organisation": OuterRef("organisation"), "during__contains": DAY}
    return (
        Member.objects.current(DAY)
        .filter(Exists(Affiliation.objects.filter(person=PERSON, **mine)), consortium=CONSORTIUM)
        .annotate(
            tier=Subquery(Tiering.objects.filter(member=OuterRef("pk"), during__contains=DAY).values("tier")[:1]),
            mandates=ArraySubquery(Mandate.objects.filter(person=PERSON, **mine).values("kind").distinct()),
        )
        .order_by("pk")
        .values_list(_object("id", "subject_id", "organisation_id", "branch", "state", "tier", "mandates"))
    )


def _object(*names: str, **renamed: str) -> JSONObject:
    return JSONObject(**{name: name for name in names}, **renamed)


PARTS = Batch(_parts)
PARTS_AND_BELL = Batch(lambda: _parts() | {"unread": told.waiting(PERSON, CONSORTIUM)})


def _seat(row: dict, person: Person) -> SeatHeld:
    holder = row.pop("person_id")
    return SeatHeld(**row, is_alternate=holder != person.pk)


def _companies(rows: list[dict], edition: int | None) -> tuple[Company, ...]:
    tiers = editions.charter_of(edition).tiers if rows and edition else {}
    return tuple(_company(row, tiers.get(row["tier"])) for row in rows)


def _company(row: dict, tier) -> Company:
    return Company(
        member_id=row["id"],
        subject_id=row["subject_id"],
        organisation_id=row["organisation_id"],
        branch=row["branch"],
        tier=row["tier"] or "",
        tier_rank=tier.rank if tier else 0,
        is_core=bool(tier and tier.core),
        is_suspended=row["state"] == Member.State.SUSPENDED,
        mandates=frozenset(row["mandates"]),
    )
