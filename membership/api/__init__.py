"""The API of membership: the same verbs and access questions as the pages."""

from membership.api.declarations import DeclarationViewSet
from membership.api.members import BenefitViewSet, MemberViewSet
from membership.api.prospects import AdmissionViewSet, ProspectViewSet
from membership.api.regradings import RegradingViewSet
from membership.api.withdrawals import WithdrawalViewSet

ROUTES: list[tuple[str, type, str]] = [
    ("members", MemberViewSet, "api_member"),
    ("benefits", BenefitViewSet, "api_benefit"),
    ("declarations", DeclarationViewSet, "api_declaration"),
    ("regradings", RegradingViewSet, "api_regrading"),
    ("withdrawals", WithdrawalViewSet, "api_withdrawal"),
    ("prospects", ProspectViewSet, "api_prospect"),
    ("admissions", AdmissionViewSet, "api_admission"),
]
