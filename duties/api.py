"""Duties, notices and letters through the API: what is owed, reminding, letting off; what was told and sent."""

from collections.abc import Iterable, Sequence

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from duties import access, duties, letters, mails, notices, reminders
from duties.models import Delivery, Duty, Letter, Notice
from duties.queries import chased
from duties.sentences import sentence
from files import blobs
from parties.permissions import require
from parties.refusals import Invalid
from web.api.serializers import Payload, Text
from web.api.viewsets import ReasonSerializer, VisibleViewSet


class DutySerializer(serializers.ModelSerializer):
    """What one debtor owes, for one subject, by when. Debtor and subject are a kind and a number."""

    debtor = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()

    class Meta:
        model = Duty
        fields = ["id", "kind", "debtor", "subject", "due_at", "state", "rule", "settled_at", "reason"]

    def get_debtor(self, duty: Duty) -> dict[str, str]:
        return {"kind": duty.debtor.kind, "number": str(duty.debtor.number)}

    def get_subject(self, duty: Duty) -> dict[str, str]:
        return {"kind": duty.subject.kind, "number": str(duty.subject.number)}


class ChosenSerializer(Payload):
    """Open duties, by their keys."""

    duties = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)


class NudgeSerializer(ChosenSerializer):
    """Whom to remind, and what to say besides what is owed."""

    words = Text(required=False, allow_blank=True, default="", max_length=500)


class LetOffSerializer(ChosenSerializer):
    """What to let off, and why."""

    reason = Text(max_length=2000)


class CountSerializer(serializers.Serializer):
    """How many."""

    count = serializers.IntegerField()


class LetterSerializer(serializers.ModelSerializer):
    """A letter as its recipient reads it; a document that goes with it is at ``file/``."""

    to = serializers.CharField(source="person.name")
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = Letter
        fields = ["number", "kind", "to", "title", "body", "state", "written_at", "released_at", "has_file"]

    def get_has_file(self, letter: Letter) -> bool:
        return letter.blob_id is not None


class LetterWordsSerializer(Payload):
    """The words of a letter."""

    title = serializers.CharField(max_length=200, required=False)
    body = Text(required=False)


class ReleaseSerializer(Payload):
    """Letters, by their numbers."""

    letters = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)


class ReleasedSerializer(serializers.Serializer):
    """What became of letters: those that ask for what was settled in the meantime are cancelled."""

    released = serializers.IntegerField()
    lapsed = serializers.IntegerField()


class MailSerializer(serializers.ModelSerializer):
    """A mail that was not taken: to whom, what the server said, and when it is tried next."""

    to = serializers.CharField(source="person.name")
    address = serializers.CharField(source="person.email")

    class Meta:
        model = Delivery
        fields = ["id", "to", "address", "state", "fault", "tries", "due_at"]


class RetrySerializer(Payload):
    """Mails that were not taken, by their keys."""

    mails = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)


class NoticeSerializer(serializers.ModelSerializer):
    """What the caller was told, in the caller's language."""

    words = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = ["id", "kind", "words", "address", "noticed_at", "read_at"]

    def get_words(self, notice: Notice) -> str:
        return sentence(notice.kind, notice.facts)


class DutyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What the caller owes; to the office, what anybody owes."""

    lookup_field = "pk"
    lookup_url_kwarg = "id"
    queryset = Duty.objects.all()
    serializer_class = DutySerializer
    narrows = {"kind": "kind", "state": "state", "until": "due_at__lte"}

    def seen(self, viewer):
        rows = Duty.objects.visible_to(viewer).filter(arises_at__lte=self.request.now)
        return rows.select_related("debtor", "subject").order_by("due_at", "pk")

    @extend_schema(request=NudgeSerializer, responses=CountSerializer)
    @action(detail=False, methods=["post"])
    def nudge(self, request, consortium):
        """Remind those who owe, at most once a day each; answers how many people were told."""
        require(access.can_nudge(request.viewer))
        said = self.given(NudgeSerializer)
        told = reminders.nudge(self._chosen(said), words=said["words"], **self.acting())
        return Response({"count": told})

    @extend_schema(request=LetOffSerializer, responses=CountSerializer)
    @action(detail=False, methods=["post"], url_path="let-off")
    def let_off(self, request, consortium):
        """Let debtors off what they owe, with a reason that stays; answers how many duties were open."""
        require(access.can_let_off(request.viewer))
        said = self.given(LetOffSerializer)
        return Response({"count": duties.let_off(self._chosen(said), reason=said["reason"], **self.acting())})

    def _chosen(self, said: dict) -> Sequence[Duty]:
        rows = chased(self.request.viewer).filter(pk__in=said["duties"])
        return known(rows, said["duties"], "duties", {duty.pk for duty in rows})


class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What the caller was told, newest first."""

    lookup_field = "pk"
    lookup_url_kwarg = "id"
    queryset = Notice.objects.all()
    serializer_class = NoticeSerializer
    narrows = {"kind": "kind"}

    def seen(self, viewer):
        return Notice.objects.visible_to(viewer).order_by("-pk")

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request, consortium, id):
        """Mark one notice as read."""
        notices.mark_read(self.get_queryset().filter(pk=self.get_object().pk), at=request.now)
        return Response(NoticeSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=CountSerializer)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request, consortium):
        """Mark all of them as read; answers how many were new."""
        return Response({"count": notices.mark_read(self.get_queryset(), at=request.now)})


class LetterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Letters released to the caller; to the office, the outbox."""

    queryset = Letter.objects.all()
    serializer_class = LetterSerializer
    narrows = {"state": "state", "kind": "kind"}

    def seen(self, viewer):
        rows = Letter.objects.visible_to(viewer).select_related("person", "organisation", "subject", "consortium")
        return rows.order_by("-number")

    @extend_schema(request=LetterWordsSerializer, responses=LetterSerializer)
    def partial_update(self, request, consortium, number):
        """Change the words of a held letter."""
        letter = self.get_object()
        require(access.can_edit_letter(request.viewer, letter))
        words = {"title": letter.title, "body": letter.body, **self.given(LetterWordsSerializer)}
        letters.edit(letter, **words, **self.acting())
        return Response(LetterSerializer(letter).data)

    @extend_schema(request=ReleaseSerializer, responses=ReleasedSerializer)
    @action(detail=False, methods=["post"])
    def release(self, request, consortium):
        """Release held letters together; answers how many went out, and how many had no point any more."""
        require(access.can_release_letters(request.viewer))
        asked = self.given(ReleaseSerializer)["letters"]
        rows = self.get_queryset().filter(number__in=asked)
        chosen = known(rows, asked, "letters", {letter.number for letter in rows})
        return Response(letters.release(chosen, **self.acting())._asdict())

    @extend_schema(request=ReasonSerializer, responses=LetterSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, consortium, number):
        """Take a held letter out of the outbox."""
        letter = self.get_object()
        require(access.can_cancel_letter(request.viewer, letter))
        letters.cancel(letter, **self.given(ReasonSerializer), **self.acting())
        return Response(LetterSerializer(letter).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, consortium, number):
        """Send the document that goes with a letter."""
        letter = get_object_or_404(self.get_queryset().filter(blob__isnull=False).select_related("blob"), number=number)
        return FileResponse(
            blobs.open_blob(letter.blob),
            as_attachment=True,
            filename=f"letter-{letter.number}.pdf",
            content_type=letter.blob.media_type,
        )


class MailViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Mails that were not taken; the office's."""

    queryset = Delivery.objects.all()
    serializer_class = MailSerializer
    narrows = {"state": "state"}

    def seen(self, viewer):
        require(access.can_see_mail(viewer))
        return Delivery.objects.visible_to(viewer).faulty().select_related("person").order_by("-due_at", "-pk")

    @extend_schema(request=RetrySerializer, responses=CountSerializer)
    @action(detail=False, methods=["post"])
    def retry(self, request, consortium):
        """Have mails tried again at once; answers how many."""
        require(access.can_retry_mail(request.viewer))
        asked = self.given(RetrySerializer)["mails"]
        rows = self.get_queryset().filter(pk__in=asked)
        chosen = known(rows, asked, "mails", {mail.pk for mail in rows})
        return Response({"count": mails.retry(chosen, consortium=request.consortium, **self.acting())})


def known(rows: Iterable, asked: Iterable[int], field: str, found: set[int]) -> Sequence:
    """Give the rows that a call names.

    :raises Invalid: where one of them is not there, or not open to this any more.
    """
    strange = sorted(set(asked) - found)
    if strange:
        numbers = ", ".join(map(str, strange))
        raise Invalid(
            _("Nothing that you may choose here has the number %(numbers)s.") % {"numbers": numbers}, field=field
        )
    return list(rows)
