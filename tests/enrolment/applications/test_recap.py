"""The recap: the whole application in one accessible PDF, made even with broken documents."""

import io
import subprocess
import sys
import zlib
from datetime import date
from types import SimpleNamespace

import pikepdf
import pytest
from django.conf import settings
from django.db import transaction
from PIL import Image

from charmilles.pdf.printing import PrintingFailed
from enrolment.applications import recap as module
from enrolment.applications.recap import Part, recap
from enrolment.models import Document
from enrolment.models.document import private_storage
from enrolment.uploads import sandbox
from enrolment.uploads.bind import A4, DRAWN, PDF
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW
from tests.support.tagged import Tagged

HELVETICA = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)


def written(*texts, size=A4, **options):
    """Makes a PDF with one page for each text, with marked content as a word processor writes."""
    with pikepdf.new() as pdf:
        for text in texts:
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=HELVETICA))
            page.obj.Contents = pdf.make_stream(
                b"/P <</MCID 7>> BDC BT /F1 40 Tf 80 400 Td (%b) Tj ET EMC" % text.encode()
            )
            page.obj.StructParents = 0
            page.obj.Annots = pikepdf.Array([link(pdf)])
        out = io.BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def link(pdf):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://ailleurs.test/")
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 99, 99],
            A=action,
        )
    )


def photograph(width=1600, height=1000):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "tan").save(out, "JPEG")
    return out.getvalue()


LOCKED = {"encryption": pikepdf.Encryption(owner="a", user="b")}
SENT = [  # title, name, type, content
    ("Bulletins", "bulletins.pdf", "application/pdf", lambda: written("Un", "Deux", "Trois")),
    ("Abîmé", "abime.pdf", "application/pdf", lambda: b"%PDF-1.7 rien"),
    ("Pièce d'identité", "moi.jpg", "image/jpeg", photograph),
    ("Fermé", "ferme.pdf", "application/pdf", lambda: written("Secret", **LOCKED)),
    ("Coupé", "coupe.jpg", "image/jpeg", lambda: photograph()[:3000]),
    ("Perdu", "perdu.pdf", "application/pdf", lambda: written("Perdu")),
]


def fill():
    programme = factories.programme(title="Bac pro Gestion", short_name="Gestion")
    factories.centre(name="Les Tilleuls", phone="+33476000000")
    born = date(2010, 3, 27)
    application = people.application(
        programme=programme, birth_date=born, why="Parce que.", reference=REF
    )
    people.guardian(application=application, email="paule@exemple.fr")
    people.transition(application=application)
    for place, (title, name, kind, content) in enumerate(SENT):
        asked = people.document_kind(title=title, position=place)
        row = {"kind": asked, "name": name, "content_type": kind}
        people.document(application=application, content=content(), **row)
    asked = people.document_kind(title="Diplôme", position=9)
    nothing = {"state": Document.State.NOT_CONCERNED, "name": ""}
    people.document(application=application, kind=asked, **nothing)
    private_storage().delete(application.documents.get(kind__title="Perdu").file.name)
    return application


