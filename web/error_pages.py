"""The pages that say no, in the look of all others."""

import sys
from contextlib import suppress
from urllib.parse import urlsplit

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from web.database_errors import is_out_of_reach

PATIENCE = 30
"""Seconds after which it is worth asking again while the database is away."""


def bad_request(request, exception=None):
    """Answer 400."""
    return render(request, "400.html", {"reason": "", "rule": ""}, status=400)


def forbidden(request, exception=None):
    """Answer 403."""
    return render(request, "403.html", {"reason": str(exception or ""), "rule": ""}, status=403)


def csrf_failed(request, reason=""):
    """Answer 403 where a form was sent without, or with an outdated, proof that it was ours."""
    return render(request, "403_csrf.html", {"back": came_from(request)}, status=403)


def not_found(request, exception=None):
    """Answer 404, in the same words for what does not exist and for what this person may not see."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Not found.")}, status=404)
    return render(request, "404.html", status=404)


def broken(request):
    """Answer 500 without asking anything of the database; 503 while it is the database that does not answer."""
    if is_out_of_reach(sys.exc_info()[1]):
        answer = _broken(request, 503, _("The database does not answer just now. Please try again in a minute."))
        answer.headers["Retry-After"] = str(PATIENCE)
        return answer
    return _broken(request, 500, _("Something broke on our side. The fault has been written down."))


def _broken(request, status: int, sentence: str):
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=status)
    page = get_template(f"{status}.html").render({"again": came_from(request)})
    return HttpResponse(page, status=status)


def came_from(request) -> str:
    """Where to return after signing in: the page asked for, or for a form that was sent, the page it stood on."""
    with suppress(ValueError):  # a Referer that is no address at all
        sent_from = urlsplit(request.headers.get("Referer", ""))
        if request.method != "GET" and sent_from.netloc == request.get_host():
            return sent_from._replace(scheme="", netloc="", fragment="").geturl()
    return request.get_full_path()
