"""The API as a menu: ``/api/v1/<slug>/…`` opens the same verbs as the pages.

An app adds its lines to ``ROUTES``: the prefix below the consortium, the viewset, and its base name.
"""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from charter.api import CharterViewSet, EditionViewSet, Presets
from consortium.api.agendas import AgendaViewSet, RegistrationViewSet
from consortium.api.bodies import BodyViewSet, NominationViewSet, SeatViewSet
from consortium.api.drafts import MotionPaperViewSet
from consortium.api.meetings import MeetingViewSet
from consortium.api.minutes import ComplianceViewSet, MinutesViewSet, PaperViewSet
from consortium.api.motions import MotionViewSet
from consortium.api.people import (
    AffiliationViewSet,
    AssistanceViewSet,
    IntroductionViewSet,
    MandateViewSet,
    OwnIntroduction,
    OwnIntroductions,
    PartnerViewSet,
    PersonViewSet,
)
from consortium.api.register import DecisionViewSet, ItemViewSet, NeedViewSet, StatementViewSet
from desk.api_views import ApiDocument, Me
from duties.api import DutyViewSet, LetterViewSet, MailViewSet, NoticeViewSet
from membership.api import ROUTES as MEMBERSHIP
from treasury.api.books import AccountViewSet, ClosingViewSet, ShiftViewSet, TransactionViewSet
from treasury.api.invoices import BalanceViewSet, DuesViewSet, InvoiceViewSet
from treasury.api.payments import BankFileViewSet, PaymentViewSet
from web.api.document import MadeOnce

ROUTES: list[tuple[str, type, str]] = [
    ("affiliations", AffiliationViewSet, "api_affiliation"),
    ("introductions", IntroductionViewSet, "api_introduction"),
    ("assistants", AssistanceViewSet, "api_assistance"),
    ("bodies", BodyViewSet, "api_body"),
    ("mandates", MandateViewSet, "api_mandate"),
    ("nominations", NominationViewSet, "api_nomination"),
    ("partners", PartnerViewSet, "api_partner"),
    ("people", PersonViewSet, "api_person"),
    ("seats", SeatViewSet, "api_seat"),
    ("decisions", DecisionViewSet, "api_decision"),
    ("items", ItemViewSet, "api_item"),
    (r"motions/(?P<motion>[0-9]+)/papers", MotionPaperViewSet, "api_motion_paper"),
    ("motions", MotionViewSet, "api_motion"),
    ("needs", NeedViewSet, "api_need"),
    ("statements", StatementViewSet, "api_statement"),
    *MEMBERSHIP,
    ("duties", DutyViewSet, "api_duty"),
    ("letters", LetterViewSet, "api_letter"),
    ("mails", MailViewSet, "api_mail"),
    ("notices", NoticeViewSet, "api_notice"),
    ("charter", CharterViewSet, "api_charter"),
    ("editions", EditionViewSet, "api_edition"),
    (r"meetings/(?P<meeting>[0-9]+)/agenda", AgendaViewSet, "api_agenda"),
    (r"meetings/(?P<meeting>[0-9]+)/registrations", RegistrationViewSet, "api_registration"),
    ("meetings", MeetingViewSet, "api_meeting"),
    ("papers", PaperViewSet, "api_paper"),
    ("minutes", MinutesViewSet, "api_minutes"),
    ("compliance", ComplianceViewSet, "api_compliance"),
    ("accounts", AccountViewSet, "api_account"),
    ("balances", BalanceViewSet, "api_balance"),
    ("bank-files", BankFileViewSet, "api_bank_file"),
    ("closings", ClosingViewSet, "api_closing"),
    ("dues", DuesViewSet, "api_dues"),
    ("invoices", InvoiceViewSet, "api_invoice"),
    ("payments", PaymentViewSet, "api_payment"),
    ("pool-shifts", ShiftViewSet, "api_pool_shift"),
    ("transactions", TransactionViewSet, "api_transaction"),
]


def router() -> SimpleRouter:
    """Gather every app's lines."""
    gathered = SimpleRouter()
    for prefix, viewset, name in ROUTES:
        gathered.register(prefix, viewset, basename=name)
    return gathered


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(generator_class=MadeOnce), name="api_schema"),
    path("docs/", ApiDocument.as_view(), name="api_docs"),
    path("me/", Me.as_view(), name="api_me"),
    path("me/introductions/", OwnIntroductions.as_view(), name="api_own_introductions"),
    path("me/introductions/<int:pk>/", OwnIntroduction.as_view(), name="api_own_introduction"),
    path("presets/", Presets.as_view(), name="api_presets"),
    path("<slug:consortium>/", include(router().urls)),
]
