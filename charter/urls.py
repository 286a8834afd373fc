"""Addresses of the charter."""

from django.urls import path

from charter import views

urlpatterns = [
    path("charter/", views.charter_detail, name="charter_detail"),
    path("charter/amend/", views.charter_amend, name="charter_amend"),
    path("charter/editions/", views.edition_list, name="edition_list"),
    path("charter/editions/<int:number>/", views.edition_detail, name="edition_detail"),
    path("charter/editions/<int:number>/changes/", views.edition_changes, name="edition_changes"),
]
