"""What the pages of motions, statements and needs ask for."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium.models import Body, Statement
from files.models import Label
from membership.models import Member
from web.forms import Form

LONGEST = 20_000


def words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BodyChoice(forms.ModelChoiceField):
    """A body by its name; its address names it by key."""

    def __init__(self, **options) -> None:
        super().__init__(queryset=Body.objects.none(), to_field_name="key", **options)


class MotionForm(Form):
    """The words of a motion."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What is decided, in one line: it stands in the register.")
    )
    text = forms.CharField(label=_("Text"), max_length=LONGEST, required=False, widget=words(8))
    language = forms.ChoiceField(
        label=_("Language of the authoritative text"), choices=settings.LANGUAGES, initial="en"
    )
    other_language = forms.ChoiceField(
        label=_("Second language"), choices=[("", _("none")), *settings.LANGUAGES], required=False
    )
    other_text = forms.CharField(
        label=_("Text in the second language"),
        max_length=LONGEST,
        required=False,
        widget=words(4),
        help_text=_("For reading only: where the two differ, the authoritative text holds."),
    )


class DraftForm(MotionForm):
    """A new motion: its body, its words, and its items."""

    body = BodyChoice(label=_("Decided by"))
    items = forms.CharField(
        label=_("Items"),
        required=False,
        max_length=LONGEST,
        widget=words(4),
        help_text=_("One a line, each voted on by itself or with the slate. Empty: the motion itself is the question."),
    )
    field_order = ["body", "title", "text", "items"]

    def __init__(self, *args, bodies, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies

    def clean_items(self) -> list[str]:
        """Read one title a line."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("An item's line has at most 200 characters; write its text afterwards."))
        return lines


class ItemForm(Form):
    """The words of one item."""

    title = forms.CharField(label=_("Item"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, required=False, widget=words(3))


class PaperForm(Form):
    """A paper laid before the body."""

    file = forms.FileField(
        label=pgettext_lazy("upload", "File"),
        help_text=_("PDF, Office documents, pictures or plain text, up to 50 MB."),
    )
    label = forms.ChoiceField(label=_("Who may read it"), choices=Label, initial=Label.BODY, widget=forms.RadioSelect)

    def __init__(self, *args, readers: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = [(value, f"{Label(value).label}: {who}") for value, who in readers.items()]


class OpenForm(Form):
    """How and until when votes are given."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[("writing", _("In writing, until a deadline")), ("meeting", _("In a meeting"))],
        widget=forms.RadioSelect,
    )
    closes_at = forms.DateTimeField(
        label=_("Votes are given until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your own time zone."),
    )

    def clean(self):
        if self.cleaned_data.get("how") == "meeting":
            self.cleaned_data["closes_at"] = None
        elif self.cleaned_data.get("how") and not self.cleaned_data.get("closes_at", True):
            self.add_error("closes_at", _("Say until when votes are given."))


class StatementForm(Form):
    """A new version of the strategy, the vision or the mission, to be decided."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Statement.Kind)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=words(10))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="en")

    def __init__(self, *args, kinds, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, label) for kind, label in Statement.Kind.choices if kind in kinds]


class CorrectionForm(Form):
    """What is to be read differently in a decision."""

    text = forms.CharField(label=_("Correction"), max_length=2000, widget=words(3))


class MemberChoice(forms.ModelChoiceField):
    """A member company by its number."""

    def __init__(self, **options) -> None:
        super().__init__(queryset=Member.objects.none(), to_field_name="number", **options)


class NeedForm(Form):
    """A need of industry."""

    member = MemberChoice(label=_("Whose need"), help_text=_("The firm that owns it."))
    title = forms.CharField(label=_("What is needed"), max_length=200)
    text = forms.CharField(label=_("Why, and by when"), max_length=LONGEST, required=False, widget=words(6))

    def __init__(self, *args, members, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].empty_label = None if members.count() == 1 else _("Choose")


class LinkForm(Form):
    """The version of the strategy that takes a need up."""

    statement = forms.ModelChoiceField(
        label=_("Version of the strategy"), queryset=Statement.objects.none(), to_field_name="number"
    )

    def __init__(self, *args, statements, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = statements
