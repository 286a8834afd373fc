"""Pages of invitations: replying here or from the mail's link, inviting guests, the calendar event."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import calendars, invitations
from consortium.access import meetings as access
from consortium.forms.meetings import GuestForm, ReplyForm
from consortium.models import Invitation, Meeting
from consortium.views import meeting_pages
from parties.models import Person
from parties.permissions import require
from web import parse
from web.forms import errors_as_message, errors_on, form_page


@require_POST
def invitation_reply(request, consortium, number):
    """Answer an invitation: one's own, of somebody assisted, or by telephone through the office."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.viewer), number=number)
    lines = Invitation.objects.visible_to(request.viewer).filter(meeting=meeting)
    lines = lines.select_related("person", "seat__subject", "meeting__consortium", "meeting__subject")
    asked = parse.int_or_none(request.POST.get("invitation", ""))
    own = lines.filter(person=request.viewer.person).standing_first()[:1]
    invitation = get_object_or_404(lines.filter(pk=asked) if asked else own)
    require(access.can_reply(request.viewer, invitation))
    _answered(request, invitation, request.viewer.person)
    return redirect(meeting)


def invitation_by_mail(request, key):
    """Show the reply that the mail's link leads to; only its buttons change anything.

    The random key in the address is the right: it answers what one person is invited as to one meeting, and shows
    nothing else. Where they no longer take part as what they were first invited as, what stands speaks.
    """
    rows = Invitation.objects.select_related("person", "seat__subject", "meeting__consortium", "meeting__subject")
    invitation = get_object_or_404(rows, key=key, person__is_active=True)
    own = rows.filter(meeting=invitation.meeting, person=invitation.person)
    if request.method == "POST":
        asked = parse.int_or_none(request.POST.get("invitation", ""))
        answered = get_object_or_404(own, pk=asked) if asked else _spoken_for(own, invitation)
        _answered(request, answered, invitation.person)
        return redirect(request.path)
    meeting, person = invitation.meeting, invitation.person
    lines = meeting_pages.standing_invitations.rows(meeting=meeting.pk) if meeting.is_called else []
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "is_invited": own.standing_now().exists(),
        "asked": meeting_pages.questions(lines, {person.pk}),
    }
    with timezone.override(ZoneInfo(person.time_zone)):
        return render(request, "consortium/invitation_by_mail.html", context)


def meeting_invite(request, consortium, number):
    """Invite somebody from outside the bodies, as a guest without a vote."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.viewer).select_related("subject"), number=number)
    require(access.can_run(request.viewer, meeting))
    form = GuestForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            guest, called = form.cleaned_data["email"], form.cleaned_data["name"]
            lines = invitations.invite(
                meeting, addresses=[guest], by=request.viewer.person, at=request.now, called=called
            )
            messages.success(request, _("%(name)s is invited.") % {"name": lines[0].name})
            return redirect(meeting)
    return form_page(
        request,
        form,
        title=_("Invite a guest"),
        intro=_("Guests get the event and the link to reply; they have no vote and read no papers of the body."),
        submit=_("Invite"),
        back=meeting.get_absolute_url(),
        about=meeting,
    )


def meeting_event(request, consortium, number):
    """Give the meeting as a calendar event, with the reader's own reply."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.viewer).select_related("consortium"), number=number)
    if meeting.is_planned and not access.can_run(request.viewer, meeting):
        raise Http404
    answer = HttpResponse(
        calendars.invitation(meeting, request.viewer.person), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.number}.ics"'
    return answer


def _spoken_for(own: QuerySet[Invitation], invitation: Invitation) -> Invitation:
    """Give the invitation that a link answers: its own, or what stands of the same person's where that is withdrawn."""
    return own.standing_now().first() or invitation if invitation.withdrawn_at else invitation


def _answered(request, invitation: Invitation, by: Person) -> None:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Answer yes, no, perhaps, or send your alternate."))
        return
    with errors_as_message(request):
        invitations.reply(
            invitation,
            form.cleaned_data["reply"],
            by=by,
            at=request.now,
            comment=form.cleaned_data["comment"],
        )
        said = {"reply": invitation.get_reply_display().lower(), "name": invitation.person.name}
        own, other = _("Thank you, your reply is kept: %(reply)s."), _("The reply of %(name)s is kept: %(reply)s.")
        messages.success(request, (own if by == invitation.person else other) % said)
