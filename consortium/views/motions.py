"""Pages of motions: the list with one's own votes first, and one motion from draft to decision."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import IntegerField, QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from consortium import motions, procedures
from consortium.access import motions as access
from consortium.forms.motions import CorrectionForm, OpenForm
from consortium.models import Motion, MotionPaper
from consortium.motions import queries
from consortium.views import motion_parts as parts
from files import blobs
from parties.permissions import require
from parties.viewer import Viewer
from web.compiled import Param, compiled
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state

TONES = {
    Motion.State.DRAFT: "quiet",
    Motion.State.OPEN: "open",
    Motion.State.CLOSED: "done",
    Motion.State.WITHDRAWN: "quiet",
}
MOTIONS = Listing(
    key="motions",
    columns=(
        Column("number", gettext_lazy("No."), "number", sort="number", numeric=True),
        Column(
            "title",
            gettext_lazy("Motion"),
            "title",
            lambda motion: link(f"{motion.slug}{motion.number}/", motion.title),
            sort="title",
        ),
        Column("body", gettext_lazy("Body"), "body.name", sort="body__name"),
        Column(
            "state",
            gettext_lazy("State"),
            "get_state_display",
            lambda motion: state(motion.get_state_display(), TONES[motion.state]),
        ),
        Column("outcome", gettext_lazy("Outcome"), "outcome"),
        Column("closes", gettext_lazy("Votes until"), "closes_at", sort="closes_at", timed=True),
        Column("decided", pgettext_lazy("day", "Decided"), "closed_at", sort="closed_at", timed=True),
    ),
    order="-number",
    prepare=parts.outcomes_told,
    filters=(
        Filter("state", gettext_lazy("State"), Motion.State.choices),
        Filter("body", gettext_lazy("Body"), lambda viewer: parts.deciding_bodies(viewer)),
    ),
    search=("title", "text"),
    unseen=gettext_lazy("No motions that you can see."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy("No motion yet. A motion is how anything binding is decided: its body puts it to the vote."),
)


def motion_list(request, consortium):
    """List what waits for the reader's vote, then every motion that the reader may see."""
    return list_page(
        request,
        MOTIONS,
        _motions,
        "consortium/motion_list.html",
        waiting=queries.waiting_for(request.viewer),
        may_draft=parts.may_draft_somewhere(request.viewer),
    )


def motion_detail(request, consortium, number):
    """Show a motion: what it waits for, its items with their outcome in words, who votes, and what happened."""
    motion = _motion(request, number)
    return render(request, "consortium/motion_detail.html", _detail(motion, request.viewer))


def _detail(motion: Motion, viewer: Viewer) -> dict[str, Any]:
    knows_votes = motion.is_closed or access.follows_votes(viewer, motion)
    items = parts.items_of(motion, viewer, counts=knows_votes)
    records = parts.records_of(motion, viewer) if motion.opened_at else []
    recorded = parts.recorded_lines(motion, records)
    roll = queries.roll_of(motion, recorded) if knows_votes and motion.opened_at else []
    return {
        "motion": motion,
        "tone": TONES[motion.state],
        "waits_for": parts.waits_for(motion, items),
        "is_silenced": parts.is_silenced(viewer, motion),
        "items": items,
        "roll": roll,
        "turnout": parts.turnout_of(motion, roll) if roll and motion.is_open else "",
        "shows_count": motion.is_open and procedures.shows_count(motion),
        "records": records,
        "room": parts.room_of(viewer, motion),
        "papers": parts.papers_of(motion, viewer),
        "trail": parts.trail_of(motion, viewer) if motion.follows_id else [],
        "corrections": queries.corrections_of(motion) if motion.is_closed else [],
        "history": parts.history_of(motion, items, records),
        "rule": parts.rule_of(motion),
        "can": parts.possible(viewer, motion, items),
    }


