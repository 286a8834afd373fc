"""Excluding a member: put to the vote when dues stay unpaid (E-08), enacted when carried."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from charter import editions
from consortium import admissions, motions, seats
from consortium.models import Body, Exclusion, Item, Motion, Seat
from consortium.motions import NewItem
from duties import notices
from journal import entries
from journal.models import Entry
from membership import members, standing
from membership.models import Member
from parties.models import Consortium, Person
from parties.refusals import Refusal
from treasury.models import Invoice

MATTER = "exclusion"
UNDER_WAY = (Motion.State.DRAFT, Motion.State.OPEN)


@transaction.atomic
def propose(
    member: Member,
    *,
    reason: str = Exclusion.Reason.OTHER,
    by: Person,
    at: datetime,
    text: str = "",
    on_behalf_of: Person | None = None,
) -> Motion:
    """Draft the motion that excludes a member, before the body that the charter names.

    :raises Refusal: for a company that does not belong, or where a motion on it is under way.
    """
    entries.lock(member)
    if not member.belongs:
        raise Refusal(_("%(member)s is not a member any more.") % {"member": member})
    under_way = Exclusion.objects.filter(member=member, item__motion__state__in=UNDER_WAY).first()
    if under_way:
        raise Refusal(_("A motion to exclude %(member)s is under way.") % {"member": member}, rule="E-08")
    title = _("Exclude %(member)s") % {"member": member}
    motion = motions.draft(
        _excluding_body(member.consortium, at),
        title=title,
        text=text,
        items=[NewItem(title, matter=MATTER)],
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    Exclusion.objects.create(consortium=member.consortium, item=motion.items.get(), member=member, reason=reason)
    return motion


@transaction.atomic
def propose_due(consortium: Consortium, *, at: datetime) -> list[Motion]:
    """Draft a motion for each member whose dues have been unpaid for as long as the charter bears; once for each.

    The office's finance officer appears as its author and decides when to put it forward; where the post is
    vacant nothing is drafted yet.
    """
    day = consortium.day_of(at)
    days = editions.in_force(consortium, day).dues.exclusion_after_days
    officer = _officer(consortium, day)
    if days is None or officer is None:
        return []
    return [_propose_unpaid(member, days, by=officer, at=at) for member in _unpaid_for(consortium, day, days)]


@transaction.atomic
def lapse(consortium: Consortium, debtors: Iterable[int], *, by: Person | None, at: datetime) -> None:
    """Take back the drafts that rest on dues which are not unpaid that long any more.

    A vote that is open goes on, for it is its body's: those who vote, and who may withdraw it, are told.
    """
    resting = Exclusion.objects.filter(
        reason=Exclusion.Reason.UNPAID, member__subject__in=debtors, item__motion__state__in=UNDER_WAY
    )
    resting = list(resting.select_related("item__motion__subject", "item__motion__body", "member__organisation"))
    if not resting:
        return
    day = consortium.day_of(at)
    days = editions.in_force(consortium, day).dues.exclusion_after_days
    late = standing.late_debtors(consortium, day, days) if days is not None else set()
    for exclusion in resting:
        if exclusion.member.subject_id not in late:
            _lapse(exclusion, by=by, at=at)


def enact(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Exclude the member of a carried item and end its seats.

    :raises Refusal: where it has left meanwhile.
    """
    exclusion = Exclusion.objects.select_related("member__organisation", "member__consortium").get(item=item)
    member = exclusion.member
    entry = members.exclude(member, allowed_by=admissions.decision(item), by=by, at=at)
    seats.end_of([member], by=by, at=at)
    return entry


def _unpaid_for(consortium: Consortium, day: date, days: int) -> list[Member]:
    """Members that have owed something of an invoice that long, on which no motion has been drafted since."""
    late = Invoice.objects.filter(consortium=consortium, issued_on__lte=day - timedelta(days=days)).owed()
    ripe = {debtor: issued_on + timedelta(days=days) for debtor, issued_on in late.values_list("debtor", "issued_on")}
    if not ripe:
        return []
    belonging = Member.objects.filter(
        consortium=consortium, subject__in=ripe, state__in=["active", "suspended"]
    ).exclude(exclusions__item__motion__state__in=UNDER_WAY)
    lapsed = Entry.objects.filter(subject=OuterRef("item__motion__subject"), verb="exclusion.lapse")
    drafted = {
        member: consortium.day_of(drafted_at)
        for member, drafted_at in Exclusion.objects.filter(~Exists(lapsed), member__in=belonging)
        .order_by("item__motion__drafted_at")
        .values_list("member_id", "item__motion__drafted_at")
    }
    return [
        member
        for member in belonging.select_related("organisation", "subject", "consortium").order_by("pk")
        if drafted.get(member.pk, date.min) < ripe[member.subject_id]
    ]


def _propose_unpaid(member: Member, days: int, *, by: Person, at: datetime) -> Motion:
    text = _("Dues have been unpaid for more than %(days)s days since the invoice.") % {"days": days}
    motion = propose(member, reason=Exclusion.Reason.UNPAID, text=text, by=by, at=at)
    notices.tell(
        [by], motion.subject, "exclusion.drafted", at=at, address=motion.get_absolute_url(), member=str(member)
    )
    return motion


def _lapse(exclusion: Exclusion, *, by: Person | None, at: datetime) -> None:
    """Withdraw the draft, or take its item out where it asks for more; of an open vote tell that the dues are paid."""
    motion = exclusion.item.motion
    told, kind = {motion.author_id}, "exclusion.lapsed"
    if motion.is_open:
        told |= set(motion.roll.standing().values_list("acting_seat__person_id", flat=True))
        kind = "exclusion.settled"
    entries.record(motion, "exclusion.lapse", by=by, at=at, rule="E-08", member=exclusion.member.number)
    if motion.is_draft and motion.items.count() == 1:
        motions.withdraw(motion, reason=_("The dues are not overdue any more."), by=by, at=at)
    elif motion.is_draft:
        exclusion.delete()
        motions.remove_item(exclusion.item, by=by, at=at)
    notices.tell(
        told,
        motion.subject,
        kind,
        at=at,
        address=motion.get_absolute_url(),
        is_urgent=motion.is_open,
        member=str(exclusion.member),
    )


def _excluding_body(consortium: Consortium, at: datetime) -> Body:
    rules = editions.in_force(consortium, consortium.day_of(at))
    key = rules.dues.excluded_by or rules.membership.admitted_by
    return Body.objects.open().get(consortium=consortium, key=key)


def _officer(consortium: Consortium, day: date) -> Person | None:
    """Whoever holds the finance post, else the secretary."""
    posts = Seat.objects.filter(
        consortium=consortium, body__kind=Body.Kind.OFFICE, post__in=["finance", "secretary"], during__contains=day
    )
    seat = posts.filter(state=Seat.State.HELD).select_related("person").order_by("post", "pk").first()
    return seat and seat.person
