"""Invoices, the dues run and members' accounts through the API."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from journal.models import Subject
from membership import dues
from membership.models import Member
from parties.permissions import require
from treasury import access, billing, credit_notes, invoices, papers, payments, queries
from treasury.api import serializers as told
from treasury.api.base import MoneyViewSet
from treasury.models import Invoice
from treasury.models.invoices import own_subjects
from treasury.queries import StatementLine
from web.api.viewsets import ReasonSerializer
from web.idempotency import OnceByKey, key_of
from web.scopes import Scope


class InvoiceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, MoneyViewSet):
    """Invoices that the caller may see: finance all, a company its own (MEM-18)."""

    queryset = Invoice.objects.all()
    serializer_class = told.InvoiceSerializer
    narrows = {"state": "state", "year": "year"}

    def seen(self, viewer):
        rows = Invoice.objects.visible_to(viewer).with_lateness(viewer.today)
        return rows.select_related("organisation", "debtor", "consortium", "subject").order_by("-number")

    @extend_schema(request=told.ExtraSerializer, responses={201: told.InvoiceSerializer})
    def create(self, request, consortium):
        """Issue a supplementary invoice to one member."""
        require(access.can_invoice(request.viewer))
        said = self.given(told.ExtraSerializer)
        members = Member.objects.visible_to(request.viewer).select_related("subject", "organisation", "consortium")
        member = get_object_or_404(members, number=said.pop("member"))
        issued = dues.charge_extra(member, **said, **self.acting())
        return Response(self._answer(issued), status=status.HTTP_201_CREATED)

    @extend_schema(request=told.PaySerializer, responses=told.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request, consortium, number):
        """Record a payment of the invoice; send an ``Idempotency-Key``."""
        invoice = self.get_object()
        require(access.can_record_payment(request.viewer, invoice))
        payments.receive(invoice, **self.given(told.PaySerializer), key=key_of(request), **self.acting())
        return Response(self._answer(invoice))

    @extend_schema(request=ReasonSerializer, responses=told.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, consortium, number):
        """Cancel the invoice by a credit note."""
        invoice = self.get_object()
        require(access.can_cancel_invoice(request.viewer, invoice))
        credit_notes.cancel(invoice, **self.given(ReasonSerializer), **self.acting())
        return Response(self._answer(invoice))

    @extend_schema(request=ReasonSerializer, responses=told.InvoiceSerializer)
    @action(detail=True, methods=["post"], url_path="write-off")
    def write_off(self, request, consortium, number):
        """Give up what is open."""
        invoice = self.get_object()
        require(access.can_write_off(request.viewer, invoice))
        invoices.write_off(invoice, **self.given(ReasonSerializer), **self.acting())
        return Response(self._answer(invoice))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def paper(self, request, consortium, number):
        """Get the invoice as PDF."""
        invoice = self.get_object()
        require(access.can_download_invoice(request.viewer, invoice))
        return HttpResponse(papers.invoice(invoice), content_type="application/pdf")

    def _answer(self, invoice: Invoice) -> dict:
        """Tell the invoice as it is now, with what is owed of it."""
        return told.InvoiceSerializer(self.get_queryset().get(pk=invoice.pk)).data


class DuesViewSet(OnceByKey, viewsets.ViewSet):
    """The dues run."""

    scope = Scope.MONEY

    @extend_schema(parameters=[told.YearSerializer], responses=OpenApiTypes.OBJECT)
    def list(self, request, consortium):
        """Preview the run of ``?year=``: every member with its amount, its invoice, or what keeps it from one."""
        require(access.can_invoice(request.viewer))
        read = told.YearSerializer(data=request.query_params)
        read.is_valid(raise_exception=True)
        charges = dues.assess(request.consortium, read.validated_data["year"], at=request.now)
        return Response(
            [
                {
                    "member": charge.member.number,
                    "company": charge.member.organisation.name,
                    "tier": charge.tier,
                    "amount": None if charge.amount is None else str(charge.amount),
                    "invoice": charge.invoice and charge.invoice.number,
                    "problem": charge.problem,
                }
                for charge in charges
            ]
        )

    @extend_schema(request=told.YearSerializer, responses={201: told.InvoiceSerializer(many=True)})
    def create(self, request, consortium):
        """Invoice every member that has no invoice for the year."""
        require(access.can_invoice(request.viewer))
        read = told.YearSerializer(data=request.data)
        read.is_valid(raise_exception=True)
        issued = dues.run(request.consortium, read.validated_data["year"], by=request.viewer.person, at=request.now)
        rows = Invoice.objects.visible_to(request.viewer).with_lateness(request.viewer.today)
        rows = rows.filter(pk__in=[row.pk for row in issued]).select_related("organisation", "debtor", "consortium")
        return Response(told.InvoiceSerializer(rows.order_by("pk"), many=True).data, status=status.HTTP_201_CREATED)


class BalanceViewSet(MoneyViewSet):
    """Members' accounts: finance all, a company its own; everyone else's do not exist (MEM-18)."""

    queryset = Subject.objects.all()
    pagination_class = None
    serializer_class = told.AddressSerializer

    def seen(self, viewer):
        allowed = Q() if viewer.is_finance else Q(pk__in=own_subjects(viewer))
        return Subject.objects.filter(allowed, consortium=viewer.consortium, kind="member")

    @extend_schema(responses=told.MovementSerializer(many=True))
    def retrieve(self, request, consortium, number):
        """Get a member's statement of account, the oldest movement first."""
        lines = queries.statement(request.consortium, self.get_object().pk)
        return Response(
            [
                {
                    "day": line.day,
                    "what": str(line.label),
                    "about": self._about(line),
                    "amount": str(line.amount),
                    "currency": line.currency,
                    "balance": str(line.balance),
                }
                for line in lines
            ]
        )

    def _about(self, line: StatementLine) -> dict | None:
        """Name the paper behind a movement to whoever may open it."""
        kind, number = line.about
        is_open = line.is_own or self.request.viewer.is_finance
        return {"kind": kind, "number": number} if is_open else None

    @extend_schema(request=told.AddressSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def address(self, request, consortium, number):
        """Say where the member's next invoices go."""
        debtor = self.get_object()
        require(access.can_set_billing_address(request.viewer, debtor.pk))
        billing.set_address(debtor, **self.given(told.AddressSerializer), **self.acting())
        return Response(status=status.HTTP_204_NO_CONTENT)
