"""S1: hostile files do nothing. Each of the corpus is refused, or kept without what it hid.

In full with --long; without it, the rule reads one file in nine, the page one in twenty-two.
"""

import io
import resource
import subprocess
import sys
import time
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from enrolment.views.base import DEVICE
from PIL import Image

from charmilles import typography
from enrolment import sign_in
from enrolment.models import Document, Status
from enrolment.uploads import check
from tests.support import enrolment_factories as factories
from tests.support import uploads
from tests.support.corpus import CORPUS, HARMLESS, HIDDEN, LIMIT, REFUSED, located, stuffed, zeros

SECONDS = 5  # of processor, for one file


def some(every):
    """The whole corpus, of which only one in so many waits for no --long."""
    return [
        pytest.param(case, id=case.label, marks=[] if not number % every else pytest.mark.long)
        for number, case in enumerate(CORPUS)
    ]


class Sent:
    """What reaches the rule: unlike an upload of Django, its name is as the visitor wrote it."""

    def __init__(self, content, name="cv.pdf"):
        self.name, self.size, self.read = name, len(content), lambda: content


def judged(content, name="cv.pdf"):
    """(what became of the file, what was kept of it)"""
    try:
        return HARMLESS, check.check_file(Sent(content, name))
    except check.BadFile:
        return REFUSED, None


def why(content, name="cv.pdf"):
    with pytest.raises(check.BadFile) as refusal:
        check.check_file(Sent(content, name))
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
        assert [trace for trace in HIDDEN if trace in kept.content] == []
        assert is_plain(kept.name)


def is_plain(name):
    return len(name) <= 120 and name.isprintable() and not set(name) & set("/\\")


@pytest.fixture
def page(db):
    """The way of a candidate: a browser that is known, and the form of one document."""
    application = factories.application(status=Status.DRAFT, email="lea@exemple.fr")
    kind = factories.document_kind()
    browser = Client(raise_request_exception=True)
    browser.cookies[DEVICE] = sign_in.remember("lea@exemple.fr", now=timezone.now())
    return browser, reverse("enrolment:send", args=[application.reference, kind.pk]), kind


def post(page, content, name="cv.pdf"):
    browser, address, kind = page
    file = SimpleUploadedFile("x", content, content_type="image/png")
    file._name = name  # as written, without what Django already takes out of it
    return browser.post(address, {f"document-{kind.pk}-file": file})


@pytest.mark.parametrize("case", some(22))
def test_hostile_file_breaks_no_page(page, case, private):
    response = post(page, case.make(), case.name)
    kept = [path.read_bytes() for path in private.rglob("*") if path.is_file()]
    assert response.status_code in ({302, 422} if case.promise == HARMLESS else {422, 400})
    assert len(kept) == Document.objects.count() == (response.status_code == 302)
    assert [trace for trace in HIDDEN if any(trace in content for content in kept)] == []


# Controls: what a more trusting rule would have let in


def naive(case):
    """The extension alone."""
    return case.name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png"))


def magic(case):
    """The extension and the first bytes."""
    extension = case.name.rpartition(".")[2].lower()
    return case.make().startswith(check.FIRST_BYTES.get(extension, b"\0\0"))


def test_control_extension_alone_lets_most_of_the_corpus_in():
    hostile = [case for case in CORPUS if case.promise == REFUSED]
    assert (len(hostile), sum(map(naive, hostile))) == (82, 69)


@pytest.mark.long
def test_control_first_bytes_let_half_of_the_corpus_in():
    hostile = [case for case in CORPUS if case.promise == REFUSED]
    assert sum(map(magic, hostile)) == 50


def test_control_kept_as_sent_would_show_where_the_photograph_was_taken():
    content = located()
    _, kept = judged(content, "a.jpg")
    assert (45.0, 10.0, 0.0) in Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825).values()
    assert dict(Image.open(io.BytesIO(kept.content)).getexif()) == {}


# What is kept


def test_photograph_stands_upright():
    _, kept = judged(located(), "a.jpg")  # 40 × 30, to be turned by a quarter
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


def test_pdf_keeps_its_pages_and_no_longer_opens_somewhere():
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
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_name_is_kept_readable(given, kept):
    assert check.readable(given, "pdf") == kept


# Limits: just under, at, just over


@pytest.mark.parametrize("pages", [49, 50])
def test_fifty_pages_are_taken(pages):
    assert judged(uploads.pdf(pages=pages))[1].pages == pages


