"""The doors of the calendar: the month's page, and the feed."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from desk.calendar import events, feed
from duties.models import CalendarFeed

FARTHEST = 100
"""Years to leaf through, back and ahead."""


def calendar(request, consortium):
    """Show a month of the reader's meetings and duties."""
    day = _month_asked(request)
    return render(
        request,
        "desk/calendar.html",
        {
            "month": day,
            "weeks": events.month(request.viewer, day),
            "earlier": (day - timedelta(days=1)).strftime("%Y-%m"),
            "later": (day.replace(day=28) + timedelta(days=4)).strftime("%Y-%m"),
            "feed": feed.address_of(request.user, at=request.now),
        },
    )


@require_POST
def calendar_renew(request, consortium):
    """Give the reader's feed a new address."""
    feed.renew(request.user, at=request.now)
    messages.success(request, _("Your feed has a new address. Subscribe to it again; the old one is dead."))
    return redirect("calendar", consortium)


@require_GET
def calendar_feed(request, token):
    """Answer with the feed of whoever the token belongs to."""
    known = get_object_or_404(CalendarFeed.objects.select_related("person"), token=token, person__is_active=True)
    CalendarFeed.objects.filter(pk=known.pk).update(read_at=request.now)
    response = HttpResponse(feed.written(known.person, at=request.now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="roundtable.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _month_asked(request) -> date:
    """Read ``?month=2026-11``, forgiving nonsense; without it, the month of the reader's consortium."""
    today = request.viewer.today
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= FARTHEST else today.replace(day=1)
