"""Turning notices into mail: one digest a day per person across consortia, in local hours; urgent ones at once.

After downtime there is one mail, not one for every missed day: a digest takes whatever is undelivered.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import tables
from config.tables import resolve
from duties.models import Delivery, Notice
from duties.sentences import sentence
from files import blobs
from parties import turns
from parties.models import Person

MORNING = 8
"""Hour of the reader's day from which the digest goes out."""
MOST_TRIES = 8


@transaction.atomic
def bundle(*, at: datetime) -> int:
    """Bundle undelivered notices into deliveries; answer how many mails were made.

    Safe to run twice and side by side: bundlers take turns, and each mail has a key.
    """
    turns.take("duties.bundle")
    waiting = (
        Notice.objects.undelivered()
        .filter(noticed_at__lte=at, person__is_active=True)
        .select_related("person", "consortium")
        .order_by("person")
    )
    mails = []
    for person, notices in groupby(waiting, key=lambda notice: notice.person):
        mails += _mails(person, list(notices), at)
    made = _keep([delivery for delivery, __ in mails])
    moved = []
    for delivery, notices in mails:
        kept = made.get((delivery.person_id, delivery.key))
        for notice in notices if kept else ():
            notice.delivery = kept
            moved.append(notice)
    Notice.objects.bulk_update(moved, ["delivery"], batch_size=1000)
    return len(made)


def send(*, at: datetime, backend: BaseEmailBackend | None = None, most: int = 500) -> int:
    """Send what waits, each mail in a transaction of its own; answer how many went out.

    A mail that fails waits longer each time and is given up after `MOST_TRIES`, with its fault for the
    office to see. Killed between sending and commit, it goes out again under the same Message-ID.
    """
    backend = backend or get_connection()
    sent = 0
    for pk in list(Delivery.objects.waiting(at).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            delivery = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("person", "blob")
                .waiting(at)
                .filter(pk=pk)
                .first()
            )
            sent += bool(delivery and _send_one(delivery, backend, at))
    return sent


def message(delivery: Delivery) -> EmailMessage:
    """Build the mail of a delivery, under an id that stays the same however often it is sent."""
    mail = EmailMessage(
        subject=delivery.title,
        body=delivery.body,
        to=[delivery.person.email],
        headers={"Message-ID": f"<delivery-{delivery.pk}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    if delivery.attachment:
        mail.attach("invitation.ics", delivery.attachment, "text/calendar")
    if delivery.blob:
        mail.attach(f"{delivery.blob.sha256[:8]}.pdf", blobs.read(delivery.blob), delivery.blob.media_type)
    return mail


def digest_due(person: Person, at: datetime) -> bool:
    """Whether it is morning where the person lives."""
    return _local(person, at).hour >= MORNING


def _mails(person: Person, notices: list[Notice], at: datetime) -> list[tuple[Delivery, list[Notice]]]:
    """Compose a person's mails: each urgent occasion by itself, the rest as today's digest if it is time."""
    urgent = [notice for notice in notices if notice.is_urgent]
    rest = [notice for notice in notices if not notice.is_urgent]
    mails = [(_compose(person, f"notice:{notice.pk}", [notice], at), [notice]) for notice in urgent]
    if rest and digest_due(person, at):
        mails.append((_compose(person, f"digest:{_local(person, at).date()}", rest, at), rest))
    return mails


def _keep(deliveries: list[Delivery]) -> dict[tuple[int, str], Delivery]:
    """Store the mails that are new; today's digest, if it went out already, waits for tomorrow."""
    known = set(
        Delivery.objects.filter(
            person__in=[d.person_id for d in deliveries], key__in=[d.key for d in deliveries]
        ).values_list("person_id", "key")
    )
    fresh = [delivery for delivery in deliveries if (delivery.person_id, delivery.key) not in known]
    return {(delivery.person_id, delivery.key): delivery for delivery in Delivery.objects.bulk_create(fresh)}


def _compose(person: Person, key: str, notices: list[Notice], at: datetime) -> Delivery:
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        lines = [(notice.consortium, sentence(notice.kind, notice.facts), _link(notice)) for notice in notices]
        parts: dict = defaultdict(list)
        for consortium, words, link in lines:
            parts[consortium.name].append((words, link))
        body = render_to_string(
            "mail/digest.txt",
            {"person": person, "parts": dict(parts), "home": settings.SITE_ADDRESS},
        )
        return Delivery(
            person=person,
            key=key,
            title=_title([words for _consortium, words, _link_to in lines]),
            body=body,
            attachment=_attachment(notices),
            due_at=at,
        )


def _attachment(notices: list[Notice]) -> str:
    """Write the calendar event that goes with a mail about one meeting."""
    writer = tables.ATTACHMENTS.get(notices[0].kind) if len(notices) == 1 else None
    return resolve(writer)(notices[0]) if writer else ""


def _title(sentences: Iterable[str]) -> str:
    first, *others = sentences
    if not others:
        return first[:200]
    more = ngettext("and %(count)d more", "and %(count)d more", len(others)) % {"count": len(others)}
    return _("%(first)s (%(more)s)") % {"first": first[:150], "more": more}


def _link(notice: Notice) -> str:
    return f"{settings.SITE_ADDRESS}{notice.address}"


def _local(person: Person, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(person.time_zone))


def _send_one(delivery: Delivery, backend: BaseEmailBackend, at: datetime) -> bool:
    mail = message(delivery)
    mail.connection = backend
    try:
        mail.send()
    except OSError as fault:
        delivery.tries += 1
        delivery.fault = str(fault)
        delivery.due_at = at + timedelta(minutes=2**delivery.tries)
        if delivery.tries >= MOST_TRIES:
            delivery.state = Delivery.State.FAILED
    else:
        delivery.state, delivery.sent_at, delivery.fault = Delivery.State.SENT, at, ""
    delivery.save(update_fields=["state", "tries", "fault", "due_at", "sent_at"])
    return delivery.state == Delivery.State.SENT