def test_one_page_more_is_said():
    assert why(uploads.pdf(pages=51)) == "pages"


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_ten_megabytes_are_taken(size):
    assert judged(stuffed(uploads.pdf(), size))[0] == HARMLESS


def test_one_byte_more_is_said():
    assert why(stuffed(uploads.pdf(), LIMIT + 1)) == "size"


def grey(width, height):
    return uploads.picture(form="PNG", mode="L", size=(width, height))


@pytest.mark.parametrize("width", [7999, 8000])
def test_forty_million_points_are_taken(width):
    assert judged(grey(width, 5000), "a.png")[0] == HARMLESS


def test_one_row_more_is_said():
    assert why(grey(8000, 5001), "a.png") == "pixels"


@pytest.mark.long
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "I;16", "CMYK"])
def test_forty_million_points_of_any_sort_fit_in_memory(mode):
    form, name = ("JPEG", "a.jpg") if mode == "CMYK" else ("PNG", "a.png")
    assert judged(uploads.picture(form=form, mode=mode, size=(8000, 5000)), name)[0] == HARMLESS


# Sentences


CASES = {
    "empty": (b"", "cv.pdf"),
    "type": (b"GIF89a", "cv.gif"),
    "written": (b"PK", "cv.docx"),
    "apple": (b"ftyp", "a.HEIC"),
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


def test_size_said_is_the_size_refused(settings):
    assert f"{settings.UPLOAD_SIZE // 1_000_000} Mo" in check.SENTENCES["size"]


# The child process


CHILD = """
import runpy, sys
parser = runpy.run_path(sys.argv[1])
parser["_limit"]()
{attempt}
"""


def run(attempt):
    """What becomes of a process that has taken the limits of the parser."""
    command = [sys.executable, "-I", "-c", CHILD.format(attempt=attempt), str(check.PARSER)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_parser_cannot_take_more_memory():
    done = run("bytearray(512 * 1024 * 1024)")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_control_same_memory_outside_of_the_parser_is_there():
    assert len(bytearray(512 * 1024 * 1024)) == 512 * 1024 * 1024


def test_parser_is_stopped_after_four_seconds_of_processor():
    before = processor()
    assert run("while True: pass").returncode < 0
    assert processor() - before <= SECONDS


def test_parser_inherits_nothing_of_the_site(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "confidentiel")
    spy = tmp_path / "spy.py"
    spy.write_text("import os, sys\nsys.stdout.write(f'ok 1\\n{os.environ} {sorted(sys.modules)}')")
    monkeypatch.setattr(check, "PARSER", spy)
    _, kept = judged(uploads.pdf())
    assert b"confidentiel" not in kept.content
    assert b"django" not in kept.content


def test_parser_that_never_answers_costs_one_refusal(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(check, "PARSER", spy)
    monkeypatch.setattr(check, "SECONDS", 1)
    start = time.monotonic()
    assert why(uploads.pdf()) == "heavy"
    assert time.monotonic() - start < 30


def test_everybody_waiting_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(check, "SECONDS", 0.01)
    with check._turns, check._turns:
        assert why(uploads.pdf()) == "busy"


# What a form of ours would not send


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
    browser, address, kind = page
    content_type, body = ABUSES[abuse]
    body = body.replace(b"{name}", f"document-{kind.pk}-file".encode())
    response = browser.generic("POST", address, body, content_type=content_type)
    assert 400 <= response.status_code < 500
    assert Document.objects.count() == 0


def test_large_file_is_not_written_in_full(page, monkeypatch, settings):
    """Thirty megabytes are received, a little more than ten are kept until the answer."""
    sizes = []
    monkeypatch.setattr(
        check,
        "check_file",
        lambda file: sizes.append((file.size, file.seek(0, 2))) or upload_refused(),
    )
    response = post(page, bytes(30_000_000))
    (said, written) = sizes[0]
    assert (response.status_code, said) == (422, 30_000_000)
    assert settings.UPLOAD_SIZE < written < settings.UPLOAD_SIZE + 200_000


def upload_refused():
    raise check.BadFile("size")


def test_large_file_with_a_long_extension_is_refused_in_words(page):
    """Django's own handler names a temporary file after the extension: too long, it breaks."""
    response = post(page, bytes(3_000_000), "cv." + "b" * 250)
    assert response.status_code == 422


def test_zeros_unfold():
    """The bombs of the corpus are what they say."""
    assert len(zlib.decompress(zeros(3))) == 3_000_000
