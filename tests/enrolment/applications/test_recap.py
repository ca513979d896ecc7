"""The recap: the whole application in one accessible PDF, made even with broken documents."""

import io
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import pikepdf
import pytest
from django.conf import settings
from django.db import transaction
from PIL import Image

from charmilles.pdf.pictures import A4
from charmilles.pdf.printing import PrintingFailed
from enrolment.applications import recap as module
from enrolment.applications.recap import Budget, Part, Unjoinable, recap
from enrolment.models import Document
from enrolment.models.document import private_storage
from enrolment.uploads import sandbox
from enrolment.uploads.bind import DRAWN, PDF, PICTURE
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW
from tests.support.pdf_reading import pages_drawn
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


# Long pictures


@pytest.mark.parametrize(("size", "pages"), [((1600, 1000), 1), ((1000, 18_518), 13)])
def test_long_picture_goes_over_several_pages(size, pages):
    tagged = Tagged(bound(Part(PICTURE, "Capture", photograph(*size))))
    shown = [figure for figure in tagged.iter("Figure") if "Capture" in str(figure.node.Alt)]
    assert [figure.page for figure in shown] == list(range(1, 1 + pages))
    assert "/Shown" in tagged.pages[pages].obj.Resources.XObject


def test_pieces_of_a_long_picture_show_all_of_it():
    """Drawn again from the pages, a column of forty bands has its forty colours."""
    image = Image.new("RGB", (400, 10_000))
    for band in range(40):
        image.paste((6 * band, 0, 99), (0, 250 * band, 400, 250 * band + 250))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    drawn = pages_drawn(bound(Part(PICTURE, "Capture", out.getvalue())))[1:]
    seen = [page.getpixel((page.width // 2, y))[0] for page in drawn for y in range(page.height)]
    bands = {round(red / 6) for red in seen}
    assert bands >= set(range(40))


def bound(*parts):
    return module._bind([front(), *parts], Budget())


# Limits


@pytest.fixture
def children(monkeypatch):
    """Lists the programs that are started, in order."""
    started, real = [], subprocess.run

    def run(command, **options):
        started.append(command[4].rpartition(".")[2])
        return real(command, **options)

    monkeypatch.setattr(sandbox.subprocess, "run", run)
    return started


def read(data, kind=PDF, budget=None):
    try:
        return module._read(kind, data, budget or Budget())
    except Unjoinable as refusal:
        return str(refusal)


def with_fields(count):
    """Makes a PDF of one page with that many form fields to draw."""
    name = pikepdf.Name
    look = {"/Type": name.Annot, "/Subtype": name.Widget, "/FT": name.Tx, "/DA": "/F1 9 Tf"}
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=A4)
        fields = pikepdf.Array(
            made.make_indirect(
                pikepdf.Dictionary(
                    {**look, "/T": f"a{number}", "/V": "mot " * 9, "/Rect": [0, 0, 99, 20]}
                )
            )
            for number in range(count)
        )
        page.obj.Annots = fields
        fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=HELVETICA))
        made.Root.AcroForm = pikepdf.Dictionary(Fields=fields, DR=fonts, NeedAppearances=True)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def test_document_that_asks_too_much_is_replaced():
    """The fields of forms are drawn one by one: 60,000 of them would take minutes."""
    assert read(with_fields(60_000)) == "heavy"


def test_document_that_kills_its_process_is_replaced(monkeypatch):
    def killed(command, **options):
        raise subprocess.CalledProcessError(-9, command)

    monkeypatch.setattr(sandbox.subprocess, "run", killed)
    assert read(written("Un")) == "heavy"


@pytest.mark.django_db
def test_each_document_is_read_once_even_when_some_cannot_be_joined(children):
    recap(fill(), now=NOW)
    assert children == ["prepare"] * 5 + ["bind"]


def test_marks_of_a_document_cost_nothing():
    """Fifty pages share ten thousand marks each: none is read."""
    with pikepdf.new() as made:
        drawing = made.make_stream(b"/P BMC 0 0 m 9 9 l S EMC\n" * 200_000)
        for _ in range(50):
            page = made.add_blank_page(page_size=A4)
            page.obj.Contents, page.obj.StructParents = drawing, 0
        out = io.BytesIO()
        made.save(out)
    assert len(pikepdf.open(io.BytesIO(read(out.getvalue()))).pages) == 50


def test_pages_of_all_the_documents_are_bounded():
    budget, paper = Budget(), written(*["Un"] * 50)
    answers = [read(paper, budget=budget) for _ in range(4)]
    assert "pages" not in answers
    assert read(written("Un"), budget=budget) == "pages"


def test_objects_of_all_the_documents_are_bounded():
    budget = Budget()
    budget.spend(pages=1, objects=module.OBJECTS)
    assert read(written("Un"), budget=budget) == "heavy"


def test_documents_leave_time_to_bind_them(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", module.TO_BIND)
    assert read(written("Un")) == "heavy"


def test_all_the_documents_have_one_budget_of_time(monkeypatch):
    seconds = []
    monkeypatch.setattr(
        sandbox, "run", lambda *args, **options: seconds.append(options["seconds"]) or b"{}\n"
    )
    monkeypatch.setattr(Budget, "spend", lambda *args, **options: None)
    budget = Budget()
    read(b"", budget=budget), read(b"", budget=budget), module._bind([front()], budget)
    first, second, last = seconds
    assert module.SECONDS - module.TO_BIND >= first >= second
    assert last <= module.SECONDS


def test_front_that_cannot_be_bound_is_a_failure():
    with pytest.raises(PrintingFailed):
        module._bind([Part(DRAWN, "", b"rien")], Budget())


@pytest.mark.django_db
def test_one_recap_at_a_time_and_the_others_are_told_to_come_back(monkeypatch):
    monkeypatch.setattr(module, "WAIT", 0.01)
    application = people.application()
    with module._turns.taken(seconds=0), pytest.raises(PrintingFailed):
        recap(application, now=NOW)


def front():
    kind = SimpleNamespace(title="Bulletins")
    document = SimpleNamespace(kind=kind, name="a.pdf", sent_at=NOW)
    application = SimpleNamespace(reference=REF)
    context = {"application": application, "document": document, "reason": "", "remedy": ""}
    return Part(DRAWN, "", module._print("filler", context | {"centre": {"name": "a"}}).pdf)


@pytest.mark.parametrize("program", ["prepare", "bind"])
def test_child_process_has_limited_memory(program):
    """A child process that asks for half a gigabyte gets a MemoryError."""
    code = f"from enrolment.uploads.{program} import *; confine(**LIMITS); bytes(512 * 2**20)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, cwd=settings.BASE_DIR, check=False)
    assert b"MemoryError" in done.stderr
