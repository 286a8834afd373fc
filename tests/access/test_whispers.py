"""What a door keeps closed is whispered nowhere else: in no list, export, search, feed, history or API answer.

Each secret gets a word of its own. Everybody opens every page that the table lets them open, each also as an
export and with the word looked for; the word may stand only where the secret's own door lets the reader in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from django.db import transaction

from consortium import agendas, meetings, minutes, motions, papers
from consortium.models import Body, Minutes, Motion
from consortium.motions import NewItem
from duties import letters
from membership.models import Declaration, Prospect, Withdrawal
from tests.access.expander import Row
from tests.access.money import mistaken
from tests.access.personas import PERSONAS
from tests.access.table import TABLE
from treasury import payments
from treasury.models import Invoice
from treasury.payments import Receipt

LOOKED_FOR = "xy"
WITH_KEY = frozenset({"calendar_feed", "invitation_by_mail"})
"""Addresses with a random key: whoever knows it stands for its person."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A word, the door that tells who may read it, and how it comes into the world."""

    word: str
    route: str
    thing: str
    plant: Callable[..., object]

    @property
    def readers(self) -> frozenset[str]:
        """Whom the table lets in at the secret's own door."""
        door = (self.route, self.thing, "get")
        return next(row.allowed for row in TABLE if (row.route, row.thing, row.method) == door)


def draft_motion(world, word: str) -> None:
    drafted(world, "sc_us", "nakamura_r", word)


def open_motion(world, word: str) -> None:
    at = world.troupe.stage.at
    motion = drafted(world, "ec", "sato", word)
    motions.open(motion, closes_at=at + timedelta(days=9), by=world.person("sato"), at=at)


def drafted(world, body: str, by: str, word: str) -> Motion:
    """Write the word into the title, the text, the items and a paper of a draft."""
    at, author = world.troupe.stage.at, world.person(by)
    items = [NewItem(f"{word} one"), NewItem(f"{word} two")]
    motion = motions.draft(seat_of(world, body), title=word, text=word, items=items, by=author, at=at)
    motions.add_paper(motion, b"x", name=f"{word}.txt", label="body", by=author, at=at)
    return motion


def meeting(world, word: str) -> None:
    at, rivera = world.troupe.stage.at, world.person("rivera")
    planned = {"day": date(2026, 3, 17), "time": time(14), "zone": "UTC", "place": word}
    called = meetings.plan([seat_of(world, "tc_us")], title=word, by=None, at=at, **planned)
    meetings.call(called, by=None, at=at)
    agendas.add(called, title=word, by=None, at=at)
    papers.add(called, b"x", by=rivera, at=at, file_name=f"{word}.txt")


def minutes_drafted(world, word: str) -> None:
    record = Minutes.objects.get(number=world.things["record drafted"])
    minutes.save(record, word, by=world.person("weaver"), at=world.troupe.stage.at)


def held_letter(world, word: str) -> None:
    secretary, at = world.person("weaver"), world.troupe.stage.at
    company = world.troupe.member(world.troupe.cast.company_of("sato"))
    letters.hold(company.subject, world.person("sato"), kind=word, title=word, body=word, by=secretary, at=at)


def unmatched_payment(world, word: str) -> None:
    finance, day = world.person("amari"), world.troupe.stage.today - timedelta(days=1)
    receipt = Receipt(word, day, Decimal(11), "USD", payer_text=word, reference_text=word)
    payments.record(world.consortium, [receipt], by=finance, at=world.troupe.stage.at)


def corrected_payment(world, word: str) -> None:
    invoice = Invoice.objects.get(consortium=world.consortium, number=world.things["toshiba's invoice"])
    mistaken(world, invoice, word)


def evidence(world, word: str) -> None:
    Declaration.objects.filter(number=world.things["toshiba's declaration"]).update(evidence_name=word)


def revenue(world, word: str) -> None:
    rows = Declaration.objects.filter(number=world.things["toshiba's declaration"])
    rows.update(revenue=Decimal(word), total_revenue=Decimal(word))


def why_it_leaves(world, word: str) -> None:
    Withdrawal.objects.filter(number=world.things["toshiba's withdrawal"]).update(words=word)


def prospect(world, word: str) -> None:
    row = Prospect.objects.get(number=world.things["prospect"])
    Prospect.objects.filter(pk=row.pk).update(next_step=word)
    type(row.organisation).objects.filter(pk=row.organisation_id).update(name=word)


def seat_of(world, key: str) -> Body:
    return Body.objects.open().get(consortium=world.consortium, key=key)


SECRETS = (
    Secret("Xydraft", "motion_detail", "draft", draft_motion),
    Secret("Xyopen", "motion_detail", "open", open_motion),
    Secret("Xymeeting", "meeting_detail", "of TC-US", meeting),
    Secret("Xyminutes", "minutes_detail", "drafted", minutes_drafted),
    Secret("Xyletter", "letter_detail", "held", held_letter),
    Secret("Xypayer", "bank_file_detail", "", unmatched_payment),
    Secret("Xycorrected", "payment_detail", "Seagate's", corrected_payment),
    Secret("Xyevidence", "declaration_detail", "Toshiba's", evidence),
    Secret("7131313713", "declaration_detail", "Toshiba's", revenue),
    Secret("Xyleaves", "withdrawal_detail", "Toshiba", why_it_leaves),
    Secret("Xyprospect", "prospect_detail", "", prospect),
)


def test_nobody_hears_what_their_doors_keep_closed(world):
    for secret in SECRETS:
        secret.plant(world, secret.word)
    told = {
        (persona, secret.word, page)
        for persona in PERSONAS
        for page, words in read(world, persona)
        for secret in SECRETS
        if secret.word in words
    }

    readers = {secret.word: secret.readers for secret in SECRETS}
    assert {(persona, word, page) for persona, word, page in told if persona not in readers[word]} == set()
    assert {word for _persona, word, _page in told} == set(readers)  # each is told to somebody


def read(world, persona: str, wanted: Callable[[Row], bool] = lambda row: True):
    """Yield the address and the words of everything wanted that the persona may open, in each variation."""
    for row in TABLE:
        is_open = (persona in row.allowed or row.public) and not row.absent and row.route not in WITH_KEY
        if row.method == "get" and is_open and wanted(row):
            for variation in variations(row):
                answer = opened(world, persona, row, variation)
                yield f"{row} {variation}", answer.replace(",", "").replace("\N{NO-BREAK SPACE}", "")


def variations(row: Row) -> list[dict[str, str]]:
    """Give a page as it is; one that may be a list also looked through, and as an export."""
    if row.args:
        return [{}]
    return [{}, {"search": LOOKED_FOR}] if row.is_api else [{}, {"q": LOOKED_FOR}, {"export": "csv"}]


def opened(world, persona: str, row: Row, variation: dict) -> str:
    with transaction.atomic():
        response = world.clients[persona].get(world.address(row), variation)
        content = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return content.decode(errors="replace")
