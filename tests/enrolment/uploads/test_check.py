"""Hostile files do no harm (S1): each one is refused, or kept without what it hid.

Without --long, tests check one file out of nine, and send the page one out of twenty-two.
"""

import io
import resource
import subprocess
import sys
import time
import zlib

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from charmilles import typography
from enrolment import sign_in
from enrolment.applications import documents
from enrolment.models import Document, Status
from enrolment.uploads import check, sandbox
from enrolment.views.base import DEVICE
from enrolment.views.refused import KEY
from tests.support import enrolment_factories as factories
from tests.support import uploads
from tests.support.corpus import CORPUS, HARMLESS, HIDDEN, LIMIT, REFUSED, located, stuffed, zeros
from tests.support.pdf_reading import ACTIVE, inside

SECONDS = 5  # of processor time, for one file


def some(every):
    """Lists the corpus; only one file out of `every` runs without --long."""
    return [
        pytest.param(case, id=case.label, marks=[] if not number % every else pytest.mark.long)
        for number, case in enumerate(CORPUS)
    ]


def judged(content, name="cv.pdf"):
    """Checks a file; returns (HARMLESS, the cleaned file) or (REFUSED, None)."""
    try:
        return HARMLESS, check.check_file(uploads.Sent(content, name))
    except check.BadFile:
        return REFUSED, None


def why(content, name="cv.pdf"):
    with pytest.raises(check.BadFile) as refusal:
        check.check_file(uploads.Sent(content, name))
    return refusal.value.why


def processor():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


# The corpus


def test_corpus_is_large_and_says_what_each_file_tries():
    assert len({case.label for case in CORPUS}) == len(CORPUS) >= 60


@pytest.mark.parametrize("case", some(9))
def test_hostile_file_is_refused_or_harmless(case):
    content, before = case.make(), processor()
    promise, kept = judged(content, case.name)
    assert promise == case.promise
    assert processor() - before <= SECONDS
    if kept:
        assert is_plain(kept.name)
        content = inside(kept.content) if kept.content_type == "application/pdf" else kept.content
        assert [secret for secret in HIDDEN if secret in content] == []
        assert ACTIVE.findall(content) == [] or kept.content_type != "application/pdf"


def is_plain(name):
    return len(name) <= 120 and name.isprintable() and not set(name) & set("/\\")


@pytest.fixture
def page(db):
    """Returns a candidate's browser, the URL of the form of a document, and its kind."""
    application = factories.application(status=Status.DRAFT, email="lea@exemple.fr")
    kind = factories.document_kind()
    browser = Client(raise_request_exception=True)
    browser.cookies[DEVICE] = sign_in.remember("lea@exemple.fr", now=timezone.now())
    return browser, reverse("enrolment:send", args=[application.reference, kind.pk]), kind


def post(page, content, name="cv.pdf"):
    browser, url, kind = page
    file = SimpleUploadedFile("x", content, content_type="image/png")
    file._name = name  # set here, because Django would clean it
    return browser.post(url, {f"document-{kind.pk}-file": file})


def is_accepted(response):
    return response.status_code == 302 and f"?{KEY}=" not in response.url


@pytest.mark.parametrize("case", some(22))
def test_hostile_file_breaks_no_page(page, case, private):
    response = post(page, case.make(), case.name)
    kept = [path.read_bytes() for path in private.rglob("*") if path.is_file()]
    assert not is_accepted(response) or case.promise == HARMLESS
    assert response.status_code in {302, 400}
    assert len(kept) == Document.objects.count() == is_accepted(response)
    assert [secret for secret in HIDDEN if any(secret in content for content in kept)] == []


# Controls: what simpler checks accept


def naive(case):
    """Checks only the extension."""
    return case.name.lower().endswith(tuple(check.SUFFIXES))


def magic(case):
    """Checks only the first bytes."""
    return check.kind_of(case.make()) is not None


def test_control_extension_alone_accepts_most_of_the_corpus():
    hostile = [case for case in CORPUS if case.promise == REFUSED]
    assert (len(hostile), sum(map(naive, hostile))) == (73, 66)


@pytest.mark.long
def test_control_first_bytes_alone_accept_half_of_the_corpus():
    hostile = [case for case in CORPUS if case.promise == REFUSED]
    assert sum(map(magic, hostile)) == 51


def test_control_original_photograph_shows_where_it_was_taken():
    content = located()
    _, kept = judged(content, "a.jpg")
    assert (45.0, 10.0, 0.0) in Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825).values()
    assert dict(Image.open(io.BytesIO(kept.content)).getexif()) == {}


