"""Forms about oneself."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parties.models import Person
from parties.zones import zones
from web.forms import Form, ModelForm, OneLine
from web.scopes import Scope


class ProfileForm(ModelForm):
    """What a person tells about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Every time on every page is shown in it.")
    )

    class Meta:
        model = Person
        fields = ["name", "native_name", "language", "time_zone"]
        help_texts = {"native_name": _("For example 佐藤 健 or 王素梅. Shown beside the romanised name.")}


class TokenForm(Form):
    """What a new API token is for."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What you will use it for."))
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), choices=Scope.choices, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Expires on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most a year from now."),
    )


class PasskeyForm(OneLine, AddWebAuthnForm):
    """A passkey: it signs in by itself, unless somebody wants it as a second factor only."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("How you tell it from others, such as “Laptop” or “Key in the drawer”.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this alone")
        self.fields["passwordless"].help_text = _(
            "It asks for your finger, face or PIN, and then nothing else. Untick it for a second factor besides a code."
        )
