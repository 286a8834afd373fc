"""The doors of the desk: the front page, the consortium's home, search and notices."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from charter import editions
from consortium.models import Introduction
from consortium.motions.queries import in_force
from desk import company, first_steps, home, openings, told
from desk.searches import SEARCHES
from desk.viewers import consortia_of
from duties import notices
from duties.models import Notice
from parties.models import Consortium
from parties.viewer import Viewer
from web.search_terms import split

HITS = 20
STATEMENTS = ("vision", "mission")
"""Of the consortium's own words, what its home shows."""
LATELY = 6


def front(request):
    """Say what Roundtable is, or lead on to the reader's consortia; before there is one, to founding."""
    if not Consortium.objects.exists():
        made = request.user.is_authenticated
        return redirect("found" if made else f"{reverse('account_signup')}?next={reverse('found')}")
    if not request.user.is_authenticated:
        return redirect("demo") if settings.DEMONSTRATION else render(request, "desk/front.html")
    consortia = consortia_of(request.user, request.now)
    asked = Introduction.objects.waiting().filter(person=request.user).count()
    if len(consortia) == 1 and not asked:
        return redirect(consortia[0])
    return render(request, "desk/consortia.html", {"consortia": consortia, "asked": asked})


def consortium_home(request, consortium):
    """Show what waits for the reader, and the state of the consortium."""
    edition = request.viewer.edition_id
    charter = editions.charter_of(edition) if edition else None
    return render(request, "desk/home.html", _home(request.viewer, charter))


def _home(viewer: Viewer, charter: Any) -> dict[str, Any]:
    counts = home.counts(viewer)
    owed = home.owed(viewer, charter, counts)
    return {
        "own": owed.own,
        "steps": [] if counts.get("has_begun") else first_steps.of(viewer),
        "companies": company.cards(viewer, charter) if charter else [],
        "openings": openings.of(viewer, charter) if charter else [],
        "bodies": owed.bodies,
        "meetings": home.next_meetings(viewer),
        "office": home.office(viewer, counts, owed.overdue),
        "figures": home.figures(counts),
        "lately": told.news(viewer, LATELY),
        "statements": in_force(viewer, *STATEMENTS),
    }


def search(request, consortium):
    """Look for words in everything that the reader may see."""
    text = " ".join(split(request.GET.get("q", "")))
    found = [
        (gettext(heading), hits)
        for heading, look in (SEARCHES if text else ())
        if (hits := look(request.viewer, text, HITS))
    ]
    return render(request, "desk/search.html", {"finder_query": text, "found": found, "limit": HITS})


def notice_list(request, consortium):
    """Show what the reader was told, newest first."""
    page = Paginator(told.notices(request.viewer), 50).get_page(request.GET.get("page"))
    return render(request, "desk/notice_list.html", {"page": page, "lines": told.folded(page, consortium)})


def notice_open(request, consortium, notice):
    """Lead on to what a notice is about, which asks afresh who may see it; whoever has followed it has read it."""
    told = get_object_or_404(Notice.objects.visible_to(request.viewer), pk=notice)
    notices.mark_read(Notice.objects.filter(pk=told.pk), at=request.now)
    return redirect(told.address)


@require_POST
def arrive(request, consortium):
    """Come in, for whoever was entered under a name that somebody typed: any act of theirs does, and so does this."""
    messages.success(request, gettext("Welcome. People here now see your own name."))
    return redirect("consortium_home", consortium)


@require_POST
def notice_read(request, consortium):
    """Mark everything as read."""
    notices.mark_read(Notice.objects.visible_to(request.viewer), at=request.now)
    return redirect("notice_list", request.consortium.slug)
