"""What people type into a field of one line is one line, whichever door it comes by.

Whoever reads it, in a mail above all, takes what stands on a line of its own for our words and not for theirs.
"""

import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
