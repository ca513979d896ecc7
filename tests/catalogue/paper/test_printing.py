"""The printer: it opens nothing but the packaged files, refuses what has no end, and always gives
the same bytes."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pikepdf
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction

from catalogue.models import Section
from catalogue.paper.brochure import STYLES
from catalogue.version import MADE_FROM_CONTENT
from charmilles.fields import Line
from charmilles.pdf import printing
from charmilles.pdf.printing import PrintingFailed, print_pdf
from tests.catalogue.paper.conftest import AGORA, draw
from tests.support import real_contents
from tests.support.limits import leave_little_memory
from tests.support.tagged import Tagged

STATIC = settings.BASE_DIR / "static"
SECRET = "le contenu d’un fichier privé"
PLAIN = "<!doctype html><html lang=fr><title>Essai</title><p>Bonjour</p></html>"


def document(body, head=""):
    return f"<!doctype html><html lang=fr><head><title>Essai</title>{head}</head>{body}</html>"


@pytest.fixture
def listener():
    """A server that would answer to nobody, and counts who came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def visitors(listener):
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def address(listener):
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def static(tmp_path):
    """Packaged files, and a private one beside them that has a name one may serve."""
    folder = tmp_path / "static"
    folder.mkdir()
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>{}</text></svg>"
    (folder / "ours.svg").write_text(drawing.format("dessin"))
    (tmp_path / "secret.svg").write_text(drawing.format(SECRET))
    (tmp_path / "secret.css").write_text(f"p::after {{ content: '{SECRET}' }}")
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    (folder / "secret.txt").write_text(SECRET)
    return folder


# What asks for a file

WAYS = {
    "image": "<img alt=x src='{}'>",
    "picture": "<picture><source srcset='{0}'><img alt=x src='{0}'></picture>",
    "object": "<object data='{}'></object>",
    "embed": "<embed src='{}'>",
    "iframe": "<iframe src='{}'></iframe>",
    "style": "<style>p {{ background: url({}) }}</style><p>x</p>",
    "attribute": "<p style=\"background: url('{}')\">x</p>",
    "marker": "<ul style=\"list-style-image: url('{}')\"><li>x</ul>",
    "content": "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "import": "<style>@import url({});</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font: 9pt x }}</style><p>x",
    "sheet": "<link rel=stylesheet href='{}'>",
    "attachment": "<link rel=attachment href='{}'>",
    "linked file": "<a rel=attachment href='{}'>x</a>",
    "svg image": "<svg><image href='{}' width=9 height=9 /></svg>",
    "svg use": "<svg><use href='{}#a' /></svg>",
    "svg style": "<svg><style>@import url({});</style><rect width=9 height=9 /></svg>",
    "page": "<style>@page {{ background: url({}) }}</style><p>x</p>",
}
PRIVATE = {
    "file": "file://{folder}/secret.svg",
    "system": "file:///etc/passwd",
    "above": "../secret.svg",
    "above, whole": "https://static.invalid/../secret.svg",
    "above, coded": "https://static.invalid/%2e%2e/secret.svg",
    "above, twice": "https://static.invalid/x/../../secret.css",
    "bare path": "{folder}/secret.svg",
    "link": "link.svg",
    "other kind": "secret.txt",
    "near name": "https://static.invalid.example.test/ours.svg",
    "other scheme": "ftp://127.0.0.1:9/x.svg",
}


def printed_or_refused(html, static=static):
    """The PDF, without the tags that would repeat its text; None when it was refused."""
    try:
        return pikepdf.open(io.BytesIO(print_pdf(html, static=static).pdf))
    except PrintingFailed:
        return None


def contents(pdf):
    """All that the file holds, uncompressed."""
    streams = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
    return b"".join(stream.read_bytes() for stream in streams)


def embedded_files(pdf):
    return list(pdf.attachments) if pdf else []


@pytest.mark.parametrize("way", WAYS)
def test_foreign_address_is_never_asked(way, listener, static):
    html = document(WAYS[way].format(f"{address(listener)}/x.svg"))
    assert embedded_files(printed_or_refused(html, static=static)) == []
    assert visitors(listener) == 0


@pytest.mark.parametrize("place", PRIVATE)
@pytest.mark.parametrize("way", ["image", "sheet", "attachment"])
def test_private_file_is_never_read(way, place, static):
    target = PRIVATE[place].format(folder=static.parent)
    pdf = printed_or_refused(document(WAYS[way].format(target) + "<p>x</p>"), static)
    assert embedded_files(pdf) == []
    assert pdf is None or says_nothing_private(pdf)


def says_nothing_private(pdf):
    words = Tagged(as_bytes(pdf)).root.text() + contents(pdf).decode("latin-1")
    return SECRET not in words and "root:" not in words


