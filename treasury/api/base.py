"""What the viewsets of money share."""

from rest_framework import viewsets

from charter import editions
from desk.models import Scope


class MoneyViewSet(viewsets.GenericViewSet):
    """Rows that the caller may see, by their public number; writing needs a token for money."""

    lookup_field = "number"
    lookup_value_regex = r"\d+"
    scope = Scope.MONEY

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
        return {"by": self.request.viewer.person, "at": self.request.now}

    def currency(self) -> str:
        return editions.in_force(self.request.consortium, self.request.viewer.today).identity.currency
