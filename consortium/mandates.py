"""Mandates: what a person may do in the name of a company or partner, and what an assistant may do for a person."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from charter import editions
from consortium import people
from consortium.models import Partner, Seat
from consortium.people import Home
from journal import entries
from journal.models import Entry
from membership import ranges
from membership.models import Affiliation, Assistance, Mandate, Member
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def give(
    home: Home, person: Person, kind: str, *, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> Mandate:
    """Give a mandate to somebody of the organisation, from today until it is ended.

    :raises Invalid: for a mandate that the charter does not name, or a person from elsewhere.
    :raises Refusal: where the person holds it already.
    """
    entries.lock(home)
    day = home.consortium.day_of(at)
    require_kind(home, kind, day)
    place = {"consortium": home.consortium, "organisation": home.organisation, "person": person}
    held = Affiliation.objects.on(day).filter(**place).first()
    if held and held.called:
        raise Refusal(
            _("%(person)s has not been here yet; give the mandate afterwards.") % {"person": held.name}, field="person"
        )
    if not held:
        raise Invalid(
            _("%(person)s does not belong to %(organisation)s.") % {"person": person, "organisation": home},
            field="person",
        )
    if Mandate.objects.on(day).filter(**place, kind=kind).exists():
        raise Refusal(_("%(person)s holds this mandate already.") % {"person": person}, field="kind")
    entry = entries.record(
        home, "mandate.give", by=by, at=at, on_behalf_of=on_behalf_of, kind=kind, words={"person": person.name}
    )
    return Mandate.objects.create(**place, kind=kind, during=DateRange(day, None), entry=entry)


@transaction.atomic
def end(mandate: Mandate, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Entry:
    """End a mandate today.

    :raises Refusal: where it has ended already.
    """
    home = people.home_of(mandate.consortium_id, mandate.organisation_id)
    if not ranges.end(Mandate.objects.filter(pk=mandate.pk), home.consortium.day_of(at)):
        raise Refusal(_("This mandate has ended already."))
    return entries.record(
        home,
        "mandate.end",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        kind=mandate.kind,
        words={"person": mandate.person.name},
    )


@transaction.atomic
def name_assistant(
    person: Person, assistant: Person, *, consortium: Consortium, until: date, by: Person, at: datetime
) -> Assistance:
    """Let an assistant prepare, reply and chase for a person until a day; never vote.

    :raises Invalid: for oneself, or a day that is past.
    :raises Refusal: where the person has no part in the consortium.
    """
    day = consortium.day_of(at)
    if assistant.pk == person.pk:
        raise Invalid(_("Name somebody else as the assistant."), field="assistant")
    if until <= day:
        raise Invalid(_("Choose a day that lies ahead."), field="until")
    ranges.end(Assistance.objects.filter(consortium=consortium, person=person, assistant=assistant), day)
    assistance = Assistance.objects.create(
        consortium=consortium, person=person, assistant=assistant, during=DateRange(day, until)
    )
    entries.record(_part_of(consortium, person, day), "assistance.name", by=by, at=at, until=until)
    return assistance


@transaction.atomic
def end_assistance(assistance: Assistance, *, by: Person, at: datetime) -> Entry:
    """Revoke an assistant's mandate today.

    :raises Refusal: where it has ended already.
    """
    day = assistance.consortium.day_of(at)
    if not ranges.end(Assistance.objects.filter(pk=assistance.pk), day):
        raise Refusal(_("This mandate has ended already."))
    return entries.record(_part_of(assistance.consortium, assistance.person, day), "assistance.end", by=by, at=at)


def require_kind(home: Home, kind: str, day: date) -> None:
    """Members have the mandates that the charter names; partners sign."""
    named = editions.in_force(home.consortium, day).membership.mandates
    allowed = named if isinstance(home, Member) else (Mandate.Kind.SIGNATORY.value,)
    if kind not in allowed:
        names = ", ".join(str(Mandate.Kind(each).label) for each in allowed)
        raise Invalid(_("Mandates here: %(names)s.") % {"names": names}, field="kind", rule="membership.mandates")


def _part_of(consortium: Consortium, person: Person, day: date) -> Seat | Member | Partner:
    """Find what the person has in the consortium, for the journal: a seat, else the organisation."""
    seat = Seat.objects.held().on(day).filter(consortium=consortium, person=person).first()
    if seat:
        return seat
    homes = Affiliation.objects.on(day).filter(consortium=consortium, person=person).values("organisation")
    member = Member.objects.filter(consortium=consortium, organisation__in=homes).first()
    part = member or Partner.objects.filter(consortium=consortium, organisation__in=homes).first()
    if part is None:
        raise Refusal(_("%(person)s has no part in this consortium.") % {"person": person})
    return part
