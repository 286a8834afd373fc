"""How bodies, seats, nominations and people read in the API, and what the calls ask for."""

from rest_framework import serializers

from consortium.models import Body, Introduction, Nomination, Partner, Seat
from membership.models import Affiliation, Assistance, Mandate
from parties.models import Organisation, OrganisationKind, Person
from web.api.serializers import ModelPayload, Payload, Text


class BodySerializer(serializers.ModelSerializer):
    """A body with its place in the organisation."""

    parent = serializers.IntegerField(
        source="parent.number", default=None, allow_null=True, help_text="Number of the body above."
    )

    class Meta:
        model = Body
        fields = [
            "number", "key", "kind", "level", "branch", "name", "parent", "system", "domain", "purpose", "time_zone",
            "state", "opened_on", "closed_on",
        ]  # fmt: skip


class PersonSerializer(serializers.ModelSerializer):
    """A person as the directory shows them; addresses only to colleagues and the office."""

    name = serializers.CharField(source="shown")
    native_name = serializers.CharField(source="script")
    place = serializers.CharField(allow_null=True, help_text="Organisations, by name.")
    sits_in = serializers.CharField(allow_null=True)

    class Meta:
        model = Person
        fields = ["id", "name", "native_name", "place", "sits_in"]


class NamedSerializer(serializers.ModelSerializer):
    """A person by name."""

    class Meta:
        model = Person
        fields = ["id", "name", "native_name"]


class SeatSerializer(serializers.ModelSerializer):
    """A seat, held or ended."""

    body = serializers.IntegerField(source="body.number")
    person = NamedSerializer()
    organisation = serializers.CharField(source="organisation.name", default="")
    since = serializers.DateField(source="during.lower", allow_null=True)
    until = serializers.DateField(source="during.upper", allow_null=True)

    class Meta:
        model = Seat
        fields = [
            "number", "body", "person", "organisation", "post", "title", "votes", "state", "since", "until",
            "end_reason",
        ]  # fmt: skip


class NominationSerializer(serializers.ModelSerializer):
    """A nomination and how it stands."""

    body = serializers.IntegerField(source="body.number")
    member = serializers.IntegerField(source="member.number", default=None, allow_null=True)
    person = NamedSerializer()
    motion = serializers.IntegerField(source="item.motion.number", default=None, allow_null=True)

    class Meta:
        model = Nomination
        fields = [
            "number", "body", "member", "person", "post", "title", "statement", "state", "motion", "nominated_at",
            "reason",
        ]  # fmt: skip


class PartnerSerializer(serializers.ModelSerializer):
    """A university, institute or other organisation and the body it is connected to."""

    organisation = serializers.CharField(source="organisation.name")
    kind = serializers.CharField(source="organisation.kind")
    body = serializers.IntegerField(source="body.number")

    class Meta:
        model = Partner
        fields = ["number", "organisation", "kind", "body", "since", "until"]


class PlacedSerializer(serializers.Serializer):
    """The person of a place, as they may be called here."""

    id = serializers.IntegerField(source="person_id")
    name = serializers.CharField()
    native_name = serializers.CharField()


class AffiliationSerializer(serializers.ModelSerializer):
    """A person's place in an organisation."""

    person = PlacedSerializer(source="*")
    organisation = serializers.CharField(source="organisation.name")

    class Meta:
        model = Affiliation
        fields = ["id", "person", "organisation", "title", "position"]


class MandateSerializer(serializers.ModelSerializer):
    """What a person may do in the name of an organisation."""

    person = NamedSerializer()
    organisation = serializers.CharField(source="organisation.name")

    class Meta:
        model = Mandate
        fields = ["id", "person", "organisation", "kind"]


class AssistanceSerializer(serializers.ModelSerializer):
    """An assistant's mandate."""

    assistant = NamedSerializer()
    until = serializers.DateField(source="during.upper")

    class Meta:
        model = Assistance
        fields = ["id", "assistant", "until"]


