"""Forms of ours and the last beat of their views: what was typed, and a refusal beside it or as a message.

What people type into a field of one line is one line, whichever door it comes by: whoever reads it, in a mail above
all, takes what stands on a line of its own for our words and not for theirs.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from parties.refusals import Forbidden, Invalid, Refusal

UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and whatever ends a line somewhere."""
UNSEEN = re.compile("[\u115f\u200b\u202a-\u202e\u2066-\u2069\u3164\ufeff]")
"""What turns the direction of a line around, or shows nothing; joiners (U+200C, U+200D) are how some scripts write."""

ONE_LINE = _("Enter a single line, without line breaks or control characters.")


def is_one_line(value: object) -> bool:
    """Whether every text in a value, however deep, is a single line."""
    if isinstance(value, str):
        return not (UNFIT.search(value) or UNSEEN.search(value))
    if isinstance(value, Mapping):
        return all(map(is_one_line, value.values()))
    return not isinstance(value, list | tuple) or all(map(is_one_line, value))


def one_line(text: object) -> None:
    """Refuse line breaks, control characters and characters that nobody sees.

    :raises ValidationError: both doors' fields take it for their own.
    """
    if not is_one_line(text):
        raise ValidationError(ONE_LINE, code="one_line")


class OneLine:
    """A form whose single-line fields hold single lines."""

    def full_clean(self) -> None:
        """Hold each field that shows a single line to one."""
        for field in self.fields.values():
            shows_lines = isinstance(field.widget, forms.Textarea)
            if isinstance(field, forms.CharField) and not shows_lines and one_line not in field.validators:
                field.validators.append(one_line)
        super().full_clean()


class Form(OneLine, forms.Form):
    """A form of ours."""


class ModelForm(OneLine, forms.ModelForm):
    """A form of ours that changes a row."""


class ReasonForm(Form):
    """The reason that a verb which cannot be undone asks for, sent by ``components/confirm.html``."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


def posted_reason(request) -> str:
    """Read the reason that a confirming button sends; whether one is needed is for the verb to say.

    :raises Invalid: for one that is too long, or that holds characters which no text has.
    """
    form = ReasonForm(request.POST)
    if form.is_valid() or not request.POST.get("reason", "").strip():
        return form.cleaned_data.get("reason", "")
    raise Invalid(form.errors["reason"][0], field="reason")


@contextmanager
def errors_on(form: forms.BaseForm) -> Iterator[None]:
    """Put a refusal beside the field it names, or on top of the form; nothing typed is lost, nothing half done."""
    try:
        with transaction.atomic():
            yield
    except (Refusal, Forbidden) as refusal:
        form.refusal = refusal
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))


@contextmanager
def errors_as_message(request) -> Iterator[None]:
    """Say a refusal as a message on the page that the view redirects to."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))


def form_page(request, form: forms.BaseForm, template: str = "web/form.html", **context):
    """Answer with the page of a form: 200 when it is fresh, 400 or 409 when it was refused.

    ``context`` may carry ``title``, ``intro``, ``submit`` (the button's words), ``back`` (where Cancel leads),
    ``about`` (the thing behind ``back``, named where the title does not say it) and whatever the template adds.
    """
    _name_nothing(form)
    status = 200 if not form.is_bound else status_of(getattr(form, "refusal", None))
    context |= {"form": form, "once": request.POST.get("once") or uuid.uuid4().hex}
    context["summary"] = summary(form)
    return render(request, template, context, status=status)


def _name_nothing(form: forms.BaseForm) -> None:
    """Say in words what choosing nothing means, where a form left it to a row of dashes; choose nothing for anybody."""
    for name, field in form.fields.items():
        if _chooses_the_first(field) and form.get_initial_for_field(field, name) in (None, ""):
            field.choices = [("", _("Choose")), *field.choices]
        if getattr(field, "empty_label", None) == forms.ModelChoiceField(None).empty_label:
            field.empty_label = _("Choose") if field.required else _("none")


def _chooses_the_first(field: forms.Field) -> bool:
    """Whether a browser would take the first of several choices for somebody who chose none."""
    if not isinstance(field.widget, forms.Select) or field.widget.allow_multiple_selected:
        return False
    choices = list(field.choices)
    return len(choices) > 1 and choices[0][0] not in (None, "") and not isinstance(field, forms.ModelChoiceField)


def status_of(refused: Exception | None) -> int:
    """Return the status that a kind of no is answered with."""
    if isinstance(refused, Forbidden):
        return 403
    if isinstance(refused, Refusal) and not isinstance(refused, Invalid):
        return 409
    return 400


def summary(form: forms.BaseForm) -> list[dict]:
    """List every error with its field, for the box on top of the form that links to each."""
    lines = []
    called = getattr(form, "called", lambda name: form[name].label)
    for name, errors in form.errors.items() if form.is_bound else ():
        field = None if name == NON_FIELD_ERRORS else form[name]
        lines += [
            {"label": called(name) if field else "", "anchor": field.id_for_label if field else "", "text": text}
            for text in errors
        ]
    return lines
