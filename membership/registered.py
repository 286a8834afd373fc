"""What members are to the rooms below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from membership import cadences, debtors, in_use, standing, titles
from registry.consequences import ADOPTION_OBJECTIONS, SETTLEMENTS
from registry.duties import CADENCES, DEBTORS, DUTIES, DutyKind
from registry.subjects import SUBJECTS, SubjectKind

SUBJECTS.add("declaration", SubjectKind(_("Declaration"), "declarations/{number}/", titles.of_declarations))
SUBJECTS.add("prospect", SubjectKind(_("Prospect"), "prospects/{number}/", titles.of_prospects))
SUBJECTS.add("regrading", SubjectKind(_("Regrading"), "regradings/{number}/", titles.of_regradings))
SUBJECTS.add("withdrawal", SubjectKind(_("Withdrawal"), "withdrawals/{number}/", titles.of_withdrawals))
SUBJECTS.add("member", SubjectKind(_("Member"), "members/{number}/", titles.of_members))

DUTIES.add(
    "revenue.declare",
    DutyKind(_("Declare last year's revenue"), _("Declare"), "declare/", "revenue_declarer", is_confidential=True),
)
DUTIES.add(
    "revenue.mend",
    DutyKind(
        _("Mend the returned declaration"),
        pgettext_lazy("button", "Open"),
        "",
        "revenue_declarer",
        is_confidential=True,
    ),
)

CADENCES.add("revenue.declare", cadences.desired)
DEBTORS.add("member", debtors.of_members)
ADOPTION_OBJECTIONS.add("tiers", in_use.objections)
SETTLEMENTS.add("standing", standing.restore)
