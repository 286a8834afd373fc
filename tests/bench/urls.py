"""Every address of the product, and the reference."""

from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as product
from tests.bench.reference import reference

urlpatterns = [path("metrics/reference/", reference), *product]
