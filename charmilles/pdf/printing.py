"""Turns HTML into tagged PDF. Only this file uses WeasyPrint, without Django.

Pages are drawn in a child process that stays ready, with a time and a memory limit: a layout that
never ends fails alone, without the server. The child reads only the packaged static files.
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

from charmilles.pdf.structure import repair

PACKAGED = Path(__file__).resolve().parents[2] / "static"
STATIC = "https://static.invalid/"  # reserved by RFC 2606: it can never be a real address
INK = "#1d5b3a"  # an SVG file does not inherit the colour of the text
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


def print_pdf(html: str, styles: tuple[str, ...] = (), *, static: Path = PACKAGED) -> Printed:
    """Returns the PDF/UA-1 file of an HTML document; the same document gives the same bytes.

    `styles` are CSS files of the folder `static`, read once by the process that draws.
    Raises PrintingFailed when a resource is missing or foreign, or past the limits.
    """
    try:
        return _workshop.run(html, str(static), styles)
    except TOO_MUCH as error:
        raise PrintingFailed("Le PDF demande trop de temps ou de mémoire.") from error
    except (OSError, RuntimeError) as error:
        raise PrintingFailed("Le processus qui dessine les PDF ne démarre pas.") from error


class Workshop:
    """Keeps one child process, which draws one document at a time.

    Each document is timed from its own start; one that exceeds the limits stops no other.
    """

    def __init__(self):
        self._turn = Lock()
        self._pool = None

    def run(self, html, static, styles):
        if not self._turn.acquire(timeout=SECONDS):
            raise TimeoutError
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
            with _interrupts_held():
                drawing = self._pool.submit(_draw, html, static, styles)
            printed = drawing.result(timeout=SECONDS)
            self._pool.submit(gc.collect)  # now that nobody waits
            return printed
        except PrintingFailed:
            raise  # the document is wrong: the child can go on
        except Exception:
            self._close()
            raise
        finally:
            self._turn.release()

    def close(self):
        with self._turn:
            self._close()

    def _close(self):
        """Kills the child, even if it is still busy, rather than wait for it."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for child in list((pool._processes or {}).values()):
                child.kill()
                child.join(1)
            pool.shutdown(wait=False, cancel_futures=True)


_workshop = Workshop()


def close():
    """Ends the child process now: a command would otherwise leave it behind."""
    _workshop.close()


@contextmanager
def _interrupts_held():
    """Blocks Ctrl-C while the child starts: the terminal sends it to the child too.

    The child inherits the blocked signal until `_begin` makes it ignore it.
    """
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _begin():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # our parent handles Ctrl-C and ends us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.disable()  # it takes a tenth of a drawing's time, and frees nothing before its end
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent():
    """Ends the child when its parent has died: a killed server does not end it itself."""
    multiprocessing.parent_process().join()
    os._exit(1)


def _draw(html, static, styles=()):
    from weasyprint.urls import FatalURLFetchingError

    identifier = hashlib.sha256(html.encode()).digest()[:16]
    try:
        document = _lay_out(html, static, styles)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=repair)
    except FatalURLFetchingError as error:  # a BaseException, which would end the child
        raise PrintingFailed(str(error)) from None
    return Printed(pdf, len(document.pages))


def _lay_out(html, static, styles):
    from weasyprint import HTML

    source = HTML(string=html, base_url=STATIC, url_fetcher=_fetcher(Path(static)))
    return source.render(**_shared(static, styles))


@cache
def _shared(static, styles):
    """Loads once the style sheets, fonts and drawings that all our documents share."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _fetcher(Path(static))
    together = "".join(f"@import url({name});" for name in styles)  # one search, not several
    style = CSS(string=together, base_url=STATIC, url_fetcher=fetcher, font_config=fonts)
    return {"stylesheets": [style], "font_config": fonts, "cache": {}}


def _fetcher(static):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class PackagedFiles(URLFetcher):
        """Reads our own style sheets, fonts and drawings; any other URL stops the printing."""

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
