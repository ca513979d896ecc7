"""HTML to tagged PDF. With columns.py, the only file that knows WeasyPrint; nothing of Django is
needed here.

Pages are drawn in a child process, kept warm, with a time and a memory limit: a layout that never
ends costs one refusal, not a server. The child reads the packaged static files and nothing else.
"""

import gc
import hashlib
import multiprocessing
import os
import resource
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

from charmilles.pdf.columns import COLUMNS, set_in_columns

STATIC = "https://static.invalid/"  # reserved by RFC 2606: it can never be a real address
INK = "#1d5b3a"  # colours are not inherited into an SVG file
SECONDS = 30
MEMORY = 1_500_000_000
TOO_MUCH = (TimeoutError, BrokenProcessPool, MemoryError, RecursionError)
TYPES = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
}


class PrintingFailed(Exception):
    """The PDF could not be made; nothing was stored."""


class Printed(NamedTuple):
    pdf: bytes
    pages: int


def print_pdf(html: str, static: Path, sheets: tuple[str, ...] = ()) -> Printed:
    """The PDF/UA-1 file of an HTML document; the same document gives the same bytes.

    `sheets` are style sheets of `static`, read once by the process that draws.

    Raises PrintingFailed when a resource is missing or foreign, or past the limits.
    """
    try:
        return _workshop.run(html, str(static), sheets)
    except TOO_MUCH as error:
        raise PrintingFailed("Le PDF demande trop de temps ou de mémoire.") from error
    except (OSError, RuntimeError) as error:
        raise PrintingFailed("Le processus qui dessine les PDF ne démarre pas.") from error


class Workshop:
    """One warm child process, one document at a time: a document is timed from its own start,
    and the one that goes past the limits takes no other with it."""

    def __init__(self):
        self._turn = Lock()
        self._pool = None

    def run(self, html, static, sheets):
        if not self._turn.acquire(timeout=SECONDS):
            raise TimeoutError
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
            with _interrupts_held():
                drawing = self._pool.submit(_draw, html, static, sheets)
            printed = drawing.result(timeout=SECONDS)
            self._pool.submit(gc.collect)  # while nobody waits
            return printed
        except PrintingFailed:
            raise  # this document's fault: the child is well
        except Exception:
            self._close()
            raise
        finally:
            self._turn.release()

    def close(self):
        with self._turn:
            self._close()

    def _close(self):
        """Kills a child that is still busy: waiting for it is what we are refusing to do."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for child in list((pool._processes or {}).values()):
                child.kill()
                child.join(1)
            pool.shutdown(wait=False, cancel_futures=True)


_workshop = Workshop()


def close():
    """Ends the child process now, for a command that would otherwise leave it behind."""
    _workshop.close()


@contextmanager
def _interrupts_held():
    """A child is born with the signals that its parent's thread holds back: a Ctrl-C, which the
    terminal sends to both, does not reach it before it has begun."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _begin():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for our parent, who ends us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.disable()  # a drawing keeps what it makes to its end: looking for cycles is a tenth of it
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent():
    """A server that is killed closes nothing: its child would wait for work for ever."""
    multiprocessing.parent_process().join()
    os._exit(1)


def _draw(html, static, sheets=()):
    from weasyprint.urls import FatalURLFetchingError

    identifier = hashlib.sha256(html.encode()).digest()[:16]
    try:
        document = _lay_out(html, static, sheets)
        pdf = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=_lighten
        )
    except FatalURLFetchingError as error:  # not an Exception: it would end the child
        raise PrintingFailed(str(error)) from None
    return Printed(pdf, len(document.pages))


def _lay_out(html, static, sheets):
    from weasyprint import CSS, HTML

    kept, fetcher = _kept(static, sheets), _fetcher(Path(static))

    def render(html, *rules):
        more = [CSS(string=rule, url_fetcher=fetcher) for rule in rules]
        source = HTML(string=html, base_url=STATIC, url_fetcher=fetcher)
        return source.render(**kept | {"stylesheets": [*kept["stylesheets"], *more]})

    return set_in_columns(html, render) if COLUMNS in html else render(html)


@cache
def _kept(static, sheets):
    """Style sheets, fonts and drawings that every document of ours shares."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _fetcher(Path(static))
    together = "".join(f"@import url({name});" for name in sheets)  # each sheet is a search more
    style = CSS(string=together, base_url=STATIC, url_fetcher=fetcher, font_config=fonts)
    return {"stylesheets": [style], "font_config": fonts, "cache": {}}


def _lighten(document, pdf):
    """Takes out the element that stands around each piece of text and says nothing of it: a third
    of the objects, and of the memory that a booklet needs."""
    dictionaries = [thing for thing in pdf.objects if isinstance(thing, dict)]
    elements = [thing for thing in dictionaries if thing.get("Type") == "/StructElem"]
    spans = {element.reference: element for element in elements if _is_bare(element)}
    for element in elements:
        element["K"][:] = [spans[kid]["K"][0] if kid in spans else kid for kid in element["K"]]
    (tree,) = (thing for thing in dictionaries if "Nums" in thing)
    for found in filter(lambda entry: isinstance(entry, list), tree["Nums"]):
        found[:] = [spans[kid]["P"] if kid in spans else kid for kid in found]
    for span in spans.values():
        span.clear()


def _is_bare(element):
    marks = element["K"]
    return element["S"] == "/Span" and len(marks) == 1 and isinstance(marks[0], int)


def _fetcher(static):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class PackagedFiles(URLFetcher):
        """Our own style sheets, fonts and drawings; any other address stops the printing."""

        def fetch(self, url, headers=None):
            path = (static / url.removeprefix(STATIC)).resolve()
            known = url.startswith(STATIC) and path.is_relative_to(static.resolve())
            if not known or path.suffix not in TYPES or not path.is_file():
                raise FatalURLFetchingError(f"Ressource refusée : {url}")
            body = path.read_bytes()
            if path.suffix == ".svg":
                body = body.replace(b"currentColor", INK.encode())
            return URLFetcherResponse(url, body, {"Content-Type": TYPES[path.suffix]})

    return PackagedFiles(fail_on_errors=True)
