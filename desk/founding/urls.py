"""Addresses of founding."""

from django.urls import path

from desk.founding import views

urlpatterns = [
    path("", views.found_choose, name="found"),
    path("compare/", views.found_compare, name="found_compare"),
    path("<slug:preset>/", views.found_from, name="found_from"),
]
