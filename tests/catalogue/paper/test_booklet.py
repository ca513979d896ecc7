"""The booklet: several brochures in one file, as easy to hear and to leaf through as each."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from catalogue.models import Booklet, Edition, Programme
from catalogue.paper import booklet, brochure
from catalogue.paper.booklet import KEPT, MOST_BROCHURES, current_booklet
from charmilles.pdf.printing import Printed
from tests.catalogue.paper.conftest import AGORA, NOW, SITE
from tests.catalogue.paper.test_brochure import objects, squash
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.tagged import Tagged

pytestmark = pytest.mark.django_db

BOOKLET = "/formations/livret.pdf"
ORDER = ["bts-gtla", AGORA, "bts-gestion-pme"]


@pytest.fixture(scope="session")
def bound(agora, short, django_db_blocker, tmp_path_factory):
    """A booklet of three brochures, two of which were drawn: the last looks like the second."""
    drawn = dict(zip(ORDER, [short, agora, agora], strict=True))

    def draw(draft, **edition):
        return drawn[draft.sheet.programme.slug].printed

    place = override_settings(SITE_URL=SITE, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with (
        django_db_blocker.unblock(),
        place,
        transaction.atomic(),
        pytest.MonkeyPatch.context() as p,
    ):
        p.setattr(brochure, "draw", draw)
        real_contents.load()
        programmes = [Programme.objects.get(slug=slug) for slug in ORDER]
        with current_booklet(programmes, now=NOW).pdf.open() as stored:
            tagged = Tagged(stored.read())
        transaction.set_rollback(True)
    titles = [programme.title for programme in programmes]
    parts = [part.tagged for part in drawn.values()]
    return SimpleNamespace(tagged=tagged, titles=titles, parts=parts)


def front_length(bound):
    return len(bound.tagged.pages) - sum(len(part.pages) for part in bound.parts)


def first_pages(bound):
    """The page of each brochure, counted from 1."""
    lengths = [len(part.pages) for part in bound.parts]
    return [front_length(bound) + 1 + sum(lengths[:place]) for place in range(3)]


# To leaf through


def test_brochures_follow_in_the_order_asked(bound):
    for part, number in zip(bound.parts, first_pages(bound), strict=True):
        shown = bound.tagged.lines[number - 1]
        assert [line.text for line in shown] == [line.text for line in part.lines[0]]


def test_contents_give_the_right_pages(bound):
    said = [
        squash(item.text()) for item in bound.tagged.iter("LI") if item.page < front_length(bound)
    ]
    assert said == [
        squash(f"{title} page {number}")
        for title, number in zip(bound.titles, first_pages(bound), strict=True)
    ]


def test_contents_lead_to_the_pages(bound):
    numbers = bound.tagged.numbers
    front = bound.tagged.pages[: front_length(bound)]
    links = [link for page in front for link in page.obj.get("/Annots", [])]
    assert {numbers[link.Dest[0].objgen] + 1 for link in links} == set(first_pages(bound))


def test_no_stand_in_address_is_left(bound):
    """The addresses that the contents carry while they are drawn."""
    assert [
        page for page in bound.tagged.pages if b".invalid" in page.obj.unparse(resolved=True)
    ] == []
    notes = (note for page in bound.tagged.pages for note in page.obj.get("/Annots", []))
    assert [note for note in notes if b".invalid" in note.unparse(resolved=True)] == []


def test_bookmarks_lead_to_each_brochure(bound):
    with bound.tagged.pdf.open_outline() as outline:
        marks = [(mark.title, target(bound, mark)) for mark in outline.root]
    names = ["BTS GTLA", "Bac pro AGOrA", "BTS GPME"]
    assert len(marks) == 1 + len(names)
    assert [page for _, page in marks[1:]] == first_pages(bound)


def target(bound, mark):
    place = mark.destination if mark.destination is not None else mark.action.D
    return bound.tagged.numbers[place[0].objgen] + 1


def test_cover_says_how_many_and_of_which_day(bound):
    said = squash("".join(line.text for line in bound.tagged.lines[0]))
    assert squash("Livret des formations") in said
    assert squash("3 formations, à jour au 23 novembre 2026.") in said


# To hear


def test_booklet_claims_pdf_ua_1_in_french(bound):
    root = bound.tagged.pdf.Root
    with bound.tagged.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert (str(root.Lang), root.MarkInfo.Marked) == ("fr", True)
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert "Livret des formations" in str(bound.tagged.pdf.docinfo.Title)


def parents(bound):
    numbers = bound.tagged.pdf.Root.StructTreeRoot.ParentTree.Nums
    keys = [int(numbers[i]) for i in range(0, len(numbers), 2)]
    assert keys == sorted(set(keys))
    return dict(zip(keys, list(numbers)[1::2], strict=True))


def test_every_page_finds_its_elements_in_the_tree(bound):
    found = parents(bound)
    for page, marks in zip(bound.tagged.pages, bound.tagged.marks, strict=True):
        elements = found[int(page.obj.StructParents)]
        assert len(elements) > max(mark for mark in marks if isinstance(mark, int))


def test_elements_are_found_from_the_page_they_are_on(bound):
    """From a mark of the page to its element, and back to the page."""
    found = parents(bound)
    for page in bound.tagged.pages:
        elements = [e for e in found[int(page.obj.StructParents)] if e is not None]  # an artifact
        assert {element.Pg.objgen for element in elements} == {page.obj.objgen}


def test_every_element_is_on_a_page_of_the_booklet(bound):
    pages = {page.obj.objgen for page in bound.tagged.pages}
    stray = [e for e in bound.tagged.iter() if "/Pg" in e.node and e.node.Pg.objgen not in pages]
    assert stray == []


def test_every_element_knows_its_parent(bound):
    strays = [
        e.tag for e in bound.tagged.iter() if e.parent and e.node.P.objgen != e.parent.node.objgen
    ]
    assert strays == []


def test_every_link_finds_its_place_in_the_tree(bound):
    found = parents(bound)
    for page in bound.tagged.pages:
        for note in page.obj.get("/Annots", []):
            element = found[int(note.StructParent)]
            assert note.objgen in {one.objgen for one in objects(element)}


def test_booklet_is_read_whole_and_in_order(bound):
    said = squash(bound.tagged.root.text())
    assert said.endswith("".join(squash(part.root.text()) for part in bound.parts))


def test_header_names_of_two_brochures_are_not_confused(bound):
    names = [str(cell.node.ID) for cell in bound.tagged.iter("TH")]
    assert len(names) == len(set(names))


def test_header_names_are_still_those_the_cells_give(bound):
    for table in bound.tagged.iter("Table"):
        names = {str(cell.node.ID) for cell in table.iter("TH")}
        given = {str(h) for cell in table.iter("TD") for h in cell.attributes["/Headers"]}
        assert given <= names


def test_fonts_are_embedded(bound):
    fonts = [o for o in bound.tagged.pdf.objects if isinstance(o, pikepdf.Dictionary)]
    bare = [f for f in fonts if f.get("/Type") == "/FontDescriptor" and "/FontFile2" not in f]
    assert [str(font.FontName) for font in bare if "/FontFile3" not in font] == []


# To ask for


@pytest.fixture
def drawings(monkeypatch):
    """What was drawn, by a pencil quicker than the printer."""
    drawn = []

    def draw(draft, *, number, made_on):
        drawn.append(draft.sheet.programme.slug)
        return Printed(f"{draft.checksum} {number}".encode(), 2)

    def bind(front, editions, *, identifier):
        drawn.append("livret")
        return b"%PDF " + identifier

    monkeypatch.setattr(brochure, "draw", draw)
    monkeypatch.setattr(booklet, "_front", lambda *args, made_on: Printed(b"", 2))
    monkeypatch.setattr(booklet, "_bind", bind)
    return drawn


@pytest.fixture
def three(drawings):
    return [factories.programme(slug=slug, short_name=slug) for slug in ("a", "b", "c")]


@pytest.fixture
def ask(client):
    def ask(query=""):
        response = client.get(BOOKLET + query)
        return response, b"".join(response)

    return ask


def test_booklet_is_downloaded_under_a_clear_name(ask, three):
    response, body = ask("?f=b&f=a")
    assert (response.status_code, body[:4]) == (200, b"%PDF")
    name = 'inline; filename="cfp-charmilles_livret_2026-11.pdf"'
    assert response["Content-Disposition"] == name


def test_same_request_is_the_same_stored_file(ask, three, drawings):
    assert ask("?f=b&f=a")[1] == ask("?f=b&f=a")[1]
    assert drawings == ["b", "a", "livret"]
    assert Booklet.objects.count() == 1


def test_order_makes_another_booklet(ask, three):
    assert ask("?f=b&f=a")[1] != ask("?f=a&f=b")[1]


def test_programme_asked_twice_is_bound_once(ask, three):
    assert ask("?f=a&f=a")[1] == ask("?f=a")[1]


def test_without_a_choice_the_booklet_is_the_whole_catalogue(ask, three, drawings):
    ask()
    assert drawings == ["a", "b", "c", "livret"]


def test_change_of_one_programme_makes_a_new_booklet(ask, three):
    before = ask("?f=a&f=b")[1]
    three[1].promise = "Apprendre à vendre."
    three[1].save()
    assert ask("?f=a&f=b")[1] != before


def test_booklet_shows_the_certificate_in_force_and_no_other(ask, three):
    centre = factories.centre()
    without = ask("?f=a")[1]
    certificate = factories.certificate(centre, ends=NOW.date())
    assert ask("?f=a")[1] != without
    certificate.ends -= timedelta(days=1)
    certificate.save()
    assert ask("?f=a")[1] == without


def test_booklet_already_held_is_not_sent_again(client, ask, three):
    tag = ask("?f=a")[0]["ETag"]
    assert client.get(f"{BOOKLET}?f=a", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("query", ["?f=nulle-part", "?f=a&f=nulle-part", "?f=", "?f=a%00", "?f=é"])
def test_unknown_programme_is_not_found(ask, three, query):
    assert ask(query)[0].status_code == 404


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_programme_is_not_bound(ask, three, state):
    factories.programme(slug="secrete", state=state)
    assert ask("?f=a&f=secrete")[0].status_code == 404


def test_empty_catalogue_has_no_booklet(ask, db):
    assert ask()[0].status_code == 404


@pytest.fixture
def crowd(drawings):
    one = factories.programme()
    kept = {"certification": one.certification, "domain": one.domain}
    return [factories.programme(slug=f"f{number}", **kept) for number in range(MOST_BROCHURES + 1)]


def test_sixty_programmes_are_bound(ask, crowd):
    query = "&".join(f"f={programme.slug}" for programme in crowd[:MOST_BROCHURES])
    assert ask(f"?{query}")[0].status_code == 200


def test_more_than_sixty_are_refused_by_a_page(ask, crowd, drawings):
    query = "&".join(f"f={programme.slug}" for programme in crowd)
    response, body = ask(f"?{query}")
    assert (response.status_code, drawings) == (400, [])
    assert "Un livret réunit au plus 60 formations." in body.decode().replace("\u202f", " ")


def test_refusal_says_it_in_words(ask, crowd):
    body = ask("?" + "&".join(f"f={p.slug}" for p in crowd))[1].decode()
    assert re.search(r"<h1>Ce livret serait trop long</h1>", body)


def test_least_asked_booklets_are_forgotten_with_their_files(ask, three, monkeypatch, settings):
    monkeypatch.setattr(booklet, "KEPT", 2)
    programmes = {p.slug: p for p in three}
    for place, slug in enumerate("abac"):
        current_booklet([programmes[slug]], now=NOW + timedelta(minutes=place))
    assert Booklet.objects.count() == 2
    files = list((settings.MEDIA_ROOT / "livrets").iterdir())
    assert len(files) == 2
    assert Booklet.objects.filter(asked_at=NOW + timedelta(minutes=2)).exists()


def test_fifty_booklets_are_kept():
    assert KEPT == 50


def test_front_page_numbers_settle(db, monkeypatch):
    """A table of contents that takes a second page moves every brochure by one."""
    seen = []

    def print_pdf(html, sheets):
        pages = [int(n) for n in re.findall(r"page (\d+)</span>", html)]
        seen.append(pages)
        return Printed(b"", 3)

    monkeypatch.setattr(booklet, "print_pdf", print_pdf)
    programme = factories.programme()
    editions = [Edition(programme=programme, pages=4), Edition(programme=programme, pages=2)]
    booklet._front(editions, None, made_on=NOW.date())
    assert seen[-1] == [4, 8]


def test_cover_of_a_certified_centre_has_the_mention(db, monkeypatch):
    covers = []

    def print_pdf(html, sheets):
        covers.append(html)
        return Printed(b"", 2)

    monkeypatch.setattr(booklet, "print_pdf", print_pdf)
    edition = Edition(programme=factories.programme(), pages=4)
    certificate = factories.certificate(factories.centre())
    booklet._front([edition], certificate, made_on=NOW.date())
    assert "actions suivantes\u00a0: actions de formation par apprentissage." in covers[-1]
    assert "valable jusqu’au 9\u00a0mars 2028" in covers[-1]  # the paper may outlive it
