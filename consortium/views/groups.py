"""The doors of working groups: setting up, bringing people in, handing over, closing."""

from django.contrib import messages
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import directory, groups
from consortium.access import groups as access
from consortium.forms.people import GroupForm, PersonForm
from consortium.models import Body, Seat
from parties.models import Person
from parties.permissions import require
from web.forms import errors_as_message, errors_on, form_page, posted_reason


def group_new(request, consortium, number):
    """Set up a system group below a committee, or a function group below a system group (WG-05, WG-06)."""
    parent = _body(request, number)
    require(access.can_set_up(request.viewer, parent))
    is_function_group = parent.is_group
    form = GroupForm(_committee(request, parent), is_function_group, request.POST or None)
    if form.is_valid():
        with errors_on(form):
            kind = "function" if is_function_group else "system"
            return redirect(groups.set_up(parent, kind, by=request.viewer.person, at=request.now, **form.cleaned_data))
    title = _("Set up a function group") if is_function_group else _("Set up a system group")
    return form_page(request, form, title=title, submit=_("Set up"), back=parent.get_absolute_url(), about=parent)


def group_add(request, consortium, number):
    """Bring somebody into a group: members of its committee with a vote, anybody else as a guest."""
    group = _body(request, number)
    require(access.can_add(request.viewer, group))
    form = PersonForm(_everybody(request, group), request.POST or None)
    if form.is_valid():
        person = form.cleaned_data["person"]
        is_member = _committee(request, group).filter(pk=person.pk).exists()
        add = groups.add_member if is_member else groups.add_guest
        with errors_on(form):
            seat = add(group, person, by=request.viewer.person, at=request.now)
            text = _("%(person)s belongs to the group.") if seat.votes else _("%(person)s belongs as a guest.")
            messages.success(request, text % {"person": person})
            return redirect(group)
    return form_page(
        request,
        form,
        title=_("Bring somebody into the %(group)s") % {"group": group.name},
        intro=_(
            "Members of the committee vote in the group; everybody else belongs as a guest, without a vote. Whoever is "
            "missing here is entered first: by their company, or by connecting their university to the committee."
        ),
        submit=_("Bring in"),
        back=group.get_absolute_url(),
    )


def group_hand_over(request, consortium, number):
    """Give the lead of a group to another member of its committee."""
    group = _body(request, number)
    require(access.can_hand_over(request.viewer, group))
    form = PersonForm(_committee(request, group), request.POST or None)
    if form.is_valid():
        with errors_on(form):
            groups.hand_over(group, form.cleaned_data["person"], by=request.viewer.person, at=request.now)
            return redirect(group)
    return form_page(
        request, form, title=_("Hand over the lead"), submit=_("Hand over"), back=group.get_absolute_url(), about=group
    )


@require_POST
def group_close(request, consortium, number):
    """Close a group that has no open work."""
    group = _body(request, number)
    require(access.can_close(request.viewer, group))
    with errors_as_message(request):
        groups.close(group, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(group)


def _body(request, number: int) -> Body:
    rows = Body.objects.visible_to(request.viewer).select_related("consortium", "parent__parent")
    return get_object_or_404(rows, number=number)


def _everybody(request, group: Body) -> QuerySet[Person]:
    """Offer everybody, each with what they would be in the group, or that they belong to it."""
    inside = Seat.objects.held().filter(body=group).values("person")
    voting = _committee(request, group).order_by().values("pk")
    notes = ((inside, _("belongs already")), (voting, _("with a vote")))
    said = [
        When(pk__in=rows, then=Concat("place", Value(" · "), Value(note), output_field=TextField()))
        for rows, note in notes
    ]
    return directory.come(request.viewer).annotate(place=Case(*said, default=F("place"), output_field=TextField()))


def _committee(request, body: Body):
    """People who vote in the committee below which a group stands."""
    seats = Seat.objects.visible_to(request.viewer).held().voting().on(request.viewer.today)
    return Person.objects.filter(pk__in=seats.filter(body=groups.committee_of(body)).values("person")).order_by("name")
