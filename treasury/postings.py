"""What each kind of transaction posts. Pure: amounts in, lines out; every function's lines add up to nothing.

How the books work: an invoice creates a debt (*owed by members*) and, against it, *dues still to be
collected*. Money that arrives is the payer's *credit* until it is allocated; an allocation settles the debt
and turns dues still to be collected into research pool and administration. So *dues still to be collected*
always equals what members owe, and the funds hold only what was collected (E-11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from treasury.models.ledger import Account
from treasury.rounding import running_share

Kind = Account.Kind


@dataclass(frozen=True, slots=True)
class Place:
    """An account by what it is."""

    kind: str
    branch: str = ""
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: debit is positive, credit negative."""

    place: Place
    amount: Decimal


Lines = tuple[Line, ...]


def dues_invoiced(debtor_id: int, branch: str, amount: Decimal) -> Lines:
    """A member owes dues."""
    return _between(_owed_by(debtor_id), Place(Kind.DUES, branch), amount)


def invoice_cancelled(debtor_id: int, branch: str, amount: Decimal) -> Lines:
    """A credit note: the debt, and the dues expected from it, never were."""
    return _between(Place(Kind.DUES, branch), _owed_by(debtor_id), amount)


def write_off(debtor_id: int, branch: str, amount: Decimal) -> Lines:
    """A debt is given up: what is not collected never reaches a pool."""
    return _between(Place(Kind.DUES, branch), _owed_by(debtor_id), amount)


def payment_received(payer_id: int | None, amount: Decimal) -> Lines:
    """Money has arrived; it is the payer's credit, or unmatched while nobody knows the payer (prepayment)."""
    return _between(Place(Kind.BANK), _credit_of(payer_id), amount)


def payer_found(was: int | None, payer_id: int | None, amount: Decimal) -> Lines:
    """Unused money turns out to be another payer's."""
    return _between(_credit_of(was), _credit_of(payer_id), amount)


def repaid(payer_id: int | None, amount: Decimal) -> Lines:
    """Unused money goes back to where it came from."""
    return _between(_credit_of(payer_id), Place(Kind.BANK), amount)


def dues_received(payer_id: int | None, debtor_id: int, branch: str, amount: Decimal, shares: "Shares") -> Lines:
    """Credit settles a debt, and the dues collected are shared out (MEM-07). Negative where it is taken back."""
    return _drop_empty(
        (
            *_between(_credit_of(payer_id), _owed_by(debtor_id), amount),
            Line(Place(Kind.DUES, branch), amount),
            *shares.lines(),
        )
    )


def pool_shifted(giver: str, taker: str, amount: Decimal) -> Lines:
    """Research money moves from one branch's pool to another's (E-12)."""
    return _between(Place(Kind.POOL, giver), Place(Kind.POOL, taker), amount)


def opening_balance(place: Place, amount: Decimal) -> Lines:
    """What an account held on the day the books begin; ``amount`` is positive for a debit."""
    return _between(place, Place(Kind.OPENING), amount)


def reversal(lines: Iterable[Line]) -> Lines:
    """The opposite of a transaction, line by line."""
    return tuple(Line(line.place, -line.amount) for line in lines)


@dataclass(frozen=True, slots=True)
class Shares:
    """How collected dues are shared: what goes to the research pool, what to administration."""

    pool_branch: str
    pool: Decimal
    administration: Decimal
    general: Decimal = Decimal(0)
    """All of it where the charter names no share."""

    def lines(self) -> Lines:
        return (
            Line(Place(Kind.POOL, self.pool_branch), -self.pool),
            Line(Place(Kind.ADMINISTRATION, self.pool_branch), -self.administration),
            Line(Place(Kind.GENERAL, self.pool_branch), -self.general),
        )


def pool_share(rate: Decimal | None, pool_branch: str, collected: Decimal, amount: Decimal, currency: str) -> Shares:
    """Share out ``amount`` more of dues of which ``collected`` came in before.

    The pool gets the difference between the rounded shares of the running totals, administration the rest.
    """
    if rate is None:
        return Shares(pool_branch, Decimal(0), Decimal(0), amount)
    pool = running_share(rate, collected, amount, currency)
    return Shares(pool_branch, pool, amount - pool)


def _owed_by(debtor_id: int) -> Place:
    return Place(Kind.RECEIVABLE, owner_id=debtor_id)


def _credit_of(payer_id: int | None) -> Place:
    return Place(Kind.CREDIT, owner_id=payer_id)


def _between(debit: Place, credit: Place, amount: Decimal) -> Lines:
    return Line(debit, amount), Line(credit, -amount)


def _drop_empty(lines: Iterable[Line]) -> Lines:
    return tuple(line for line in lines if line.amount)
