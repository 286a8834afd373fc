"""The last beat of a view: a form page, a refusal beside the form or as a message."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from parties.refusals import Forbidden, Invalid, Refusal
from parties.typed import Form


class ReasonForm(Form):
    """The reason that a verb which cannot be undone asks for, sent by ``components/confirm.html``."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


def reason_of(request) -> str:
    """Read the reason that a confirming button sends; whether one is needed is for the verb to say.

    :raises Invalid: for one that is too long, or that holds characters which no text has.
    """
    form = ReasonForm(request.POST)
    if form.is_valid() or not request.POST.get("reason", "").strip():
        return form.cleaned_data.get("reason", "")
    raise Invalid(form.errors["reason"][0], field="reason")


@contextmanager
def beside(form: forms.BaseForm) -> Iterator[None]:
    """Put a refusal beside the field it names, or on top of the form; nothing typed is lost, nothing half done."""
    try:
        with transaction.atomic():
            yield
    except (Refusal, Forbidden) as refusal:
        form.refusal = refusal
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))


@contextmanager
def telling(request) -> Iterator[None]:
    """Say a refusal as a message on the page that the view redirects to."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))


def form_page(request, form: forms.BaseForm, template: str = "desk/form.html", **context):
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
