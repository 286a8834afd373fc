"""What the money API says and reads."""

from decimal import Decimal

from rest_framework import serializers

from treasury.bank.columns import MEANINGS
from treasury.bank.days import ORDERS
from treasury.bank_plans import Decision
from treasury.forms import DELIMITERS, ENCODINGS
from treasury.models import Account, BankFile, Closing, Invoice, Payment, Transaction
from treasury.queries import KINDS
from web.api.serializers import Payload, Text
from web.api.viewsets import ReasonSerializer

SMALLEST = Decimal("0.01")


def amount(**options) -> serializers.DecimalField:
    """An amount of money, as a string with two decimals."""
    return serializers.DecimalField(max_digits=18, decimal_places=2, **options)


class InvoiceSerializer(serializers.ModelSerializer):
    """An invoice, without the papers' words."""

    label = serializers.CharField()
    company = serializers.CharField(source="organisation.name")
    member = serializers.IntegerField(source="debtor.number")
    open_amount = amount()
    owed = amount()
    is_overdue = serializers.BooleanField(source="is_late")

    class Meta:
        model = Invoice
        fields = [
            "number",
            "label",
            "company",
            "member",
            "year",
            "branch",
            "tier",
            "amount",
            "paid",
            "open_amount",
            "owed",
            "is_overdue",
            "currency",
            "is_supplementary",
            "purpose",
            "reference",
            "issued_on",
            "due_on",
            "host",
            "paid_to",
            "state",
        ]


class PaymentSerializer(serializers.ModelSerializer):
    """A payment and what is left of it."""

    member = serializers.IntegerField(source="payer.number", allow_null=True, default=None)
    rest = amount()

    class Meta:
        model = Payment
        fields = [
            "number",
            "member",
            "received_on",
            "amount",
            "allocated",
            "returned",
            "rest",
            "currency",
            "payer_text",
            "reference_text",
            "state",
        ]


class BankFileSerializer(serializers.ModelSerializer):
    """A bank's export and how it is read."""

    class Meta:
        model = BankFile
        fields = ["number", "name", "layout", "uploaded_at", "state"]


class ClosingSerializer(serializers.ModelSerializer):
    """A day up to which the books are closed."""

    class Meta:
        model = Closing
        fields = ["number", "until", "closed_at"]


class TransactionSerializer(serializers.ModelSerializer):
    """A transaction with its postings."""

    what = serializers.SerializerMethodField()
    postings = serializers.SerializerMethodField()
    verb = serializers.CharField(source="allowed_by.verb")

    class Meta:
        model = Transaction
        fields = ["number", "kind", "what", "happened_on", "recorded_at", "year", "verb", "postings"]

    def get_what(self, row: Transaction) -> str:
        return str(KINDS[row.kind])

    def get_postings(self, row: Transaction) -> list[dict]:
        return [
            {
                "account": each.account.kind,
                "branch": each.account.branch,
                "member": each.account.owner.number if each.account.owner else None,
                "currency": each.account.currency,
                "amount": str(each.amount),
            }
            for each in row.postings.all()
        ]


class AccountSerializer(serializers.ModelSerializer):
    """An account with what was debited and credited on it."""

    member = serializers.IntegerField(source="owner.number", allow_null=True, default=None)
    debits = amount(help_text="What was debited on it, a positive amount.")
    credits = amount(help_text="What was credited on it, a positive amount too, as on the page of accounts.")

    class Meta:
        model = Account
        fields = ["kind", "branch", "member", "currency", "debits", "credits"]


class YearSerializer(Payload):
    """A dues year."""

    year = serializers.IntegerField(min_value=1900, max_value=9999)


class ExtraSerializer(Payload):
    """A supplementary invoice."""

    member = serializers.IntegerField()
    year = serializers.IntegerField(min_value=1900, max_value=9999)
    amount = amount(min_value=SMALLEST)
    purpose = serializers.CharField(max_length=200)


