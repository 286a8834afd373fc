"""Payments and bank files through the API."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from files import blobs
from journal.models import Subject
from parties.permissions import require
from treasury import access, allocations, bank_files, payments, returns
from treasury.api import serializers as told
from treasury.api.base import MoneyViewSet
from treasury.bank.layouts import Layout
from treasury.bank.lines import Row
from treasury.bank_plans import LISTS
from treasury.models import BankFile, Invoice, Payment
from treasury.payments import Receipt
from treasury.settlement import Part
from treasury.shown_plans import OtherPlan, Shown
from web.api.viewsets import CreatedFromFile, ReasonSerializer
from web.idempotency import key_of


class PaymentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, MoneyViewSet):
    """Payments that the caller may see: finance all, a company its own (MEM-18)."""

    queryset = Payment.objects.all()
    serializer_class = told.PaymentSerializer
    narrows = {"state": "state", "since": "received_on__gte", "until": "received_on__lte"}

    def seen(self, viewer):
        return Payment.objects.visible_to(viewer).select_related("payer", "consortium", "subject").order_by("-number")

    @extend_schema(request=told.ReceiptSerializer, responses={201: told.PaymentSerializer})
    def create(self, request, consortium):
        """Record money received; send an ``Idempotency-Key``."""
        require(access.can_record_payment(request.viewer))
        said = self.given(told.ReceiptSerializer)
        member = said.pop("member", None)
        payer = self._member(member) if member else None
        whose = {"payer": payer, "is_named": payer is not None}
        receipt = Receipt(key=key_of(request), currency=self.currency(), **whose, **said)
        (payment,) = payments.record(request.consortium, [receipt], **self.acting())
        return Response(told.PaymentSerializer(payment).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=told.AllocateSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"])
    def allocate(self, request, consortium, number):
        """Say which invoices the payment settles."""
        payment = self.get_object()
        require(access.can_allocate(request.viewer, payment))
        rows = Invoice.objects.visible_to(request.viewer).select_related("organisation")
        parts = [
            Part(payment, get_object_or_404(rows, number=each["invoice"]), each["amount"])
            for each in self.given(told.AllocateSerializer)["parts"]
        ]
        allocations.allocate(request.consortium, parts, **self.acting())
        return self._answer(payment)

    @extend_schema(request=ReasonSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request, consortium, number):
        """Take the payment's standing allocations back."""
        payment = self.get_object()
        require(access.can_allocate(request.viewer, payment))
        standing = allocations.standing(payment=payment)
        allocations.take_back(standing, **self.given(ReasonSerializer), **self.acting())
        return self._answer(payment)

    @extend_schema(request=told.AssignSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request, consortium, number):
        """Say whose money the payment is; name as ``instead_of`` whose it is now, to change that."""
        payment = self.get_object()
        require(access.can_assign(request.viewer, payment))
        said = self.given(told.AssignSerializer)
        seen = None if said["instead_of"] is None else self._member(said["instead_of"]).pk
        payments.assign(payment, self._member(said["member"]), seen=seen, **self.acting())
        return self._answer(payment)

    @extend_schema(request=told.SendBackSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, consortium, number):
        """Send back what is left, or a part of it."""
        payment = self.get_object()
        require(access.can_send_back(request.viewer, payment))
        payments.send_back(payment, **self.given(told.SendBackSerializer), **self.acting())
        return self._answer(payment)

    @extend_schema(request=ReasonSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"])
    def reverse(self, request, consortium, number):
        """Undo a payment that never was."""
        payment = self.get_object()
        require(access.can_reverse_payment(request.viewer, payment))
        payments.reverse(payment, **self.given(ReasonSerializer), **self.acting())
        return self._answer(payment)

    @extend_schema(request=told.BankReturnSerializer, responses=told.PaymentSerializer)
    @action(detail=True, methods=["post"], url_path="record-return")
    def record_return(self, request, consortium, number):
        """Record that the bank took the payment back: its invoices are open again, and it stands with its return."""
        payment = self.get_object()
        require(access.can_record_return(request.viewer, payment))
        returns.record(payment, **self.given(told.BankReturnSerializer), **self.acting())
        return self._answer(payment)

    def _member(self, number: int) -> Subject:
        """Fetch a member's subject; finance alone gets here."""
        return get_object_or_404(Subject, consortium=self.request.consortium, kind="member", number=number)

    def _answer(self, payment: Payment) -> Response:
        payment.refresh_from_db()
        return Response(told.PaymentSerializer(payment).data)


class BankFileViewSet(CreatedFromFile, mixins.ListModelMixin, MoneyViewSet):
    """Exports of the bank's statement; finance alone."""

    queryset = BankFile.objects.all()
    serializer_class = told.BankFileSerializer

    def seen(self, viewer):
        return BankFile.objects.visible_to(viewer).select_related("consortium", "subject", "blob").order_by("-number")

    @extend_schema(request={"multipart/form-data": told.UploadSerializer}, responses={201: told.BankFileSerializer})
    def create(self, request, consortium):
        """Upload an export as ``multipart/form-data``; the same content again is the file that is there."""
        require(access.can_import(request.viewer))
        file = self.given(told.UploadSerializer)["file"]
        bank_file = bank_files.upload(request.consortium, blobs.content_of(file), name=file.name, **self.acting())
        return Response(told.BankFileSerializer(bank_file).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def retrieve(self, request, consortium, number):
        """Get the file with what taking it into the books would do, line by line."""
        bank_file = self.get_object()
        answer = told.BankFileSerializer(bank_file).data
        if not bank_file.is_committed and Layout.of(bank_file.layout).is_complete:
            answer["plan"] = _shown(bank_files.look(bank_file, self.currency(), at=request.now))
        return Response(answer)

    @extend_schema(request=told.LayoutSerializer, responses=told.BankFileSerializer)
    @action(detail=True, methods=["post"])
    def columns(self, request, consortium, number):
        """Say which column means what."""
        bank_file = self.get_object()
        require(access.can_import(request.viewer, bank_file))
        bank_files.lay_out(bank_file, self.given(told.LayoutSerializer), **self.acting())
        return Response(told.BankFileSerializer(bank_file).data)

    @extend_schema(request=told.CommitSerializer, responses=told.PaymentSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    def commit(self, request, consortium, number):
        """Take the file into the books; answers the payments."""
        bank_file = self.get_object()
        require(access.can_import(request.viewer, bank_file))
        said = self.given(told.CommitSerializer)
        try:
            made = bank_files.commit(bank_file, currency=self.currency(), **said, **self.acting())
        except OtherPlan as refused:
            answer = {"detail": str(refused), "rule": refused.rule, "plan": _shown(refused.shown)}
            return Response(answer, status=status.HTTP_409_CONFLICT)
        rows = Payment.objects.filter(pk__in=[row.pk for row in made]).select_related("payer").order_by("number")
        return Response(told.PaymentSerializer(rows, many=True).data)

    @extend_schema(request=ReasonSerializer, responses=told.BankFileSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request, consortium, number):
        """Set the file aside."""
        bank_file = self.get_object()
        require(access.can_import(request.viewer, bank_file))
        bank_files.drop(bank_file, **self.given(ReasonSerializer), **self.acting())
        return Response(told.BankFileSerializer(bank_file).data)


def _shown(shown: Shown) -> dict:
    """Write a plan and its digest: the lines of each list by their position, and what is to be known of those that
    become payments.
    """
    plan = shown.plan
    return {
        "matched": [
            {
                **_line(each.row),
                "by": each.by,
                "invoice": each.candidate.label,
                "settles": str(each.settles),
                "parts": [{"invoice": share.candidate.label, "amount": str(share.amount)} for share in each.shares],
            }
            for each in plan.matched
        ],
        "unmatched": [
            {
                **_line(each.row),
                "payer": each.row.payer,
                "reference": each.row.reference,
                "suggestions": [said.label for said in each.suggestions],
                "doubts": [said.doubt for said in each.suggestions],
            }
            for each in plan.unmatched
        ],
        **{name: [_position(each) for each in getattr(plan, name)] for name in LISTS if name not in SHOWN_WHOLE},
        "digest": shown.digest,
        "problems": {row.position: row.problem for row in plan.unreadable},
    }


SHOWN_WHOLE = ("matched", "unmatched")


def _line(row: Row) -> dict:
    return {"line": row.position, "day": row.day, "amount": str(row.amount)}


def _position(each) -> int:
    return getattr(each, "row", each).position
