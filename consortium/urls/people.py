"""Addresses of bodies, seats, nominations, groups and people."""

from django.urls import path

from consortium.views import bodies, groups, nominations, people, seats

urlpatterns = [
    path("bodies/", bodies.body_list, name="body_list"),
    path("bodies/<int:number>/", bodies.body_detail, name="body_detail"),
    path("bodies/<int:number>/groups/new/", groups.group_new, name="group_new"),
    path("bodies/<int:number>/add/", groups.group_add, name="group_add"),
    path("bodies/<int:number>/hand-over/", groups.group_hand_over, name="group_hand_over"),
    path("bodies/<int:number>/close/", groups.group_close, name="group_close"),
    path("bodies/<int:number>/appoint/", nominations.nomination_put_to_vote, name="nomination_put_to_vote"),
    path("bodies/<int:number>/propose/", nominations.officer_new, name="officer_new"),
    path("bodies/<int:number>/connect/", people.partner_new, name="partner_new"),
    path("who-decides/", bodies.who_decides, name="who_decides"),
    path("posts/", seats.vacancy_list, name="vacancy_list"),
    path("seats/<int:number>/", seats.seat_detail, name="seat_detail"),
    path("seats/<int:number>/end/", seats.seat_end, name="seat_end"),
    path("seats/<int:number>/alternate/", seats.seat_alternate, name="seat_alternate"),
    path("seats/<int:number>/alternate/end/", seats.seat_end_alternate, name="seat_end_alternate"),
    path("seats/<int:number>/nominate/", nominations.seat_nominate, name="seat_nominate"),
    path("seats/<int:number>/chair/", seats.seat_chair, name="seat_chair"),
    path("nominations/", nominations.nomination_list, name="nomination_list"),
    path("nominations/<int:number>/", nominations.nomination_detail, name="nomination_detail"),
    path("nominations/<int:number>/withdraw/", nominations.nomination_withdraw, name="nomination_withdraw"),
    path("nominations/<int:number>/confirm/", nominations.nomination_confirm, name="nomination_confirm"),
    path("nominations/<int:number>/decline/", nominations.nomination_decline, name="nomination_decline"),
    path("members/<int:number>/nominate/<int:body>/", nominations.nomination_new, name="nomination_new"),
    path("members/<int:number>/people/", people.member_people, name="member_people"),
    path("members/<int:number>/people/invite/", people.member_invite, name="member_invite"),
    path("members/<int:number>/mandates/give/", people.mandate_give, name="mandate_give"),
    path("partners/<int:number>/", people.partner_detail, name="partner_detail"),
    path("partners/<int:number>/invite/", people.partner_invite, name="partner_invite"),
    path("partners/<int:number>/end/", people.partner_end, name="partner_end"),
    path("people/", people.person_list, name="person_list"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/assistants/new/", people.assistant_new, name="assistant_new"),
    path("people/assistants/<int:pk>/end/", people.assistant_end, name="assistant_end"),
    path("affiliations/<int:pk>/edit/", people.affiliation_edit, name="affiliation_edit"),
    path("affiliations/<int:pk>/end/", people.affiliation_end, name="affiliation_end"),
    path("mandates/<int:pk>/end/", people.mandate_end, name="mandate_end"),
]
