"""A founded consortium under the ASRC charter, and people seated in it, through the real verbs."""

import tomllib
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from charter import documents, schemas
from charter.models import Edition
from charter.sources import Basis, Source
from consortium import approvals, bodies, room_votes, seats
from consortium import minutes as verbs_of_minutes
from consortium.models import Body, Meeting, Minutes, Motion, Seat
from consortium.room_votes import Said
from journal import subjects
from membership.models import Affiliation, Mandate, Member, Tiering
from parties.models import Consortium, Person
from tests.factories.parties import NOON, ConsortiumFactory, OrganisationFactory, PersonFactory

CHOSEN = {
    "bodies.office.appointed_by": "ec",
    "membership.admitted_by": "ec",
    "membership.mandates": ["nominator", "revenue_declarer", "billing", "counsel", "signatory"],
    "meetings.notice_days": 14,
    "meetings.minutes_due_days": 14,
    "office.posts.secretary.name": "Secretary",
    "regrading.declared_by": "11-30",
    "dues.invoiced_on": "01-01",
    **{
        f"{place}.{rule}": value
        for place in (
            *(f"bodies.{key}" for key in ("ec", "sc_us", "sc_jp", "tc_us", "tc_jp")),
            *(f"working_groups.kinds.{kind}" for kind in ("system", "function")),
        )
        for rule, value in (("recusal", "counts_for_quorum"), ("seat_end", "strike"))
    },
}
"""What founding would ask for and the preset only suggests or leaves open."""


def asrc_document(**changes) -> dict:
    """The ASRC preset as founding would complete it; ``changes`` are rules by dotted path, ``__`` for the dot."""
    preset = tomllib.loads(Path(settings.BASE_DIR, "charter/presets/asrc.toml").read_text())
    document = {key: table for key, table in preset.items() if key not in ("schema", "sources", "suggestions")}
    said = {path: each["value"] for path, each in preset["suggestions"].items()}
    for path, value in {**said, **CHOSEN, **{k.replace("__", "."): v for k, v in changes.items()}}.items():
        *tables, last = path.split(".")
        place = document
        for table in tables:
            place = place.setdefault(table, {})
        place[last] = value
    return document


def founded(at: datetime = NOON, document: dict | None = None) -> Consortium:
    """Found a consortium with its bodies open."""
    consortium = ConsortiumFactory()
    chartered(consortium, document or asrc_document(), at=at)
    bodies.constitute(consortium, by=None, at=at)
    return consortium


def chartered(consortium: Consortium, document: dict, *, at: datetime = NOON, day: date | None = None) -> Edition:
    """Put an edition in force."""
    subject = subjects.open(consortium, Edition.KIND)
    return Edition.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        schema=1,
        document={**document, "sources": chosen(document)},
        effective_from=day or date(2016, 1, 1),
        state=Edition.State.ACTIVE,
    )


def chosen(document: dict) -> dict:
    """Say of every rule that it was chosen: what amends an edition wants to know where its rules come from."""
    source = Source("Test", Basis.CHOSEN).as_row()
    return dict.fromkeys(documents.stated(schemas.model(), documents.plain(document)), source)


def body(consortium: Consortium, key: str) -> Body:
    """Find the open body with that key in the charter."""
    return Body.objects.open().get(consortium=consortium, key=key)


def company(consortium: Consortium, name: str, tier: str = "t1", branch: str = "us", **fields) -> Member:
    """Enter a member company in a tier and a branch."""
    subject = subjects.open(consortium, Member.KIND)
    member = Member.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        organisation=OrganisationFactory(name=name),
        branch=branch,
        joined_on=date(2020, 1, 1),
        **fields,
    )
    Tiering.objects.create(consortium=consortium, member=member, tier=tier, during=DateRange(date(2020, 1, 1), None))
    return member


def employee(member: Member, title: str = "", name: str = "", *mandates: str) -> Person:
    """Enter a person of the company, with a title by its charter key and mandates."""
    person = PersonFactory(**({"name": name} if name else {}))
    Affiliation.objects.create(
        consortium=member.consortium,
        person=person,
        organisation=member.organisation,
        title=title,
        during=DateRange(date(2020, 1, 1), None),
    )
    for kind in mandates:
        Mandate.objects.create(
            consortium=member.consortium,
            organisation=member.organisation,
            person=person,
            kind=kind,
            during=DateRange(date(2020, 1, 1), None),
        )
    return person


def seated(place: Body, member: Member, title: str, name: str = "", *, at: datetime = NOON) -> Seat:
    """Seat a new person of the company with a vote, as the appointing body would have decided."""
    return seats.take(
        place,
        employee(member, title, name),
        member=member,
        title=title,
        votes=True,
        until=date(at.year + 2, at.month, 1),
        by=None,
        at=at,
    )


def officer(consortium: Consortium, post: str = "secretary", *, at: datetime = NOON) -> Person:
    """Give a post of the office to a new person."""
    return seats.install_office(consortium, PersonFactory(), post, by=None, at=at).person


def recorded(meeting: Meeting, motion: Motion, choice: str, *, by: Person, at: datetime, exceptions=None, **options):
    """Record a vote given in a meeting, having looked at its preview: all of it, but for the exceptions."""
    said = {None: Said(choice, exceptions or {})}
    seen = room_votes.preview(meeting, motion, said, by=by, at=at).seen
    return room_votes.vote(meeting, motion, said, seen=seen, by=by, at=at, **options)


def approved(minutes: Minutes, *, by: Person, at: datetime) -> None:
    """Have every seat of the bodies that met approve circulated minutes in writing, and record it."""
    seats = Seat.objects.on(minutes.consortium.day_of(at)).voting().filter(body__in=minutes.meeting.bodies.all())
    approvals.respond(minutes, list(seats), "approve", by=by, at=at)
    verbs_of_minutes.approve(minutes, by=by, at=at)
