"""Forms of the treasury."""

from decimal import Decimal

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from treasury.amounts import written
from treasury.bank.columns import MEANINGS
from treasury.models import Invoice
from web.forms import Form

MOST = Decimal("9999999999999.99")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DELIMITERS = [(",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Bar"))]
ENCODINGS = [
    ("utf-8-sig", "UTF-8"),
    ("cp932", "Shift_JIS"),
    ("gb18030", "GB 18030"),
    ("cp1252", _("Windows (Western)")),
    ("cp1250", _("Windows (Central European)")),
]
DATE_ORDERS = [
    ("ymd", _("Year first: 2026-11-30")),
    ("dmy", _("Day first: 30/11/2026")),
    ("mdy", _("Month first: 11/30/2026")),
]


def amount_field(**options) -> forms.DecimalField:
    """A positive amount of money."""
    faults = {"invalid": _("Write an amount in figures alone, such as 1250.00, without a sign between thousands.")}
    return forms.DecimalField(
        error_messages=faults,
        **{"label": _("Amount"), "min_value": Decimal("0.01"), "max_value": MOST, "decimal_places": 2, **options},
    )


class PaymentForm(Form):
    """Money received: of a member's invoice, of a member in advance, or of nobody known."""

    received_on = forms.DateField(label=_("Received on"), widget=DAY, help_text=_("The bank's day."))
    amount = amount_field()
    invoice = forms.ModelChoiceField(
        label=_("For invoice"),
        queryset=Invoice.objects.none(),
        required=False,
        help_text=_("Leave it open for money that you cannot place yet: it waits among the unmatched payments."),
    )
    payer_text = forms.CharField(label=_("Payer, as the bank writes it"), max_length=200, required=False)
    reference_text = forms.CharField(label=_("Reference"), max_length=400, required=False)

    def __init__(self, *args, invoices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].queryset = invoices
        self.fields["invoice"].label_from_instance = invoice_choice


class InvoicePaymentForm(Form):
    """Money received for one invoice."""

    received_on = forms.DateField(label=_("Received on"), widget=DAY, help_text=_("The bank's day."))
    amount = amount_field(help_text=_("What is paid beyond the open amount stays the member's credit."))
    reference_text = forms.CharField(label=_("Reference"), max_length=400, required=False)


class AllocationForm(Form):
    """How much of a payment settles which invoices: one amount for each."""

    NAME = "invoice_"

    def __init__(self, *args, invoices: list[Invoice], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.invoices = {self.name(row): row for row in invoices if row.is_unpaid}
        self.settled = [row for row in invoices if not row.is_unpaid]
        for name, row in self.invoices.items():
            self.fields[name] = amount_field(label=invoice_choice(row), required=False, max_value=row.open_amount)

    @classmethod
    def name(cls, row: Invoice) -> str:
        """Name the field of an invoice."""
        return f"{cls.NAME}{row.number}"

    def amounts(self) -> dict[Invoice, Decimal]:
        """The amounts that were typed, by invoice."""
        return {row: self.cleaned_data[name] for name, row in self.invoices.items() if self.cleaned_data[name]}

    def clean(self) -> dict:
        if self.settled:
            words = _(
                "Invoice %(label)s was paid, cancelled or written off meanwhile. "
                "Nothing is allocated yet; what you typed for others is kept."
            )
            raise forms.ValidationError([words % {"label": row.label} for row in self.settled])
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.invoices):
            raise forms.ValidationError(_("Type an amount beside at least one invoice."))
        return self.cleaned_data


class SendBackForm(Form):
    """What of a payment goes back, and why."""

    amount = amount_field()
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(Form):
    """When the bank took a payment back, and why."""

    returned_on = forms.DateField(label=_("Returned on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the bank states it. The member reads it too."),
    )


