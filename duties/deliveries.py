"""Turning notices into mail: one digest a day per person across consortia, in local hours; urgent ones at once.

After downtime there is one mail, not one for every missed day: a digest takes whatever is undelivered.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from itertools import groupby
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties.models import Delivery, Notice
from duties.sentences import sentence
from files import blobs
from parties.models import Person
from registry.duties import ANNOUNCEMENTS
from web import advisory_lock

log = logging.getLogger(__name__)
MORNING = 8
"""Hour of the reader's day from which the digest goes out."""
MOST_TRIES = 36
"""With the waits below this is more than five days: a mail server that fails over a long weekend loses nothing."""
LONGEST_WAIT = timedelta(hours=4)
PATIENCE = 3
"""How often in a row the server may not be reached before the rest waits for the next bell."""


class Announcement(NamedTuple):
    """What a mail says of one thing."""

    words: str
    address: str
    """Where it leads, below the site's root."""
    attachment: str = ""
    """The calendar event that goes with it."""


@transaction.atomic
def bundle(*, at: datetime) -> int:
    """Bundle undelivered notices into deliveries; answer how many mails were made.

    Safe to run twice and side by side: bundlers take turns, and each mail has a key.
    """
    advisory_lock.acquire("duties.bundle")
    waiting = (
        Notice.objects.undelivered()
        .filter(noticed_at__lte=at, person__is_active=True)
        .select_related("person", "consortium")
        .order_by("person", "noticed_at", "pk")
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

    A mail that fails waits longer each time and is given up after `MOST_TRIES`, or at once where the server
    refuses it for good; its fault is for the office to see. While the server cannot be reached, the rest waits
    untried. Killed between sending and commit, a mail goes out again under the same Message-ID.
    """
    backend = backend or get_connection()
    sent = unreached = 0
    for pk in list(Delivery.objects.waiting(at).values_list("pk", flat=True)[:most]):
        fault = _send_next(pk, backend, at)
        sent += fault is None
        unreached = unreached + 1 if fault and not _answered(fault) else 0
        if unreached == PATIENCE:
            break
    with suppress(OSError):
        backend.close()
    return sent


def message(delivery: Delivery) -> EmailMessage:
    """Build the mail of a delivery, under an id that stays the same however often it is sent."""
    mail = EmailMessage(
        subject=" ".join(delivery.title.split()),
        body=delivery.body,
        to=[delivery.person.email],
        headers={"Message-ID": f"<delivery-{delivery.pk}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    if delivery.attachment:
        mail.attach(_event(delivery.attachment))
    if delivery.blob:
        mail.attach(f"{delivery.blob.sha256[:8]}.pdf", blobs.read(delivery.blob), delivery.blob.media_type)
    return mail


def digest_due(person: Person, at: datetime) -> bool:
    """Whether it is morning where the person lives."""
    return _local(person, at).hour >= MORNING


def _mails(person: Person, notices: list[Notice], at: datetime) -> list[tuple[Delivery, list[Notice]]]:
    """Compose a person's mails: each urgent occasion by itself, the rest as today's digest if it is time."""
    rest = [notice for notice in notices if not notice.is_urgent]
    mails = [(_compose(person, f"notice:{urgent[0].pk}", urgent, at), urgent) for urgent in _occasions(notices)]
    if rest and digest_due(person, at):
        mails.append((_compose(person, f"digest:{_local(person, at).date()}", rest, at), rest))
    return mails


def _occasions(notices: list[Notice]) -> list[list[Notice]]:
    """Part urgent notices into mails: what is announced together of one subject in one, each other by itself."""
    occasions: dict[tuple, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.is_urgent:
            writer = ANNOUNCEMENTS.get(notice.kind)
            occasions[(writer, notice.subject_id) if writer else (notice.pk,)].append(notice)
    return list(occasions.values())


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
        writer = ANNOUNCEMENTS.get(notices[0].kind) if notices[0].is_urgent else None
        told = [writer(notices)] if writer else [_announced(notice) for notice in notices]
        lines = [
            (notice.consortium, said.words, f"{settings.SITE_ADDRESS}{said.address}")
            for notice, said in zip(notices, told, strict=False)
        ]
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
            attachment=told[0].attachment,
            due_at=at,
        )


def _announced(notice: Notice) -> Announcement:
    return Announcement(sentence(notice.kind, notice.facts), notice.address)


def _title(sentences: Iterable[str]) -> str:
    first, *others = sentences
    if not others:
        return first[:200]
    more = ngettext("and %(count)d more", "and %(count)d more", len(others)) % {"count": len(others)}
    return _("%(first)s (%(more)s)") % {"first": first[:150], "more": more}


def _local(person: Person, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(person.time_zone))


class Passed(Exception):
    """Somebody else has sent the mail, or is sending it."""


def _send_next(pk: int, backend: BaseEmailBackend, at: datetime) -> Exception | None:
    """Send a mail in a transaction of its own; answer what went wrong, if anything did."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person", "blob")
            .waiting(at)
            .filter(pk=pk)
            .first()
        )
        return _send_one(delivery, backend, at) if delivery else Passed()


