"""Invitations: who is asked to a meeting, what they answered, and whether that will be a quorum."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consortium import attendance
from consortium.attendance import Quorum
from consortium.models import Alternate, Body, Invitation, Meeting, Seat
from duties import duties, notices
from duties.duties import Owed
from duties.models import Duty
from journal import entries
from membership.models import Affiliation
from parties import identities
from parties.models import Consortium, Person
from parties.refusals import Refusal

REPLY = "invitation.reply"
ANSWERS = [Invitation.Reply.YES, Invitation.Reply.NO, Invitation.Reply.TENTATIVE, Invitation.Reply.ALTERNATE]


@transaction.atomic
def invite(
    meeting: Meeting,
    people: Iterable[Person] = (),
    *,
    by: Person | None,
    at: datetime,
    addresses: Iterable[str] = (),
    called: str = "",
) -> list[Invitation]:
    """Invite people, by name or by mail address, besides those who sit in the bodies; guests have no vote (WG-02).

    Somebody without a part in this consortium is ``called`` what was typed, or by their mail address, until
    they answer: who else in the installation has that address is nobody's business here.

    :raises Refusal: unless the meeting is called.
    """
    entries.lock(meeting)
    if not meeting.is_called:
        raise Refusal(_("People are invited to a meeting that has been called and not yet held."))
    people = [*people, *(identities.find_or_enter(address, called, at=at) for address in addresses)]
    invite_guests(meeting, people, at=at, called=called)
    lines = list(meeting.invitations.filter(person__in=people).select_related("person"))
    names = [line.name for line in lines]
    entries.record(meeting, "meeting.invite", by=by, at=at, guests=len(people), words={"people": names})
    return lines


@transaction.atomic
def reply(
    invitation: Invitation,
    answer: str,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    comment: str = "",
) -> None:
    """Answer an invitation: yes, no, perhaps, or "my alternate comes". The last answer stands.

    Nobody is in one room twice: in a joint session the answer holds for every seat that the person has there.
    Whoever answers for somebody else does so on their behalf, and the journal says so.

    :raises Refusal: when the meeting is over or cancelled, or no alternate is named for the seat.
    """
    meeting = invitation.meeting
    entries.lock(invitation)
    if not meeting.is_called or invitation.withdrawn_at:
        raise Refusal(_("“%(title)s” no longer takes replies.") % {"title": meeting.title})
    if answer not in ANSWERS:
        raise Refusal(_("Answer yes, no, perhaps, or send your alternate."), field="reply")
    lines = [invitation, *_other_seats_of(invitation)]
    is_sent = answer == Invitation.Reply.ALTERNATE
    said = _alternate_or_no(lines, at) if is_sent else dict.fromkeys(lines, answer)
    if by != invitation.person:
        on_behalf_of = on_behalf_of or invitation.person
    for line in lines:
        _keep(line, said[line], by=by, at=at, on_behalf_of=on_behalf_of, comment=comment)


def _keep(
    line: Invitation, answer: str, *, by: Person, at: datetime, on_behalf_of: Person | None, comment: str
) -> None:
    """Write down the answer for one line, and discharge what its seat owed."""
    line.reply, line.comment, line.replied_at = answer, comment, at
    if by == line.person:
        line.called = ""
    line.save(update_fields=["reply", "comment", "replied_at", "called"])
    entry = entries.record(
        line.meeting,
        "invitation.reply",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reply=answer,
        seat=line.seat and line.seat.number,
        words={"comment": comment} if comment else None,
    )
    if line.role == Invitation.Role.SEAT:
        owed = _owed_replies(line.meeting).filter(debtor=line.seat.subject)
        duties.discharge(owed, line.meeting.subject, by=by, at=at, entry=entry)


def _other_seats_of(invitation: Invitation) -> list[Invitation]:
    """The person's other seats at the meeting, for one who was asked as the holder of a seat."""
    if invitation.role != Invitation.Role.SEAT:
        return []
    rows = Invitation.objects.filter(
        meeting=invitation.meeting, person=invitation.person, role=Invitation.Role.SEAT, withdrawn_at=None
    )
    rows = rows.exclude(pk=invitation.pk).select_related("seat__subject", "person", "meeting__subject")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def invite_seats(meeting: Meeting, *, at: datetime) -> None:
    """Invite everyone who sits in the meeting's bodies on its day, with their alternates. Safe to repeat."""
    seats = list(Seat.objects.on(meeting.day).filter(body__in=meeting.bodies.all()).select_related("subject"))
    alternates = Alternate.objects.filter(seat__in=seats, during__contains=meeting.day).values_list(
        "seat_id", "person_id"
    )
    asked = [(seat.pk, seat.person_id, Invitation.Role.SEAT) for seat in seats]
    asked += [(seat, person, Invitation.Role.ALTERNATE) for seat, person in alternates]
    Invitation.objects.bulk_create(
        (
            Invitation(consortium_id=meeting.consortium_id, meeting=meeting, seat_id=seat, person_id=person, role=role)
            for seat, person, role in asked
        ),
        ignore_conflicts=True,
    )
    _owe_replies(meeting, seats, at)
    _tell(meeting, "meeting.called", at=at, people={person for __, person, __ in asked})


