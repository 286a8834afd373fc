"""Addresses of the demonstration."""

from django.urls import path

from desk.demonstration import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/enter/", views.demo_enter, name="demo_enter"),
    path("demo/mail/", views.demo_mail_list, name="demo_mail_list"),
    path("demo/mail/<int:mail>/", views.demo_mail_detail, name="demo_mail_detail"),
]
