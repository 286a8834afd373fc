"""Who may come in: people who are invited. Anyone else only where the installation opens sign-up, or to found."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from parties.models import Consortium


class MembersOnly(DefaultAccountAdapter):
    """Close sign-up unless ``SIGN_UP_OPEN`` is set or nothing is founded: seats and mandates are given, not taken."""

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGN_UP_OPEN or not Consortium.objects.exists()

    def save_user(self, request, user, form, commit=True):
        """Call a new person by the first part of their address until they say their name."""
        user.name = user.name or form.cleaned_data["email"].partition("@")[0]
        return super().save_user(request, user, form, commit)