# The cleaned file


def test_photograph_is_rotated_upright():
    _, kept = judged(located(), "a.jpg")  # 40 × 30, with a rotation in its EXIF data
    assert Image.open(io.BytesIO(kept.content)).size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_becomes_a_photograph(mode):
    _, kept = judged(uploads.picture(form="PNG", mode=mode), "a.png")
    assert Image.open(io.BytesIO(kept.content)).mode == "RGB"


def test_transparent_picture_is_on_white():
    _, kept = judged(uploads.picture(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)), "a.png")
    assert Image.open(io.BytesIO(kept.content)).getpixel((5, 5)) == (255, 255, 255)


def test_large_photograph_is_kept_at_the_size_of_a_sheet():
    _, kept = judged(uploads.picture(size=(5000, 2500)), "a.jpg")
    assert Image.open(io.BytesIO(kept.content)).size == (3508, 1754)


def test_pdf_named_like_a_photograph_is_kept_as_a_pdf():
    _, kept = judged(uploads.pdf(), "IMG_1.JPG")
    assert (kept.name, kept.content_type) == ("IMG_1.pdf", "application/pdf")


def test_pdf_keeps_its_pages_and_loses_its_open_action():
    def change(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[1].obj, pikepdf.Name.Fit])

    _, kept = judged(uploads.pdf(pages=3, change=change))
    with pikepdf.open(io.BytesIO(kept.content)) as document:
        assert (len(document.pages), kept.pages, "/OpenAction" in document.Root) == (3, 3, False)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Léa – CV (1).PDF", "Léa – CV (1).pdf"),
        ("C:\\Users\\lea\\cv.pdf", "cv.pdf"),
        ("../../cv.pdf", "cv.pdf"),
        ("cv\u202egnp.pdf", "cvgnp.pdf"),
        ("cv\x00\r\n.pdf", "cv.pdf"),
        ("Le\u0301a.pdf", "Léa.pdf"),
        (".pdf", "document.pdf"),
        ("1000012345", "1000012345.pdf"),
        ("photo.JPG ", "photo.pdf"),
        ("photo.HEIC.", "photo.pdf"),
        ("Léa v1.2", "Léa v1.2.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_name_is_kept_readable(given, kept):
    assert check.readable(given, "pdf") == kept


# Limits: just under, at, just over


@pytest.mark.parametrize("pages", [49, 50])
def test_fifty_pages_are_accepted(pages):
    assert judged(uploads.pdf(pages=pages))[1].pages == pages


def test_one_page_more_is_refused():
    assert why(uploads.pdf(pages=51)) == "pages"


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_ten_megabytes_are_accepted(size):
    assert judged(stuffed(uploads.pdf(), size))[0] == HARMLESS


def test_one_byte_more_is_refused():
    assert why(stuffed(uploads.pdf(), LIMIT + 1)) == "size"


# Sentences


CASES = {
    "empty": (b"", "cv.pdf"),
    "type": (b"GIF89a", "cv.gif"),
    "written": (b"PK", "cv.docx"),
    "mismatch": (b"MZ", "cv.pdf"),
    "locked": (uploads.pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "cv.pdf"),
    "unreadable": (b"%PDF-1.7", "cv.pdf"),
}


@pytest.mark.parametrize("reason", CASES)
def test_each_refusal_has_its_own_reason(reason):
    assert why(*CASES[reason]) == reason


@pytest.mark.parametrize("sentence", check.SENTENCES.values())
def test_refusal_says_how_to_repair(sentence):
    words = typography.french(sentence).lower()
    assert [bad for bad in ("invalide", "veuillez", "désolé", "obligatoire") if bad in words] == []
    verbs = ("envoyez", "enregistrez", "choisissez", "gardez", "ouvrez")
    assert any(verb in words for verb in verbs)


def test_sentence_gives_the_size_limit(settings):
    assert typography.megabytes(settings.UPLOAD_SIZE) in check.SENTENCES["size"]


# The child process


CHILD = """
from enrolment.uploads.sanitise import LIMITS, confine
confine(**LIMITS)
{attempt}
"""


def run(attempt):
    """Runs this code in a process with the limits of the parser."""
    command = [sys.executable, "-c", CHILD.format(attempt=attempt)]
    place = {"cwd": settings.BASE_DIR, "env": {}}
    return subprocess.run(command, capture_output=True, text=True, check=False, **place)


def test_parser_cannot_take_more_memory():
    done = run("bytearray(512 * 1024 * 1024)")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_control_same_memory_is_available_outside_the_parser():
    assert len(bytearray(512 * 1024 * 1024)) == 512 * 1024 * 1024


def test_parser_is_stopped_after_four_seconds_of_processor():
    before = processor()
    assert run("while True: pass").returncode < 0
    assert processor() - before <= SECONDS


def test_parser_inherits_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "confidentiel")
    monkeypatch.setattr(check, "PARSER", "tests.support.parser_that_tells")
    _, kept = judged(uploads.pdf())
    assert b"confidentiel" not in kept.content
    assert b"django" not in kept.content