def invite_guests(meeting: Meeting, people: Iterable[Person], *, at: datetime, called: str = "") -> None:
    """Invite people without a seat; whoever is invited already stays so. Safe to repeat."""
    known = set(meeting.invitations.values_list("person_id", flat=True))
    guests = {person.pk: person for person in people if person.pk not in known}
    here = _with_a_part(meeting.consortium, guests)
    Invitation.objects.bulk_create(
        (
            Invitation(
                consortium_id=meeting.consortium_id,
                meeting=meeting,
                person=guest,
                role=Invitation.Role.GUEST,
                called="" if guest.pk in here else called or guest.email,
            )
            for guest in guests.values()
        ),
        ignore_conflicts=True,
    )
    _tell(meeting, "meeting.called", at=at, people=set(guests))


def _with_a_part(consortium: Consortium, people: Iterable[int]) -> set[int]:
    """Find those who are known in the consortium: they belong to an organisation, sit, or answered before."""
    belong = Affiliation.objects.filter(consortium=consortium, person__in=people).values_list("person_id")
    sit = Seat.objects.filter(consortium=consortium, person__in=people).values_list("person_id")
    answered = Invitation.objects.filter(
        consortium=consortium, person__in=people, called="", replied_at__isnull=False
    ).values_list("person_id")
    return {person for (person,) in belong.union(sit, answered)}


def renew(meeting: Meeting, *, by: Person | None, at: datetime, asks_anew: bool) -> None:
    """Send everybody the changed event; on another day, ask for all replies anew."""
    if asks_anew:
        duties.let_off(
            _owed_replies(meeting), Duty.State.MOVED, by=by, at=at, reason=_("The meeting was moved to another day.")
        )
        meeting.invitations.update(reply=Invitation.Reply.WAITING, replied_at=None)
        invite_seats(meeting, at=at)
    _tell(meeting, "meeting.changed", at=at)


def cancel(meeting: Meeting, *, by: Person | None, at: datetime) -> None:
    """Tell everybody that a called meeting is cancelled; nobody owes a reply any more."""
    duties.let_off(
        _owed_replies(meeting), Duty.State.NOT_REQUIRED, by=by, at=at, reason=_("The meeting was cancelled.")
    )
    _tell(meeting, "meeting.cancelled", at=at)


def settle(meeting: Meeting, *, by: Person | None, at: datetime) -> None:
    """Let off whoever never replied: the meeting has been held."""
    duties.let_off(
        _owed_replies(meeting), Duty.State.NOT_REQUIRED, by=by, at=at, reason=_("The meeting has been held.")
    )


@transaction.atomic
def refresh(consortium: Consortium, *, at: datetime) -> None:
    """Follow the seats: whoever has come into a body since its meeting was called is invited, whoever left is not.

    Safe to repeat; nobody is told twice.
    """
    called = Meeting.objects.filter(consortium=consortium, state=Meeting.State.CALLED, starts_at__gt=at)
    meetings = list(called.prefetch_related("bodies", "invitations"))
    if not meetings:
        return
    held = _held_in(meetings)
    for meeting in meetings:
        bodies = {body.pk for body in meeting.bodies.all()}
        sitting = {seat.pk: seat for seat in held if seat.body_id in bodies and meeting.day in seat.during}
        for line in meeting.invitations.all():
            if line.withdrawn_at is None and line.seat_id and line.seat_id not in sitting:
                _withdraw(meeting, line, at=at)
        if _has_uninvited(meeting, sitting.values()):
            invite_seats(meeting, at=at)


def _held_in(meetings: list[Meeting]) -> list[Seat]:
    """Fetch the seats of the meetings' bodies that are held between the first and the last of their days."""
    bodies = {body.pk for meeting in meetings for body in meeting.bodies.all()}
    days = [meeting.day for meeting in meetings]
    stretch = DateRange(min(days), max(days), "[]")
    return list(Seat.objects.filter(body__in=bodies, during__overlap=stretch).prefetch_related("alternates"))


def _has_uninvited(meeting: Meeting, sitting: Iterable[Seat]) -> bool:
    """Whether a seat's holder or alternate has no invitation yet."""
    asked = {(line.seat_id, line.person_id) for line in meeting.invitations.all()}
    wanted = {(seat.pk, seat.person_id) for seat in sitting}
    wanted |= {
        (deputy.seat_id, deputy.person_id)
        for seat in sitting
        for deputy in seat.alternates.all()
        if meeting.day in deputy.during
    }
    return not asked.issuperset(wanted)


def expected(meeting: Meeting, body: Body, lines: Iterable[Invitation] | None = None) -> Quorum:
    """Count the seats of a body that will be taken by what was replied, against its quorum.

    ``lines`` are the meeting's invitations, where they are at hand already.
    """
    lines = meeting.invitations.filter(withdrawn_at__isnull=True) if lines is None else lines
    return attendance.among(meeting, body, coming(lines))


