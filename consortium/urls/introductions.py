"""Addresses where people answer who asks for them; they need no part in a consortium."""

from django.urls import path

from consortium.views import introductions

urlpatterns = [
    path("", introductions.introduction_list, name="introduction_list"),
    path("<int:pk>/", introductions.introduction_answer, name="introduction_answer"),
]
