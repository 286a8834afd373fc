"""Addresses below a consortium: bodies and people, motions, meetings, each a menu of its own."""

from consortium.urls import meetings, motions, people

urlpatterns = [*people.urlpatterns, *meetings.urlpatterns, *motions.urlpatterns]