@require_POST
def motion_submit(request, consortium, number):
    """Put a draft before its body."""
    motion = _motion(request, number)
    require(access.can_edit(request.viewer, motion))
    with errors_as_message(request):
        motions.submit(
            motion,
            by=request.viewer.person,
            at=request.now,
            on_behalf_of=access.principal_of(request.viewer, motion),
        )
        messages.success(request, _("The %(body)s now sees it and may put it to the vote.") % {"body": motion.body})
    return redirect(motion)


def motion_open(request, consortium, number):
    """Put a motion to the vote, in writing or in a meeting."""
    motion = _motion(request, number)
    require(access.can_open(request.viewer, motion))
    form = OpenForm(request.POST or None, initial={"closes_at": _in_a_week(request.now)})
    if form.is_valid():
        with errors_on(form):
            motions.open(motion, closes_at=form.cleaned_data["closes_at"], by=request.viewer.person, at=request.now)
            return redirect(motion)
    return form_page(
        request,
        form,
        title=_("Put to the vote"),
        intro=_("“%(title)s”: from now on its words are fixed, and the seats held today are its roll.")
        % {"title": motion.title},
        submit=_("Open the vote"),
        back=motion.get_absolute_url(),
    )


def _motions(viewer: Viewer) -> QuerySet[Motion]:
    rows = Motion.objects.visible_to(viewer).select_related("body").only(*queries.LISTED)
    return rows.annotate(slug=parts.prefix_of(viewer))


def _in_a_week(now: datetime) -> datetime:
    """Offer a deadline: the same hour in seven days, in the reader's own time."""
    return timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + timedelta(days=7)


@require_POST
def motion_withdraw(request, consortium, number):
    """Withdraw a motion with a reason."""
    motion = _motion(request, number)
    require(access.can_withdraw(request.viewer, motion))
    with errors_as_message(request):
        reason = posted_reason(request)
        motions.withdraw(motion, reason=reason, by=request.viewer.person, at=request.now)
    return redirect(motion)


@require_POST
def motion_close(request, consortium, number):
    """Close a vote and count it."""
    motion = _motion(request, number)
    require(access.can_close(request.viewer, motion))
    with errors_as_message(request):
        motions.close(motion, by=request.viewer.person, at=request.now)
        parts.outcomes_told([motion])
        messages.success(request, _("The vote is closed: %(outcome)s.") % {"outcome": motion.outcome})
    return redirect(motion)


def motion_correct(request, consortium, number):
    """Add a correction to a decision."""
    motion = _motion(request, number)
    require(access.can_correct(request.viewer, motion))
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            motions.correct(motion, text=form.cleaned_data["text"], by=request.viewer.person, at=request.now)
            return redirect(motion)
    return form_page(
        request,
        form,
        title=_("Add a correction"),
        intro=_("The decision stays as it was taken; the correction stands beside it."),
        submit=_("Add"),
        back=motion.get_absolute_url(),
        about=motion,
    )


@require_POST
def motion_reopen(request, consortium, number):
    """Tell whoever tries to reopen a decision the lawful way: it is final (EC-01)."""
    motion = _motion(request, number)
    require(access.can_reopen(request.viewer, motion))
    motions.reopen(motion, by=request.viewer.person, at=request.now)
    return redirect(motion)


def motion_paper(request, consortium, number, pk):
    """Send a paper to whoever may read it."""
    motion = _motion(request, number)
    paper = get_object_or_404(MotionPaper.objects.visible_to(request.viewer), motion=motion, pk=pk)
    return FileResponse(
        blobs.open_blob(paper.blob), as_attachment=True, filename=paper.name, content_type=paper.blob.media_type
    )


def _motion(request, number: int) -> Motion:
    for motion in _seen.rows(request.viewer, number=number):
        motion.consortium = request.consortium
        return motion
    raise Http404


@compiled
def _seen(viewer: Viewer) -> QuerySet[Motion]:
    rows = Motion.objects.visible_to(viewer).filter(number=Param("number", IntegerField()))
    return rows.select_related("body", "from_body", "author", "subject", "edition").defer("edition__document")