def test_parser_that_never_answers_costs_one_refusal(monkeypatch):
    monkeypatch.setattr(check, "PARSER", "tests.support.parser_that_sleeps")
    monkeypatch.setattr(check, "SECONDS", 1)
    start = time.monotonic()
    assert why(uploads.pdf()) == "heavy"
    assert time.monotonic() - start < 30


def test_everybody_waiting_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(check, "WAIT", 0.01)
    with check._turns.taken(seconds=0), check._turns.taken(seconds=0):
        assert why(uploads.pdf()) == "busy"


def test_few_wait_for_their_turn():
    """The threads of a server process must not all be waiting: the others are refused at once."""
    turns, start = sandbox.Turns(running=1, waiting=0), time.monotonic()
    with turns.taken(seconds=0), pytest.raises(sandbox.Crowded), turns.taken(seconds=60):
        raise AssertionError
    assert time.monotonic() - start < 30


def test_turn_is_given_back_after_a_failure():
    turns = sandbox.Turns(running=1, waiting=0)
    with pytest.raises(ZeroDivisionError), turns.taken(seconds=0):
        raise ZeroDivisionError
    with turns.taken(seconds=0):
        pass


# Requests that our forms would not send


BOUNDARY = "limite"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def part(name, content, file=""):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
    head += f'; filename="{file}"' if file else ""
    return head.encode() + b"\r\n\r\n" + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
ABUSES = {
    "corps vide": (FORM, b""),
    "corps coupé": (FORM, part("{name}", b"%PDF", "cv.pdf")[:-9]),
    "sans limite": ("multipart/form-data", part("{name}", b"%PDF", "cv.pdf") + END),
    "limite de 4 000 lettres": (f"multipart/form-data; boundary={'a' * 4000}", b""),
    "cent fichiers": (FORM, part("{name}", b"%PDF", "cv.pdf") * 100 + END),
    "deux mille réponses": (FORM, part("a", b"1") * 2000 + END),
    "réponse de 3 Mo": (FORM, part("a", bytes(3_000_000)) + END),
    "fichier sans nom": (FORM, part("{name}", b"%PDF") + END),
    "nom hors de l’alphabet": (FORM, part("{name}", b"%PDF", "\ufffe\U000e0001.pdf") + END),
    "en-tête de 100 Ko": (FORM, part("{name}" + "a" * 100_000, b"%PDF", "cv.pdf") + END),
    "JSON": ("application/json", b"{"),
    "encodage inconnu": (f"{FORM}; charset=klingon", part("{name}", b"%PDF", "cv.pdf") + END),
}


@pytest.mark.parametrize("abuse", ABUSES)
def test_abuse_of_the_form_breaks_nothing(page, abuse):
    browser, url, kind = page
    content_type, body = ABUSES[abuse]
    body = body.replace(b"{name}", f"document-{kind.pk}-file".encode())
    response = browser.generic("POST", url, body, content_type=content_type)
    assert response.status_code < 500
    assert not is_accepted(response)
    assert Document.objects.count() == 0


def test_large_file_is_not_written_in_full(page, monkeypatch, settings):
    """Of thirty megabytes received, little more than ten are written to disk."""
    sizes = []
    monkeypatch.setattr(
        documents,
        "check_files",
        lambda files: sizes.append((files[0].size, files[0].seek(0, 2))) or upload_refused(),
    )
    response = post(page, bytes(30_000_000))
    (announced, written) = sizes[0]
    assert (is_accepted(response), announced) == (False, 30_000_000)
    assert settings.UPLOAD_SIZE < written < settings.UPLOAD_SIZE + 200_000


def upload_refused():
    raise check.BadFile("size")


def test_large_file_with_a_long_extension_is_refused(page):
    """Django's handler fails: it puts the extension in the name of a temporary file."""
    response = post(page, bytes(3_000_000), "cv." + "b" * 250)
    assert (response.status_code, is_accepted(response)) == (302, False)


def test_zeros_unfold():
    """The compression bombs of the corpus have the size they claim."""
    assert len(zlib.decompress(zeros(3))) == 3_000_000
