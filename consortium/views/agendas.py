"""Pages of agendas: adding, ordering, changing and dropping points. All of it works without a script."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import agendas
from consortium.access import meetings as access
from consortium.forms.meetings import PointForm
from consortium.models import AgendaItem, Meeting
from consortium.views import meeting_pages
from parties.permissions import require
from web import parse
from web.forms import errors_as_message, errors_on, form_page, status_of, summary


def agenda_edit(request, consortium, number):
    """Show the agenda with the means to order it and to add a point."""
    meeting = _meeting(request, number)
    form = PointForm(request.POST or None, motions=agendas.tableable(meeting, request.viewer))
    if form.is_valid():
        with errors_on(form):
            agendas.add(meeting, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect("agenda_edit", consortium, number)
    points, __ = meeting_pages.agenda(request.viewer, meeting)
    status = status_of(getattr(form, "refusal", None)) if form.is_bound else 200
    context = {"meeting": meeting, "points": points, "form": form, "summary": summary(form)}
    return render(request, "consortium/meeting_agenda.html", context, status=status)


@require_POST
def agenda_arrange(request, consortium, number):
    """Put the points into the order that was dragged."""
    meeting = _meeting(request, number)
    order = parse.ints(request.POST.getlist("order"))
    with errors_as_message(request):
        agendas.arrange(meeting, order, by=request.viewer.person, at=request.now)
    return redirect("agenda_edit", consortium, number)


def point_edit(request, consortium, number, position):
    """Change a point."""
    item = _point(request, number, position)
    form = PointForm(request.POST or None, instance=item, motions=agendas.tableable(item.meeting, request.viewer, item))
    if form.is_valid():
        with errors_on(form):
            agendas.change(item, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect("agenda_edit", consortium, number)
    back = f"{item.meeting.get_absolute_url()}agenda/"
    return form_page(request, form, title=_("Change a point"), back=back, about=item.meeting)


@require_POST
def point_shift(request, consortium, number, position):
    """Move a point one place up or down."""
    item = _point(request, number, position)
    with errors_as_message(request):
        places = -1 if request.POST.get("way") == "up" else 1
        agendas.shift(item, places, by=request.viewer.person, at=request.now)
    return redirect("agenda_edit", consortium, number)


@require_POST
def point_drop(request, consortium, number, position):
    """Take a point off the agenda."""
    item = _point(request, number, position)
    with errors_as_message(request):
        agendas.drop(item, by=request.viewer.person, at=request.now)
    return redirect("agenda_edit", consortium, number)


def _meeting(request, number: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    meeting = get_object_or_404(rows, number=number)
    require(access.can_run(request.viewer, meeting))
    return meeting


def _point(request, number: int, position: int) -> AgendaItem:
    return get_object_or_404(
        _meeting(request, number).agenda.select_related("meeting__subject", "meeting__consortium"), position=position
    )
