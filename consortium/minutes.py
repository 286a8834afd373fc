"""Minutes: drafted from what happened, saved in versions, circulated, approved, and corrected by new entries."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import approvals, cadences, drafting
from consortium.models import Correction, Meeting, Minutes, MinutesVersion, Seat
from consortium.moments import day_in
from duties import duties, notices
from duties.duties import Owed
from duties.models import Duty
from duties.periods import midnight
from journal import entries, subjects
from parties.models import Person
from parties.refusals import Invalid, Refusal

WRITE, APPROVE = "minutes.write", "minutes.approve"


def expect(meeting: Meeting, *, at: datetime) -> None:
    """Owe the minutes of a meeting that was held."""
    _owe(meeting, WRITE, meeting.held_at, at)


@transaction.atomic
def draft(meeting: Meeting, *, by: Person | None, at: datetime) -> Minutes:
    """Write the first version from attendance, agenda, notes and votes.

    :raises Refusal: before the meeting was held, or where there is a draft already.
    """
    entries.lock(meeting)
    if not meeting.is_held:
        raise Refusal(_("Minutes are drafted once the meeting is recorded as held."))
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Refusal(_("There are minutes of “%(title)s” already.") % {"title": meeting.title})
    subject = subjects.open(meeting.consortium, Minutes.KIND)
    minutes = Minutes.objects.create(
        consortium=meeting.consortium, subject=subject, number=subject.number, meeting=meeting
    )
    MinutesVersion.objects.create(
        consortium=meeting.consortium, minutes=minutes, number=1, text=drafting.text(meeting), saved_at=at
    )
    entries.record(minutes, "minutes.draft", by=by, at=at, meeting=meeting.number)
    return minutes


@transaction.atomic
def save(
    minutes: Minutes,
    text: str,
    *,
    by: Person,
    at: datetime,
    after: int | None = None,
    on_behalf_of: Person | None = None,
) -> MinutesVersion:
    """Save a new version of the text; the earlier ones stay.

    ``after`` is the number of the version that was read before writing.

    :raises Refusal: once the minutes are approved: what is wrong in them then is a correction; and where somebody
        saved a version after that one.
    :raises Invalid: without a text, or with the same text again.
    """
    entries.lock(minutes)
    if minutes.is_approved:
        raise Refusal(_("Approved minutes are not rewritten; add a correction."))
    last = minutes.versions.first()
    if after is not None and last.number > after:
        raise Refusal(
            _("%(person)s has saved version %(number)s meanwhile. Compare; save again to put your text in its place.")
            % {"person": last.saved_by or _("The clock"), "number": last.number},
            field="text",
        )
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("The minutes are empty."), field="text")
    if text == last.text:
        raise Invalid(_("Nothing was changed."), field="text")
    version = MinutesVersion.objects.create(
        consortium_id=minutes.consortium_id,
        minutes=minutes,
        number=last.number + 1,
        text=text,
        saved_by=by,
        saved_at=at,
    )
    entries.record(minutes, "minutes.save", by=by, at=at, on_behalf_of=on_behalf_of, version=version.number)
    return version


@transaction.atomic
def circulate(minutes: Minutes, *, by: Person | None, at: datetime) -> None:
    """Send the minutes to everyone in the bodies. From now on the meeting has minutes and may count (E-67).

    It counts for the period of the day on which it was held, however late the minutes are.
    """
    meeting = minutes.meeting
    entry = entries.move(
        minutes,
        Minutes.State.CIRCULATED,
        verb="minutes.circulate",
        by=by,
        at=at,
        rule="meetings.counts_when",
        changes={"circulated_at": minutes.circulated_at or at},
        version=minutes.versions.first().number,
    )
    owed = Duty.objects.open().filter(subject=meeting.subject, kind=WRITE)
    duties.discharge(owed, minutes.subject, by=by, at=at, entry=entry)
    cadences.credit(meeting, has_minutes=True, by=by, at=at, entry=entry)
    _owe(meeting, APPROVE, at, at)
    notices.tell(
        _readers(meeting),
        minutes.subject,
        "minutes.circulated",
        at=at,
        address=minutes.get_absolute_url(),
        key=f"minutes.circulated:{minutes.pk}:{minutes.versions.first().number}",
        title=meeting.title,
    )


@transaction.atomic
def approve(minutes: Minutes, *, by: Person, at: datetime, meeting: Meeting | None = None) -> None:
    """Record that the body approved its minutes: in a later meeting, or in writing where none is named.

    The chair or the office records it; with it the meeting is closed. In writing they are approved once the seats have
    said so by the body's own rule for votes (`approvals`): whoever wrote the minutes does not approve them alone.

    :raises Refusal: unless the newest version was circulated, where the meeting named is not a later one of the same
        bodies that was held with a quorum, or where too few seats have approved them in writing.
    """
    of = minutes.meeting
    if minutes.is_circulated:
        approvals.require_circulated(minutes)
    if meeting is None and minutes.is_circulated:
        approvals.require_approval(minutes, at=at)
    if meeting and not _comes_after(meeting, of):
        raise Refusal(
            _("Minutes are approved in a later meeting of the same bodies that was held with a quorum, or in writing."),
            field="meeting",
        )
    entry = entries.move(
        minutes,
        Minutes.State.APPROVED,
        verb="minutes.approve",
        by=by,
        at=at,
        changes={"approved_at": at, "approved_in": meeting},
        meeting=meeting and meeting.number,
        version=minutes.versions.first().number,
    )
    owed = Duty.objects.open().filter(subject=of.subject, kind=APPROVE)
    duties.discharge(owed, minutes.subject, by=by, at=at, entry=entry)
    entries.move(of, Meeting.State.CLOSED, verb="meeting.close", by=by, at=at)


@transaction.atomic
def correct(minutes: Minutes, text: str, *, by: Person, at: datetime) -> Correction:
    """Add a correction to approved minutes. It is shown with them; their text stays as it was approved.

    :raises Refusal: while they can still be rewritten.
    :raises Invalid: without a text.
    """
    entries.lock(minutes)
    if not minutes.is_approved:
        raise Refusal(_("These minutes are not approved yet: rewrite them instead."))
    if not text.strip():
        raise Invalid(_("Say what is wrong and what would be right."), field="text")
    entry = entries.record(minutes, "minutes.correct", by=by, at=at, words={"text": text})
    correction = Correction.objects.create(
        consortium_id=minutes.consortium_id,
        minutes=minutes,
        text=text.strip(),
        corrected_by=by,
        corrected_at=at,
        entry=entry,
    )
    notices.tell(
        _readers(minutes.meeting),
        minutes.subject,
        "minutes.corrected",
        at=at,
        address=minutes.get_absolute_url(),
        key=f"minutes.corrected:{correction.pk}",
        title=minutes.meeting.title,
    )
    return correction


def _comes_after(later: Meeting, of: Meeting) -> bool:
    bodies = set(of.tables.values_list("body_id", flat=True))
    met = set(later.tables.filter(has_quorum=True).values_list("body_id", flat=True))
    return later.is_held and later.starts_at > of.starts_at and bodies <= met


def _owe(meeting: Meeting, kind: str, since: datetime, at: datetime) -> None:
    """Owe minutes or their approval within the charter's days, by the body that comes first in the meeting."""
    body = meeting.tables.select_related("body").first().body
    day = day_in(body.time_zone, since)
    charter = editions.in_force(meeting.consortium, day)
    owed = Owed(
        debtor_id=body.subject_id,
        subject_id=meeting.subject_id,
        kind=kind,
        due_at=midnight(day + timedelta(days=charter.meetings.minutes_due_days + 1), body.time_zone),
        zone=body.time_zone,
        rule="meetings.minutes_due_days",
    )
    duties.owe(meeting.consortium, [owed], at=at)


def _readers(meeting: Meeting) -> Iterable[int]:
    """Everyone who sits in the bodies that met, and whoever was there."""
    seated = Seat.objects.on(meeting.day).filter(body__in=meeting.bodies.all()).values_list("person_id", flat=True)
    return {*seated, *meeting.attendance.values_list("person_id", flat=True)}
