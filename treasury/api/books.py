"""The books through the API: transactions, accounts, closings."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from charter import editions
from consortium.motions import queries
from journal.models import Entry
from parties.permissions import require
from parties.refusals import Invalid
from treasury import access, closings, pools
from treasury.api import serializers as told
from treasury.api.base import MoneyViewSet
from treasury.models import Account, Closing, Transaction


class TransactionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, MoneyViewSet):
    """Transactions with their postings; finance alone."""

    queryset = Transaction.objects.all()
    serializer_class = told.TransactionSerializer

    def seen(self, viewer):
        rows = Transaction.objects.visible_to(viewer).select_related("allowed_by")
        return rows.prefetch_related("postings__account__owner").order_by("-number")


class AccountViewSet(mixins.ListModelMixin, MoneyViewSet):
    """The trial balance; finance alone."""

    queryset = Account.objects.all()
    serializer_class = told.AccountSerializer

    def seen(self, viewer):
        return (
            Account.objects.visible_to(viewer).with_balances().select_related("owner").order_by("kind", "branch", "id")
        )


class ShiftViewSet(MoneyViewSet):
    """Shifts of research money between the branches' pools."""

    queryset = Transaction.objects.all()
    serializer_class = told.PoolShiftSerializer

    def seen(self, viewer):
        return Transaction.objects.visible_to(viewer).filter(kind="pool_shifted")

    @extend_schema(request=told.PoolShiftSerializer, responses={201: told.TransactionSerializer})
    def create(self, request, consortium):
        """Enter a shift that the council decided; ``motion`` is the number of its motion (E-12)."""
        require(access.can_shift_pools(request.viewer))
        said = self.given(told.PoolShiftSerializer)
        made = pools.shift(
            request.consortium,
            decision=self._decision(said.pop("motion")),
            currency=self.currency(),
            **said,
            **self.acting(),
        )
        return Response(told.TransactionSerializer(made).data, status=status.HTTP_201_CREATED)

    def _decision(self, number: int) -> Entry:
        """Fetch the entry by which a body that decides on budgets carried its motion."""
        viewer = self.request.viewer
        motion = queries.budget_decisions(viewer, editions.of(viewer)).filter(number=number).first()
        if motion is None:
            raise Invalid(_("Motion %(number)s is no decision on budgets.") % {"number": number}, field="motion")
        return Entry.objects.of(motion.subject).filter(verb="motion.close").latest("pk")


class ClosingViewSet(mixins.ListModelMixin, MoneyViewSet):
    """Days up to which the books are closed."""

    queryset = Closing.objects.all()
    serializer_class = told.ClosingSerializer

    def seen(self, viewer):
        return Closing.objects.visible_to(viewer)

    @extend_schema(request=told.UntilSerializer, responses={201: told.ClosingSerializer})
    def create(self, request, consortium):
        """Close the books up to and including a day."""
        require(access.can_close_books(request.viewer))
        closing = closings.close(request.consortium, **self.given(told.UntilSerializer), **self.acting())
        return Response(told.ClosingSerializer(closing).data, status=status.HTTP_201_CREATED)
