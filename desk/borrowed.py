"""Sentences of allauth that its pages say here in our words: named here, they come into our catalogues, which win.

Its Chinese is of many hands: "Email" beside 电子邮件, three names for one second factor. Its English says
"Security Key" where we say passkey: ``desk/locale/en`` holds ours.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = (
    _("Add Email"),
    _("Add Email Address"),
    _("Authenticator code"),
    _("Bad Token"),
    _("Be patient, you are sending too many requests."),
    _("Change Email"),
    _("Confirm Email Address"),
    _("Current email"),
    _("Do you really want to remove the selected email address?"),
    _("Email Addresses"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("MFA"),
    _("Passkey"),
    _("Primary"),
    _("Primary email address set."),
    _("Re-send Verification"),
    _("Request Code"),
    _("Set Password"),
    _("The following email addresses are associated with your account:"),
    _("The password reset token was invalid."),
    _("This key does not indicate whether it is a passkey."),
    _("Two-Factor Authentication"),
    _("Use authenticator app or code"),
    _("Verify Your Email Address"),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot remove your primary email address."),
    _("You must type the same email each time."),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
)
