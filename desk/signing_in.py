"""Who may come in: people who are invited. Anyone else only where the installation opens sign-up, or to found."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext as _

from parties.models import Consortium

log = logging.getLogger(__name__)


class MembersOnly(DefaultAccountAdapter):
    """Close sign-up unless ``SIGN_UP_OPEN`` is set or nothing is founded: seats and mandates are given, not taken."""

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGN_UP_OPEN or not Consortium.objects.exists()

    def save_user(self, request, user, form, commit=True):
        """Call a new person by the first part of their address until they say their name."""
        user.name = user.name or form.cleaned_data["email"].partition("@")[0]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context):
        """Send a code or a notice of the account; where the mail server does not take it, say so and go on."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as fault:
            log.error("Mail %s was not taken: %s", template_prefix, fault)
            messages.error(
                self.request,
                _("The mail could not be sent just now. Try again in some minutes, or sign in another way."),
            )
