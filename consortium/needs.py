"""Industry's needs: the demand that council members bring in for their firms, and what the strategy makes of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium.models import Need, NeedLink, Statement
from journal import entries, subjects
from journal.models import Entry
from membership.models import Member
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def file(
    member: Member | None, *, title: str, text: str = "", by: Person, at: datetime, on_behalf_of: Person | None = None
) -> Need:
    """File a need of a firm (EC-06).

    :raises Invalid: without the firm that owns it, or without a title.
    """
    if member is None:
        raise Invalid(_("Say whose need it is: a need has a firm that owns it."), field="member", rule="EC-06")
    if not title.strip():
        raise Invalid(_("Say in a few words what is needed."), field="title")
    subject = subjects.open(member.consortium, Need.KIND)
    need = Need.objects.create(
        consortium=member.consortium,
        subject=subject,
        number=subject.number,
        member=member,
        title=title.strip(),
        text=text,
        filed_by=on_behalf_of or by,
        filed_at=at,
    )
    entries.record(need, "need.file", by=by, at=at, on_behalf_of=on_behalf_of, rule="EC-06", member=member.number)
    return need


@transaction.atomic
def link(need: Need, statement: Statement, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> NeedLink:
    """Link a need to the version of the strategy that takes it up.

    :raises Refusal: for a need that was withdrawn, a version that is not published, or a link that exists.
    """
    entries.lock(need)
    if need.is_withdrawn:
        raise Refusal(_("“%(need)s” was withdrawn.") % {"need": need})
    if not statement.is_published:
        raise Refusal(_("Link it to a version of the strategy that is published."), field="statement")
    if need.links.filter(statement=statement).exists():
        raise Refusal(_("“%(need)s” is linked to %(statement)s already.") % {"need": need, "statement": statement})
    made = NeedLink.objects.create(consortium=need.consortium, need=need, statement=statement, linked_at=at)
    told = {"statement": statement.number, "rule": "EC-06"}
    if need.state == Need.State.FILED:
        entries.move(need, Need.State.TAKEN_UP, verb="need.link", by=by, at=at, on_behalf_of=on_behalf_of, **told)
    else:
        entries.record(need, "need.link", by=by, at=at, on_behalf_of=on_behalf_of, **told)
    return made


@transaction.atomic
def withdraw(need: Need, *, reason: str, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Entry:
    """Withdraw a need.

    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Say why it is no longer needed."), field="reason")
    return entries.move(
        need,
        Need.State.WITHDRAWN,
        verb="need.withdraw",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason},
    )