def coming(lines: Iterable[Invitation]) -> set[int]:
    """Name the seats that will be taken: the holder comes, or sends an alternate who has not declined."""
    lines = list(lines)
    answers = {line.seat_id: line.reply for line in lines if line.role == Invitation.Role.SEAT}
    declined = {line.seat_id for line in lines if line.role == Invitation.Role.ALTERNATE and line.reply == "no"}
    sent = {seat for seat, answer in answers.items() if answer == Invitation.Reply.ALTERNATE} - declined
    return sent | {seat for seat, answer in answers.items() if answer == Invitation.Reply.YES}


def promised(meeting: Meeting) -> dict[int, int]:
    """Say who will sit in which seat by what was replied: seat id → person id."""
    lines = list(meeting.invitations.filter(withdrawn_at__isnull=True, seat__isnull=False))
    taken = coming(lines)
    sent = {line.seat_id for line in lines if line.reply == Invitation.Reply.ALTERNATE}
    role = {seat: Invitation.Role.ALTERNATE if seat in sent else Invitation.Role.SEAT for seat in taken}
    return {line.seat_id: line.person_id for line in lines if role.get(line.seat_id) == line.role}


def _alternate_of(invitation: Invitation) -> Invitation | None:
    """Find the invitation of the alternate who is named for the same seat."""
    if invitation.seat is None:
        return None
    return invitation.meeting.invitations.filter(seat=invitation.seat, role=Invitation.Role.ALTERNATE).first()


def _withdraw(meeting: Meeting, line: Invitation, *, at: datetime) -> None:
    line.withdrawn_at = at
    line.save(update_fields=["withdrawn_at"])
    owed = _owed_replies(meeting).filter(debtor=line.seat.subject)
    duties.let_off(owed, Duty.State.NOT_REQUIRED, by=None, at=at, reason=_("The seat has ended."))
    entries.record(meeting, "invitation.withdraw", by=None, at=at, seat=line.seat.number)
    notices.tell(
        [line.person],
        meeting.subject,
        "meeting.cancelled",
        at=at,
        address=f"/mail/invitations/{line.key}/",
        is_urgent=True,
        key=f"invitation.withdraw:{line.pk}",
        title=meeting.title,
        starts=meeting.starts_at.isoformat(),
    )


def _alternate_or_no(lines: list[Invitation], at: datetime) -> dict[Invitation, str]:
    """Send the alternate of each seat that has one, and leave the other seats empty.

    :raises Refusal: where the answer is for no seat, or none of them has an alternate.
    """
    asked = lines[0]
    if asked.seat is None or asked.role != Invitation.Role.SEAT:
        raise Refusal(_("Only whoever holds the seat sends its alternate; answer yes or no."), field="reply")
    deputies = {line: deputy for line in lines if (deputy := _alternate_of(line))}
    if not deputies:
        raise Refusal(
            _(
                "No alternate is named for this seat. Whoever nominates for %(company)s names one on the seat's page; "
                "until then answer no."
            )
            % {"company": asked.seat.organisation},
            field="reply",
        )
    for line, deputy in deputies.items():
        _tell_alternate(line, deputy, at)
    return {line: Invitation.Reply.ALTERNATE if line in deputies else Invitation.Reply.NO for line in lines}


def _tell_alternate(line: Invitation, deputy: Invitation, at: datetime) -> None:
    notices.tell(
        [deputy.person_id],
        line.meeting.subject,
        "meeting.alternate",
        at=at,
        address=line.meeting.get_absolute_url(),
        key=f"meeting.alternate:{line.pk}:{line.meeting.sequence}",
        title=line.meeting.title,
        starts=line.meeting.starts_at.isoformat(),
        person=line.person.name,
    )


def _owed_replies(meeting: Meeting) -> QuerySet[Duty]:
    return Duty.objects.open().filter(subject=meeting.subject, kind=REPLY)


def _owe_replies(meeting: Meeting, seats: Iterable[Seat], at: datetime) -> None:
    """Owe a reply for each seat. The meeting's day is the period: on another day it is another question."""
    duties.owe(
        meeting.consortium,
        (
            Owed(
                debtor_id=seat.subject_id,
                subject_id=meeting.subject_id,
                kind=REPLY,
                due_at=meeting.reply_by if meeting.reply_by > at else meeting.starts_at,
                period=(meeting.day, meeting.day + timedelta(days=1)),
                rule="meetings.notice_days",
            )
            for seat in seats
        ),
        at=at,
    )


def _tell(meeting: Meeting, kind: str, *, at: datetime, people: set[int] | None = None) -> None:
    """Tell whoever is invited, once for each change; each goes out at once with the calendar's event."""
    lines = meeting.invitations.filter(withdrawn_at__isnull=True).order_by("role", "-pk")  # a seat of one's own last
    keys = dict(lines.values_list("person_id", "key"))
    told = [person for person in keys if people is None or person in people]
    notices.tell(
        told,
        meeting.subject,
        kind,
        at=at,
        address={person: f"/mail/invitations/{keys[person]}/" for person in told},
        is_urgent=True,
        key=f"{kind}:{meeting.subject_id}:{meeting.sequence}",
        title=meeting.title,
        starts=meeting.starts_at.isoformat(),
    )
