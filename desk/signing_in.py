"""Who may come in: people who are invited. Anyone else only where the installation opens sign-up, or to found."""

import logging

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.utils import translation
from django.utils.translation import gettext as _

from parties.models import Consortium, Person

log = logging.getLogger(__name__)


class MembersOnly(DefaultAccountAdapter):
    """Close sign-up unless ``SIGN_UP_OPEN`` is set or nothing is founded: seats and mandates are given, not taken."""

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGN_UP_OPEN or not Consortium.objects.exists()

    def save_user(self, request, user, form, commit=True):
        """Call a new person by the first part of their address until they say their name."""
        user.name = user.name or form.cleaned_data["email"].partition("@")[0]
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, **told):
        """Take an address as verified whose code was entered: passkeys and authenticator apps ask for that."""
        records = get_authentication_records(request, user)
        proven = {record.get("email") for record in records if record["method"] == "code"}
        if user.email in proven:
            EmailAddress.objects.update_or_create(
                user=user, email=user.email, defaults={"verified": True, "primary": True}
            )
        return super().post_login(request, user, **told)

    def is_reauthentication_required(self, *, app: str, **told) -> bool:
        """Ask nobody again, before they change how they sign in, who has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        longest = app_settings.REAUTHENTICATION_TIMEOUT
        since = self.request.now.timestamp() - records[-1]["at"] if records else longest
        return since >= longest and super().is_reauthentication_required(app=app, **told)

    def send_mail(self, template_prefix, email, context):
        """Send a code or a notice of the account; where the mail server does not take it, say so and go on.

        Whoever is known is written to in their language, whatever the browser at hand speaks.
        """
        known = Person.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        try:
            with translation.override(known or translation.get_language()):
                super().send_mail(template_prefix, email, context)
        except OSError as fault:
            log.error("Mail %s was not taken: %s", template_prefix, fault)
            self.request.mail_was_not_taken = True
            messages.error(
                self.request,
                _("The mail could not be sent just now. Try again in some minutes, or sign in another way."),
            )

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Say what happened, but not that a mail was sent which was not."""
        is_about_mail = (message_template or "").endswith("_sent.txt")
        if not (is_about_mail and getattr(request, "mail_was_not_taken", False)):
            super().add_message(request, level, message_template, message_context, extra_tags, message)
