"""Somebody who tries every verb of money and votes in any order: what is refused is refused, the rest must add up."""

from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from random import Random

from django.db import connection, transaction

from consortium import attendance, ballots, mandates, meetings, motions, room_votes, seats
from consortium.models import Item, Meeting, Motion, Recusal, Seat
from consortium.motions import NewItem
from consortium.room_votes import Said
from membership import dues
from membership.models import Mandate, Member
from parties.refusals import Forbidden, Invalid, Refusal
from tests.worlds import OPENED, World
from treasury import allocations, bank_files, credit_notes, invoices, payments
from treasury.models import BankFile, Invoice, Payment
from treasury.payments import Receipt
from treasury.references import printed
from treasury.settlement import Part

BEGUN = OPENED + timedelta(days=2)
CHOICES = ("for", "against", "abstain")


class Unexplained(Exception):
    """A verb wrote what binds and no entry."""


def bring_to_work(made: World) -> None:
    """Have a consortium invoice its dues, and its council be in a meeting with motions before it."""
    dues.run(made.consortium, 2026, by=None, at=OPENED)
    council = made.troupe.body("ec")
    day = BEGUN.date() - timedelta(days=1)
    meeting = meetings.plan([council], by=None, at=OPENED, title="Council", day=day, time=time(9))
    meetings.call(meeting, by=None, at=OPENED)
    held = council.seats.filter(state="held", votes=True).select_related("person")
    attendance.mark(meeting, {seat: seat.person for seat in held}, by=None, at=BEGUN)
    for days in (0, 9, 30):
        items = [NewItem("One"), NewItem("Other")]
        motion = motions.draft(council, title="Motion", items=items, by=made.troupe.secretary, at=BEGUN)
        if days:
            motions.open(motion, closes_at=BEGUN + timedelta(days=days), by=made.troupe.secretary, at=BEGUN)
            line = motion.roll.select_related("acting_seat__person", "acting_seat__subject").earliest("pk")
            ballots.recuse(motion, line, reason="Interested", by=line.acting_seat.person, at=BEGUN)


