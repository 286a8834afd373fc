"""The directory: everybody with a part in the consortium, and what may be shown of each (ECO-14)."""

from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consortium.models import Seat
from membership.models import Affiliation
from parties.models import Consortium, Person
from parties.refusals import Refusal
from parties.viewer import Viewer


def people(viewer: Viewer) -> QuerySet[Person]:
    """Everybody who belongs to an organisation here, or has a seat, today; with ``place``: where they belong.

    Each is ``shown`` and ``script`` as they may be called here; who was entered from elsewhere and has not come yet
    is ``called`` what was typed. E-mail addresses are not for everybody: whoever shows one asks
    `access.people.can_see_address` first.
    """
    places = Affiliation.objects.visible_to(viewer).on(viewer.today).filter(person=OuterRef("pk"))
    seats = Seat.objects.visible_to(viewer).held().on(viewer.today).filter(person=OuterRef("pk"))
    everybody = (
        Person.objects.filter(Q(Exists(places)) | Q(Exists(seats)))
        .annotate(called=_called(places))
        .annotate(
            shown=Case(When(called="", then=F("name")), default=F("called")),
            script=Case(When(called="", then=F("native_name")), default=Value("")),
        )
        .annotate(place=_listed(places, "organisation__name"), sits_in=_listed(seats, "body__name"))
        .order_by("shown", "pk")
    )
    return everybody if viewer.is_known else everybody.none()


def come(viewer: Viewer) -> QuerySet[Person]:
    """Those of the directory who may be given seats, mandates and tasks: who is awaited has to come first."""
    return people(viewer).filter(called="")


def require_come(consortium: Consortium, person: Person, day: date) -> None:
    """Let anybody pass but who is awaited: a seat or task would tell everybody their name before they come.

    :raises Refusal: for somebody who was entered from elsewhere and has not been here.
    """
    places = Affiliation.objects.on(day).filter(consortium=consortium, person=person)
    if awaited := places.exclude(called="").first():
        raise Refusal(
            _("%(person)s has not been here yet: that has to come first.") % {"person": awaited.called}, field="person"
        )


def _called(places: QuerySet) -> Coalesce:
    return Coalesce(Subquery(places.exclude(called="").values("called")[:1]), Value(""))


def _listed(rows: QuerySet, name: str) -> Subquery:
    """One person's values of a column, in one string."""
    grouped = rows.order_by().values("person").annotate(listed=StringAgg(name, ", ", order_by=name))
    return Subquery(grouped.values("listed"))
