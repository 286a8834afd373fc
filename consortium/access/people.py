"""Who may enter people, give mandates, name assistants and connect universities. When is the verbs' question."""

from django.utils.translation import gettext as _

from consortium import people
from consortium.models import Body, Introduction, Partner
from consortium.people import Home
from membership.models import Affiliation, Assistance, Mandate, Member
from parties import identities
from parties.models import Person
from parties.permissions import Answer, either
from parties.viewer import Viewer


def can_invite(viewer: Viewer, home: Home) -> Answer:
    """Whoever nominates for the company; the committee of a university; the office for either."""
    if viewer.is_office:
        return either(True, "")
    if isinstance(home, Partner):
        return either(
            viewer.sits_in(home.body_id, voting=True),
            _("Members of the %(body)s, and the office.") % {"body": home.body},
            "TC-06",
        )
    return either(
        viewer.mandated(Mandate.Kind.NOMINATOR, home.organisation_id),
        _("Whoever nominates for %(company)s, and the office.") % {"company": home},
        "E-15",
    )


def can_withdraw_introduction(viewer: Viewer, introduction: Introduction) -> Answer:
    """As inviting."""
    return _home(viewer, introduction)


def can_answer(person: Person) -> Answer:
    """Whoever reads the address that was typed, and nobody who merely opened an account under it."""
    return either(
        identities.is_opened_by_reader(person),
        _("Sign in once with a code by mail: it proves that the address is yours."),
    )


def can_release(viewer: Viewer, employer: Member, person: int | None = None) -> Answer:
    """Whoever nominates for the company, but not ``person`` for themselves; the office where nobody else does."""
    held = (
        Mandate.objects.on(viewer.today)
        .filter(consortium=viewer.consortium, organisation=employer.organisation_id, kind=Mandate.Kind.NOMINATOR)
        .exclude(person=person)
    )
    is_own = viewer.person is not None and viewer.person.pk == person
    may = viewer.mandated(Mandate.Kind.NOMINATOR, employer.organisation_id) and not is_own
    return either(
        may or (viewer.is_office and not held.exists()),
        _("Whoever nominates for %(company)s; the office where nobody does.") % {"company": employer},
        "E-15",
    )


def can_retitle(viewer: Viewer, affiliation: Affiliation) -> Answer:
    """As inviting."""
    return _home(viewer, affiliation)


def can_leave(viewer: Viewer, affiliation: Affiliation) -> Answer:
    """As inviting."""
    return _home(viewer, affiliation)


def can_give_mandate(viewer: Viewer, home: Home) -> Answer:
    """As inviting."""
    return can_invite(viewer, home)


def can_end_mandate(viewer: Viewer, mandate: Mandate) -> Answer:
    """As inviting."""
    return _home(viewer, mandate)


def can_name_assistant(viewer: Viewer, person: Person) -> Answer:
    """The person themselves alone."""
    return either(
        viewer.person is not None and viewer.person.pk == person.pk, _("Everybody names their own assistants.")
    )


def can_end_assistance(viewer: Viewer, assistance: Assistance) -> Answer:
    """As naming one."""
    return can_name_assistant(viewer, assistance.person)


def can_connect(viewer: Viewer, body: Body) -> Answer:
    """Members of the technical committee, and the office (GOV-11)."""
    return either(
        viewer.is_office or (body.kind == Body.Kind.TECHNICAL and viewer.sits_in(body.pk, voting=True)),
        _("Members of the technical committee, and the office."),
        "GOV-11",
    )


def can_disconnect(viewer: Viewer, partner: Partner) -> Answer:
    """As connecting."""
    return can_connect(viewer, partner.body)


def can_see_address(viewer: Viewer, person: Person, organisations: set[int]) -> Answer:
    """The office, the person, and colleagues in one of the person's organisations."""
    own = viewer.person is not None and viewer.person.pk == person.pk
    return either(
        viewer.is_office or own or viewer.organisations & organisations, _("Colleagues and the office see addresses.")
    )


def _home(viewer: Viewer, place: Affiliation | Introduction | Mandate) -> Answer:
    return can_invite(viewer, people.home_of(place.consortium_id, place.organisation_id))