class Player:
    """One who does as a seed says. The same seed does the same."""

    def __init__(self, made: World, seed: int) -> None:
        self.consortium = made.consortium
        self.secretary = made.troupe.secretary
        self.council = made.troupe.body("ec")
        self.die = Random(seed)
        self.at = BEGUN
        self.done: list[str] = []
        self.trying = ""
        self.moves: list[Callable[[], None]] = [
            *(self.charge, self.record, self.record, self.receive, self.receive, self.allocate, self.allocate),
            *(self.take_back, self.assign, self.send_back, self.reverse, self.write_off, self.cancel, self.take_file),
            *(self.draft, self.open, self.open, self.cast, self.cast, self.cast, self.cast, self.recuse, self.rejoin),
            *(self.sever, self.withdraw, self.close, self.close, self.record_vote, self.record_vote),
            *(self.end_seat, self.name_alternate, self.end_mandate),
        ]

    def play(self, length: int) -> None:
        """Try ``length`` verbs.

        :raises Unexplained: where one wrote what binds and no entry.
        """
        for __ in range(length):
            self.at += timedelta(hours=self.die.randint(0, 30))
            move = self.die.choice(self.moves)
            self.trying, before = move.__name__, _written()
            try:
                with transaction.atomic():
                    move()
                self.done.append(move.__name__)
            except (Refusal, Invalid, Forbidden, _Nothing) as refused:
                self.done.append(f"{move.__name__}: {str(refused) or type(refused).__name__}")
            prints, written = (now - then for now, then in zip(_written(), before, strict=True))
            if prints and not written:
                raise Unexplained(move.__name__)

    def charge(self) -> None:
        year = self.at.year
        dues.charge_extra(self._member(), amount=self._amount(), purpose="Workshop", year=year, **self._acting())

    def record(self) -> None:
        payer = self.die.choice([None, self._member().subject])
        receipt = Receipt(self._key(), self.at.date(), self._amount(), "USD", payer)
        payments.record(self.consortium, [receipt], **self._acting())

    def receive(self) -> None:
        invoice = self._one(Invoice.objects.all())
        amount = invoice.open_amount + self.die.choice([Decimal(-1), Decimal(0), Decimal(0), Decimal(1), Decimal(250)])
        day = self.at.date()
        payments.receive(invoice, amount=amount, received_on=day, key=self._key(), **self._acting())

    def allocate(self) -> None:
        payment = self._one(Payment.objects.with_rest())
        mine = Invoice.objects.unpaid()
        invoice = self._one(mine.filter(debtor=payment.payer) if payment.payer and self.die.random() < 0.9 else mine)
        amount = min(payment.rest, invoice.open_amount) - self.die.choice([0, 0, 0, 1, -1])
        allocations.allocate(self.consortium, [Part(payment, invoice, amount)], **self._acting())

    def take_back(self) -> None:
        standing = allocations.standing(payment=self._one(Payment.objects.filter(allocated__gt=0)))
        taken = self.die.sample(standing, self.die.randint(1, len(standing)))
        allocations.take_back(taken, reason="Mistaken", **self._acting())

    def assign(self) -> None:
        payments.assign(self._one(Payment.objects.with_rest()), self._member().subject, **self._acting())

    def send_back(self) -> None:
        payment = self._one(Payment.objects.with_rest())
        amount = self.die.choice([payment.rest, Decimal(1), payment.rest + 1])
        payments.send_back(payment, amount=amount, reason="Too much", **self._acting())

    def reverse(self) -> None:
        payments.reverse(self._one(Payment.objects.all()), reason="Bounced", **self._acting())

    def write_off(self) -> None:
        invoices.write_off(self._one(Invoice.objects.unpaid()), reason="Insolvent", **self._acting())

    def cancel(self) -> None:
        credit_notes.cancel(self._one(Invoice.objects.all()), reason="Wrong tier", **self._acting())

    def take_file(self) -> None:
        """Bring a statement of three lines into the books: one with a reference, one of an invoice, one unknown."""
        one, other = self._one(Invoice.objects.unpaid()), self._one(Invoice.objects.all())
        lines = [
            f"{self.at.date()},SOMEBODY,{printed(one.reference)},{one.open_amount}",
            f"{self.at.date()},{other.organisation.name.upper()},{other.label},{self._amount()}",
            f"{self.at.date()},NOBODY,{self._key()},{self._amount()}",
        ]
        content = "\n".join(["Date,Payer,Reference,Amount", *lines]).encode()
        uploaded = bank_files.upload(self.consortium, content, name="statement.csv", **self._acting())
        if uploaded.state == BankFile.State.UPLOADED:
            bank_files.commit(uploaded, currency="USD", **self._acting())

    def draft(self) -> None:
        items = [NewItem(f"Item {number}") for number in range(self.die.randint(1, 3))]
        motions.draft(self.council, title="Motion", items=items, **self._acting())

    def open(self) -> None:
        motion = self._one(Motion.objects.filter(state="draft"))
        deadline = self.die.choice([None, self.at + timedelta(days=3)])
        motions.open(motion, closes_at=deadline, **self._acting())

    def cast(self) -> None:
        motion, line = self._line()
        items = {item: self.die.choice(CHOICES) for item in motion.items.all() if self.die.random() < 0.5}
        slate = self.die.choice(["", *CHOICES])
        ballots.cast(motion, line, items, slate=slate, by=line.acting_seat.person, at=self.at)

    def recuse(self) -> None:
        motion, line = self._line()
        items = self.die.choice([None, list(motion.items.all()[:1])])
        ballots.recuse(motion, line, reason="Interested", items=items, by=line.acting_seat.person, at=self.at)

    def rejoin(self) -> None:
        recusal = self._one(Recusal.objects.filter(item__motion__state="open"))
        line = recusal.line
        ballots.rejoin(line.motion, line, recusal.item, by=line.acting_seat.person, at=self.at)

    def sever(self) -> None:
        motion, line = self._line()
        motions.sever(self._one(motion.items.all()), line, by=line.acting_seat.person, at=self.at)

    def withdraw(self) -> None:
        motion = self._one(Motion.objects.filter(state__in=["draft", "open"]))
        motions.withdraw(motion, reason="No longer wanted", **self._acting())

    def close(self) -> None:
        if self.die.random() < 0.3:
            motions.close_due(self.at)
        else:
            motions.close(self._one(Motion.objects.filter(state="open")), **self._acting())

    def record_vote(self) -> None:
        motion = self._one(Motion.objects.filter(state__in=["draft", "open"]))
        meeting = self._one(Meeting.objects.all())
        there = [entry.seat for entry in meeting.attendance.filter(seat__isnull=False).select_related("seat")]
        but = {seat: self.die.choice(CHOICES) for seat in there if self.die.random() < 0.2}
        said: dict[Item | None, Said] = {None: Said(self.die.choice(CHOICES), but)}
        seen = room_votes.preview(meeting, motion, said, **self._acting()).seen
        ends = self.die.choice([True, False])
        room_votes.vote(meeting, motion, said, seen=seen, ends_vote=ends, **self._acting())

    def end_seat(self) -> None:
        seat = self._one(Seat.objects.held().filter(body__level__gt=0).select_related("body"))
        seats.end(seat, reason=Seat.Ending.RESIGNED, words="Moved on", **self._acting())

    def name_alternate(self) -> None:
        seat = self._one(Seat.objects.held().filter(body=self.council))
        colleagues = Mandate.objects.filter(organisation=seat.organisation_id).select_related("person")
        seats.name_alternate(seat, self._one(colleagues).person, **self._acting())

    def end_mandate(self) -> None:
        mandates.end(self._one(Mandate.objects.on(self.at.date())), **self._acting())

    def _acting(self) -> dict:
        return {"by": self.secretary, "at": self.at}

    def _line(self):
        motion = self._one(Motion.objects.filter(state="open"))
        return motion, self._one(motion.roll.select_related("acting_seat__person", "acting_seat__subject"))

    def _one(self, rows):
        """Pick a row, in an order that does not depend on the database."""
        found = list(rows.filter(consortium=self.consortium).order_by("pk"))
        if not found:
            raise _Nothing
        return self.die.choice(found)

    def _member(self) -> Member:
        return self._one(Member.objects.select_related("subject", "organisation", "consortium"))

    def _amount(self) -> Decimal:
        return Decimal(self.die.choice([1, 250, 1000, 5000, 25_000])) + Decimal(self.die.randint(0, 99)) / 100

    def _key(self) -> str:
        return f"key-{self.die.getrandbits(64)}"


class _Nothing(Exception):
    """There is nothing yet to which it could be done."""


def _written() -> tuple[int, int]:
    """Count fingerprints and entries, those of savepoints that were taken back left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM journal_fingerprint), (SELECT count(*) FROM journal_entry)")
        return cursor.fetchone()
