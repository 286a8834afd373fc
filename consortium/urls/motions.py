"""Addresses of motions, the decision register, statements and industry's needs."""

from django.urls import path

from consortium.views import bridges, drafts, motions, needs, register, statements, votes

urlpatterns = [
    path("motions/", motions.motion_list, name="motion_list"),
    path("motions/new/", drafts.motion_new, name="motion_new"),
    path("motions/<int:number>/", motions.motion_detail, name="motion_detail"),
    path("motions/<int:number>/edit/", drafts.motion_edit, name="motion_edit"),
    path("motions/<int:number>/items/", drafts.motion_item_new, name="motion_item_new"),
    path("motions/<int:number>/statement/", drafts.motion_statement, name="motion_statement"),
    path("motions/<int:number>/papers/", drafts.motion_paper_new, name="motion_paper_new"),
    path("motions/<int:number>/papers/<int:pk>/", motions.motion_paper, name="motion_paper"),
    path("motions/<int:number>/papers/<int:pk>/remove/", drafts.motion_paper_remove, name="motion_paper_remove"),
    path("motions/<int:number>/submit/", motions.motion_submit, name="motion_submit"),
    path("motions/<int:number>/delete/", drafts.motion_delete, name="motion_delete"),
    path("motions/<int:number>/open/", motions.motion_open, name="motion_open"),
    path("motions/<int:number>/vote/", votes.motion_vote, name="motion_vote"),
    path("motions/<int:number>/recuse/", votes.motion_recuse, name="motion_recuse"),
    path("motions/<int:number>/withdraw/", motions.motion_withdraw, name="motion_withdraw"),
    path("motions/<int:number>/close/", motions.motion_close, name="motion_close"),
    path("motions/<int:number>/correct/", motions.motion_correct, name="motion_correct"),
    path("motions/<int:number>/reopen/", motions.motion_reopen, name="motion_reopen"),
    path("items/<int:number>/", register.item_detail, name="item_detail"),
    path("items/<int:number>/edit/", drafts.item_edit, name="item_edit"),
    path("items/<int:number>/move/", drafts.item_move, name="item_move"),
    path("items/<int:number>/remove/", drafts.item_remove, name="item_remove"),
    path("items/<int:number>/sever/", votes.item_sever, name="item_sever"),
    path("items/<int:number>/rejoin/", votes.item_rejoin, name="item_rejoin"),
    path("items/<int:number>/retry/", register.item_retry, name="item_retry"),
    path("items/<int:number>/rescind/", register.item_rescind, name="item_rescind"),
    path("decisions/", register.decision_list, name="decision_list"),
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/<int:number>/", statements.statement_detail, name="statement_detail"),
    path("bridges/", bridges.bridge_list, name="bridge_list"),
    path("needs/", needs.need_list, name="need_list"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<int:number>/", needs.need_detail, name="need_detail"),
    path("needs/<int:number>/link/", needs.need_link, name="need_link"),
    path("needs/<int:number>/withdraw/", needs.need_withdraw, name="need_withdraw"),
]
