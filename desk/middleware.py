"""What every request passes: the reader's language and time, then who they are in the consortium."""

from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.db.models import SlugField
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from consortium import people
from desk.viewers import entering
from parties.models import Consortium, Person
from parties.refusals import Forbidden, Refusal
from web.compiled import Param, compiled
from web.database_errors import refusal_of
from web.error_pages import came_from
from web.forms import status_of
from web.idempotency import carries_once, form_once


class ReaderMiddleware:
    """Speak the signed-in person's language and show their time zone; else keep the browser's."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        request.now = timezone.now()
        if not request.user.is_authenticated:
            return kept_nowhere(self.get_response(request))
        with translation.override(request.user.language), timezone.override(ZoneInfo(request.user.time_zone)):
            request.LANGUAGE_CODE = translation.get_language()
            return kept_nowhere(self.get_response(request))


class ViewerMiddleware:
    """Resolve ``<slug:consortium>`` into ``request.consortium`` and ``request.viewer``; give refusals a page.

    Doors of the API do the same after they have authenticated the token (``desk.api_access``).
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Send the anonymous to sign in, answer 404 to whoever has no part in the consortium, take each form once."""
        if is_api(view):
            return None
        if "consortium" in kwargs:
            if not request.user.is_authenticated:
                return redirect_to_login(came_from(request))
            enter(request, kwargs["consortium"])
        return self._once(request, view, args, kwargs) if carries_once(request) else None

    def _once(self, request, view, args, kwargs):
        try:
            return form_once(view, request, *args, **kwargs)
        except Exception as exception:
            answer = self.process_exception(request, exception)
            if answer is None:
                raise
            return answer

    def process_exception(self, request, exception):
        """Answer a refusal that no view has turned into a message: 403, 400 or 409 with its sentence."""
        no = exception if isinstance(exception, Forbidden | Refusal) else refusal_of(exception)
        return refused(request, no, status_of(no)) if no else None


def kept_nowhere(response):
    """Have neither a proxy nor the browser's history keep an answer: rivals share machines, and seats end."""
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return response


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BY_SLUG = compiled(lambda: Consortium.objects.filter(slug=Param("slug", SlugField())))


def enter(request, slug: str, person: Person | None = None) -> None:
    """Put the consortium and the viewer on the request.

    :raises Http404: when there is no such consortium, or the person has no part in it.
    """
    consortium = next(iter(BY_SLUG.rows(slug=slug)), None)
    if consortium is None:
        raise Http404
    viewer, request.unread = entering(person or request.user, consortium, request.now)
    if not viewer.is_known:
        raise Http404
    if viewer.is_awaited and request.method not in SAFE:  # a link alone, which anybody may send, tells nobody's name
        people.come(viewer.person, consortium)
    request.consortium = consortium
    request.viewer = viewer


def is_api(view) -> bool:
    """Whether the view is a door of the API, which enters by itself."""
    return hasattr(view, "cls")


def refused(request, exception: Exception, status: int):
    """Render the page that says why not, and which rule says so."""
    context = {"reason": str(exception), "rule": getattr(exception, "rule", "")}
    return render(request, f"{status}.html", context, status=status)
