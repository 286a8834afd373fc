"""Registration for review meetings: how many people a company may send, by its tier (MEM-16, RES-02)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium.models import Meeting, Registration
from journal import entries
from membership.models import Affiliation, Member, Tiering
from parties.models import Person
from parties.refusals import Invalid, Refusal


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many people a company may send to a meeting, and how many it has registered."""

    most: int
    used: int

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)

    @property
    def words(self) -> str:
        return _("Your firm may send %(most)s; %(used)s registered.") % {"most": self.most, "used": self.used}


@transaction.atomic
def register(meeting: Meeting, member: Member, person: Person, *, by: Person, at: datetime) -> Registration:
    """Register a person of a company, within the head-count of its tier on the day of the meeting.

    :raises Invalid: over the head-count, or for somebody who does not belong to the company.
    :raises Refusal: for a meeting without registration, or one that is not ahead.
    """
    entries.lock(member)
    if not meeting.is_review or not meeting.is_called:
        raise Refusal(_("“%(title)s” takes no registrations.") % {"title": meeting.title})
    allowed = allowance(meeting, member)
    if not allowed.left:
        raise Invalid(
            _("%(member)s may send %(most)s to this meeting and has registered %(used)s: %(names)s.")
            % {"member": member, "most": allowed.most, "used": allowed.used, "names": _names(meeting, member)},
            field="person",
            rule="meetings.review_attendance",
        )
    _check_person(meeting, member, person)
    entry = entries.record(
        meeting,
        "meeting.register",
        by=by,
        at=at,
        rule="meetings.review_attendance",
        member=member.number,
        words={"person": person.name},
    )
    return Registration.objects.create(
        consortium_id=meeting.consortium_id,
        meeting=meeting,
        member=member,
        person=person,
        registered_at=at,
        entry=entry,
    )


@transaction.atomic
def withdraw(registration: Registration, *, by: Person, at: datetime) -> None:
    """Give a registered place back.

    :raises Refusal: once the meeting was held.
    """
    meeting = registration.meeting
    if not meeting.is_called:
        raise Refusal(_("“%(title)s” is over.") % {"title": meeting.title})
    entries.record(
        meeting,
        "meeting.unregister",
        by=by,
        at=at,
        member=registration.member.number,
        words={"person": registration.person.name},
    )
    registration.delete()


def allowance(meeting: Meeting, member: Member) -> Allowance:
    """Count what a company may send, by the charter and its tier on the day of the meeting (E-81)."""
    caps = editions.in_force(meeting.consortium, meeting.day).meetings.review_attendance
    used = Registration.objects.filter(meeting=meeting, member=member).count()
    return Allowance(most=caps.get(tier_of(member, meeting.day), 0), used=used)


def tier_of(member: Member, day: date) -> str:
    """Give the tier of a company on a day; empty where it has none."""
    tiering = Tiering.objects.filter(member=member, during__contains=day).first()
    return tiering.tier if tiering else ""


def _check_person(meeting: Meeting, member: Member, person: Person) -> None:
    belongs = Affiliation.objects.filter(
        consortium=meeting.consortium, person=person, organisation=member.organisation, during__contains=meeting.day
    )
    if not belongs.exists():
        raise Invalid(
            _("%(person)s does not belong to %(member)s.") % {"person": person, "member": member}, field="person"
        )
    if Registration.objects.filter(meeting=meeting, person=person).exists():
        raise Invalid(_("%(person)s is registered already.") % {"person": person}, field="person")


def _names(meeting: Meeting, member: Member) -> str:
    rows = Registration.objects.filter(meeting=meeting, member=member).select_related("person")
    return ", ".join(row.person.name for row in rows)
