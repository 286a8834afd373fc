"""The doors of people: the directory, one person, an organisation's people and mandates, one's assistants."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from consortium import directory, introductions, mandates, partners, people
from consortium.access import people as access
from consortium.forms.people import AssistantForm, InviteForm, MandateForm, PartnerForm, TitleForm
from consortium.models import Body, Introduction, Partner, Seat
from journal.history import history_of
from membership.models import Affiliation, Assistance, Mandate, Member
from parties.models import Organisation, Person
from parties.permissions import require
from web.compiled import compiled
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, native

LATELY = timedelta(days=30)
BODIES = compiled(lambda viewer: Body.objects.visible_to(viewer).open().values_list("pk", "name"))


def listing(slug: str, *, with_addresses: bool) -> Listing:
    """The directory as a list; e-mail addresses are a column for the office alone."""
    columns = [
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            "shown",
            lambda person: link(f"/{slug}/people/{person.pk}/", person.shown, native(person.script)),
            sort="shown",
        ),
        Column("place", gettext_lazy("Organisation"), "place", sort="place"),
        Column("seats", gettext_lazy("Sits in"), "sits_in"),
    ]
    if with_addresses:
        columns.append(Column("email", gettext_lazy("E-mail"), "email"))
    return Listing(
        key="people",
        columns=tuple(columns),
        order="shown",
        filters=(
            Filter(
                "body",
                gettext_lazy("Body"),
                lambda viewer: BODIES.rows(viewer),
                lambda rows, value: rows.filter(pk__in=Seat.objects.held().filter(body=value).values("person")),
            ),
        ),
        search=("shown", "script", "place"),
        nothing=gettext_lazy("Nobody yet. Companies and universities enter their people."),
    )


def person_list(request, consortium):
    """List everybody with a part in the consortium."""
    declared = listing(request.consortium.slug, with_addresses=request.viewer.is_office)
    return list_page(request, declared, directory.people, "web/list.html", title=_("People"))


def person_detail(request, consortium, pk):
    """Show one person: names, organisations with titles, seats; the address to colleagues and the office."""
    person = get_object_or_404(directory.people(request.viewer), pk=pk)
    viewer = request.viewer
    places = Affiliation.objects.visible_to(viewer).on(viewer.today).filter(person=person)
    places = list(places.select_related("organisation").order_by("organisation__name"))
    seats = Seat.objects.visible_to(viewer).filter(person=person).select_related("body__consortium", "organisation")
    assistance = Assistance.objects.visible_to(viewer).on(viewer.today).filter(person=person)
    charter = editions.of(viewer)
    context = {
        "person": person,
        "places": [(each, charter.titles[each.title].name if each.title in charter.titles else "") for each in places],
        "seats": seats.order_by("state", "-during"),
        "email": person.email
        if access.can_see_address(viewer, person, {each.organisation_id for each in places})
        else "",
        "assistance": assistance.select_related("assistant"),
        "is_me": person.pk == viewer.person.pk,
    }
    return render(request, "consortium/person_detail.html", context)


def member_people(request, consortium, number):
    """Show a company's people and mandates, for whoever looks after them."""
    return _home_page(request, _member(request, number))


def partner_detail(request, consortium, number):
    """Show a university or another organisation, with its people."""
    return _home_page(request, _partner(request, number))


def member_invite(request, consortium, number):
    """Enter a colleague of a company."""
    return _invite(request, _member(request, number))


def partner_invite(request, consortium, number):
    """Enter somebody of a university."""
    return _invite(request, _partner(request, number))


