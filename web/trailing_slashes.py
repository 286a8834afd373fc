"""Addresses end in a slash: what is sent to one without it is sent on as it is, with its content."""

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.utils.http import escape_leading_slashes

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SlashMiddleware(CommonMiddleware):
    """Send a reader on with 301 and a writer with 308: after 301 a program would read, and lose what it sent.

    Only the pattern of an address is asked, never a row, so that this tells nothing of what exists.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is not response and request.method not in SAFE:
            return Onward(answer.url)
        return answer

    def get_full_path_with_slash(self, request) -> str:
        """Give the address with its slash, kept on this host; without the library's complaint while debugging."""
        return escape_leading_slashes(request.get_full_path(force_append_slash=True))


class Onward(HttpResponsePermanentRedirect):
    """The same request again at another address, its method and content unchanged."""

    status_code = 308
