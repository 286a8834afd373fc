"""Writes that create money or votes happen once, however often they are sent.

A form carries a random ``once``, an API call an ``Idempotency-Key``. The first arrival does the work and
its answer is kept in the same transaction; a later one, even at the same moment, gets that answer.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.core.files import File
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from desk.models import AnswerGiven
from parties.models import Person
from parties.refusals import Invalid, Refusal

KEPT = timedelta(days=2)
LONGEST = 100
NOT_CONTENT = ("once", "csrfmiddlewaretoken")


def once(view: Callable) -> Callable:
    """Answer the second arrival of a form as its first was answered."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        key = request.POST.get("once", "") if request.method == "POST" else ""
        if not key:
            return view(request, *args, **kwargs)
        typed = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
        files = sorted((name, [_spelled(file) for file in sent]) for name, sent in request.FILES.lists())
        return _answered_once(
            request.user,
            key,
            digest=_digest(request.path, json.dumps([typed, files]).encode()),
            at=request.now,
            act=lambda: view(request, *args, **kwargs),
            again=lambda given: HttpResponseRedirect(given.location),
        )

    return answered


def once_by_key(method: Callable) -> Callable:
    """Answer a repeated API call with the same ``Idempotency-Key`` as it was answered first."""

    @wraps(method)
    def answered(viewset, request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(viewset, request, *args, **kwargs)
        content = json.dumps(request.data, sort_keys=True, default=_spelled).encode()
        return _answered_once(
            request.user,
            key,
            digest=_digest(request.path, content),
            at=request.now,
            act=lambda: method(viewset, request, *args, **kwargs),
            again=lambda given: Response(given.body, status=given.status),
        )

    return answered


def key_of(request) -> str:
    """Give the key under which money that this person sends is the same money; one of its own where none was sent.

    What others send is never theirs, whatever they call it.
    """
    given = request.headers.get("Idempotency-Key") or request.POST.get("once") or secrets.token_hex()
    return hashlib.sha256(f"{request.user.pk}:{given}".encode()).hexdigest()


def forget_answers(*, at: datetime) -> int:
    """Drop the answers that nobody will ask for again; return how many."""
    return AnswerGiven.objects.filter(given_at__lt=at - KEPT).delete()[0]


def _answered_once(person: Person, key: str, *, digest: str, at: datetime, act: Callable, again: Callable):
    """Do the work and keep its answer, or give the answer that was kept.

    :raises Invalid: for a key that is too long.
    :raises Refusal: where the key came before with other content.
    """
    if len(key) > LONGEST:
        raise Invalid(_("The key may have at most %(most)s characters.") % {"most": LONGEST})
    with transaction.atomic():
        given, is_first = _claim(person, key, digest, at)
        if not is_first:
            return _repeated(given, digest, again)
        response = act()
        if response.status_code >= 400:
            given.delete()
        else:
            _keep(given, response)
        return response


def _claim(person: Person, key: str, digest: str, at: datetime) -> tuple[AnswerGiven, bool]:
    """Take the key, waiting for whoever is just using it; say whether this is its first use."""
    try:
        with transaction.atomic():
            return AnswerGiven.objects.create(person=person, key=key, digest=digest, given_at=at), True
    except IntegrityError:
        return AnswerGiven.objects.get(person=person, key=key), False


def _repeated(given: AnswerGiven, digest: str, again: Callable):
    if given.digest != digest:
        raise Refusal(_("This was already sent with other content. Open the form afresh to send it anew."))
    return again(given)


def _keep(given: AnswerGiven, response) -> None:
    given.status = response.status_code
    given.location = response.headers.get("Location", "")
    if isinstance(response, Response):
        given.body = json.loads(JSONRenderer().render(response.data))
    given.save(update_fields=["status", "location", "body"])


def _spelled(value: object) -> str:
    """Spell what JSON cannot: a file by its content, so that another file under the same name is other content."""
    if not isinstance(value, File):
        return str(value)
    content = hashlib.sha256(value.read()).hexdigest()
    value.seek(0)
    return content


def _digest(address: str, content: bytes) -> str:
    return hashlib.sha256(address.encode() + b"\n" + content).hexdigest()
