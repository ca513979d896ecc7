"""Keeps whole public pages in memory, compressed, and serves them while nothing has changed.

A view marked `public_page` depends on its address, on the content and on the day in Paris, on
nothing else: it is given a request that holds no more than that. Its page is kept with the number
of the content and the day that it was made for. A visit reads that number, one small query, then
sends the bytes, or 304 to a browser that has them: nothing served is ever out of date, in any
number of processes, and nothing needs to be purged.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

KEPT = (HTTPStatus.OK, HTTPStatus.GONE)  # an address that leads nowhere would fill the memory
COMPRESS = {  # the best first
    # The best quality (11) takes a hundred times longer for a tenth less; 64 KB hold a page.
    "br": lambda text: brotli.compress(text, quality=5, lgwin=16),
    "gzip": lambda text: gzip.compress(text, compresslevel=6, mtime=0),
}
DECOMPRESS = {"br": brotli.decompress, "gzip": gzip.decompress}
UPKEEP = 1_000  # bytes that a kept page takes besides its own
LOCKS = 64  # pages made at the same moment; two that share a lock wait for each other, no more


class Page(NamedTuple):
    """A page as it is kept, for one state of the content and one day."""

    stamp: Hashable
    status: int
    headers: dict[str, str]
    tag: str
    bodies: dict[str, bytes]  # by encoding: at least one, compressed; never the whole text

    @property
    def size(self):
        return sum(map(len, self.bodies.values())) + UPKEEP

    def body(self, encoding: str) -> bytes:
        """Returns the bytes in this encoding, made from another if need be."""
        if encoding in self.bodies:
            return self.bodies[encoding]
        known = next(iter(self.bodies))
        text = DECOMPRESS[known](self.bodies[known])
        return COMPRESS[encoding](text) if encoding in COMPRESS else text


class Pages:
    """Pages by address, at most `limit` bytes of them: the one not read for longest goes first."""

    def __init__(self, limit: int):
        self.limit, self.size = limit, 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()
        self._making = [threading.Lock() for _ in range(LOCKS)]

    def __len__(self):
        return len(self._pages)

    def get(self, key: Hashable, stamp: Hashable) -> Page | None:
        """Returns the page kept for this state; one kept for another state is not for anybody."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != stamp:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.limit:
                self._drop(next(iter(self._pages)))

    def making(self, key: Hashable) -> threading.Lock:
        """Returns the lock to hold while one makes this page, so that nobody else makes it too."""
        return self._making[hash(key) % LOCKS]

    def _drop(self, key):
        page = self._pages.pop(key, None)
        self.size -= page.size if page else 0


kept = Pages(settings.PAGES_MEMORY)


def public_page(*parameters: str, several: tuple[str, ...] = (), free: tuple[str, ...] = ()):
    """Makes a view answer GET and HEAD from the kept pages. It sees its address and no more.

    `parameters` are those of the query that change the page; any other is ignored. Their values are
    few: the view redirects one that it does not know, because only the pages of KEPT statuses stay.
    `several` ones may have more than one value at a time, and the view redirects those that come
    twice or in another order. `free` ones hold whatever a visitor types: a page with one of them is
    made anew each time, and no cache on the way keeps it.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            typed = _read(request.GET, free)
            query = _read(request.GET, several, whole=True) | _read(request.GET, parameters)

            def make(stamp=None):
                return view(_plain(request, typed | query, stamp), *args, **kwargs)

            encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
            if typed:
                return _private(_sent(request, _page(make(), encoding, stamp=None), encoding))
            said = ((name, *values) for name, values in query.items())
            return _public(_kept(request, (request.path_info, *said), encoding, make))

        safe = require_safe(wrapped)
        safe.is_public = True
        return safe

    return decorate


def _read(query, names, *, whole=False):
    """Returns the values of these parameters, the last of each unless the whole is wanted."""
    given = (name for name in names if name in query)
    return {name: query.getlist(name) if whole else [query[name]] for name in given}


class PublicPages:
    """Answers public pages before the middleware that only forms and staff need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if not getattr(match.func, "is_public", False):
            return self.get_response(request)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)


def present() -> tuple[int, date]:
    """Returns the number of the content and the day: what is made for them is true while they last.

    Read it before making anything: a change in between gives it a number that is already past.
    """
    return import_string(settings.PAGES_VERSION)(), timezone.localdate()


def _kept(request, key, encoding, make: Callable[[Hashable], HttpResponse]) -> HttpResponseBase:
    stamp = present()
    page = kept.get(key, stamp)
    if page is None:
        with kept.making(key):
            page = kept.get(key, stamp)
            if page is None:
                response = make(stamp)
                if response.status_code not in KEPT:
                    return response
                page = _page(response, encoding, stamp=stamp)
                kept.keep(key, page)
    if encoding in COMPRESS and encoding not in page.bodies:
        bodies = page.bodies | {encoding: page.body(encoding)}
        page = page._replace(bodies=bodies)
        kept.keep(key, page)
    return _sent(request, page, encoding)


def _plain(request: HttpRequest, query: dict[str, list[str]], stamp: Hashable) -> HttpRequest:
    """Makes a request that holds the address alone: no header, no cookie, nobody.

    Its `stamp` is that of the page to be kept, None for one that is not.
    """
    plain = HttpRequest()
    plain.method = "GET"
    plain.path = plain.path_info = request.path_info
    plain.GET = QueryDict(urlencode(query, doseq=True))
    plain.stamp = stamp
    plain.resolver_match = request.resolver_match
    return plain


def _page(response: HttpResponse, encoding: str, *, stamp: Hashable) -> Page:
    text, first = response.content, encoding if encoding in COMPRESS else "br"
    tag = hashlib.sha256(text).hexdigest()[:32]
    bodies = {first: COMPRESS[first](text)}
    return Page(stamp, response.status_code, dict(response.headers), tag, bodies)


def _sent(request, page: Page, encoding: str) -> HttpResponseBase:
    tag = f'"{page.tag}-{encoding}"'
    is_good = page.status == HTTPStatus.OK
    response = get_conditional_response(request, tag) if is_good else None
    if response is None:
        response = HttpResponse(page.body(encoding), status=page.status, headers=page.headers)
        if encoding in COMPRESS:
            response["Content-Encoding"] = encoding
    response["ETag"] = tag
    return response


def _public(response):
    """Lets caches keep the page, each encoding apart, and makes them ask again before each use."""
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


def _private(response):
    """Lets no cache keep a page that says what somebody typed."""
    response["Cache-Control"] = "no-store, private"
    response["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=256)
def accepted_encoding(header: str) -> str:
    """Returns the best of our encodings among those that the browser wants most (RFC 9110, 12.5.3).

    The whole text is what anybody can read, even when it was not asked for.
    """
    weights = {}
    for choice in header.lower().split(","):
        name, _, weight = choice.partition(";")
        weights[name.strip()] = _weight(weight)
    others = weights.get("*", 0)
    compressed = [name for name in COMPRESS if weights.get(name, others)]
    return max(compressed, key=lambda name: weights.get(name, others), default="identity")


def _weight(text: str) -> float:
    """Reads « q=0.5 »; what is not a number from 0 to 1 refuses the encoding."""
    try:
        weight = float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0
    return weight if 0 <= weight <= 1 else 0
