"""What people call members and what concerns them."""

from membership.models import Declaration, Member, Prospect, Regrading, Withdrawal
from parties.called import Titles

of_members = Titles(Member, "organisation__name")
of_declarations = Titles(Declaration, "member__organisation__name", "year", say="{} {}".format)
of_prospects = Titles(Prospect, "organisation__name")
of_regradings = Titles(Regrading, "dues_year")
of_withdrawals = Titles(Withdrawal, "member__organisation__name")
