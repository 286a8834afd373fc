"""Registering people of a company for a review meeting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import registrations
from consortium.access import meetings as access
from consortium.forms.meetings import RegistrationForm
from consortium.models import Meeting, Registration
from membership.models import Affiliation, Member
from parties.models import Person
from parties.permissions import require
from web import parse
from web.forms import errors_as_message, errors_on, form_page


def meeting_register(request, consortium, number):
    """Register somebody of one's company; the page says how many it may send."""
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    meeting = get_object_or_404(rows, number=number)
    require(access.can_register(request.viewer, meeting))
    member = _member(request)
    people = Affiliation.objects.filter(
        consortium=request.consortium, organisation=member.organisation, during__contains=meeting.day
    )
    form = RegistrationForm(
        request.POST or None,
        people=Person.objects.filter(pk__in=people.values("person")).order_by("name"),
        initial={"person": request.viewer.person},
    )
    if form.is_valid():
        with errors_on(form):
            person = form.cleaned_data["person"]
            registrations.register(meeting, member, person, by=request.viewer.person, at=request.now)
            messages.success(request, _("%(person)s is registered.") % {"person": person})
            return redirect(meeting)
    return form_page(
        request,
        form,
        title=_("Register for “%(title)s”") % {"title": meeting.title},
        intro=registrations.allowance(meeting, member).words,
        submit=_("Register"),
        back=meeting.get_absolute_url(),
    )


@require_POST
def registration_withdraw(request, consortium, number, pk):
    """Give a registered place back."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.viewer), number=number)
    rows = Registration.objects.filter(meeting=meeting).select_related("meeting__subject", "member", "person")
    if not request.viewer.is_office:
        rows = rows.filter(member__in=[company.member_id for company in request.viewer.companies])
    registration = get_object_or_404(rows, pk=pk)
    require(access.can_unregister(request.viewer, registration))
    with errors_as_message(request):
        registrations.withdraw(registration, by=request.viewer.person, at=request.now)
    return redirect(meeting)


def _member(request) -> Member:
    """The company that registers: the one named, or the reader's first."""
    members = Member.objects.visible_to(request.viewer).select_related("organisation")
    if not request.viewer.is_office:
        members = members.filter(pk__in=[company.member_id for company in request.viewer.companies])
    asked = parse.int_or_none(request.GET.get("member", ""))
    return get_object_or_404(members.filter(number=asked) if asked else members.order_by("pk")[:1])
