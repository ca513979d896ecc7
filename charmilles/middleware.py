import logging
import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404
from django.middleware.gzip import GZipMiddleware

from charmilles import logs, metrics

requests = logging.getLogger(logs.REQUESTS)
proxies = logging.getLogger("charmilles.proxies")
PROXIES = (
    "BEHIND_PROXY annonce %d serveur(s) placé(s) devant, et une requête en a traversé %d : "
    "corrigez BEHIND_PROXY, ou l’en-tête X-Forwarded-For que chacun doit compléter "
    "(docs/operations.md)."
)

# What no page of ours uses, so that nothing that would slip into one can use it either. Only what
# Chromium knows: it complains of the rest in its console.
UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
}


class Watched:
    """Counts each request for `/metrics`, and writes its line when LOGS=json; else is not there.

    A request is told by the name of its view: its address may hold a reference, a secret or words.
    """

    def __init__(self, get_response):
        if not (settings.METRICS_TOKEN or settings.LOGS == "json"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        seconds, view = time.perf_counter() - start, _name(request)
        metrics.count(
            view=view, method=request.method, status=response.status_code, seconds=seconds
        )
        measures = {
            "request": logs.identifier(request),
            "method": request.method if request.method in metrics.METHODS else "other",
            "view": view,
            "status": response.status_code,
            "ms": round(1000 * seconds, 1),
        }
        requests.info("", extra={"measures": measures})
        return response


def _name(request):
    """Names what answered: a view, the static files, or nothing of ours."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


class ProxiesAsAnnounced:
    """Says in the logs, once, that BEHIND_PROXY does not count the proxies that are in front.

    Too few announced: everybody has the address of the proxy, and a limit stops all visitors at
    once. Too many: a client writes its own address. Probes come to the process directly.
    """

    def __init__(self, get_response):
        if not settings.PRODUCTION:
            raise MiddlewareNotUsed
        self.get_response, self.said = get_response, False

    def __call__(self, request):
        if not self.said and request.path_info not in ("/healthz", "/readyz", "/metrics"):
            self.look(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        return self.get_response(request)

    def look(self, forwarded):
        seen = len(list(filter(str.strip, forwarded.split(","))))
        if bool(seen) != bool(settings.BEHIND_PROXY) or seen < settings.BEHIND_PROXY:
            self.said = True
            proxies.warning(PROXIES, settings.BEHIND_PROXY, seen)


def headers_of_every_answer(get_response):
    """Adds the headers for which Django has no setting.

    It closes our files and pages to other sites, and the sensors and devices of the visitor to our
    pages.
    """

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def no_body_for_head(get_response):
    """Answers HEAD with the headers of GET alone; our server would send the body too."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = []
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return middleware


def no_nul_in_addresses(get_response):
    """Answers 404 to a URL with a NUL character, which PostgreSQL refuses and SQLite accepts."""

    def middleware(request):
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware


class CompressedPrivatePages(GZipMiddleware):
    """Compresses the pages of candidates, and those where staff write the catalogue.

    The length of a compressed page tells whether it repeats what somebody has written in it
    (BREACH). So no page is compressed that may mix a secret with the words of a stranger: an
    address with a query, the answer to a form, whatever else staff read. Django adds a random
    length to the others. Public pages are compressed by `charmilles/pages.py`.
    """

    def process_response(self, request, response):
        is_apart = _is_apart(request, response)
        return super().process_response(request, response) if is_apart else response


def _is_apart(request, response):
    """Tells whether nobody but its reader and the centre has written in this page."""
    match = request.resolver_match
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and match is not None
        and match.view_name.startswith(("enrolment:", "admin:catalogue_"))
    )
