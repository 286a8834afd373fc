"""Addresses of membership, below the consortium's."""

from django.urls import path

from membership.views import chain, declarations, members, prospects, regradings, withdrawals

urlpatterns = [
    path("members/", members.member_list, name="member_list"),
    path("members/record/", members.member_record, name="member_record"),
    path("members/supply-chain/", chain.supply_chain, name="supply_chain"),
    path("members/benefits/", chain.benefit_list, name="benefit_list"),
    path("members/exit-risk/", withdrawals.exit_risk, name="exit_risk"),
    path("members/<int:number>/", members.member_detail, name="member_detail"),
    path("members/<int:number>/chain/", members.member_chain, name="member_chain"),
    path("members/<int:number>/exclude/", members.member_exclude, name="member_exclude"),
    path("members/<int:number>/declare/", declarations.declaration_declare, name="declaration_declare"),
    path("members/<int:number>/leave/", withdrawals.withdrawal_new, name="withdrawal_new"),
    path("members/<int:number>/seats/", regradings.seats_choose, name="seats_choose"),
    path("admissions/new/", prospects.admission_new, name="admission_new"),
    path("declarations/", declarations.declaration_list, name="declaration_list"),
    path("declarations/verify/", declarations.declaration_verify_many, name="declaration_verify_many"),
    path("declarations/<int:number>/", declarations.declaration_detail, name="declaration_detail"),
    path("declarations/<int:number>/evidence/", declarations.declaration_evidence, name="declaration_evidence"),
    path("declarations/<int:number>/verify/", declarations.declaration_verify, name="declaration_verify"),
    path("declarations/<int:number>/send-back/", declarations.declaration_send_back, name="declaration_send_back"),
    path("regradings/", regradings.regrading_list, name="regrading_list"),
    path("regradings/announce/", regradings.regrading_announce, name="regrading_announce"),
    path("regradings/<int:number>/", regradings.regrading_detail, name="regrading_detail"),
    path("regradings/<int:number>/take-effect/", regradings.regrading_take_effect, name="regrading_take_effect"),
    path("withdrawals/<int:number>/", withdrawals.withdrawal_detail, name="withdrawal_detail"),
    path("withdrawals/<int:number>/take-back/", withdrawals.withdrawal_take_back, name="withdrawal_take_back"),
    path("prospects/", prospects.prospect_list, name="prospect_list"),
    path("prospects/new/", prospects.prospect_new, name="prospect_new"),
    path("prospects/<int:number>/", prospects.prospect_detail, name="prospect_detail"),
    path("prospects/<int:number>/advance/", prospects.prospect_advance, name="prospect_advance"),
]