def _send_one(delivery: Delivery, backend: BaseEmailBackend, at: datetime) -> Exception | None:
    fault = _post(delivery, backend)
    if fault is None:
        delivery.state, delivery.sent_at, delivery.fault = Delivery.State.SENT, at, ""
    else:
        delivery.tries += 1
        delivery.fault = _said(fault)
        delivery.due_at = at + min(timedelta(minutes=2**delivery.tries), LONGEST_WAIT)
        if delivery.tries >= MOST_TRIES or _is_final(fault):
            delivery.state = Delivery.State.FAILED
        log.warning("Mail %s was not taken, try %s: %s", delivery.pk, delivery.tries, delivery.fault)
    delivery.save(update_fields=["state", "tries", "fault", "due_at", "sent_at"])
    return fault


def _post(delivery: Delivery, backend: BaseEmailBackend) -> Exception | None:
    """Hand a mail to the server. A mail that cannot be written, or its missing document, stops no other one."""
    try:
        mail = message(delivery)
        mail.connection = backend
        backend.open()
        mail.send()
    except (OSError, ValueError, blobs.Lost) as fault:
        with suppress(OSError):
            backend.close()
        return fault
    return None


def _event(calendar: str) -> MIMEText:
    """Attach a calendar event such that calendars take it for what it is: a request, or a cancellation."""
    part = MIMEText(calendar, "calendar", "utf-8")
    method = next((line[7:] for line in calendar.splitlines() if line.startswith("METHOD:")), "PUBLISH")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="invitation.ics")
    return part


def _answers(fault: Exception) -> list[tuple[int, str]]:
    """Give what the server answered: code and words, one for each recipient that it refused."""
    if isinstance(fault, SMTPRecipientsRefused):
        given = list(fault.recipients.values())
    elif isinstance(fault, SMTPResponseException):
        given = [(fault.smtp_code, fault.smtp_error)]
    else:
        given = []
    return [(code, words.decode(errors="replace") if isinstance(words, bytes) else words) for code, words in given]


def _answered(fault: Exception) -> bool:
    """Whether the fault is this mail's own: not that no server was there to take it."""
    return bool(_answers(fault)) or isinstance(fault, Passed | ValueError | blobs.Lost)


def _is_final(fault: Exception) -> bool:
    """Whether trying again is in vain: nobody has this address, the mail is not wanted, or cannot be written.

    A refused sender or sign-in is the installation's fault, which somebody mends.
    """
    if isinstance(fault, SMTPRecipientsRefused | SMTPDataError):
        return all(code >= 500 for code, __ in _answers(fault))
    return isinstance(fault, ValueError)


def _said(fault: Exception) -> str:
    return "; ".join(f"{code} {words}" for code, words in _answers(fault)) or str(fault) or type(fault).__name__
