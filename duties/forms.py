"""The office's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import Form


class NudgeForm(Form):
    """What a reminder by hand says besides what is owed."""

    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands behind what is owed and until when. May stay empty."),
    )


class LetterForm(Form):
    """The words of a letter."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}))
