"""Addresses of the desk."""

from django.urls import path

from desk import accounts, views
from desk.calendar import views as calendars

urlpatterns = [
    path("", views.front, name="front"),
    path("accounts/email/", accounts.address_list, name="account_email"),
    path("accounts/profile/", accounts.profile, name="profile"),
    path("accounts/tokens/", accounts.token_list, name="token_list"),
    path("accounts/tokens/new/", accounts.token_new, name="token_new"),
    path("accounts/tokens/<int:token>/revoke/", accounts.token_revoke, name="token_revoke"),
    path("<slug:consortium>/", views.consortium_home, name="consortium_home"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("<slug:consortium>/arrive/", views.arrive, name="arrive"),
    path("<slug:consortium>/calendar/", calendars.calendar, name="calendar"),
    path("<slug:consortium>/calendar/renew/", calendars.calendar_renew, name="calendar_renew"),
    path("<slug:consortium>/search/", views.search, name="search"),
    path("<slug:consortium>/notices/", views.notice_list, name="notice_list"),
    path("<slug:consortium>/notices/<int:notice>/", views.notice_open, name="notice_open"),
    path("<slug:consortium>/notices/read/", views.notice_read, name="notice_read"),
]
