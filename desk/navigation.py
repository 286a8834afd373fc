"""The menu, as one table. To add a page, add its line to the section of what people do there.

``url`` is the name of an address that takes the consortium and nothing else. ``visible`` is asked of the
viewer; leave it out for a page that everyone in the consortium may open. ``known`` is asked of the charter; leave
it out for what every charter knows. The suite opens every line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parties.viewer import Viewer


def everyone(viewer: Viewer) -> bool:
    """Show a line to whoever has a part in the consortium."""
    return True


def sits_in_council(viewer: Viewer) -> bool:
    return any(seat.kind == "council" for seat in viewer.seats)


def looks_ahead(viewer: Viewer) -> bool:
    """Finance and the council see what a regrading would change."""
    return viewer.is_finance or sits_in_council(viewer)


def recruits(viewer: Viewer) -> bool:
    """The office and the council's chair keep the pipeline of prospects."""
    return viewer.is_office or any(seat.kind == "council" and seat.post == "chair" for seat in viewer.seats)


def declares(viewer: Viewer) -> bool:
    """Finance sees declarations, invoices and payments, and whoever speaks for a company its own."""
    return viewer.is_finance or any(company.mandates for company in viewer.companies)


def charges(charter: Any) -> bool:
    """Whether members pay dues."""
    return charter.dues.basis != "none"


def regrades(charter: Any) -> bool:
    """Whether tiers follow from revenue, year by year."""
    return bool(charter.tiers) and charter.regrading.effective is not None


def reads_revenue(charter: Any) -> bool:
    """Whether dues or tiers follow from what companies declare."""
    return charter.dues.basis == "formula" or regrades(charter)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    label: Promise
    url: str
    visible: Callable[[Viewer], bool] = everyone
    known: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A thing people come to do. Its first visible line is where its heading leads."""

    key: str
    label: Promise
    icon: str
    entries: tuple[Entry, ...]
    short: Promise | str = ""
    """How the bar on a phone calls it, where the label is too long for a quarter of the screen."""


NAVIGATION = (
    Section(
        "home",
        _("Home"),
        "home",
        (
            Entry(_("Home"), "consortium_home"),
            Entry(_("Who has not responded"), "duty_chase", visible=lambda viewer: viewer.is_office),
            Entry(_("Letters"), "letter_list"),
        ),
    ),
    Section(
        "decide",
        _("Decide"),
        "gavel",
        (
            Entry(_("Motions"), "motion_list"),
            Entry(_("Decisions"), "decision_list"),
            Entry(_("Strategy and vision"), "statement_list"),
            Entry(_("Bridges"), "bridge_list", visible=lambda viewer: bool(viewer.seats)),
            Entry(_("Needs of industry"), "need_list", visible=lambda viewer: viewer.is_member or viewer.is_office),
        ),
    ),
    Section(
        "people",
        _("People"),
        "users",
        (
            Entry(_("Organisation"), "body_list"),
            Entry(_("Posts and vacant seats"), "vacancy_list"),
            Entry(_("Nominations"), "nomination_list", visible=lambda viewer: viewer.is_member or viewer.is_office),
            Entry(_("People"), "person_list"),
        ),
    ),
    Section(
        "money",
        _("Members & money"),
        "coins",
        (
            Entry(_("Members"), "member_list"),
            Entry(_("Supply chain"), "supply_chain", known=lambda charter: bool(charter.membership.positions)),
            Entry(_("What membership brings"), "benefit_list"),
            Entry(_("Declarations of revenue"), "declaration_list", visible=declares, known=reads_revenue),
            Entry(_("Regrading"), "regrading_list", visible=looks_ahead, known=regrades),
            Entry(_("Exit risk"), "exit_risk", visible=lambda viewer: viewer.is_finance, known=charges),
            Entry(_("Prospects"), "prospect_list", visible=recruits),
            Entry(_("Funds"), "fund_detail"),
            Entry(_("Invoices"), "invoice_list", visible=declares),
            Entry(_("Statements of account"), "balance_list", visible=declares),
            Entry(_("Payments"), "payment_list", visible=declares),
            Entry(_("Bank statements"), "bank_file_list", visible=lambda viewer: viewer.is_finance),
            Entry(_("Dues run"), "dues_run", visible=lambda viewer: viewer.is_finance, known=charges),
            Entry(_("Ledger"), "transaction_list", visible=lambda viewer: viewer.is_finance),
        ),
        short=_("Money"),
    ),
    Section(
        "rules",
        _("Rules"),
        "book",
        (
            Entry(_("Charter"), "charter_detail"),
            Entry(_("Editions"), "edition_list"),
            Entry(_("Who decides what"), "who_decides"),
        ),
    ),
    Section(
        "calendar",
        _("Calendar"),
        "calendar",
        (
            Entry(_("Calendar"), "calendar"),
            Entry(_("Meetings"), "meeting_list"),
            Entry(_("Compliance"), "compliance_year"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the menu as one viewer sees it."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the menu as one viewer sees it."""

    key: str
    label: str
    short: str
    icon: str
    address: str
    lines: tuple[Line, ...]
    is_current: bool


def menu(viewer: Viewer, path: str, charter: Any = None) -> tuple[Block, ...]:
    """Lay out the menu for a viewer, with the line that leads deepest towards ``path`` marked.

    What the charter does not know has no line; before one holds, everything has.
    """
    laid = [(section, addresses(section, viewer, charter)) for section in NAVIGATION]
    here = current([address for _section, lines in laid for _entry, address in lines], path)
    return tuple(block(section, lines, here) for section, lines in laid if lines)


def addresses(section: Section, viewer: Viewer, charter: Any) -> list[tuple[Entry, str]]:
    """List the section's lines that the viewer may open under the charter, with where they lead."""
    slug = viewer.consortium.slug
    mine = [entry for entry in section.entries if entry.visible(viewer)]
    return [(entry, address_of(entry.url, slug)) for entry in mine if _is_known(entry, charter)]


def _is_known(entry: Entry, charter: Any) -> bool:
    return entry.known is None or charter is None or entry.known(charter)


@lru_cache(maxsize=4096)
def address_of(name: str, slug: str) -> str:
    """Return where a page of a consortium lies; every page asks it for every line of the menu."""
    return reverse(name, args=[slug])


def current(known: list[str], path: str) -> str:
    """Return the longest known address that ``path`` lies under."""
    home = min(known, key=len, default="")
    return max(
        (each for each in known if path == each or (each != home and path.startswith(each))), key=len, default=""
    )


def block(section: Section, lines: list[tuple[Entry, str]], here: str) -> Block:
    """Turn a section into what the template shows."""
    return Block(
        key=section.key,
        label=str(section.label),
        short=str(section.short or section.label),
        icon=section.icon,
        address=lines[0][1],
        lines=tuple(Line(str(entry.label), address, address == here) for entry, address in lines),
        is_current=any(address == here for _entry, address in lines),
    )
