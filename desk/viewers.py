"""Build the viewer: who is looking, and what they hold in this consortium on this day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery, Value

from charter import editions
from consortium.models import Alternate, Seat
from membership.models import Affiliation, Assistance, Mandate, Member, Tiering
from parties.models import Consortium, Person
from parties.viewer import Company, SeatHeld, Viewer

ORGANISATION, ASSISTS = "organisation", "assists"


def viewer_of(person: Person, consortium: Consortium, now: datetime) -> Viewer:
    """Build the viewer of a person in a consortium, in at most four queries."""
    day = now.astimezone(ZoneInfo(consortium.time_zone)).date()
    parts = _parts(person, consortium, day)
    return Viewer(
        person=person,
        consortium=consortium,
        now=now,
        seats=_seats(person, consortium, day),
        companies=_companies(person, consortium, day),
        organisations=frozenset(pk for part, pk in parts if part == ORGANISATION),
        assists=frozenset(pk for part, pk in parts if part == ASSISTS),
    )


def consortia_of(person: Person, now: datetime) -> list[Consortium]:
    """List the consortia in which the person has a part today."""
    held = Q(person=person, during__contains=now.date())
    assisting = Q(assistant=person, during__contains=now.date())
    parts = [
        Seat.objects.filter(held),
        Alternate.objects.filter(held),
        Affiliation.objects.filter(held),
        Assistance.objects.filter(assisting),
    ]
    known = Q()
    for part in parts:
        known |= Q(pk__in=part.values("consortium"))
    return list(Consortium.objects.filter(known).order_by("name"))


def _parts(person: Person, consortium: Consortium, day: date) -> list[tuple[str, int]]:
    """Organisations that the person belongs to, and people whom the person assists, in one query."""
    known = {"consortium": consortium, "during__contains": day}
    belongs = Affiliation.objects.filter(person=person, **known)
    assists = Assistance.objects.filter(assistant=person, **known)
    return list(
        belongs.values_list(Value(ORGANISATION), "organisation_id").union(
            assists.values_list(Value(ASSISTS), "person_id"), all=True
        )
    )


def _seats(person: Person, consortium: Consortium, day: date) -> tuple[SeatHeld, ...]:
    """Seats held on the day, and those in which the person is the named alternate."""
    named = Alternate.objects.filter(seat=OuterRef("pk"), person=person, during__contains=day)
    stands = Q(member__isnull=True) | Q(member__left_on__isnull=True) | Q(member__left_on__gt=day)
    held = (
        Seat.objects.held()
        .on(day)
        .filter(stands, Q(person=person) | Exists(named), consortium=consortium, body__state="open")
        .select_related("body")
        .order_by("pk")
    )
    return tuple(
        SeatHeld(
            id=seat.pk,
            subject_id=seat.subject_id,
            body_id=seat.body_id,
            body_subject_id=seat.body.subject_id,
            body_key=seat.body.key,
            kind=seat.body.kind,
            branch=seat.body.branch,
            post=seat.post,
            votes=seat.votes,
            organisation_id=seat.organisation_id,
            is_alternate=seat.person_id != person.pk,
        )
        for seat in held
    )


def _companies(person: Person, consortium: Consortium, day: date) -> tuple[Company, ...]:
    """Member companies that the person belongs to, with tier and mandates on the day."""
    mine = {"consortium": consortium, "organisation": OuterRef("organisation"), "during__contains": day}
    members = (
        Member.objects.current(day)
        .filter(Exists(Affiliation.objects.filter(person=person, **mine)), consortium=consortium)
        .annotate(
            tier=Subquery(Tiering.objects.filter(member=OuterRef("pk"), during__contains=day).values("tier")[:1]),
            mandates=ArraySubquery(Mandate.objects.filter(person=person, **mine).values("kind").distinct()),
        )
        .order_by("pk")
    )
    rows = list(members)
    tiers = editions.in_force(consortium, day).tiers if rows else {}
    return tuple(_company(member, tiers.get(member.tier)) for member in rows)


def _company(member: Member, tier) -> Company:
    return Company(
        member_id=member.pk,
        subject_id=member.subject_id,
        organisation_id=member.organisation_id,
        branch=member.branch,
        tier=member.tier or "",
        tier_rank=tier.rank if tier else 0,
        is_core=bool(tier and tier.core),
        is_suspended=member.state == Member.State.SUSPENDED,
        mandates=frozenset(member.mandates),
    )