class NominateSerializer(Payload):
    """A person of a company for a seat."""

    member = serializers.IntegerField(help_text="Number of the company's membership.")
    body = serializers.IntegerField(help_text="Number of the body.")
    person = serializers.IntegerField(help_text="Id of the person.")
    replaces = serializers.IntegerField(required=False, help_text="Number of the seat that it fills anew.")
    statement = Text(required=False, allow_blank=True, max_length=4000, default="")


class OfficerSerializer(Payload):
    """A person for a post of the office."""

    person = serializers.IntegerField()
    post = serializers.CharField()


class SlateSerializer(Payload):
    """Nominations, by number, that become the items of one motion."""

    nominations = serializers.ListField(child=serializers.IntegerField())
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class MotionNumberSerializer(serializers.Serializer):
    """The motion that was drafted."""

    motion = serializers.IntegerField()


class OptionalReasonSerializer(Payload):
    """Why."""

    reason = Text(required=False, allow_blank=True, max_length=2000, default="")


class PersonIdSerializer(Payload):
    """A person, by id."""

    person = serializers.IntegerField()


class GroupSerializer(Payload):
    """A working group as its committee sets it up."""

    kind = serializers.CharField(help_text="``system`` or ``function``, as the charter names its kinds.")
    name = serializers.CharField(max_length=120)
    purpose = Text()
    lead = serializers.IntegerField(help_text="Id of a member of the committee.")
    system = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    domain = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class HomeSerializer(Payload):
    """The organisation meant: a company by its membership, or a partner."""

    member = serializers.IntegerField(required=False)
    partner = serializers.IntegerField(required=False)


class InviteSerializer(HomeSerializer):
    """A person to enter."""

    email = serializers.EmailField()
    name = serializers.CharField(max_length=200)
    native_name = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    title = serializers.CharField(required=False, allow_blank=True, default="")
    position = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    mandates = serializers.ListField(
        child=serializers.ChoiceField(choices=Mandate.Kind.choices),
        required=False,
        default=list,
        help_text="Kinds of mandate that follow once the person accepts.",
    )


class IntroductionSerializer(serializers.ModelSerializer):
    """An invitation as it was typed. Who reads the address is not told before they accept."""

    organisation = serializers.CharField(source="organisation.name")
    state = serializers.SerializerMethodField()

    class Meta:
        model = Introduction
        fields = ["id", "organisation", "email", "name", "native_name", "title", "position", "state", "asked_at"]

    def get_state(self, introduction: Introduction) -> str:
        return "asked" if introduction.is_accepted else introduction.state


class OwnIntroductionSerializer(serializers.ModelSerializer):
    """Who asks, and as whom."""

    organisation = serializers.CharField(source="organisation.name")
    consortium = serializers.CharField(source="consortium.slug")

    class Meta:
        model = Introduction
        fields = ["id", "organisation", "consortium", "name", "title", "position", "mandates", "state", "asked_at"]


class YesOrNoSerializer(Payload):
    """An answer."""

    accept = serializers.BooleanField()


class EmployerSerializer(Payload):
    """The company of one's own that answers."""

    member = serializers.IntegerField(help_text="Number of its membership.")


class TitleSerializer(Payload):
    """A new title."""

    title = serializers.CharField(allow_blank=True)
    position = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)


class GiveMandateSerializer(HomeSerializer):
    """A mandate for one of the organisation's people."""

    person = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Mandate.Kind.choices)


class NameAssistantSerializer(Payload):
    """An assistant, until a day."""

    person = serializers.IntegerField()
    until = serializers.DateField()


class ConnectSerializer(ModelPayload):
    """An organisation to connect to a body."""

    body = serializers.IntegerField()
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=[each for each in OrganisationKind.choices if each[0] != "firm"])

    class Meta:
        model = Organisation
        fields = ["body", "name", "native_name", "kind", "country"]
