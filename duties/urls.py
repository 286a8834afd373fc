"""Addresses of chasing and letters."""

from django.urls import path, re_path

from duties import views

urlpatterns = [
    path("chase/", views.duty_chase, name="duty_chase"),
    re_path(r"^chase/by-(?P<by>matter|debtor)/$", views.duty_heaps, name="duty_heaps"),
    path("chase/remind/", views.duty_nudge, name="duty_nudge"),
    path("chase/let-off/", views.duty_let_off, name="duty_let_off"),
    path("mails/", views.mail_list, name="mail_list"),
    path("mails/try-again/", views.mail_retry, name="mail_retry"),
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/release/", views.letter_release, name="letter_release"),
    path("letters/<int:number>/", views.letter_detail, name="letter_detail"),
    path("letters/<int:number>/file/", views.letter_file, name="letter_file"),
    path("letters/<int:number>/edit/", views.letter_edit, name="letter_edit"),
    path("letters/<int:number>/cancel/", views.letter_cancel, name="letter_cancel"),
]
