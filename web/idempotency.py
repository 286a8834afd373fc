"""Writes happen once, however often they are sent, on pages and in the API.

A form carries a random ``once``, an API call an ``Idempotency-Key``. The first arrival does the work and
its answer is kept in the same transaction; a later one, even at the same moment, gets that answer.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core.files import File
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from parties.models import Person
from parties.refusals import Invalid, Refusal
from web.models import AnswerGiven

HEADER = "Idempotency-Key"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEPT = timedelta(days=2)
LONGEST = 100
NOT_CONTENT = ("once", "csrfmiddlewaretoken")


def once(view: Callable) -> Callable:
    """Refuse other content under a form's ``once`` instead of taking it as new: for what makes money or votes."""
    view.refuses_other_content = True
    return view


def carries_once(request) -> bool:
    """Whether a signed-in person sent a form that is to be taken once."""
    return request.method == "POST" and request.user.is_authenticated and bool(request.POST.get("once"))


def form_once(view: Callable, request, *args, **kwargs):
    """Answer the second arrival of a form as its first was answered."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    files = sorted((name, [_spelled(file) for file in sent]) for name, sent in request.FILES.lists())
    return _answered_once(
        request.user,
        request.POST["once"],
        digest=_digest(request.get_full_path(), json.dumps([typed, files]).encode()),
        at=request.now,
        act=lambda: view(request, *args, **kwargs),
        again=lambda given: HttpResponseRedirect(given.location),
        strict=getattr(view, "refuses_other_content", False),
        kept=lambda response: "Location" in response.headers,
    )


class OnceByKey:
    """A door of the API: what it writes for an ``Idempotency-Key`` it writes once, and repeats its first answer."""

    def initial(self, request, *args, **kwargs) -> None:
        """Let whoever may enter find the writing method wrapped."""
        super().initial(request, *args, **kwargs)
        name = request.method.lower()
        if HEADER in request.headers and request.method not in SAFE and hasattr(self, name):
            setattr(self, name, partial(_by_key, getattr(self, name)))


def key_of(request) -> str:
    """Give the key under which money that this person sends is the same money; one of its own where none was sent.

    What others send is never theirs, whatever they call it.
    """
    given = request.headers.get(HEADER) or request.POST.get("once") or secrets.token_hex()
    return hashlib.sha256(f"{request.user.pk}:{given}".encode()).hexdigest()


def forget_answers(*, at: datetime) -> int:
    """Drop the answers that nobody will ask for again; return how many."""
    return AnswerGiven.objects.filter(given_at__lt=at - KEPT).delete()[0]


def _by_key(method: Callable, request, *args, **kwargs) -> Response:
    sent = request.data
    content = json.dumps(sorted(sent.lists()) if hasattr(sent, "lists") else sent, sort_keys=True, default=_spelled)
    return _answered_once(
        request.user,
        request.headers[HEADER],
        digest=_digest(f"{request.method} {request.get_full_path()}", content.encode()),
        at=request.now,
        act=lambda: method(request, *args, **kwargs),
        again=lambda given: Response(given.body, status=given.status),
        strict=True,
        kept=lambda response: response.status_code < 400,
    )


def _answered_once(
    person: Person, key: str, *, digest: str, at: datetime, act: Callable, again: Callable, strict: bool, kept: Callable
):
    """Do the work and keep its answer, or give the answer that was kept.

    :raises Invalid: for a key that is empty or too long.
    :raises Refusal: where the key came before with other content, and that is not taken as new.
    """
    if not 0 < len(key.strip()) <= LONGEST:
        raise Invalid(_("The key must have 1 to %(most)s characters.") % {"most": LONGEST}, field=HEADER)
    with transaction.atomic():
        given, is_first = _claim(person, key, digest, at)
        if not is_first and given.digest == digest:
            return again(given)
        if not is_first and strict:
            raise Refusal(_("This was already sent with other content. Open the form afresh to send it anew."))
        response = act()
        if kept(response):
            _keep(given, digest, response)
        elif is_first:
            given.delete()
        return response


def _claim(person: Person, key: str, digest: str, at: datetime) -> tuple[AnswerGiven, bool]:
    """Take the key, waiting for whoever is just using it; say whether this is its first use."""
    try:
        with transaction.atomic():
            return AnswerGiven.objects.create(person=person, key=key, digest=digest, given_at=at), True
    except IntegrityError:
        return AnswerGiven.objects.get(person=person, key=key), False


def _keep(given: AnswerGiven, digest: str, response) -> None:
    given.digest = digest
    given.status = response.status_code
    given.location = response.headers.get("Location", "")
    if getattr(response, "data", None) is not None:
        given.body = json.loads(JSONRenderer().render(response.data))
    given.save(update_fields=["digest", "status", "location", "body"])


def _spelled(value: object) -> str:
    """Spell what JSON cannot: a file by its content, so that another file under the same name is other content."""
    if not isinstance(value, File):
        return str(value)
    content = hashlib.sha256(value.read()).hexdigest()
    value.seek(0)
    return content


def _digest(address: str, content: bytes) -> str:
    return hashlib.sha256(address.encode() + b"\n" + content).hexdigest()
