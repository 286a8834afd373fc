"""Who may come in: people who are invited. Anyone else only where the installation opens sign-up, or to found."""

import logging

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.signals import email_confirmed
from allauth.core import context, ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from parties import identities
from parties.models import Consortium, Person
from web.forms import OneLine

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
        """Take an address as proved whose code was entered, or whose mail led to a new password.

        Passkeys and authenticator apps ask for a proved address; so do those who invite its owner.
        """
        records = get_authentication_records(request, user)
        by_code = any(record["method"] == "code" and record.get("email") == user.email for record in records)
        by_reset = any(record["method"] == "password_reset" for record in records)
        if by_code or by_reset:
            identities.prove(user, at=request.now, keeps_password=by_reset)
            user.refresh_from_db()
            update_session_auth_hash(request, user)
        return super().post_login(request, user, **told)

    def confirm_email(self, request, email_address) -> bool:
        """Take a link as proof of a further address only from whoever is signed in and asked for it."""
        owner = email_address.user
        if email_address.email != owner.email and request.user != owner:
            messages.error(request, _("Sign in first, then open the link of the mail again."))
            return False
        return super().confirm_email(request, email_address)

    def can_delete_email(self, email_address) -> bool:
        """Keep the address by which the account is known; it changes only to another that was proved."""
        return email_address.email != email_address.user.email and super().can_delete_email(email_address)

    def send_password_reset_mail(self, user, email, context) -> None:
        """Send it to the account's own address alone, whichever was typed: the link proves that address."""
        super().send_password_reset_mail(user, user.email, context)

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


class CodeForm(OneLine, RequestLoginCodeForm):
    """Ask for a code by mail; it opens the account of that address, never one that merely claims it."""

    def clean_email(self) -> str:
        email = super().clean_email()
        owner = identities.owner_of(email)
        self._user = owner if owner and owner.is_active else None
        return email


class EnteredCodeForm(OneLine, ConfirmLoginCodeForm):
    """Take as many guesses at a code as the library does, though they come at one moment: it counts in the session."""

    def clean_code(self) -> str:
        request = context.request
        key = f"{request.session.session_key}:{request._login_stage.state['at']}"
        if not ratelimit.consume(request, action="enter_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


@receiver(email_confirmed)
def close_other_ways_in(request, email_address, **told) -> None:
    """End what opened the account before its first proof, unless whoever proves it is signed in to it.

    The library marks an address as verified in the midst of signing in and offers no other place to hear of it.
    """
    if request.user != email_address.user:
        identities.end_unproved(email_address.user, email_address.email, at=request.now)
