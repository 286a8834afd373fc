"""The way into the API: a personal token or a session, then the same viewer as on a page."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission

from desk import tokens
from desk.middleware import enter
from web.scopes import Scope


class TokenAuthentication(BaseAuthentication):
    """Read ``Authorization: Bearer rt_…``."""

    keyword = b"bearer"

    def authenticate(self, request):
        """Return the token's person and the token.

        :raises AuthenticationFailed: for a key that is unknown, expired or revoked.
        """
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword:
            return None
        token = tokens.recognise(words[1].decode("latin-1"), at=request.now) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not valid. Make another one on your token page."))
        return token.person, token

    def authenticate_header(self, request) -> str:
        return "Bearer"


class InScope(BasePermission):
    """A token reads and writes only within its scopes. Views name theirs as ``scope`` (default ``write``)."""

    def has_permission(self, request, view) -> bool:
        if request.auth is None:
            return True
        needed = Scope.READ if request.method in SAFE_METHODS else getattr(view, "scope", Scope.WRITE)
        self.message = _("This call needs a token with “%(needed)s” among its scopes; this one has: %(scopes)s.") % {
            "needed": needed,
            "scopes": ", ".join(request.auth.scopes),
        }
        return needed in request.auth.scopes


class InConsortium(BasePermission):
    """Enter the consortium that the address names, or answer 404 as the pages do."""

    def has_permission(self, request, view) -> bool:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if "consortium" in view.kwargs:
            enter(request._request, view.kwargs["consortium"], person=request.user)
        return True
