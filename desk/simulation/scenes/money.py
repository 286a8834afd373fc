"""The money of a year: declared, verified, regraded, invoiced, paid early or late or not at all."""

from datetime import date
from decimal import Decimal

from consortium import choices
from desk.simulation.cast import Place
from desk.simulation.troupe import Troupe
from membership.declarations import Evidence
from membership.models import Declaration, Regrading
from treasury.models import Invoice

MILLION = 1_000_000


def schedule(troupe: Troupe, until: date) -> None:
    """Put the yearly round on the agenda of every year."""
    opening = troupe.stage.today
    for year in range(opening.year, until.year + 1):
        troupe.stage.on(date(year, 11, 3), lambda year=year: declare_all(troupe, year - 1))
        troupe.stage.on(date(year, 12, 4), lambda year=year: regrade(troupe, year + 1))
        troupe.stage.on(date(year + 1, 1, 5), lambda year=year: invoice(troupe, year + 1))
    troupe.stage.after(4, lambda: declare_all(troupe, opening.year - 1))


def declare_all(troupe: Troupe, year: int) -> None:
    """Let the companies declare a closed year over some weeks; finance looks at each."""
    for place in troupe.members():
        troupe.stage.after(troupe.stage.die.randint(0, 18), lambda place=place: declare(troupe, place, year))


def declare(troupe: Troupe, place: Place, year: int) -> None:
    """Declare a company's revenue, once; finance verifies some days later."""
    known = Declaration.objects.filter(member__organisation=troupe.who[place.key], year=year).exists()
    revenue = revenue_of(troupe, place, year)
    if known or revenue is None or place not in troupe.members():
        return
    declaration = troupe.stage.act(
        troupe.mandated(place, "revenue_declarer"),
        "declaration.declare",
        troupe.member(place),
        year=year,
        revenue=revenue,
        total_revenue=revenue * 2,
        evidence=evidence(place, year, revenue),
    )
    troupe.stage.after(2, lambda: verify(troupe, declaration))


def verify(troupe: Troupe, declaration: Declaration) -> None:
    """Verify a declaration."""
    declaration.refresh_from_db()
    troupe.stage.act(troupe.finance, "declaration.verify", declaration)


def regrade(troupe: Troupe, dues_year: int) -> None:
    """Announce next year's tiers from what was declared; they take effect with the year."""
    regrading = troupe.stage.act(troupe.finance, "regrading.announce", troupe.stage.consortium, dues_year=dues_year)
    troupe.stage.after(10, lambda: choose(troupe, regrading))


def choose(troupe: Troupe, regrading: Regrading) -> None:
    """Let companies that lose seats keep those that they took first."""
    for line in regrading.lines.select_related("regrading", "member__organisation", "consortium"):
        options = [(over, seats) for over, seats in choices.options(line) if over.must_choose]
        stays = [seat.number for over, seats in options for seat in seats[: over.quota]]
        place = next(each for each in troupe.cast.companies if each.name == str(line.member))
        if stays:
            troupe.stage.act(troupe.mandated(place, "nominator"), "seats.choose", line, stays=stays)


def invoice(troupe: Troupe, year: int) -> None:
    """Run the dues; each company pays in its own time."""
    for bill in troupe.stage.act(troupe.finance, "dues.run", troupe.stage.consortium, year):
        place = next(each for each in troupe.cast.companies if each.name == bill.bill_to["name"])
        if not (place.stops_paying and year > troupe.stage.consortium.goes_live_on.year + 1):
            troupe.stage.after(place.pays, lambda bill=bill, place=place: pay(troupe, bill, place))


def pay(troupe: Troupe, bill: Invoice, place: Place) -> None:
    """Let a payment arrive; one company pays in two parts."""
    bill.refresh_from_db()
    parts = [Decimal("0.4"), Decimal("0.6")] if place.key == "kogane" else [Decimal(1)]
    for turn, part in enumerate(parts):
        troupe.stage.after(turn * 12, lambda turn=turn, part=part: receive(troupe, bill, bill.amount * part, turn))


def receive(troupe: Troupe, bill: Invoice, amount: Decimal, turn: int) -> None:
    """Enter a payment that the bank shows."""
    troupe.stage.act(
        troupe.finance,
        "payment.receive",
        bill,
        amount=amount,
        received_on=troupe.stage.today,
        key=f"statement:{bill.number}:{turn}",
        reference_text=bill.reference,
    )


def revenue_of(troupe: Troupe, place: Place, year: int) -> int | None:
    """Give a company's illustrative revenue of a year in the base currency; beyond what is told it stays the same."""
    turn = year - (troupe.stage.consortium.goes_live_on.year - 1)
    return place.revenue[min(turn, len(place.revenue) - 1)] * MILLION if turn >= 0 else None


def evidence(place: Place, year: int, revenue: int) -> Evidence:
    """Make the document that shows the figure."""
    words = f"{place.name}: storage revenue {year}: {revenue:,}. Illustrative, for the demonstration only.\n"
    return Evidence(words.encode(), f"revenue-{year}.txt")
