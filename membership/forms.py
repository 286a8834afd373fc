"""Forms of membership. What is right is the verbs' question; here is only what can be typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consortium.models import Admission
from membership.models import Member
from parties.models import Organisation, OrganisationKind
from web.forms import Form

FREE = {"rows": 3}
DAY = {"type": "date"}


class DeclarationForm(Form):
    """Revenue of a closed year with its evidence. Amounts are read by the verb, which says what is wrong with them."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    revenue = forms.CharField(label=_("Revenue that counts"), max_length=30)
    total_revenue = forms.CharField(label=_("Total revenue"), max_length=30)
    currency = forms.CharField(label=_("Currency"), max_length=3)
    rate = forms.CharField(
        label=_("Exchange rate"),
        required=False,
        max_length=30,
        help_text=_("Only for another currency: what one unit was worth in the charter's currency."),
    )
    rate_on = forms.DateField(label=_("Day of the rate"), required=False, widget=forms.DateInput(attrs=DAY))
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A document that shows the figure, such as the segment report. Only finance and you read it."),
    )

    def __init__(self, *args: Any, years: list[int], name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(year, year) for year in years]
        if name:
            self.fields["revenue"].label = name[:1].upper() + name[1:]
        for field in ("revenue", "total_revenue", "rate"):
            self.fields[field].widget.attrs["inputmode"] = "decimal"


class WithdrawalForm(Form):
    """Notice that a company leaves."""

    reason = forms.ChoiceField(label=_("Reason"))
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea(attrs=FREE)
    )
    last_day = forms.DateField(label=_("Last day of membership"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, reasons: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [*reasons.items(), ("other", _("Other"))]


class CompanyForm(Form):
    """A company, chosen among the known ones or entered."""

    organisation = forms.ModelChoiceField(
        label=_("Known company"), queryset=Organisation.objects.none(), required=False, empty_label=_("Another one")
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    native_name = forms.CharField(label=_("Name in own script"), max_length=200, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as US or JP.")
    )

    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args: Any, known: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if known is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = known

    def admit(self, rules: Any) -> None:
        """Offer the kinds of organisation that the charter admits; where it is one, do not ask (MEM-15)."""
        kinds = rules.membership.admits
        self.fields["kind"].choices = [(kind, OrganisationKind(kind).label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]
            self.fields["kind"].required = False
            self.fields["kind"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for a name and a country where no known company is chosen."""
        cleaned = super().clean()
        if not cleaned.get("organisation"):
            for field in ("name", "country"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Enter this for a company that is not known yet."))
        return cleaned

    def company(self) -> Organisation:
        """Give the chosen company, or enter it; an organisation already known by that name is taken."""
        if chosen := self.cleaned_data.get("organisation"):
            return chosen
        found, _created = Organisation.objects.get_or_create(
            name=self.cleaned_data["name"].strip(),
            defaults={
                "native_name": self.cleaned_data["native_name"],
                "country": self.cleaned_data["country"].upper(),
                "kind": self.cleaned_data["kind"] or self.fields["kind"].initial,
            },
        )
        return found


class TermsForm(CompanyForm):
    """A company and its terms of membership, with the choices of one charter."""

    branch = forms.ChoiceField(label=_("Branch"))
    chain_position = forms.ChoiceField(label=_("Position in the supply chain"))
    tier = forms.ChoiceField(label=_("Tier"))

    def __init__(self, *args: Any, rules: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.admit(rules)
        self._offer("branch", rules.branches if rules.membership.in_branches else {})
        self._offer("chain_position", rules.membership.positions)
        self._offer("tier", rules.tiers)

    def _offer(self, field: str, table: dict) -> None:
        """Offer the charter's keys with their names; where it has none, do not ask."""
        if not table:
            del self.fields[field]
            return
        named = [(key, getattr(each, "name", each)) for key, each in table.items()]
        self.fields[field].choices = named if len(named) == 1 else [("", _("Choose")), *named]

    def terms(self) -> dict[str, Any]:
        """Give what was entered of the terms."""
        return {name: self.cleaned_data.get(name, "") for name in ("branch", "chain_position", "tier")}


class AdmissionForm(TermsForm):
    """A motion that admits a company."""

    tier_basis = forms.ChoiceField(
        label=_("The tier rests on"), choices=[("", _("Choose")), *Admission.Basis.choices[:2]]
    )
    joins_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("Empty: the day of the decision."),
    )
    text = forms.CharField(
        label=_("What the council should know"), required=False, widget=forms.Textarea(attrs=FREE), max_length=5000
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "tier" not in self.fields:
            del self.fields["tier_basis"]


class FoundingMemberForm(TermsForm):
    """A member from before going live."""

    joined_on = forms.DateField(label=_("Member since"), widget=forms.DateInput(attrs=DAY))
    document = forms.CharField(
        label=_("Document"), max_length=300, help_text=_("Where the membership is written down, such as a register.")
    )


class ProspectForm(Form):
    """What is expected of a prospect."""

    expected_tier = forms.ChoiceField(label=_("Expected tier"), required=False)
    expected_dues = forms.CharField(
        label=_("Expected dues a year"), required=False, max_length=30, help_text=_("Empty: those of the tier.")
    )
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    chain_position = forms.ChoiceField(label=_("Position in the supply chain"), required=False)
    next_step = forms.CharField(
        label=_("Next step"), required=False, max_length=2000, widget=forms.Textarea(attrs=FREE)
    )

    def __init__(self, *args: Any, rules: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tables = {"expected_tier": rules.tiers, "branch": rules.branches, "chain_position": rules.membership.positions}
        for field, table in tables.items():
            named = [(key, getattr(each, "name", each)) for key, each in table.items()]
            self.fields[field].choices = [("", _("Not known")), *named]


class NewProspectForm(ProspectForm, CompanyForm):
    """A company that might join."""

    field_order = ("organisation", "name", "native_name", "country", "kind")

    def __init__(self, *args: Any, rules: Any, **options: Any) -> None:
        super().__init__(*args, rules=rules, **options)
        self.admit(rules)


class ChainForm(Form):
    """A member's position in the supply chain."""

    to = forms.ChoiceField(label=_("Position in the supply chain"))

    def __init__(self, *args: Any, rules: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = list(rules.membership.positions.items())


def closed_years(last: int, member: Member) -> list[int]:
    """Give the closed years that may be declared, the last one first."""
    earliest = max(member.joined_on.year - 2, last - 4)
    return list(range(last, min(earliest, last) - 1, -1))
