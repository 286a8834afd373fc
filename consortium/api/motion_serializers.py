"""What calls about motions say and are told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from rest_framework import serializers

from consortium.models import Ballot, Body, Item, Motion, MotionPaper, Need, Statement
from consortium.outcomes import Standing
from files.models import Label
from membership.models import Member
from parties.refusals import Invalid
from web.api.serializers import Payload, Text

COUNTS = ("for_weight", "against_weight", "abstained_weight", "present", "roll_size")


class ItemSerializer(serializers.ModelSerializer):
    """One item with its outcome. Its count is null until it is decided."""

    for_weight = serializers.DecimalField(12, 4, allow_null=True, read_only=True)
    against_weight = serializers.DecimalField(12, 4, allow_null=True, read_only=True)
    abstained_weight = serializers.DecimalField(12, 4, allow_null=True, read_only=True)
    present = serializers.DecimalField(12, 4, allow_null=True, read_only=True)
    roll_size = serializers.DecimalField(12, 4, allow_null=True, read_only=True)

    def to_representation(self, item: Item) -> dict:
        """Leave the count out while there is none to tell."""
        told = super().to_representation(item)
        return told if item.is_decided else told | dict.fromkeys(COUNTS)

    class Meta:
        model = Item
        fields = [
            "number", "position", "title", "text", "matter", "is_severed", "state", "for_weight", "against_weight",
            "abstained_weight", "present", "roll_size", "enactment", "enacted_at",
        ]  # fmt: skip


class MotionSerializer(serializers.ModelSerializer):
    """A motion with its items; how single seats voted is not told here.

    While a vote is open its count is null, unless the charter shows it to whoever follows the vote and asks for this
    one motion (``votes.count_while_open``).
    """

    body = serializers.CharField(source="body.key")
    items = ItemSerializer(many=True)

    class Meta:
        model = Motion
        fields = [
            "number", "body", "title", "text", "language", "other_text", "other_language", "state", "drafted_at",
            "submitted_at", "opened_at", "closes_at", "closed_at", "items",
        ]  # fmt: skip


def fill_count(items: list[dict], standings: Iterable[Standing]) -> None:
    """Put the count of an open vote into its items, where the charter shows it."""
    tallies = {each.item.number: each.tally for each in standings}
    for item in items:
        tally = tallies[item["number"]]
        item |= {
            "for_weight": f"{tally.for_weight:.4f}",
            "against_weight": f"{tally.against_weight:.4f}",
            "abstained_weight": f"{tally.abstained_weight:.4f}",
            "present": f"{tally.present:.4f}",
            "roll_size": f"{tally.roll:.4f}",
        }


class DecisionSerializer(ItemSerializer):
    """One line of the register."""

    motion = serializers.IntegerField(source="motion.number")
    body = serializers.CharField(source="motion.body.key")
    decided_at = serializers.DateTimeField(source="motion.closed_at")
    recorded_by = serializers.CharField(help_text="Who recorded its votes in a meeting; empty where seats cast them.")

    class Meta(ItemSerializer.Meta):
        fields = ["motion", "body", "decided_at", "recorded_by", *ItemSerializer.Meta.fields]


class StatementSerializer(serializers.ModelSerializer):
    """A version of a statement, under the number of its decision."""

    decision = serializers.IntegerField(source="item.motion.number")

    class Meta:
        model = Statement
        fields = ["number", "kind", "version", "text", "language", "published_at", "decision"]


class NeedSerializer(serializers.ModelSerializer):
    """A need with the firm that owns it."""

    member = serializers.IntegerField(source="member.number")
    firm = serializers.CharField(source="member.organisation.name")

    class Meta:
        model = Need
        fields = ["number", "title", "text", "member", "firm", "filed_at", "state"]


class NewItemSerializer(Payload):
    title = serializers.CharField(max_length=200)
    text = Text(required=False, allow_blank=True, default="")
    matter = serializers.ChoiceField(choices=["resolution"], default="resolution")


class WordsSerializer(Payload):
    title = serializers.CharField(max_length=200, required=False)
    text = Text(required=False, allow_blank=True)
    language = serializers.CharField(max_length=10, required=False)
    other_text = Text(required=False, allow_blank=True)
    other_language = serializers.CharField(max_length=10, required=False, allow_blank=True)


class DraftSerializer(WordsSerializer):
    body = serializers.CharField(help_text="Key of the body, such as ec or sc_us.")
    title = serializers.CharField(max_length=200)
    items = NewItemSerializer(many=True, required=False, default=list)
    follows = serializers.IntegerField(required=False, help_text="Number of the decision that it takes up.")


class ItemWordsSerializer(Payload):
    title = serializers.CharField(max_length=200, required=False)
    text = Text(required=False, allow_blank=True)


class ItemOrderSerializer(Payload):
    order = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of all items.")


class NewStatementSerializer(Payload):
    kind = serializers.ChoiceField(choices=Statement.Kind.choices)
    text = Text()
    language = serializers.CharField(max_length=10, required=False, default="en")


class MotionPaperGivenSerializer(Payload):
    file = serializers.FileField()
    label = serializers.ChoiceField(choices=Label.choices, required=False, default=Label.BODY)


class MotionPaperSerializer(serializers.ModelSerializer):
    """A paper to a motion; its content is at ``file/``."""

    size = serializers.IntegerField(source="blob.size")
    media_type = serializers.CharField(source="blob.media_type")

    class Meta:
        model = MotionPaper
        fields = ["id", "name", "label", "size", "media_type", "added_at"]


class OpenSerializer(Payload):
    closes_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


SEAT = "Number of the seat; needed by whoever votes in more than one."


class CastSerializer(Payload):
    seat = serializers.IntegerField(required=False, help_text=SEAT)
    slate = serializers.ChoiceField(choices=Ballot.Choice.choices, required=False, default="", allow_blank=True)
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=Ballot.Choice.choices), required=False, default=dict
    )


class RecuseSerializer(Payload):
    seat = serializers.IntegerField(required=False, help_text=SEAT)
    reason = Text()
    items = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)


class CorrectionSerializer(Payload):
    text = Text()


class LinkSerializer(Payload):
    statement = serializers.IntegerField(help_text="Number of a version of the strategy.")


class NewNeedSerializer(Payload):
    member = serializers.IntegerField(required=False, help_text="Number of the firm that owns the need.")
    title = serializers.CharField(max_length=200)
    text = Text(required=False, allow_blank=True, default="")


def bodies(viewer):
    """Bodies that can hold motions, open ones."""
    return Body.objects.visible_to(viewer).open().deciding()


def own_members(viewer):
    """Firms for which the viewer sits in the council."""
    own = [seat.organisation_id for seat in viewer.seats if seat.votes and seat.kind == Body.Kind.COUNCIL]
    return Member.objects.visible_to(viewer).current(viewer.today).filter(organisation__in=own)


def one_of(rows, field: str, **named):
    """Find what a field of the call names; unseen and unknown are refused alike, beside it."""
    found = rows.filter(**named).first()
    if found is None:
        (value,) = named.values()
        raise Invalid(_("“%(value)s” does not exist, or you cannot choose it here.") % {"value": value}, field=field)
    return found


def strange(key: str) -> Invalid:
    return Invalid(_("Nothing on this motion has the number %(key)s.") % {"key": key}, field="choices")
