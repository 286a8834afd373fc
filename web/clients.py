"""Whose request it is, behind as many proxies as the installation trusts: limits count by it, and logs name it."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.checks import Tags, Warning, register

HERE = "127.0.0.1"
"""Who asks over a socket of this machine, where nobody has an address."""


class ClientMiddleware:
    """Put the client's address where everything reads it: limits, throttles, mail about an account, gunicorn's log."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        request.META["REMOTE_ADDR"] = address_of(request.META, settings.TRUSTED_PROXIES)
        return self.get_response(request)


def address_of(environ: Mapping, proxies: int) -> str:
    """Give the client's address: the one that the outermost of our proxies saw, counted from the right.

    Whatever stands further left was sent by the client and counts for nothing. Where there is no such entry, or it is
    no address, the request came another way: then it is limited with everybody who asks through the same socket.
    """
    seen = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    forwarded = seen[-proxies] if 0 < proxies <= len(seen) else ""
    return _plain(forwarded) or _plain(environ.get("REMOTE_ADDR", "")) or HERE


def _plain(text: str) -> str:
    """Write an address in its one form, without port, brackets and zone; nothing for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


@register(Tags.security)
def says_who_speaks_tls(app_configs, **options) -> list[Warning]:
    """Warn where https is promised and nobody is trusted to say that a request came by it."""
    if not settings.IS_SECURE or settings.TRUSTED_PROXIES:
        return []
    words = "SITE_ADDRESS is https, but TRUSTED_PROXIES is 0: every request will be redirected to https, for ever."
    return [Warning(words, hint="Set TRUSTED_PROXIES to the number of proxies in front, usually 1.", id="desk.W001")]
