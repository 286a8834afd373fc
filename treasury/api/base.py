"""What the viewsets of money share."""

from charter import editions
from desk.api_rows import SeenViewSet
from desk.models import Scope


class MoneyViewSet(SeenViewSet):
    """Rows of money; writing needs a token for money."""

    scope = Scope.MONEY

    def currency(self) -> str:
        """The currency in which the consortium keeps its books."""
        return editions.of(self.request.viewer).identity.currency