def as_bytes(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("way", ["image", "style", "import", "attachment"])
def test_printer_without_our_fetcher_does_ask(way, listener):
    """Control: the same tags, and WeasyPrint's own fetcher."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = document(WAYS[way].format(f"{address(listener)}/x.svg"))
    HTML(string=html, url_fetcher=URLFetcher(timeout=0.05)).write_pdf()
    assert visitors(listener) > 0


@pytest.mark.parametrize("way", ["image", "import", "attachment", "style"])
def test_data_in_the_document_is_refused_too(way, static):
    with pytest.raises(PrintingFailed):
        print_pdf(document(WAYS[way].format("data:text/plain,secret")), static=static)


def test_base_address_cannot_be_moved(listener, static):
    html = document("<img alt=x src=x.svg>", head=f"<base href='{address(listener)}/'>")
    with pytest.raises(PrintingFailed):
        print_pdf(html, static=static)
    assert visitors(listener) == 0


def test_packaged_file_is_printed(static):
    pdf = printed_or_refused(document("<img alt=Dessin src=ours.svg>"), static)
    assert pdf is not None


@pytest.mark.parametrize("name", ["icons/no-such.svg", "css/no-such.css", "", "icons"])
def test_missing_file_fails(name):
    with pytest.raises(PrintingFailed, match="Ressource refusée"):
        print_pdf(document(f"<img alt=x src='{printing.STATIC}{name}'>"))


# What staff type


def test_hostile_words_in_every_field_ask_for_nothing(db, listener):
    real_contents.load()
    hostile = f"<img src={address(listener)}/x><style>@import '{address(listener)}/y';</style>"
    changed = sum(fill(model, hostile) for model in content_models())
    assert changed > 300
    Section.objects.update(prose=f"{hostile}\n\n<!--edition--> {{% now 'Y' %}}")
    drawn = draw(AGORA)
    said = "".join(drawn.tagged.root.text().split())
    assert said.count("".join(f"<img src={address(listener)}/x>".split())) > 20
    assert visitors(listener) == 0


def content_models():
    return [m for m in apps.get_app_config("catalogue").get_models() if m not in MADE_FROM_CONTENT]


def fill(model, words):
    """Writes the words in every text of the model, as far as they fit and make sense there."""
    return sum(
        written(row, field, f"{row.pk} {words}"[: field.max_length])
        for row in model.objects.all()
        for field in filter(is_free_text, model._meta.fields)
    )


def written(row, field, words):
    try:
        with transaction.atomic():
            return type(row).objects.filter(pk=row.pk).update(**{field.name: words})
    except IntegrityError:  # a percentage or a text, never both
        return 0


def is_free_text(field):
    return type(field) in (models.CharField, models.TextField, Line) and not field.choices


# Limits

ENDLESS = document("<p>mot " * 30_000)


def test_document_without_end_is_refused_and_the_next_is_printed(monkeypatch):
    print_pdf(PLAIN)  # the child is warm: starting it is not what is timed
    with monkeypatch.context() as patch:
        patch.setattr(printing, "SECONDS", 0.3)
        with pytest.raises(PrintingFailed, match="trop de temps"):
            print_pdf(ENDLESS)
    assert print_pdf(PLAIN).pages == 1


def test_child_that_was_too_slow_is_gone(monkeypatch):
    print_pdf(PLAIN)
    (child,) = printing._workshop._pool._processes.values()
    monkeypatch.setattr(printing, "SECONDS", 0.3)
    with pytest.raises(PrintingFailed):
        print_pdf(ENDLESS)
    child.join(60)  # on a busy machine it takes its time to end
    assert child.exitcode is not None


def test_those_who_wait_behind_it_get_their_paper_or_a_clear_refusal(monkeypatch):
    print_pdf(PLAIN)
    monkeypatch.setattr(printing, "SECONDS", 1)
    with ThreadPoolExecutor(4) as threads:
        jobs = [threads.submit(print_pdf, ENDLESS)]
        time.sleep(0.8)  # they will have time for their own, once it is refused
        jobs += [threads.submit(print_pdf, PLAIN) for _ in range(3)]
    assert {type(job.exception()) for job in jobs} <= {type(None), PrintingFailed}


def test_document_that_eats_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(printing, "_begin", leave_little_memory)
    monkeypatch.setattr(printing, "_workshop", printing.Workshop())
    with pytest.raises(PrintingFailed):
        print_pdf(ENDLESS)


def test_document_that_breaks_the_layout_is_refused():
    with pytest.raises(PrintingFailed):
        print_pdf(document("<div>" * 3000))


KILLED = """
import os, signal
from pathlib import Path
from charmilles.pdf import printing
printing.print_pdf("<html lang=fr><title>Essai</title>")
print(*printing._workshop._pool._processes, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_child_does_not_outlive_a_server_that_is_killed():
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=PIPE, stderr=DEVNULL)
    child = Path("/proc", done.stdout.decode().strip())
    assert child.name.isdigit()
    for _ in range(100):
        if not child.exists():
            return
        time.sleep(0.1)
    pytest.fail("le processus qui dessine est resté")


def test_interruption_does_not_reach_a_child_that_is_starting(monkeypatch, capfd):
    """Sent as soon as it exists, long before it has read what it is for."""
    monkeypatch.setattr(printing, "_workshop", workshop := printing.Workshop())
    with ThreadPoolExecutor(1) as threads:
        printed = threads.submit(print_pdf, PLAIN)
        while not (workshop._pool and workshop._pool._processes):
            time.sleep(0.001)
        for child in list(workshop._pool._processes):
            os.kill(child, signal.SIGINT)
        assert printed.result().pages == 1
    workshop.close()
    assert capfd.readouterr().err == ""


def test_child_that_dies_is_replaced():
    print_pdf(PLAIN)
    (child,) = printing._workshop._pool._processes.values()
    child.kill()
    child.join()
    with pytest.raises(PrintingFailed):
        print_pdf(PLAIN)
    assert print_pdf(PLAIN).pages == 1


# The same bytes


def test_same_document_gives_the_same_bytes(agora):
    assert print_pdf(agora.html, STYLES).pdf == agora.printed.pdf


def test_another_process_gives_the_same_bytes(agora, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    workshop = printing.Workshop()
    assert workshop.run(agora.html, str(STATIC), STYLES).pdf == agora.printed.pdf
    workshop.close()


def test_another_document_has_another_identifier(static):
    identifiers = {
        bytes(printed_or_refused(document(words), static).trailer.ID[0]) for words in "ab"
    }
    assert len(identifiers) == 2