def affiliation_edit(request, consortium, pk):
    """Write down a new title."""
    affiliation = _affiliation(request, pk)
    require(access.can_retitle(request.viewer, affiliation))
    form = TitleForm(
        _titles(request), request.POST or None, initial={"title": affiliation.title, "position": affiliation.position}
    )
    if form.is_valid():
        with errors_on(form):
            people.retitle(affiliation, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect(_address(affiliation))
    return form_page(
        request,
        form,
        title=_("Title of %(person)s") % {"person": affiliation.name},
        intro=_("A seat for which the new title does not qualify ends today."),
        submit=_("Save"),
        back=_address(affiliation),
    )


@require_POST
def affiliation_end(request, consortium, pk):
    """End somebody's place in an organisation."""
    affiliation = _affiliation(request, pk)
    require(access.can_leave(request.viewer, affiliation))
    with errors_as_message(request):
        people.leave(affiliation, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(_address(affiliation))


def mandate_give(request, consortium, number):
    """Give a mandate to one of a company's people."""
    member = _member(request, number)
    require(access.can_give_mandate(request.viewer, member))
    colleagues = Affiliation.objects.visible_to(request.viewer).on(request.viewer.today).come()
    form = MandateForm(
        Person.objects.filter(pk__in=colleagues.filter(organisation=member.organisation).values("person")),
        editions.of(request.viewer).membership.mandates,
        request.POST or None,
    )
    if form.is_valid():
        with errors_on(form):
            mandates.give(member, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect("member_people", consortium, number)
    return form_page(
        request,
        form,
        title=_("Give a mandate of %(company)s") % {"company": member},
        submit=_("Give"),
        back=f"/{consortium}/members/{number}/people/",
    )


@require_POST
def mandate_end(request, consortium, pk):
    """End a mandate."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.viewer).select_related("person"), pk=pk)
    require(access.can_end_mandate(request.viewer, mandate))
    with errors_as_message(request):
        mandates.end(mandate, by=request.viewer.person, at=request.now)
    return redirect(_address(mandate))


def assistant_new(request, consortium):
    """Name an assistant who prepares, replies and chases in one's name, and never votes."""
    form = AssistantForm(directory.come(request.viewer).exclude(pk=request.user.pk), request.POST or None)
    if form.is_valid():
        with errors_on(form):
            mandates.name_assistant(
                request.viewer.person,
                form.cleaned_data["person"],
                consortium=request.consortium,
                until=form.cleaned_data["until"],
                by=request.viewer.person,
                at=request.now,
            )
            return redirect("person_detail", consortium, request.user.pk)
    return form_page(
        request,
        form,
        title=_("Name an assistant"),
        intro=_("Assistants prepare, reply and chase for you until the day. They never vote."),
        submit=pgettext("button", "Name"),
        back=f"/{consortium}/people/{request.user.pk}/",
    )


@require_POST
def assistant_end(request, consortium, pk):
    """Revoke an assistant's mandate."""
    assistance = get_object_or_404(Assistance.objects.visible_to(request.viewer).select_related("person"), pk=pk)
    require(access.can_end_assistance(request.viewer, assistance))
    with errors_as_message(request):
        mandates.end_assistance(assistance, by=request.viewer.person, at=request.now)
    return redirect("person_detail", consortium, assistance.person_id)


def partner_new(request, consortium, number):
    """Connect a university or institute to a committee, or another organisation to the office."""
    body = get_object_or_404(Body.objects.visible_to(request.viewer).select_related("consortium"), number=number)
    require(access.can_connect(request.viewer, body))
    form = PartnerForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            said = form.cleaned_data
            organisation, _made = Organisation.objects.get_or_create(name=said["name"].strip(), defaults=said)
            return redirect(partners.connect(body, organisation, by=request.viewer.person, at=request.now))
    return form_page(
        request,
        form,
        title=_("Connect an organisation to the %(body)s") % {"body": body.name},
        submit=_("Connect"),
        back=body.get_absolute_url(),
    )


@require_POST
def partner_end(request, consortium, number):
    """End the connection of a university or institute."""
    partner = _partner(request, number)
    require(access.can_disconnect(request.viewer, partner))
    with errors_as_message(request):
        partners.disconnect(partner, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(partner)


def _home_page(request, home):
    viewer, charter = request.viewer, editions.of(request.viewer)
    places = Affiliation.objects.visible_to(viewer).on(viewer.today).filter(organisation=home.organisation_id)
    given = Mandate.objects.visible_to(viewer).on(viewer.today).filter(organisation=home.organisation_id)
    can = access.can_invite(viewer, home)
    context = {
        "home": home,
        "is_member": isinstance(home, Member),
        "rows": [
            (each, charter.titles[each.title].name if each.title in charter.titles else "")
            for each in places.select_related("person").order_by("person__name")
        ],
        "invited": _invited(viewer, home) if can else [],
        "asked": _asked_of(request, home),
        "mandates": given.select_related("person").order_by("kind", "person__name"),
        "can_manage": can,
        "shows_addresses": viewer.is_office or home.organisation_id in viewer.organisations,
        "can_disconnect": isinstance(home, Partner) and home.is_connected and access.can_disconnect(viewer, home),
        "history": history_of(home.subject_id, limit=8) if can else [],
    }
    return render(request, "consortium/organisation_people.html", context)


def _invited(viewer, home) -> QuerySet[Introduction]:
    """Whom the organisation asked: those who have not answered, and what was not accepted in the last weeks."""
    rows = Introduction.objects.visible_to(viewer).filter(organisation=home.organisation_id)
    lately = Q(state=Introduction.State.DECLINED, answered_at__gt=viewer.now - LATELY)
    return rows.filter(lately | Q(state__in=["asked", "accepted"])).order_by("asked_at")


def _asked_of(request, home) -> list[Introduction]:
    """What colleagues have accepted elsewhere, which needs the company's yes."""
    viewer = request.viewer
    if not isinstance(home, Member) or not (viewer.is_office or viewer.mandated("nominator", home.organisation_id)):
        return []
    rows = Introduction.objects.filter(consortium=home.consortium, state=Introduction.State.ACCEPTED)
    rows = rows.select_related("organisation", "person", "consortium").order_by("asked_at")
    return [
        each
        for each in rows
        if access.can_release(viewer, home, each.person_id)
        and home in introductions.employers(each, request.now)
        and home.organisation_id not in each.released_by
    ]


def _invite(request, home):
    require(access.can_invite(request.viewer, home))
    titles = _titles(request) if isinstance(home, Member) else []  # only companies hold seats, on which titles bear
    form = InviteForm(titles, _kinds(request, home), request.POST or None, initial=_first_mandates(home))
    if form.is_valid():
        with errors_on(form):
            said = form.cleaned_data
            kinds = said.pop("mandates", ())
            asked = introductions.ask(home, **said, kinds=kinds, by=request.viewer.person, at=request.now)
            messages.success(request, _("An invitation was sent to %(address)s.") % {"address": asked.email})
            return redirect(_address(asked))
    back = (
        f"/{request.consortium.slug}/members/{home.number}/people/"
        if isinstance(home, Member)
        else (home.get_absolute_url())
    )
    return form_page(
        request,
        form,
        title=_("Invite a person of %(organisation)s") % {"organisation": home},
        intro=_("They are asked first. Once they accept, they are listed with their title and mandates."),
        submit=_("Send invitation"),
        back=back,
    )


def _kinds(request, home) -> tuple[str, ...]:
    """The mandates that the reader may give to a member's people."""
    if not isinstance(home, Member) or not access.can_give_mandate(request.viewer, home):
        return ()
    return editions.of(request.viewer).membership.mandates


def _first_mandates(home) -> dict[str, list[str]]:
    """Offer that the first person of a member nominates for it: without that nobody can take a seat."""
    known = Mandate.objects.filter(consortium=home.consortium_id, organisation=home.organisation_id)
    return {} if known.exists() else {"mandates": [Mandate.Kind.NOMINATOR]}


def _titles(request) -> list[tuple[str, str]]:
    titles = editions.of(request.viewer).titles
    return [(key, title.name) for key, title in titles.items()]


def _address(place: Affiliation | Introduction | Mandate) -> str:
    """The page of the organisation's people."""
    home = people.home_of(place.consortium_id, place.organisation_id)
    if isinstance(home, Member):
        return f"/{home.consortium.slug}/members/{home.number}/people/"
    return home.get_absolute_url()


def _member(request, number: int) -> Member:
    rows = Member.objects.visible_to(request.viewer).select_related("organisation", "consortium", "subject")
    return get_object_or_404(rows, number=number)


def _partner(request, number: int) -> Partner:
    rows = Partner.objects.visible_to(request.viewer)
    return get_object_or_404(rows.select_related("organisation", "consortium", "body", "subject"), number=number)


def _affiliation(request, pk: int) -> Affiliation:
    rows = Affiliation.objects.visible_to(request.viewer).select_related("person", "organisation", "consortium")
    return get_object_or_404(rows, pk=pk)
