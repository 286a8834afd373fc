"""A page of each kind, built from the real parts, for tests that look at them."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as menu
from parties.models import Organisation, OrganisationKind
from parties.refusals import Forbidden, Invalid, Refusal
from web.charts import Picture, flow, heat
from web.forms import errors_as_message, errors_on, form_page
from web.idempotency import once
from web.lists import Bulk, Column, Filter, Listing, list_page
from web.table_cells import link, state
from web.view_models import DutyLine, HistoryLine, OrgNode

ORGANISATIONS = Listing(
    key="organisations",
    columns=(
        Column("name", "Name", "name", lambda o: link(f"#{o.pk}", o.name, o.native_name), sort="name"),
        Column("kind", "Kind", lambda o: o.get_kind_display(), sort="kind"),
        Column("country", "Country", "country", sort="country"),
        Column("dues", "Dues", lambda o: Decimal(100_000 + o.pk * 1000), numeric=True),
        Column("state", "State", lambda o: "Open", lambda o: state("Waiting for you", "waiting")),
    ),
    order="name",
    filters=(Filter("kind", "Kind", OrganisationKind.choices),),
    search=("name", "native_name"),
    nothing="No organisation yet. It appears when the first member is admitted.",
)


class CallForm(forms.Form):
    title = forms.CharField(label="Title", help_text="One line that says what is decided.")
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(label="Kind", choices=OrganisationKind.choices)
    starts_on = forms.DateField(label="Starts on", widget=forms.DateInput(attrs={"type": "date"}))
    is_urgent = forms.BooleanField(label="Urgent", required=False)


def rows(request, consortium):
    bulk = (Bulk("Nudge selected", "nudge/", "send"),)
    return list_page(request, ORGANISATIONS, _organisations, "web/list.html", bulk=bulk, title="Members")


def form(request, consortium):
    form = CallForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            raise Invalid("“Again” was used before: choose another title.", field="title")
    return form_page(request, form, title="Call a meeting", intro="Everyone with a seat is invited.", back="../")


@once
def pay(request, consortium):
    name = request.POST["name"]
    if name == "late":
        with errors_as_message(request):
            raise Refusal("The period is closed.")
        return redirect("/asrc/")
    if name == "wrong":
        return HttpResponse(status=400)
    Organisation.objects.create(name=name, kind="firm", country="US")
    messages.success(request, "Paid.")
    return redirect(f"/asrc/?paid={name}")


def refuse(request, consortium, kind):
    raise {"forbidden": Forbidden("Only the chair may close the vote.", rule="GOV-12"), "refusal": Refusal("Not yet.")}[
        kind
    ]


def thing(request, consortium):
    now = request.now
    picture = Picture(
        "money",
        "Dues by branch",
        flow(
            [
                ("Toshiba", "Dues", 300),
                ("Seagate", "Dues", 500),
                ("Dues", "Pool US", 450),
                ("Dues", "Pool JP", 270),
                ("Dues", "Administration", 80),
            ]
        ),
        ["From", "To", "Amount"],
        [["Toshiba", "Dues", 300], ["Seagate", "Dues", 500]],
        caption="Nine tenths of what is collected go into the branch pools.",
    )
    matrix = Picture(
        "matrix",
        "Priorities",
        heat(["Heads", "Media"], ["HAMR", "Tape"], [(0, 0, 4.5), (1, 0, 3.0), (0, 1, 2.0), (1, 1, None)]),
        ["System", "Heads", "Media"],
        [["HAMR", 4.5, 3.0], ["Tape", 2.0, "–"]],
        size="low",
    )
    context = {
        "duties": [
            DutyLine(
                "Vote on “Research budget 2027, US branch”",
                "you",
                date(2026, 12, 2),
                "bodies.ec.voting",
                "/x/",
                "Vote",
                True,
                until="2 Dec 2026, 18:00",
            ),
            DutyLine(
                "Declare 2025 storage revenue",
                "Toshiba",
                date(2026, 11, 12),
                "MEM-01",
                "/y/",
                "Nudge",
                days_late=10,
                until="end of 12 Nov 2026 (Tokyo)",
            ),
            DutyLine(
                "Approve the minutes of EC 2026-1",
                "K. Sato",
                date(2026, 12, 9),
                "EC-03",
                "/z/",
                until="end of 9 Dec 2026 (New York)",
            ),
        ],
        "history": [
            HistoryLine("Ken Sato opened the vote", now, rule="bodies.ec.voting"),
            HistoryLine("Jane Roe drafted the motion", now - timedelta(days=2), on_behalf_of="Ken Sato"),
        ],
        "picture": picture,
        "matrix": matrix,
        "nodes": [tree()],
        "tabs": [
            {"label": "Motion", "address": "#", "is_current": True},
            {"label": "Papers", "address": "#papers"},
            {"label": "Roll", "address": "#roll"},
        ],
        "amount": Decimal("1234567.5"),
    }
    return render(request, "gallery_thing.html", context)


def tree() -> OrgNode:
    branches = [
        OrgNode(
            f"SC-{branch}",
            "#",
            "Steering committee",
            [(4, "of 5 seats")],
            below=[
                OrgNode(
                    f"TC-{branch}",
                    "#",
                    "Technical committee",
                    [(9, "seats")],
                    "waiting",
                    [
                        OrgNode("HAMR", "#", "System group", [(7, "people")], "quiet"),
                        OrgNode("Heads", "#", "Function group", [(12, "people")], "quiet"),
                    ],
                )
            ],
        )
        for branch in ("US", "JP")
    ]
    return OrgNode("Executive Council", "#", "Top body", [(7, "seats"), (2, "open votes")], below=branches)


urlpatterns = [
    path("<slug:consortium>/gallery/list/", rows),
    path("<slug:consortium>/gallery/form/", form),
    path("<slug:consortium>/gallery/thing/", thing),
    path("<slug:consortium>/gallery/pay/", pay),
    path("<slug:consortium>/gallery/<slug:kind>/", refuse),
    path("", include(menu)),
]


def _organisations(_viewer):
    return Organisation.objects.all()
