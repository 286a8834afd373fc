"""A dozen people of the cast that a visitor can be, and what each can do next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Part:
    """Someone to be. ``email`` is the address of the cast's person."""

    email: str
    role: Promise
    can: Promise


PARTS = (
    Part(
        "adeyemi@wd.example",
        _("Chairs the Executive Council"),
        _("Vote on the strategy and close the ballot, draft a motion, look after the next council meeting."),
    ),
    Part(
        "sato@toshiba.example",
        _("Sits in the Executive Council for Toshiba"),
        _("Three taps: vote on the strategy. Answer the invitation to the next council meeting."),
    ),
    Part(
        "fontaine@meridian.example",
        _("New in the Executive Council: Meridian rose to tier 1"),
        _("Vote for the first time; see how the regrading brought the seat."),
    ),
    Part(
        "holt@wd.example",
        _("Chairs the steering committee of the US branch, and nominates for Western Digital"),
        _("Appoint to TC-US, plan a meeting, see what other branches may not touch."),
    ),
    Part(
        "mori@toshiba.example",
        _("Chairs the steering committee of the Japan branch, and nominates for Toshiba"),
        _("Fill vacant seats of Toshiba, put nominations to the vote."),
    ),
    Part(
        "okafor@seagate.example",
        _("Chairs the technical committee of the US branch"),
        _("Set up a working group, bring in a guest, run the monthly meeting."),
    ),
    Part(
        "weaver@idema.example",
        _("Secretary in the office"),
        _("See who has not responded and remind them, hold a meeting, write minutes, keep the register."),
    ),
    Part(
        "amari@idema.example",
        _("Finance in the office"),
        _("Verify declarations, preview the regrading, import the bank's file, follow the money."),
    ),
    Part(
        "ogawa@toshiba.example",
        _("Declares revenue and pays for Toshiba; assists its council member"),
        _("Read Toshiba's own invoices and statement, and nobody else's; reply for Ken Sato, never vote."),
    ),
    Part(
        "carver@pinewood.example",
        _("Speaks for Pinewood, which has not paid"),
        _("See what an overdue invoice does to a member's rights."),
    ),
    Part(
        "haines@larkspur.example",
        _("Speaks for Larkspur, a tier-4 member that is leaving"),
        _("See what a small member sees; take the withdrawal back."),
    ),
    Part(
        "zhu@cmu.example",
        _("Professor, guest of two working groups"),
        _("Look in without a vote: groups, meetings one is invited to, and nothing of the companies' money."),
    ),
)
