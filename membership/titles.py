"""What people call members and what concerns them."""

from journal.titles import TitleSource
from membership.models import Declaration, Member, Prospect, Regrading, Withdrawal

of_members = TitleSource(Member, "organisation__name")
of_declarations = TitleSource(Declaration, "member__organisation__name", "year", say="{} {}".format)
of_prospects = TitleSource(Prospect, "organisation__name")
of_regradings = TitleSource(Regrading, "dues_year")
of_withdrawals = TitleSource(Withdrawal, "member__organisation__name")
