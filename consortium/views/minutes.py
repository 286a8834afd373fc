"""Pages of minutes: reading, writing, circulating, approving and correcting them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import approvals, minutes
from consortium import minutes_pdf as printed
from consortium.access import meetings as access
from consortium.forms.meetings import ApprovalForm, CorrectionForm, MinutesForm
from consortium.models import Meeting, Minutes, MinutesVersion, Seat
from journal.history import history_of
from parties.permissions import require
from web.forms import errors_as_message, errors_on, form_page


def minutes_detail(request, consortium, number):
    """Show the minutes of a meeting with their versions and corrections."""
    meeting = _meeting(request, number)
    record = Minutes.objects.visible_to(request.viewer).filter(meeting=meeting).select_related("approved_in").first()
    can_run = bool(access.can_run(request.viewer, meeting))
    if not record and not can_run:
        raise Http404
    versions = _versions(record, can_run) if record else []
    asked = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == asked), versions[0] if versions else None)
    return render(
        request,
        "consortium/meeting_minutes.html",
        {
            "meeting": meeting,
            "minutes": record,
            "versions": versions,
            "shown": shown,
            "lines": printed.lines(shown.text) if shown else [],
            "corrections": list(record.corrections.select_related("corrected_by")) if record else [],
            "approval": ApprovalForm(meetings=_later(request, meeting)),
            "has_later": can_run and _later(request, meeting).exists(),
            **_responses(request, meeting, record),
            "can_write": can_run,
            "history": history_of(record.subject, limit=12) if record and can_run else [],
        },
    )


def minutes_by_number(request, consortium, number):
    """Show minutes by their own number, as the journal knows them."""
    rows = Minutes.objects.visible_to(request.viewer).select_related("meeting")
    return minutes_detail(request, consortium, get_object_or_404(rows, number=number).meeting.number)


@require_POST
def minutes_draft(request, consortium, number):
    """Draft the minutes from what happened."""
    meeting = _meeting(request, number)
    require(access.can_run(request.viewer, meeting))
    with errors_as_message(request):
        minutes.draft(meeting, by=request.viewer.person, at=request.now)
    return redirect("minutes_detail", consortium, number)


def minutes_edit(request, consortium, number):
    """Write a new version of the text."""
    record = _record(request, number)
    last = record.versions.first()
    form = MinutesForm(request.POST or None, initial={"text": last.text, "after": last.number})
    if form.is_valid():
        with errors_on(form):
            minutes.save(record, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect(record)
        form.take_up(last.number)
    return form_page(request, form, "consortium/minutes_edit.html", title=str(record), back=record.get_absolute_url())


@require_POST
def minutes_circulate(request, consortium, number):
    """Send the minutes to everyone in the bodies."""
    record = _record(request, number)
    with errors_as_message(request):
        minutes.circulate(record, by=request.viewer.person, at=request.now)
        messages.success(request, _("The minutes are on their way to everyone in the body."))
    return redirect(record)


@require_POST
def minutes_respond(request, consortium, number):
    """Approve circulated minutes for one's own seat, or say what is wrong."""
    rows = Minutes.objects.visible_to(request.viewer).select_related(
        "meeting__consortium", "meeting__subject", "subject", "consortium"
    )
    record = get_object_or_404(rows, meeting__number=number)
    require(access.can_respond(request.viewer, record))
    seats = list(Seat.objects.filter(pk__in=access.seats_in(request.viewer, record.meeting)).select_related("subject"))
    answer = request.POST.get("answer", "")
    with errors_as_message(request):
        comment = request.POST.get("comment", "")
        approvals.respond(record, seats, answer, comment=comment, by=request.viewer.person, at=request.now)
        messages.success(request, _("Your answer is recorded. You can change it until the minutes are approved."))
    return redirect(record)


@require_POST
def minutes_approve(request, consortium, number):
    """Record that the body approved its minutes: in writing, or in a later meeting."""
    record = _record(request, number)
    act = {"by": request.viewer.person, "at": request.now}
    if request.POST.get("how") == "writing":
        with errors_as_message(request):
            minutes.approve(record, **act)
        return redirect(record)
    form = ApprovalForm(request.POST, meetings=_later(request, record.meeting))
    if form.is_valid():
        with errors_as_message(request):
            minutes.approve(record, **act, meeting=form.cleaned_data["meeting"])
    else:
        messages.error(request, _("Choose the meeting that approved the minutes."))
    return redirect(record)


def minutes_correct(request, consortium, number):
    """Add a correction to approved minutes."""
    record = _record(request, number)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            minutes.correct(record, form.cleaned_data["text"], by=request.viewer.person, at=request.now)
            return redirect(record)
    return form_page(
        request,
        form,
        title=_("Correct the minutes of “%(title)s”") % {"title": record.meeting.title},
        intro=_("The approved text stays as it is; the correction is shown with it."),
        submit=_("Add the correction"),
        back=record.get_absolute_url(),
    )


def minutes_pdf(request, consortium, number):
    """Give the newest minutes as PDF, with their corrections."""
    record = get_object_or_404(
        Minutes.objects.visible_to(request.viewer).select_related("meeting__consortium", "consortium"),
        meeting__number=number,
    )
    answer = HttpResponse(printed.pdf(record), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{number}.pdf"'
    return answer


def _meeting(request, number: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    return get_object_or_404(rows, number=number)


def _record(request, number: int) -> Minutes:
    rows = Minutes.objects.visible_to(request.viewer).select_related(
        "meeting__consortium", "meeting__subject", "subject", "consortium"
    )
    record = get_object_or_404(rows, meeting__number=number)
    require(access.can_write(request.viewer, record))
    return record


def _versions(record: Minutes, can_write: bool) -> list[MinutesVersion]:
    """Give the versions, the newest first; what was written before that one is for those who write."""
    versions = record.versions.select_related("saved_by")
    return list(versions if can_write else versions[:1])


def _responses(request, meeting: Meeting, record: Minutes | None) -> dict:
    """Lay out what seats have said of circulated minutes, for those of the bodies and whoever runs the meeting."""
    bodies = {table.body_id for table in meeting.tables.all()}
    if not record or not record.is_circulated or not (request.viewer.is_office or bodies & request.viewer.bodies):
        return {}
    said = record.versions.all()[0].responses.select_related("seat__person", "seat__organisation", "person")
    own = set(access.seats_in(request.viewer, meeting))
    responses = list(said.order_by("answer", "seat__organisation__name"))
    standing = approvals.standing(record, at=request.now)
    return {
        "standing": standing,
        "responses": responses,
        "own_response": next((each for each in responses if each.seat_id in own), None),
        "can_respond": bool(own),
        "is_given": bool(standing) and all(each.is_given for each in standing),
    }


def _later(request, meeting: Meeting):
    """Later meetings that may have approved its minutes: of the same bodies, each with its quorum."""
    later = Meeting.objects.visible_to(request.viewer).held().filter(starts_at__gt=meeting.starts_at)
    for table in meeting.tables.all():
        later = later.filter(tables__body=table.body_id, tables__has_quorum=True)
    return later.distinct().order_by("starts_at")
