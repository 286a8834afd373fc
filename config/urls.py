"""Every address of the product, as a menu."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