class PaySerializer(Payload):
    """Money received for one invoice."""

    received_on = serializers.DateField()
    amount = amount(min_value=SMALLEST)
    reference_text = serializers.CharField(max_length=400, required=False, default="", allow_blank=True)


class ReceiptSerializer(PaySerializer):
    """Money received; ``member`` where it is known whose it is."""

    payer_text = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    member = serializers.IntegerField(required=False)


class PartSerializer(Payload):
    """How much settles which invoice."""

    invoice = serializers.IntegerField()
    amount = amount(min_value=SMALLEST)


class AllocateSerializer(Payload):
    """What a payment settles."""

    parts = PartSerializer(many=True, allow_empty=False)


class AssignSerializer(Payload):
    """Whose money it is."""

    member = serializers.IntegerField()
    instead_of = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The member that it is of now; null, or left out, where it is nobody's. Where it is another's, it is"
        " refused (409).",
    )


class SendBackSerializer(ReasonSerializer):
    """What goes back, and why."""

    amount = amount(min_value=SMALLEST)


class BankReturnSerializer(ReasonSerializer):
    """When the bank took a payment back, and why."""

    returned_on = serializers.DateField()


class UploadSerializer(Payload):
    """A bank's export."""

    file = serializers.FileField()


class LayoutSerializer(Payload):
    """Which column means what; columns and lines are counted from 0, -1 is none."""

    encoding = serializers.ChoiceField(choices=ENCODINGS, required=False)
    delimiter = serializers.ChoiceField(choices=DELIMITERS, required=False)
    heading = serializers.IntegerField(required=False, min_value=-1, max_value=99)
    date_order = serializers.ChoiceField(choices=ORDERS, required=False)
    decimal = serializers.ChoiceField(choices=[".", ","], required=False)

    def get_fields(self):
        """Add a column for each meaning."""
        column = {name: serializers.IntegerField(required=False, min_value=-1, max_value=999) for name in MEANINGS}
        return super().get_fields() | column


class DecisionSerializer(Payload):
    """What a person says of a line that may be posted already, or lies in closed books."""

    line = serializers.IntegerField(min_value=1)
    post = serializers.BooleanField()
    on = serializers.DateField(required=False, help_text="The day on which to post what lies in closed books.")


class CommitSerializer(Payload):
    """Whether lines that cannot be read are left out, and what is decided on the lines that the plan asks about."""

    leave_out_unreadable = serializers.BooleanField(required=False, default=False)
    decisions = DecisionSerializer(many=True, required=False)
    seen = serializers.CharField(
        max_length=64,
        required=False,
        help_text="The plan's digest: the file is posted only if its plan is still that one. Where it is another, the"
        " answer (409) has it as `plan`; what your decisions match stands in it as well.",
    )

    def validate_decisions(self, said: list[dict]) -> dict[int, Decision]:
        """Give the decisions by line."""
        return {each["line"]: Decision(each["post"], each.get("on")) for each in said}


class AddressSerializer(Payload):
    """Where a member's invoices go."""

    address = Text(max_length=1000)
    contact = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    order_number = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class UntilSerializer(Payload):
    """A day that has passed."""

    until = serializers.DateField()


class PoolShiftSerializer(ReasonSerializer):
    """A shift between two pools, by the number of the council's motion."""

    motion = serializers.IntegerField()
    giver = serializers.CharField(max_length=20)
    taker = serializers.CharField(max_length=20)
    amount = amount(min_value=SMALLEST)


class AboutSerializer(serializers.Serializer):
    """A paper, by its kind and number."""

    kind = serializers.CharField()
    number = serializers.IntegerField()


class MovementSerializer(serializers.Serializer):
    """A line of a statement of account, with the balance after it."""

    day = serializers.DateField()
    what = serializers.CharField()
    about = AboutSerializer(allow_null=True)
    amount = serializers.CharField()
    currency = serializers.CharField()
    balance = serializers.CharField()
