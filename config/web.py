"""How gunicorn serves the product: load once, freeze, then fork, so that the workers share their memory."""

import gc
import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
wsgi_app = "config.wsgi:application"
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or min(4, os.cpu_count() or 1))
threads = 4
max_requests = 10_000
max_requests_jitter = 1_000
graceful_timeout = 10
control_socket_disable = True
# Who a request came from, and whether by TLS, is read in one place (web.clients), from proxies that are trusted.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
accesslog = os.environ.get("ACCESS_LOG") or None


def when_ready(server) -> None:
    """Read every address and make the API's document before the first worker is forked; spare the collector both."""
    from web.api.document import document

    document()
    gc.collect()
    gc.freeze()
