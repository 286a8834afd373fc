"""Who may act on memberships: the company by its mandates, finance, the office. When is the verbs' question."""

from django.utils.translation import gettext as _

from membership.models import Declaration, Member, Prospect, Regrading, RegradingLine, Withdrawal
from parties.permissions import Answer, either
from parties.viewer import Viewer

LEAVES = ("signatory", "nominator")
"""Mandates that give and take back a company's notice of leaving."""


def can_record_founding_member(viewer: Viewer) -> Answer:
    """The office enters who belonged before going live."""
    return either(viewer.is_office, _("The office records founding members."), "GOV-06")


def can_move_in_chain(viewer: Viewer, member: Member) -> Answer:
    """The office corrects a member's place in the supply chain."""
    return either(viewer.is_office, _("The office keeps the supply chain."), "MEM-13")


def can_declare(viewer: Viewer, member: Member) -> Answer:
    """The company's revenue declarer, or finance on its behalf (E-06)."""
    mandated = viewer.mandated("revenue_declarer", member.organisation_id)
    return either(mandated or viewer.is_finance, _("The company's revenue declarer declares its revenue."), "E-06")


def can_verify(viewer: Viewer, declaration: Declaration) -> Answer:
    """Finance (E-06)."""
    return can_verify_many(viewer)


def can_verify_many(viewer: Viewer) -> Answer:
    """Finance, whatever the declarations (E-06)."""
    return either(viewer.is_finance, _("Finance verifies declarations."), "E-06")


def can_send_back(viewer: Viewer, declaration: Declaration) -> Answer:
    """Finance (E-06)."""
    return either(viewer.is_finance, _("Finance returns declarations."), "E-06")


def can_look_ahead(viewer: Viewer) -> Answer:
    """Finance and the council look at what a regrading or an exit would change (MEM-08, MEM-12)."""
    council = any(seat.kind == "council" for seat in viewer.seats)
    return either(viewer.is_finance or council, _("Finance and the council look ahead."), "MEM-08")


def can_announce(viewer: Viewer) -> Answer:
    """Finance announces the yearly regrading (E-07)."""
    return either(viewer.is_finance, _("Finance announces the regrading."), "E-07")


def can_regrade(viewer: Viewer, regrading: Regrading) -> Answer:
    """Finance puts a regrading into effect; the clock does so on its day."""
    return either(viewer.is_finance, _("Finance puts the regrading into effect."), "E-07")


def can_choose(viewer: Viewer, line: RegradingLine) -> Answer:
    """The company's nominator chooses who keeps a seat, or the office on its behalf (E-07)."""
    mandated = viewer.mandated("nominator", line.member.organisation_id)
    return either(mandated or viewer.is_office, _("The company's nominator chooses who stays."), "E-07")


def can_withdraw(viewer: Viewer, member: Member) -> Answer:
    """Whoever signs or nominates for the company, or the office that received its letter (MEM-09)."""
    return _company_or_office(viewer, member)


def can_take_back(viewer: Viewer, withdrawal: Withdrawal) -> Answer:
    """Whoever may give notice may take it back."""
    return _company_or_office(viewer, withdrawal.member)


def can_note(viewer: Viewer) -> Answer:
    """The office and the council's chair keep the pipeline (MEM-10)."""
    return _recruits(viewer)


def can_revise(viewer: Viewer, prospect: Prospect) -> Answer:
    """The office and the council's chair."""
    return _recruits(viewer)


def can_advance(viewer: Viewer, prospect: Prospect) -> Answer:
    """The office and the council's chair."""
    return _recruits(viewer)


def sees_standing(viewer: Viewer, member: Member) -> bool:
    """Whether the viewer learns that rights are suspended: office, council and the company itself (MEM-18)."""
    return sees_every_standing(viewer) or viewer.company(member.organisation_id) is not None


def sees_every_standing(viewer: Viewer) -> bool:
    return viewer.is_office or any(seat.kind == "council" for seat in viewer.seats)


def _company_or_office(viewer: Viewer, member: Member) -> Answer:
    mandated = any(viewer.mandated(kind, member.organisation_id) for kind in LEAVES)
    return either(
        mandated or viewer.is_office,
        _("Whoever signs or nominates for the company gives notice, or the office for it."),
        "MEM-09",
    )


def _recruits(viewer: Viewer) -> Answer:
    chairs = any(seat.kind == "council" and seat.post == "chair" for seat in viewer.seats)
    return either(viewer.is_office or chairs, _("The office and the chair of the council recruit."), "MEM-10")
