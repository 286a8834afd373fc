"""What viewsets share: the caller sees what the caller may see, by its public number; what is undone takes a reason."""

from rest_framework import viewsets
from rest_framework.parsers import MultiPartParser

from web.api.serializers import Payload, Text
from web.idempotency import OnceByKey
from web.scopes import Scope


class ReasonSerializer(Payload):
    """Why."""

    reason = Text(max_length=2000)


class CreatedFromFile:
    """What is made by sending a file, and changed by sending JSON."""

    def get_parsers(self) -> list:
        """Take multipart where something is made, and there alone."""
        makes = self.request is not None and self.action_map.get(self.request.method.lower()) == "create"
        return [MultiPartParser()] if makes else super().get_parsers()


class VisibleViewSet(OnceByKey, viewsets.GenericViewSet):
    """Rows that the caller may see. Subclasses answer ``seen(viewer)`` with a queryset from ``visible_to``."""

    lookup_field = "number"
    lookup_value_regex = r"\d+"
    scope = Scope.WRITE

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.seen(self.request.viewer)

    def given(self, serializer):
        """Read the body of the call, or answer 400 beside its fields."""
        read = serializer(data=self.request.data)
        read.is_valid(raise_exception=True)
        return read.validated_data

    def acting(self) -> dict:
        """Say who acts and when, as every verb asks."""
        return {"by": self.request.viewer.person, "at": self.request.now}
