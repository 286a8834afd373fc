"""Pages of papers: adding them, their versions, and the pack that binds them."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import packs, papers
from consortium.access import meetings as access
from consortium.forms.meetings import PaperForm, VersionForm
from consortium.models import Meeting, Paper
from files import blobs
from journal.history import history_of
from parties.permissions import require
from web.forms import errors_as_message, errors_on, form_page, posted_reason


def meeting_pack(request, consortium, number):
    """Give the reader's own pack of a meeting."""
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium")
    meeting = get_object_or_404(rows, number=number)
    answer = HttpResponse(packs.pack(meeting, request.viewer), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="meeting-{meeting.number}.pdf"'
    return answer


def paper_add(request, consortium, number):
    """Add a paper; before it is sent, every label says who will read it."""
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    meeting = get_object_or_404(rows, number=number)
    require(access.can_add_paper(request.viewer, meeting))
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        meeting=meeting,
        readers=papers.readers(meeting),
        initial={"item": request.GET.get("item")},
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        file = said.pop("file")
        with errors_on(form):
            papers.add(
                meeting, blobs.content_of(file), by=request.viewer.person, at=request.now, file_name=file.name, **said
            )
            return redirect(meeting)
    return form_page(
        request, form, title=_("Add a paper"), submit=_("Add it"), back=meeting.get_absolute_url(), about=meeting
    )


def paper_detail(request, consortium, number):
    """Show a paper with its versions and who may read it."""
    paper = _paper(request, number)
    return render(
        request,
        "consortium/paper_detail.html",
        {
            "paper": paper,
            "versions": list(paper.versions.select_related("blob", "added_by")),
            "readers": papers.readers(paper.meeting)[paper.label],
            "can_change": bool(access.can_change_paper(request.viewer, paper)) and not paper.withdrawn_at,
            "history": history_of(paper.subject, limit=12),
            "form": VersionForm(),
        },
    )


def paper_file(request, consortium, number, version):
    """Give the file of one version."""
    paper = _paper(request, number)
    chosen = get_object_or_404(paper.versions.select_related("blob"), number=version)
    return FileResponse(
        blobs.open_blob(chosen.blob),
        content_type=chosen.blob.media_type,
        filename=chosen.file_name,
        as_attachment=not chosen.is_pdf,
    )


@require_POST
def paper_renew(request, consortium, number):
    """Add a newer version."""
    paper = _paper(request, number)
    require(access.can_change_paper(request.viewer, paper))
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with errors_on(form):
            papers.renew(paper, blobs.content_of(file), by=request.viewer.person, at=request.now, file_name=file.name)
            return redirect(paper)
    return form_page(
        request, form, title=_("A newer version of “%(title)s”") % {"title": paper.title}, back=paper.get_absolute_url()
    )


@require_POST
def paper_withdraw(request, consortium, number):
    """Take a paper out of the meeting."""
    paper = _paper(request, number)
    require(access.can_change_paper(request.viewer, paper))
    with errors_as_message(request):
        reason = posted_reason(request)
        papers.withdraw(paper, by=request.viewer.person, at=request.now, reason=reason)
    return redirect(paper.meeting)


def _paper(request, number: int) -> Paper:
    rows = Paper.objects.visible_to(request.viewer).select_related(
        "meeting__consortium", "owner", "item", "subject", "consortium"
    )
    return get_object_or_404(rows, number=number)