class SupplementaryForm(Form):
    """A supplementary invoice to one member."""

    member = forms.ModelChoiceField(label=_("Member"), queryset=None)
    amount = amount_field()
    purpose = forms.CharField(label=_("What for"), max_length=200, help_text=_("It stands on the invoice."))

    def __init__(self, *args, members, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class BankFileForm(Form):
    """A bank's export."""

    file = forms.FileField(
        label=_("Statement as CSV"),
        help_text=_("As your bank exports it. You see what it would do before anything is booked."),
    )


class LayoutForm(Form):
    """Which column of a bank's export means what."""

    day = forms.TypedChoiceField(label=_("Day"), coerce=int)
    date_order = forms.ChoiceField(label=_("Days are written"), choices=DATE_ORDERS)
    amount = forms.TypedChoiceField(
        label=_("Amount"), coerce=int, help_text=_("One column for both ways, with signs or with the next column; or:")
    )
    direction = forms.TypedChoiceField(
        label=_("In or out"), coerce=int, help_text=_("A column that says which way, such as Credit and Debit.")
    )
    credit = forms.TypedChoiceField(label=_("Came in"), coerce=int)
    debit = forms.TypedChoiceField(label=_("Went out"), coerce=int, help_text=_("With or without a minus."))
    decimal = forms.ChoiceField(
        label=_("Decimals follow a"), choices=[(".", pgettext_lazy("decimal", "Point")), (",", _("Comma"))]
    )
    payer = forms.TypedChoiceField(label=_("Payer"), coerce=int)
    reference = forms.TypedChoiceField(label=_("Reference"), coerce=int)
    currency = forms.TypedChoiceField(
        label=_("Currency"), coerce=int, help_text=_("Lines in another currency than the books are never booked.")
    )
    state = forms.TypedChoiceField(
        label=pgettext_lazy("of a bank's line", "Booked or pending"),
        coerce=int,
        help_text=_("Pending lines are shown and not posted."),
    )
    bank_reference = forms.TypedChoiceField(
        label=_("Bank's own number"), coerce=int, help_text=_("A line is known again by it in another file.")
    )
    account = forms.TypedChoiceField(label=_("Own account"), coerce=int)
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), choices=DELIMITERS)
    encoding = forms.ChoiceField(label=_("Characters"), choices=ENCODINGS)
    heading = forms.IntegerField(
        label=_("Names of the columns stand in line"),
        min_value=0,
        max_value=100,
        help_text=_("0 where the file has no names: its first line is a booking."),
    )

    def __init__(self, *args, columns: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(-1, "–"), *((at, name or f"{at + 1}") for at, name in enumerate(columns))]
        for name in MEANINGS:
            self.fields[name].choices = choices

    def clean_heading(self) -> int:
        """People count lines from one, the layout from zero."""
        return self.cleaned_data["heading"] - 1


class AddressForm(Form):
    """Where a member's invoices go."""

    address = forms.CharField(
        label=pgettext_lazy("postal", "Address"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )
    contact = forms.CharField(label=_("Billing contact"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    order_number = forms.CharField(
        label=_("Your reference"), max_length=60, required=False, help_text=_("Such as a purchase order number.")
    )


class ClosingForm(Form):
    """Up to which day the books are closed."""

    until = forms.DateField(label=_("Close up to and including"), widget=DAY)


class ShiftForm(Form):
    """A shift of research money from one branch's pool to another's."""

    motion = forms.ModelChoiceField(
        label=_("Decided by"), queryset=None, help_text=_("A carried resolution of the body that decides on budgets.")
    )
    giver = forms.ChoiceField(label=_("From the pool of"))
    taker = forms.ChoiceField(label=_("To the pool of"))
    amount = amount_field()
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, branches, motions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motion"].queryset = motions
        self.fields["motion"].label_from_instance = decision_choice
        self.fields["giver"].choices = self.fields["taker"].choices = branches


def decision_choice(motion) -> str:
    """Name a decision where one is chosen: number, day, title."""
    day = date_format(localtime(motion.closed_at), "DATE_FORMAT")
    return _("No. %(number)s, %(day)s: %(title)s") % {"number": motion.number, "day": day, "title": motion.title}


def invoice_choice(row: Invoice) -> str:
    """Name an invoice where one is chosen."""
    return _("%(label)s, %(company)s, %(open)s open") % {
        "label": row.label,
        "company": row.organisation,
        "open": f"{written(row.open_amount)} {row.currency}",
    }