REF = "CH-7K3P-2QXW"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Makes the recaps, with and without disability, of an application with broken documents."""
    folder = str(tmp_path_factory.mktemp("private"))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        for name in ("base_location", "location"):
            patch.setitem(vars(private_storage()), name, folder)
        application = fill()
        with_it, without = (
            recap(application, now=NOW, with_disability=shown) for shown in (True, False)
        )
        transaction.set_rollback(True)
    return SimpleNamespace(tagged=Tagged(with_it), without=Tagged(without))


def front_length(tagged):
    return len(tagged.pages) - (3 + 1 + 1 + 1 + 1 + 1)


def printed(tagged):
    return ["\n".join(line.text for line in page) for page in tagged.lines]


# Accessibility


def test_pdf_has_a_language_and_a_title(made):
    root = made.tagged.pdf.Root
    assert (root.Lang, root.MarkInfo.Marked) == ("fr", True)
    assert str(made.tagged.pdf.docinfo.Title) == f"Candidature {REF} – Gestion – Les Tilleuls"
    assert root.ViewerPreferences.DisplayDocTitle


def test_headings_follow_the_application(made):
    assert [(heading.tag, heading.text()) for heading in made.tagged.headings] == [
        ("H1", "Bac pro Gestion"),
        ("H2", "Où en est ce dossier"),
        ("H3", "Ce qui s’est passé"),
        ("H2", "Vous"),
        ("H2", "Vos représentants légaux"),
        ("H2", "Votre parcours"),
        ("H2", "Le contrat et l’entreprise"),
        ("H2", "Votre motivation"),
        ("H2", "Situation de handicap"),
        ("H2", "Votre accord"),
        ("H2", "Documents"),
        ("H2", "Le centre"),
        ("H2", "Abîmé\xa0: document absent de ce récapitulatif"),
        ("H2", "Fermé\xa0: document absent de ce récapitulatif"),
        ("H2", "Coupé\xa0: document absent de ce récapitulatif"),
        ("H2", "Perdu\xa0: document absent de ce récapitulatif"),
    ]


def figures(tagged):
    return [(str(figure.node.get("/Alt", "")), figure.page) for figure in tagged.iter("Figure")]


def test_every_figure_has_a_text_alternative_on_its_page(made):
    first = front_length(made.tagged)
    said = [
        "Document : Bulletins, page 1 sur 3, reproduit tel quel.",
        "Document : Bulletins, page 2 sur 3, reproduit tel quel.",
        "Document : Bulletins, page 3 sur 3, reproduit tel quel.",
        "Document : Pièce d’identité, reproduit tel quel.",
    ]
    pages = [first, first + 1, first + 2, first + 4]
    assert figures(made.tagged) == list(zip(said, pages, strict=True))


def test_every_page_points_to_its_structure_elements(made):
    """The parent tree gives, for each page, structure elements that belong to it."""
    nums = made.tagged.pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
    for page in made.tagged.pages:
        elements = [e for e in owners[int(page.obj.StructParents)] if e is not None]
        assert elements
        assert {e.Pg.objgen for e in elements if "/Pg" in e} == {page.obj.objgen}


def test_structure_is_in_the_order_of_the_pages(made):
    pages = [element.page for element in made.tagged.iter() if element.page is not None]
    assert pages == sorted(pages)


def test_marks_of_a_document_do_not_point_into_ours(made):
    marks = [set(marks) for marks in made.tagged.marks[front_length(made.tagged) :]]
    assert marks[0] == marks[1] == marks[2] == {0}


# Printed text


def test_reference_is_printed_large(made):
    first = next(line for line in made.tagged.lines[0] if REF in line.text)
    word = next(word for word in first.words if word.text == REF)
    assert word.bottom - word.top > 20


def test_answers_and_documents_are_printed(made):
    text = "\n".join(printed(made.tagged)[: front_length(made.tagged)])
    known = ["Inès Morel", "Parce que.", "Paule Morel", "moi.jpg, 1 page", "Non concerné"]
    assert [word for word in known if word not in text] == []


def test_documents_follow_in_order(made):
    pages = printed(made.tagged)[front_length(made.tagged) :]
    assert pages[:3] == ["Un", "Deux", "Trois"]
    lines = [line for page in pages for line in page.splitlines()]
    assert [line for line in lines if line.startswith("Le fichier")] == [
        "Le fichier est abîmé : il ne s’ouvre pas.",
        "Le fichier est protégé par un mot de passe.",
        "Le fichier est abîmé : il ne s’ouvre pas.",
        "Le fichier ne se trouve plus dans les archives du centre.",
    ]


def test_bookmarks_lead_to_each_document(made):
    pdf, first = made.tagged.pdf, front_length(made.tagged)
    with pdf.open_outline() as outline:
        joined = outline.root[-1]
        places = [
            (mark.title, made.tagged.numbers[mark.destination[0].objgen])
            for mark in joined.children
        ]
    titles = [title.replace("'", "’") for title, *_ in SENT]
    assert joined.title == "Documents joints"
    assert places == list(zip(titles, [first + n for n in (0, 3, 4, 5, 6, 7)], strict=True))


def test_links_of_a_document_are_removed(made):
    later = made.tagged.pages[front_length(made.tagged) :]
    assert [page for page in later if "/Annots" in page.obj] == []


def test_picture_is_on_an_a4_page(made):
    box = made.tagged.pages[front_length(made.tagged) + 4].mediabox
    assert [round(float(number)) for number in box] == [0, 0, 842, 595]


def test_disability_is_left_out_without_the_right(made):
    pages_with_it = [
        ["Situation de handicap" in page for page in printed(t)]
        for t in (made.tagged, made.without)
    ]
    assert [any(pages) for pages in pages_with_it] == [True, False]


def test_recap_with_documents_does_not_claim_pdf_ua(made):
    with made.tagged.pdf.open_metadata() as about:
        assert about.get("pdfuaid:part") is None


@pytest.mark.django_db
def test_recap_without_documents_claims_pdf_ua():
    tagged = Tagged(recap(people.application(), now=NOW))
    with tagged.pdf.open_metadata() as about:
        assert about.get("pdfuaid:part") == "1"
    assert list(tagged.iter("Figure")) == []


# Limits


def test_document_that_needs_too_much_memory_is_replaced():
    """The document holds 10^9 spaces, compressed a thousand times."""
    pages = pikepdf.open(io.BytesIO(written("Un")))
    packer = zlib.compressobj()
    packed = [packer.compress(b" " * 10**7) for _ in range(100)] + [packer.flush()]
    bomb = pages.make_stream(b"".join(packed), Filter=pikepdf.Name.FlateDecode)
    pages.pages[0].obj.Contents = bomb
    out = io.BytesIO()
    pages.save(out)
    assert module._bind(front(), [Part(PDF, "Bombe", out.getvalue())]) == ({0: "damaged"}, b"")


def test_document_that_kills_the_process_is_identified(monkeypatch):
    """The process dies as if the kernel killed it: documents are then bound one by one."""
    real = subprocess.run

    def run(command, *, input, **options):
        if b"BOMB" in input:
            raise subprocess.CalledProcessError(-9, command)
        return real(command, input=input, **options)

    monkeypatch.setattr(sandbox.subprocess, "run", run)
    good, bomb = Part(PDF, "Bulletins", written("Un")), Part(PDF, "Bombe", b"BOMB")
    assert module._bind(front(), [good, bomb, good]) == ({1: "damaged"}, b"")


def test_front_that_cannot_be_bound_is_a_failure():
    with pytest.raises(PrintingFailed):
        module._bind(Part(DRAWN, "", b"rien"), [])


def front():
    kind = SimpleNamespace(title="Bulletins")
    document = SimpleNamespace(kind=kind, name="a.pdf", sent_at=NOW)
    application = SimpleNamespace(reference=REF)
    context = {"application": application, "document": document, "reason": ""}
    return Part(DRAWN, "", module._print("filler", context | {"centre": {"name": "a"}}).pdf)


def test_child_process_has_limited_memory():
    """A child process that asks for 2 GB gets a MemoryError."""
    code = "from enrolment.uploads.bind import *; confine(**LIMITS); bytes(2_000_000_000)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, cwd=settings.BASE_DIR, check=False)
    assert b"MemoryError" in done.stderr
