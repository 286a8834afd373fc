"""Forms of bodies and people: what the pages ask for. What is right is for the verbs to say."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consortium.models import Seat
from membership.models import Mandate
from parties.models import OrganisationKind, Person
from web.forms import Form


class People(forms.ModelChoiceField):
    """A choice among people, each with what tells them apart."""

    def label_from_instance(self, person: Person) -> str:
        native = f" {person.native_name}" if person.native_name else ""
        note = f" · {person.place}" if getattr(person, "place", "") else ""
        return f"{person.name}{native}{note}"


class Seats(forms.ModelChoiceField):
    """A choice among seats, each by its holder."""

    def label_from_instance(self, seat: Seat) -> str:
        return seat.person.name


class NominationForm(Form):
    """A person of the company for a seat; only those who are eligible are offered (GOV-08)."""

    person = People(queryset=Person.objects.none(), label=_("Person"))
    replaces = Seats(
        queryset=Seat.objects.none(),
        label=_("In place of"),
        required=False,
        help_text=_("Leave empty for a vacant seat, or for another term of the same person."),
    )
    statement = forms.CharField(
        label=pgettext_lazy("nomination", "Statement"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, people, seats, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people
        self.fields["replaces"].queryset = seats


class PersonForm(Form):
    """One person of those offered."""

    person = People(queryset=Person.objects.none(), label=_("Person"))

    def __init__(self, people, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people


class OfficerForm(PersonForm):
    """A person for a post of the office."""

    post = forms.ChoiceField(label=_("Post"))

    def __init__(self, people, posts, vacant, *args, **options) -> None:
        super().__init__(people, *args, **options)
        self.fields["post"].choices = posts
        self.fields["post"].initial = vacant


class GroupForm(Form):
    """A working group as its committee sets it up."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(label=_("Purpose"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    system = forms.CharField(
        label=_("Recording system"), max_length=60, help_text=_("Such as HAMR. One group for each.")
    )
    domain = forms.CharField(label=_("Functional domain"), max_length=60, help_text=_("Such as heads, or media."))
    lead = People(queryset=Person.objects.none(), label=_("Lead"), help_text=_("A member of the committee."))

    def __init__(self, leads, is_function_group: bool, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].queryset = leads
        del self.fields["system" if is_function_group else "domain"]


class InviteForm(Form):
    """A colleague, by e-mail address."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The person signs in with it."))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    native_name = forms.CharField(label=_("Name in own script"), max_length=200, required=False)
    title = forms.ChoiceField(
        label=pgettext_lazy("person", "Title"),
        required=False,
        help_text=_("The charter's titles, on which seats depend."),
    )
    position = forms.CharField(label=_("Title as the company writes it"), max_length=120, required=False)
    mandates = forms.MultipleChoiceField(
        label=_("Mandates"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the person may do in the member's name. Somebody has to nominate before it can have a seat."),
    )

    def __init__(self, titles, kinds, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["title"].choices = [("", _("none of these")), *titles]
        self.fields["mandates"].choices = [(kind, Mandate.Kind(kind).label) for kind in kinds]
        if not kinds:
            del self.fields["mandates"]
        if not titles:
            del self.fields["title"]
            self.fields["position"].label = _("Position")


class TitleForm(Form):
    """A person's new title."""

    title = forms.ChoiceField(label=pgettext_lazy("person", "Title"), required=False)
    position = forms.CharField(label=_("Title as the company writes it"), max_length=120, required=False)

    def __init__(self, titles, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["title"].choices = [("", _("none of these")), *titles]


class MandateForm(PersonForm):
    """A mandate for one of the organisation's people."""

    kind = forms.ChoiceField(label=_("Mandate"))

    def __init__(self, people, kinds, *args, **options) -> None:
        super().__init__(people, *args, **options)
        self.fields["kind"].choices = [(kind, Mandate.Kind(kind).label) for kind in kinds]


class AssistantForm(PersonForm):
    """An assistant, until a day."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class PartnerForm(Form):
    """A university, institute or other organisation to connect."""

    name = forms.CharField(label=_("Name"), max_length=200)
    native_name = forms.CharField(label=_("Name in own script"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    country = forms.CharField(label=_("Country"), max_length=2, min_length=2, help_text=_("Such as US or JP."))

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [each for each in OrganisationKind.choices if each[0] != OrganisationKind.FIRM]

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()
