"""What the viewsets of money share."""

from charter import editions
from web.api.viewsets import VisibleViewSet
from web.scopes import Scope


class MoneyViewSet(VisibleViewSet):
    """Rows of money; writing needs a token for money."""

    scope = Scope.MONEY

    def currency(self) -> str:
        """The currency in which the consortium keeps its books."""
        return editions.of(self.request.viewer).identity.currency
