"""The things that rows of the access table name: made by the verbs, one of each telling kind."""

from django.db import transaction

from duties import letters
from duties.models import CalendarFeed, Duty, Notice
from files import blobs
from tests.access import meetings, members, money, motions, people
from tests.worlds import World


def filled(world: World) -> World:
    """Make one thing for every name that the table uses."""
    world.add_people("stranger", "elsewhere")
    at, secretary = world.troupe.stage.at, world.person("weaver")
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    held = letters.hold(
        toshiba.subject, world.person("sato"), kind="appointment", title="T", body="B", by=secretary, at=at
    )
    with transaction.atomic():
        document = blobs.store(world.consortium, b"%PDF-1.7", name="x.pdf", by=secretary, at=at)
        released = letters.hold(
            toshiba.subject, world.person("ogawa"), kind="dues", title="T", body="B", blob=document, by=secretary, at=at
        )
    letters.release([released], by=secretary, at=at)
    feed = CalendarFeed.objects.create(person=world.person("sato"), token="t" * 43, made_at=at)
    world.things |= {
        "held letter": held.number,
        "letter to ogawa": released.number,
        "edition 1": 1,
        "feed of sato": feed.token,
        "asrc": "asrc",
        "debtor": "debtor",
    }
    meetings.fill(world)
    money.fill(world)
    motions.fill(world)
    people.fill(world)
    members.fill(world)
    vote = Duty.objects.open().get(kind="vote.cast", debtor__kind="seat", debtor__number=world.things["seat of sato"])
    world.things["duty of sato"] = vote.pk
    world.things["notice of sato"] = Notice.objects.filter(person=world.person("sato")).latest("pk").pk
    return world
