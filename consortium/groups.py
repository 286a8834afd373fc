"""Working groups: set up by a technical committee on demand, of two kinds, with guests who have no vote (WG-01…06)."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter import editions
from consortium import directory, rules, seats
from consortium.models import Body, Seat
from duties import notices
from duties.models import Duty
from journal import entries, subjects
from journal.models import Entry
from membership.models import Affiliation
from parties.models import Person
from parties.refusals import Invalid, Refusal
from registry.seats import OPEN_WORK


@transaction.atomic
def set_up(
    parent: Body,
    kind: str,
    *,
    name: str,
    purpose: str,
    lead: Person,
    by: Person,
    at: datetime,
    system: str = "",
    domain: str = "",
) -> Body:
    """Set up a system group under a committee, or a function group under a system group.

    ``kind`` is a key of the charter's kinds of working group. The lead is a member of the committee (E-57).

    :raises Invalid: for another kind, a group under the wrong body, a second group of one system in a branch,
        a missing name, purpose, system or domain, or a lead from outside the committee.
    """
    entries.lock(parent)
    charter = editions.in_force(parent.consortium, parent.consortium.day_of(at))
    said = _kind(charter, kind)
    _check_parent(charter, said, parent)
    _check_words(name=name, purpose=purpose)
    system, domain = _fields(said, parent, system.strip(), domain.strip())
    seat = _committee_seat(parent, lead, parent.consortium.day_of(at), field="lead")
    group = _write(parent, kind, name.strip(), purpose.strip(), system, domain, at)
    entry = entries.record(
        group, "group.set_up", by=by, at=at, rule="WG-01", kind=group.kind, parent=parent.key, system=system
    )
    group.allowed_by = entry
    group.save(update_fields=["allowed_by"])
    _join(group, seat, post="lead", by=by, at=at, entry=entry)
    return group


@transaction.atomic
def add_member(group: Body, person: Person, *, by: Person, at: datetime) -> Seat:
    """Bring a member of the committee into the group, with a vote (E-05).

    :raises Invalid: where the person has no vote in the committee; then it is a guest.
    """
    _must_be_open(group)
    seat = _committee_seat(group, person, group.consortium.day_of(at), field="person")
    return _join(group, seat, post="", by=by, at=at, entry=None)


@transaction.atomic
def add_guest(group: Body, person: Person, *, by: Person, at: datetime) -> Seat:
    """Bring somebody from outside the committee into the group, without a vote (WG-02, WG-03).

    Anybody whom the consortium knows may be a guest: people of universities, of other firms, of the host.

    :raises Refusal: where the charter has no guests, or the person has a vote in the committee or has yet to come.
    """
    _must_be_open(group)
    day = group.consortium.day_of(at)
    if not editions.in_force(group.consortium, day).working_groups.guests:
        raise Refusal(_("The charter of this consortium knows no guests in working groups."), rule="WG-02")
    directory.require_come(group.consortium, person, day)
    committee = committee_of(group)
    if _votes_in(committee, person, day):
        raise Invalid(
            _("%(person)s belongs to the %(body)s; add them as a member.") % {"person": person, "body": committee},
            field="person",
        )
    place = Affiliation.objects.on(day).filter(consortium=group.consortium, person=person).first()
    seat = seats.take(group, person, until=None, organisation=place and place.organisation, by=by, at=at)
    _tell_joined(group, person, at)
    return seat


@transaction.atomic
def hand_over(group: Body, person: Person, *, by: Person, at: datetime) -> Entry:
    """Give the lead to another member of the committee (E-57).

    :raises Invalid: where the person has no vote in the committee.
    """
    _must_be_open(group)
    entries.lock(group)
    seat = _committee_seat(group, person, group.consortium.day_of(at), field="person")
    own = Seat.objects.held().filter(body=group, person=person).first()
    own = own or _join(group, seat, post="", by=by, at=at, entry=None)
    Seat.objects.held().filter(body=group, post="lead").update(post="")
    Seat.objects.filter(pk=own.pk).update(post="lead")
    return entries.record(group, "group.hand_over", by=by, at=at, rule="E-57", seat=own.number)


def remove(seat: Seat, *, reason: str, by: Person, at: datetime) -> Entry:
    """Take somebody out of a group.

    :raises Refusal: for a seat of a committee, or the lead while nobody else has it.
    """
    if not seat.body.is_group:
        raise Refusal(_("A seat in the %(body)s ends by resignation or by its company.") % {"body": seat.body})
    if seat.post == "lead":
        raise Refusal(_("Hand the lead to somebody else first."), rule="E-57")
    return seats.end(seat, reason=Seat.Ending.REMOVED, words=reason, by=by, at=at)


@transaction.atomic
def close(group: Body, *, by: Person, at: datetime, reason: str = "") -> Entry:
    """Close a group that has no open work; everybody's place in it ends (WG-01).

    :raises Refusal: while motions, duties or groups of its own are open, or for a body of the charter.
    """
    entries.lock(group)
    if not group.is_group:
        raise Refusal(
            _("The charter names the %(body)s. It closes only when an amendment of the charter removes it.")
            % {"body": group},
            rule=f"bodies.{group.key}",
        )
    if work := open_work(group):
        raise Refusal(
            _("The %(group)s still has open work: %(work)s.") % {"group": group, "work": ", ".join(work)}, rule="WG-01"
        )
    entry = entries.move(
        group,
        Body.State.CLOSED,
        verb="group.close",
        by=by,
        at=at,
        rule="WG-01",
        words={"reason": reason} if reason else None,
        changes={"closed_on": group.consortium.day_of(at)},
    )
    for seat in Seat.objects.held().filter(body=group).select_related("body", "member", "consortium", "subject"):
        seats.end(seat, reason=Seat.Ending.CLOSED, by=by, at=at)
    return entry


def open_work(group: Body) -> list[str]:
    """Say what keeps a group from closing, in words; empty where nothing does."""
    counted = [
        (Body.objects.open().filter(parent=group).count(), "%(n)s function group", "%(n)s function groups"),
        *(work(group) for work in OPEN_WORK.values()),
        (Duty.objects.open().filter(debtor=group.subject_id).count(), "%(n)s duty", "%(n)s duties"),
    ]
    return [ngettext(one, many, count) % {"n": count} for count, one, many in counted if count]


def committee_of(group: Body) -> Body:
    """Give the committee below which a group stands; a committee itself."""
    while group.is_group:
        group = group.parent
    return group


def _kind(charter: Any, kind: str) -> rules.GroupKind:
    kinds = charter.working_groups.kinds
    if kind not in kinds:
        names = ", ".join(str(each.name) for each in kinds.values()) or _("none")
        raise Invalid(
            _("Kinds of working groups under this charter: %(names)s.") % {"names": names}, field="kind", rule="WG-04"
        )
    return kinds[kind]


def _check_parent(charter: Any, said: rules.GroupKind, parent: Body) -> None:
    """A system group stands under a committee, a function group under a system group (WG-05, WG-06)."""
    if parent.is_open and parent.rules_kind == said.parent_kind:
        return
    above = charter.working_groups.kinds.get(said.parent_kind)
    raise Invalid(
        _("A %(group)s stands under an open %(parent)s.")
        % {
            "group": str(said.name).lower(),
            "parent": (str(above.name) if above else str(Body.Kind(said.parent_kind).label)).lower(),
        },
        field="parent",
        rule="WG-06",
    )


def _check_words(**words: str) -> None:
    for field, text in words.items():
        if not text.strip():
            raise Invalid(_("Say it here: a working group has a name and a purpose."), field=field, rule="WG-01")


def _fields(said: rules.GroupKind, parent: Body, system: str, domain: str) -> tuple[str, str]:
    """Give the system and the functional domain that the kind asks for."""
    if said.one_per == "system":
        if not system:
            raise Invalid(_("Name the recording system of the group."), field="system", rule="WG-05")
        same = Body.objects.open().filter(
            consortium=parent.consortium, branch=parent.branch, kind=Body.Kind.SYSTEM_GROUP, system__iexact=system
        )
        if group := same.first():
            raise Invalid(
                _("%(system)s has a system group in this branch: %(group)s.") % {"system": system, "group": group},
                field="system",
                rule="WG-05",
            )
        return system, ""
    if not domain:
        raise Invalid(_("Name the functional domain of the group."), field="domain", rule="WG-06")
    return parent.system, domain


def _committee_seat(body: Body, person: Person, day: date, *, field: str) -> Seat:
    committee = committee_of(body)
    seat = _votes_in(committee, person, day)
    if seat is None:
        raise Invalid(
            _("%(person)s is no member of the %(body)s.") % {"person": person, "body": committee},
            field=field,
            rule="working_groups.lead_from",
        )
    return seat


def _votes_in(committee: Body, person: Person, day: date) -> Seat | None:
    held = Seat.objects.held().voting().on(day).filter(body=committee, person=person)
    return held.select_related("member", "organisation").first()


def _write(parent: Body, kind: str, name: str, purpose: str, system: str, domain: str, at: datetime) -> Body:
    subject = subjects.open(parent.consortium, Body.KIND)
    return Body.objects.create(
        consortium=parent.consortium,
        subject=subject,
        number=subject.number,
        key=_key(parent, domain or system),
        kind=f"{kind}_group",
        branch=parent.branch,
        name=name,
        parent=parent,
        system=system,
        domain=domain,
        purpose=purpose,
        time_zone=parent.time_zone,
        opened_on=parent.consortium.day_of(at),
    )


def _key(parent: Body, word: str) -> str:
    """Make a key that no open body has: ``tc_us_hamr``, ``tc_us_hamr_heads``."""
    stem = f"{parent.key}_{re.sub('-+', '_', slugify(word)) or 'group'}"[:50]
    taken = set(Body.objects.open().filter(consortium=parent.consortium, key__startswith=stem).values_list("key"))
    tries = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if (key,) not in taken)


def _join(group: Body, seat: Seat, *, post: str, by: Person, at: datetime, entry: Entry | None) -> Seat:
    joined = seats.take(
        group,
        seat.person,
        member=seat.member,
        organisation=seat.organisation,
        title=seat.title,
        post=post,
        votes=True,
        until=None,
        allowed_by=entry,
        by=by,
        at=at,
    )
    _tell_joined(group, seat.person, at)
    return joined


def _tell_joined(group: Body, person: Person, at: datetime) -> None:
    notices.tell([person], group.subject, "group.joined", at=at, address=group.get_absolute_url(), body=group.name)


def _must_be_open(group: Body) -> None:
    if not group.is_group:
        raise Refusal(_("The %(body)s is no working group.") % {"body": group})
    if not group.is_open:
        raise Refusal(_("The %(body)s is closed.") % {"body": group})
