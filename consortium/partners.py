"""Partners: universities and institutes connected to a technical committee, and the host beside the office (GOV-11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium import people
from consortium.models import Body, Partner
from journal import entries, subjects
from journal.models import Entry
from parties.models import Organisation, OrganisationKind, Person
from parties.refusals import Invalid, Refusal

RESEARCH = frozenset({OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE})
"""Kinds of organisation that do research for the consortium."""


@transaction.atomic
def connect(body: Body, organisation: Organisation, *, by: Person, at: datetime) -> Partner:
    """Connect an organisation: a university or institute to a technical committee, any other to the office.

    :raises Invalid: for another body, or a company (companies join as members).
    :raises Refusal: where it is connected to the body already.
    """
    if organisation.is_firm:
        raise Invalid(_("A company joins as a member."), field="organisation", rule="MEM-15")
    wanted = Body.Kind.TECHNICAL if organisation.kind in RESEARCH else Body.Kind.OFFICE
    if body.kind != wanted:
        raise Invalid(
            _("A %(kind)s is connected to a %(body)s.")
            % {"kind": organisation.get_kind_display().lower(), "body": str(wanted.label).lower()},
            field="body",
            rule="GOV-11",
        )
    entries.lock(body)
    if Partner.objects.filter(body=body, organisation=organisation, until=None).exists():
        raise Refusal(
            _("%(organisation)s is connected to the %(body)s already.") % {"organisation": organisation, "body": body}
        )
    subject = subjects.open(body.consortium, Partner.KIND)
    partner = Partner.objects.create(
        consortium=body.consortium,
        subject=subject,
        number=subject.number,
        organisation=organisation,
        body=body,
        since=body.consortium.day_of(at),
    )
    entries.record(partner, "partner.connect", by=by, at=at, rule="GOV-11", body=body.key)
    return partner


@transaction.atomic
def disconnect(partner: Partner, *, reason: str, by: Person, at: datetime) -> Entry:
    """End a connection; its people leave the consortium with it.

    :raises Refusal: where it has ended already, or without a reason.
    """
    entries.lock(partner)
    if partner.until:
        raise Refusal(_("This connection has ended already."))
    if not reason.strip():
        raise Refusal(_("Say why the connection ends."), field="reason")
    partner.until = partner.consortium.day_of(at)
    partner.save(update_fields=["until"])
    elsewhere = Partner.objects.filter(
        consortium=partner.consortium, organisation=partner.organisation, until=None
    ).exists()
    if not elsewhere:
        people.leave_all(partner, by=by, at=at)
    return entries.record(partner, "partner.disconnect", by=by, at=at, words={"reason": reason})
