"""Introductions: an organisation asks somebody to be one of its people, and until they say yes nothing follows.

Whoever asks reads the same answer for every address: competitors learn neither who has an account nor where they
belong. Somebody who belongs to a member company joins another one only with the yes of both.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consortium import mandates, people
from consortium.models import Introduction, Partner, Seat
from consortium.people import Home
from duties import notices
from journal import entries
from membership.models import Affiliation, Mandate, Member
from parties import identities
from parties.models import Person
from parties.refusals import Invalid, Refusal

ANSWERS = "/me/introductions/"
"""Where people answer: they need no part in the consortium for it."""


@transaction.atomic
def ask(
    home: Home,
    *,
    email: str,
    name: str,
    by: Person | None,
    at: datetime,
    native_name: str = "",
    title: str = "",
    position: str = "",
    kinds: Sequence[str] = (),
    on_behalf_of: Person | None = None,
) -> Introduction:
    """Ask whoever reads the address to be one of the organisation's people; ``kinds`` of mandate follow with the yes.

    :raises Invalid: without an address or a name, or for a title or mandate that the charter does not know.
    :raises Refusal: where the address is that of one of its people, or waits for an answer already.
    """
    entries.lock(home)
    people.check(home, email=email, name=name, title=title, at=at)
    day = home.consortium.day_of(at)
    for kind in kinds:
        mandates.require_kind(home, kind, day)
    person = identities.find_or_enter(email, name, native_name)
    _refuse_known(home, person, email, at)
    introduction = Introduction.objects.create(
        consortium=home.consortium,
        organisation=home.organisation,
        person=person,
        email=email.strip().lower(),
        name=name.strip(),
        native_name=native_name.strip(),
        title=title,
        position=position.strip(),
        mandates=list(kinds),
        asked_by=on_behalf_of or by,
        asked_at=at,
    )
    words = {"person": introduction.name, "position": position}
    entries.record(home, "person.invite", by=by, at=at, on_behalf_of=on_behalf_of, words=words, title=title)
    _tell([person.pk], introduction, "person.invited", at, ANSWERS)
    return introduction


@transaction.atomic
def accept(introduction: Introduction, *, by: Person, at: datetime) -> Affiliation | None:
    """Say yes: the person joins, or their companies here are asked first; nothing where those have yet to agree.

    :raises Refusal: once it is settled, or where the organisation has no part any more.
    """
    _lock(introduction)
    home = _home(introduction)
    waiting = [each for each in employers(introduction, at) if each.organisation_id not in introduction.released_by]
    if not waiting:
        return _join(introduction, home, by=by, at=at)
    if not introduction.is_accepted:
        _settle(introduction, Introduction.State.ACCEPTED, at)
        for employer in waiting:
            address = f"{employer.get_absolute_url()}people/"
            _tell(
                _contacts(employer, introduction.person_id, at),
                introduction,
                "person.release",
                at,
                address,
                person=by.name,
            )
    return None


@transaction.atomic
def decline(introduction: Introduction, *, by: Person, at: datetime) -> None:
    """Say no: whoever asked reads that it was not accepted, and nothing more.

    :raises Refusal: once it is settled.
    """
    _lock(introduction)
    _refuse(introduction, at=at)


@transaction.atomic
def release(introduction: Introduction, employer: Member, *, by: Person, at: datetime) -> None:
    """Agree, for a company that the person belongs to, that they belong to the other organisation too.

    :raises Refusal: where the person has not said yes, or does not belong to the company.
    """
    _lock(introduction)
    _require_employer(introduction, employer, at)
    introduction.released_by = [*introduction.released_by, employer.organisation_id]
    introduction.save(update_fields=["released_by"])
    entries.record(employer, "person.release", by=by, at=at, words={"person": introduction.person.name})
    if all(each.organisation_id in introduction.released_by for each in employers(introduction, at)):
        _join(introduction, _home(introduction), by=introduction.person, at=at)


@transaction.atomic
def object_to(introduction: Introduction, employer: Member, *, by: Person, at: datetime) -> None:
    """Object, for a company that the person belongs to: it ends there, and the person is told who objected.

    :raises Refusal: where the person has not said yes, or does not belong to the company.
    """
    _lock(introduction)
    _require_employer(introduction, employer, at)
    entries.record(employer, "person.object", by=by, at=at, words={"person": introduction.person.name})
    _tell([introduction.person_id], introduction, "person.objected", at, ANSWERS, company=str(employer))
    _refuse(introduction, at=at)


@transaction.atomic
def withdraw(introduction: Introduction, *, by: Person, at: datetime) -> None:
    """Take the question back.

    :raises Refusal: once it is settled.
    """
    _lock(introduction)
    _settle(introduction, Introduction.State.WITHDRAWN, at)
    home = people.home_of(introduction.consortium_id, introduction.organisation_id)
    entries.record(home, "person.withdraw_invitation", by=by, at=at, words={"person": introduction.name})


def employers(introduction: Introduction, at: datetime) -> list[Member]:
    """List the member companies that the person belongs to, where another company asks."""
    organisations = Affiliation.objects.on(introduction.consortium.day_of(at)).filter(
        consortium=introduction.consortium, person=introduction.person
    )
    there = Member.objects.filter(consortium=introduction.consortium, state__in=["active", "suspended"])
    if not there.filter(organisation=introduction.organisation).exists():
        return []
    rivals = there.filter(organisation__in=organisations.values("organisation"))
    rivals = rivals.exclude(organisation=introduction.organisation)
    return list(rivals.select_related("organisation", "consortium", "subject").order_by("pk"))


def is_asked(employer: Member, introduction: Introduction, at: datetime) -> bool:
    """Whether a company is one that has to agree. To any other it looks as if there were no introduction."""
    return introduction.is_accepted and employer in employers(introduction, at)


def _refuse_known(home: Home, person: Person, email: str, at: datetime) -> None:
    there = {"consortium": home.consortium, "organisation": home.organisation, "person": person}
    held = Affiliation.objects.on(home.consortium.day_of(at)).filter(**there).first()
    if held:
        raise Refusal(
            _(
                "%(person)s belongs to %(organisation)s already and signs in with this address. "
                "One address is one person: give each colleague an address of their own."
            )
            % {"person": held.name, "organisation": home},
            field="email",
        )
    if Introduction.objects.waiting().filter(**there).exists():
        raise Refusal(
            _("An invitation to %(address)s waits for an answer; withdraw it before you send another.")
            % {"address": email.strip()},
            field="email",
        )


def _join(introduction: Introduction, home: Home, *, by: Person, at: datetime) -> Affiliation:
    _settle(introduction, Introduction.State.JOINED, at)
    place = people.join(
        home, introduction.person, title=introduction.title, position=introduction.position, by=by, at=at
    )
    held = Mandate.objects.on(home.consortium.day_of(at)).filter(
        consortium=home.consortium, organisation=home.organisation, person=introduction.person
    )
    kinds = introduction.mandates if _may_still_give(introduction, home, at) else []
    for kind in sorted(set(kinds) - set(held.values_list("kind", flat=True))):
        mandates.give(home, introduction.person, kind, by=introduction.asked_by, at=at)
    _tell_asker(introduction, "person.joined", at, person=introduction.person.name)
    return place


def _may_still_give(introduction: Introduction, home: Home, at: datetime) -> bool:
    """Whether whoever asked may give mandates on the day of the yes, as `consortium.access.people.can_invite` says."""
    by, day = introduction.asked_by, home.consortium.day_of(at)
    if by is None:
        return True
    seats = Seat.objects.standing(day).filter(consortium=home.consortium)
    seats = seats.filter(Q(person=by) | Q(alternates__person=by, alternates__during__contains=day))
    if seats.filter(body__kind="office").exists():
        return True
    if isinstance(home, Partner):
        return seats.filter(body=home.body_id, votes=True).exists()
    held = Mandate.objects.on(day).filter(consortium=home.consortium, organisation=home.organisation, person=by)
    return held.filter(kind=Mandate.Kind.NOMINATOR).exists()


def _refuse(introduction: Introduction, *, at: datetime) -> None:
    """Write down, without a name but the typed one, that it was not accepted."""
    _settle(introduction, Introduction.State.DECLINED, at)
    home = people.home_of(introduction.consortium_id, introduction.organisation_id)
    entries.record(home, "person.decline", by=None, at=at, words={"person": introduction.name})
    _tell_asker(introduction, "person.declined", at, person=introduction.name)


def _lock(introduction: Introduction) -> None:
    """Lock a question that nobody has settled yet, and before it the person: of two yeses one comes first.

    Rows that merely name the person do not wait for it, such as another organisation's question.
    """
    Person.objects.select_for_update(no_key=True).get(pk=introduction.person_id)
    locked = Introduction.objects.select_for_update().get(pk=introduction.pk)
    introduction.state, introduction.released_by = locked.state, locked.released_by
    if not introduction.is_waiting:
        raise Refusal(_("This invitation is settled: %(state)s.") % {"state": introduction.state_told.lower()})


def _home(introduction: Introduction) -> Home:
    """Find the asking organisation while it has a part in the consortium."""
    home = people.home_of(introduction.consortium_id, introduction.organisation_id)
    if not (home.belongs if isinstance(home, Member) else home.is_connected):
        raise Refusal(_("%(organisation)s has no part in the consortium any more.") % {"organisation": home})
    return home


def _require_employer(introduction: Introduction, employer: Member, at: datetime) -> None:
    if not introduction.is_accepted:
        raise Refusal(_("The person has not accepted this invitation."))
    if employer not in employers(introduction, at):
        raise Invalid(_("The person does not belong to %(company)s.") % {"company": employer}, field="member")


def _contacts(employer: Member, person: int, at: datetime) -> list[int]:
    """Name whoever answers for a company about a person: others who nominate for it, else the office."""
    day = employer.consortium.day_of(at)
    held = Mandate.objects.on(day).filter(consortium=employer.consortium, organisation=employer.organisation)
    nominators = held.filter(kind=Mandate.Kind.NOMINATOR).exclude(person=person).values_list("person_id", flat=True)
    office = Seat.objects.held().on(day).filter(consortium=employer.consortium, body__kind="office")
    return list(nominators) or list(office.values_list("person_id", flat=True))


def _settle(introduction: Introduction, state: str, at: datetime) -> None:
    introduction.state, introduction.answered_at = state, at
    introduction.save(update_fields=["state", "answered_at"])


def _tell_asker(introduction: Introduction, kind: str, at: datetime, **facts: str) -> None:
    if introduction.asked_by_id:
        home = people.home_of(introduction.consortium_id, introduction.organisation_id)
        address = f"{home.get_absolute_url()}people/" if isinstance(home, Member) else home.get_absolute_url()
        _tell([introduction.asked_by_id], introduction, kind, at, address, **facts)


def _tell(whom: Sequence[int], introduction: Introduction, kind: str, at: datetime, address: str, **facts: str) -> None:
    home = people.home_of(introduction.consortium_id, introduction.organisation_id)
    notices.tell(
        whom,
        home.subject,
        kind,
        at=at,
        address=address,
        is_urgent=kind in ("person.invited", "person.release"),
        key=f"{kind}:introduction:{introduction.pk}",
        organisation=str(home),
        consortium=introduction.consortium.name,
        **facts,
    )
