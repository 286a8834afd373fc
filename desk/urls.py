"""Addresses of the desk."""

from django.urls import path

from desk import views

urlpatterns = [
    path("", views.front, name="front"),
    path("accounts/profile/", views.profile, name="profile"),
    path("<slug:consortium>/", views.consortium_home, name="consortium_home"),
    path("<slug:consortium>/search/", views.search, name="search"),
    path("<slug:consortium>/notices/", views.notice_list, name="notice_list"),
    path("<slug:consortium>/notices/read/", views.notice_read, name="notice_read"),
]
