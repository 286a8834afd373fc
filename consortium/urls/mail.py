"""Where links in mail lead without signing in: each shows one thing, to whoever has its random key."""

from django.urls import path

from consortium.views.invitations import invitation_by_mail

urlpatterns = [
    path("invitations/<uuid:key>/", invitation_by_mail, name="invitation_by_mail"),
]
