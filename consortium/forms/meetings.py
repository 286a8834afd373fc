"""What the pages of meetings ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium.models import AgendaItem, Body, Invitation, Meeting, Motion, Paper
from files.models import Label
from parties.models import Person
from parties.zones import zones
from web.forms import Form, ModelForm

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MeetingForm(Form):
    """What stands in everybody's calendar."""

    title = forms.CharField(label=_("Title"), max_length=200)
    day = forms.DateField(label=_("Day"), widget=DAY)
    time = forms.TimeField(label=_("Time"), widget=CLOCK)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("The meeting keeps this wall time, whatever clocks do.")
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=1440, initial=120)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=pgettext_lazy("meeting", "Link"), required=False, assume_scheme="https")


class EditForm(MeetingForm):
    """What is to change, and why."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone who is invited reads it."),
    )


class PlanForm(MeetingForm):
    """A new meeting of one or more bodies."""

    bodies = forms.ModelMultipleChoiceField(
        label=_("Bodies that meet"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or more make a joint session, which counts for each of them."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Regular, or joint where several bodies meet")), *Meeting.Kind.choices],
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("Time zone of the body that meets")), *zones()],
        required=False,
        help_text=_("The meeting keeps this wall time, whatever clocks do. Of several bodies, the first one's counts."),
    )
    field_order = ["bodies", "title", "kind", "day", "time", "zone", "minutes", "place", "link"]

    def __init__(self, *args, bodies, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = bodies


class GuestForm(Form):
    """Somebody from outside the bodies."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=200, required=False, help_text=_("For somebody new here.")
    )


class ReplyForm(Form):
    """Yes, no, perhaps, or "my alternate comes"."""

    reply = forms.ChoiceField(choices=Invitation.Reply.choices)
    comment = forms.CharField(max_length=300, required=False)


class PointForm(ModelForm):
    """A point of the agenda."""

    motion = forms.ModelChoiceField(
        label=_("Motion"), queryset=Motion.objects.none(), required=False, empty_label=_("none")
    )

    class Meta:
        model = AgendaItem
        fields = ["title", "minutes", "presenter", "motion"]

    def __init__(self, *args, motions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motion"].queryset = motions

    def _post_clean(self) -> None:
        """Leave the row as it is: the verb changes it, under its own rules."""


class PaperForm(ModelForm):
    """A paper with its file and who may read it."""

    file = forms.FileField(
        label=pgettext_lazy("upload", "File"), help_text=_("PDF goes into the pack; other documents are listed there.")
    )

    class Meta:
        model = Paper
        fields = ["title", "item", "label"]
        widgets = {"label": forms.RadioSelect}

    field_order = ["file", "title", "item", "label"]

    def __init__(self, *args, meeting: Meeting, readers: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the file's name.")
        self.fields["item"].queryset = meeting.agenda.all()
        self.fields["item"].label = _("For the point")
        self.fields["item"].empty_label = _("The whole meeting")
        self.fields["label"].choices = [(value, f"{Label(value).label}: {who}") for value, who in readers.items()]

    def _post_clean(self) -> None:
        """Leave the row as it is: the verb changes it, under its own rules."""


class VersionForm(Form):
    """A newer file of a paper."""

    file = forms.FileField(label=pgettext_lazy("upload", "File"))


class RegistrationForm(Form):
    """Whom a company sends."""

    person = forms.ModelChoiceField(label=_("Who comes"), queryset=Person.objects.none())

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class MinutesForm(Form):
    """The text of the minutes."""

    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 28, "class": "minutes-text"}),
        help_text=_("A line that begins with ## is a heading, one that begins with - a point of a list."),
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The version that was read before writing."""

    def take_up(self, number: int) -> None:
        """Let the next sending come after the version that its writer has now been told of."""
        self.data = self.data.copy()
        self.data["after"] = str(number)


class ApprovalForm(Form):
    """The later meeting that approved the minutes."""

    meeting = forms.ModelChoiceField(
        label=_("Approved in"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting")
    )

    def __init__(self, *args, meetings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class CorrectionForm(Form):
    """What is wrong in approved minutes, and what would be right."""

    text = forms.CharField(label=_("Correction"), widget=forms.Textarea(attrs={"rows": 4}))
