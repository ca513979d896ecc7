"""The papers as they are downloaded: manners of the files, and the pages around them."""

import io
import subprocess

import lxml.html
import pytest
import segno
from django.core.management import CommandError, call_command
from django.urls import reverse

from catalogue.models import Booklet, Edition, FormerAddress, Paper
from catalogue.paper import brochure
from catalogue.paper.editions import Busy
from catalogue.views import papers
from charmilles.pdf.printing import Printed, PrintingFailed
from tests.catalogue.paper.conftest import NOW, SITE
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

SLUG = "bac-pro-gestion"
FOLDER = f"/formations/{SLUG}"
BROCHURE = f"{FOLDER}/brochure.pdf"
EMPLOYERS = f"{FOLDER}/entreprises.pdf"
EDITIONS = f"{FOLDER}/editions/"
FIRST = f"{FOLDER}/editions/1/"
FIRST_PDF = f"{FOLDER}/editions/1.pdf"
SHORT = f"/e/{SLUG}/1"
BOOKLET = "/formations/livret.pdf"
FILES = [BROCHURE, EMPLOYERS, FIRST_PDF]
PAGES = [EDITIONS, FIRST]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(autouse=True)
def _quick_pencil(monkeypatch):
    def draw(draft, *, number, made_on):
        words = f"%PDF {draft.paper} {number} {draft.checksum}".ljust(1000, ".")
        return Printed(words.encode(), 4)

    monkeypatch.setattr(brochure, "draw", draw)


@pytest.fixture
def programme():
    return factories.programme(slug=SLUG, short_name="Bac pro Gestion")


@pytest.fixture
def ask(client):
    """ask(path, **headers): (response, its bytes); read to the end, the file is closed."""

    def ask(path, *, method="get", **headers):
        response = getattr(client, method)(path, headers=headers)
        return response, b"".join(response)

    return ask


@pytest.fixture
def made(programme, ask):
    """The programme, its first edition made: (bytes, ETag)."""
    response, body = ask(BROCHURE)
    return body, response["ETag"]


def reword(programme, promise):
    programme.promise = promise
    programme.save()


# A file


@pytest.mark.parametrize("path", FILES)
def test_file_is_a_pdf_shown_in_the_browser(ask, made, path):
    response, body = ask(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF")
    assert int(response["Content-Length"]) == len(body)
    assert response["Content-Disposition"].startswith("inline; filename=")


NAMES = {
    BROCHURE: "cfp-charmilles_bac-pro-gestion_2026-11.pdf",
    FIRST_PDF: "cfp-charmilles_bac-pro-gestion_2026-11.pdf",
    EMPLOYERS: "cfp-charmilles_bac-pro-gestion-entreprises_2026-11.pdf",
}


@pytest.mark.parametrize("path", NAMES)
def test_file_has_a_name_a_person_understands(ask, made, path):
    assert ask(path)[0]["Content-Disposition"] == f'inline; filename="{NAMES[path]}"'


def test_agora_has_the_name_of_the_specification(ask):
    factories.programme(slug="bac-pro-agora")
    response, _ = ask("/formations/bac-pro-agora/brochure.pdf")
    assert 'filename="cfp-charmilles_bac-pro-agora_2026-11.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize("path", FILES)
def test_head_says_the_same_without_the_file(ask, made, path):
    whole, body = ask(path)
    response, nothing = ask(path, method="head")
    assert nothing == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Content-Disposition"):
        assert response[name] == whole[name]


@pytest.mark.parametrize("known", ["{}", "W/{}", '"another", {}'])
def test_file_already_held_is_not_sent_again(ask, made, known):
    response, body = ask(BROCHURE, if_none_match=known.format(made[1]))
    assert (response.status_code, body, response["ETag"]) == (304, b"", made[1])


def test_file_that_changed_is_sent_again(ask, made, programme):
    reword(programme, "Apprendre à vendre.")
    response, body = ask(BROCHURE, if_none_match=made[1])
    assert response.status_code == 200
    assert body != made[0]


@pytest.mark.parametrize("method", ["get", "head"])
def test_file_already_held_is_not_opened(ask, made, method):
    stored = Edition.objects.get(paper=Paper.BROCHURE).pdf
    stored.storage.delete(stored.name)
    response, _ = ask(BROCHURE, method=method, if_none_match=made[1])
    assert response.status_code == 304


def test_copies_are_checked_before_use(ask, made):
    for headers in ({}, {"if_none_match": made[1]}):
        assert ask(BROCHURE, **headers)[0]["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("asked", ["bytes=0-99", "bytes=-50", "bytes=5000-", "lines=1-2", ""])
def test_request_for_a_part_gets_the_whole_file(ask, made, asked):
    response, body = ask(BROCHURE, range=asked)
    assert (response.status_code, body) == (200, made[0])
    assert "Accept-Ranges" not in response


# What is not published


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("path", [BROCHURE, EMPLOYERS, EDITIONS])
def test_hidden_programme_has_no_current_paper(ask, made, programme, state, path):
    programme.state = state
    programme.save()
    assert ask(path)[0].status_code == 404


def test_editions_of_a_withdrawn_programme_are_still_served(ask, made, programme):
    programme.state = "withdrawn"
    programme.save()
    assert ask(FIRST_PDF)[1] == made[0]


@pytest.mark.parametrize("path", [FIRST, FIRST_PDF])
def test_editions_of_a_draft_are_not(ask, made, programme, path):
    programme.state = "draft"
    programme.save()
    assert ask(path)[0].status_code == 404


def test_paper_of_a_withdrawn_programme_says_what_became_of_it(ask, made, programme):
    programme.successor = factories.programme(short_name="Bac pro Commerce")
    programme.state = "withdrawn"
    programme.save()
    response, body = ask(FIRST)
    assert response.status_code == 410
    assert text(body) == (
        "Votre brochure n’est plus à jour La formation Bac pro Gestion n’est plus proposée : "
        "l’édition n° 1 du 23 novembre 2026 n’est plus en vigueur. Elle est remplacée par Bac pro "
        "Commerce. Ce que disait cette édition (PDF, 4 pages, 1 Ko) Voir toutes les formations"
    )


# A former address

FORMER = [f"{FOLDER}/", *FILES, EDITIONS, FIRST, SHORT]


@pytest.fixture
def renamed(made, programme):
    programme.slug = "bac-pro-gerer"
    programme.save()


@pytest.mark.parametrize("path", FORMER)
def test_former_address_leads_to_the_present_one(ask, renamed, path):
    response, _ = ask(path)
    present = path.replace(SLUG, "bac-pro-gerer")
    assert (response.status_code, response["Location"]) == (301, present)


@pytest.mark.parametrize("path", [f"{FOLDER}/", FIRST, FIRST_PDF])
def test_former_address_of_a_draft_leads_nowhere(ask, renamed, programme, path):
    programme.state = "draft"
    programme.save()
    assert ask(path)[0].status_code == 404


def test_address_that_the_public_never_saw_is_not_kept(programme):
    programme.state = "draft"
    programme.save()
    programme.slug = "bac-pro-gerer"
    programme.save()
    assert list(FormerAddress.objects.all()) == []


def test_address_taken_again_is_that_of_its_new_programme(ask, renamed):
    factories.programme(slug=SLUG, short_name="Bac pro Gestion nouveau")
    assert ask(f"{FOLDER}/")[0].status_code == 200


def test_programme_renamed_twice_is_found_by_each_address(ask, renamed, programme):
    programme.slug = "bac-pro-diriger"
    programme.save()
    found = {ask(f"/formations/{slug}/")[0]["Location"] for slug in (SLUG, "bac-pro-gerer")}
    assert found == {"/formations/bac-pro-diriger/"}


@pytest.mark.parametrize(
    "path",
    [
        f"{FOLDER}/editions/2.pdf",
        f"{FOLDER}/editions/2/",
        f"{FOLDER}/editions/{10**30}.pdf",
        f"{FOLDER}/editions/{10**30}/",
        "/formations/nulle-part/brochure.pdf",
        "/formations/nulle-part/editions/",
        "/formations/nulle-part/editions/1.pdf",
    ],
)
def test_unknown_paper_is_a_page_that_says_so(ask, made, path):
    response, body = ask(path)
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert lxml.html.fromstring(body.decode()).findtext(".//h1") == "Cette page n’existe pas"


# What fails


@pytest.mark.parametrize("failure", [Busy("x"), PrintingFailed("x")])
@pytest.mark.parametrize("path", [BROCHURE, EMPLOYERS, BOOKLET])
def test_paper_that_is_not_ready_is_a_page_that_says_so(
    ask, made, programme, monkeypatch, failure, path
):
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr(papers, "current_booklet" if path == BOOKLET else "current_edition", fail)
    response, body = ask(path)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert lxml.html.fromstring(body.decode()).findtext(".//h1") == "Le PDF n’est pas prêt"


def test_edition_page_draws_nothing(ask, made, programme, monkeypatch):
    """It compares words: whoever holds a paper is answered even when printing is broken."""
    monkeypatch.setattr(papers, "current_edition", lambda *args, **kwargs: 1 / 0)
    assert ask(FIRST)[0].status_code == 200


def test_file_gone_from_the_disk_is_a_page_that_says_so(ask, made, caplog):
    stored = Edition.objects.get(paper=Paper.BROCHURE).pdf
    stored.storage.delete(stored.name)
    assert ask(BROCHURE)[0].status_code == 503
    assert "PDF absent" in caplog.text


def test_booklets_asked_without_end_are_refused_for_a_while(ask, made, monkeypatch):
    monkeypatch.setitem(papers.BOOKLETS, "limit", 0)
    response, _ = ask(BOOKLET)
    assert (response.status_code, "Retry-After" in response) == (429, True)


def test_page_of_a_paper_that_is_not_ready_leads_to_the_sheet(ask, programme, monkeypatch):
    def fail(*args, **kwargs):
        raise PrintingFailed("x")

    monkeypatch.setattr(papers, "current_edition", fail)
    page = lxml.html.fromstring(ask(BROCHURE)[1].decode())
    assert f"{FOLDER}/" in {link.get("href") for link in page.iter("a")}


# The pages around


def text(body):
    main = lxml.html.fromstring(body.decode()).find(".//main")
    return " ".join(main.text_content().replace("\u00a0", " ").split())


@pytest.fixture
def second(made, programme, ask):
    """A second edition, of another day."""
    import time_machine

    reword(programme, "Apprendre à vendre.")
    with time_machine.travel("2026-12-04T10:00:00+01:00", tick=False):
        ask(BROCHURE)


def test_programme_page_says_size_and_pages_beside_the_link(read, ask, made):
    page = read(f"{FOLDER}/")
    (link,) = [a for a in page.iter("a") if a.get("href") == BROCHURE]
    said = link.text_content().replace("\u00a0", " ").replace("\u202f", " ")
    assert said == "Télécharger la brochure (PDF, 4 pages, 1 Ko)"


def test_programme_page_has_the_link_before_the_brochure_is_made(read, programme):
    page = read(f"{FOLDER}/")
    (link,) = [a for a in page.iter("a") if a.get("href") == BROCHURE]
    assert link.text_content() == "Télécharger la brochure (PDF)"


def test_list_of_editions_names_each_with_its_date_and_file(read, second):
    page = read(EDITIONS)
    titles = [h.text_content().replace("\u00a0", " ") for h in page.iter("h2")]
    assert titles == ["Édition n° 2 du 4 décembre 2026", "Édition n° 1 du 23 novembre 2026"]
    links = [a.get("href") for a in page.iter("a") if a.get("href", "").endswith(".pdf")]
    assert links == [f"{FOLDER}/editions/2.pdf", FIRST_PDF]


def test_list_of_editions_says_what_changed(ask, second):
    said = text(ask(EDITIONS)[1])
    assert "Ajouté : Apprendre à vendre." in said
    assert "Première édition." in said


def test_list_of_editions_says_when_each_was_public(ask, second, programme):
    reword(programme, "")
    ask(BROCHURE)
    said = text(ask(EDITIONS)[1])
    assert "Mise en ligne le 4 décembre 2026." in said


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_of_editions_asks_a_constant_number_of_queries(
    client, programme, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        factories.edition(programme, number=number, checksum=f"{number:064}")
    with django_assert_num_queries(7):
        client.get(EDITIONS)


def test_long_list_of_editions_is_cut_into_pages(read, programme):
    for number in range(1, 31):
        factories.edition(programme, number=number, checksum=f"{number:064}")
    first, second = read(EDITIONS), read(f"{EDITIONS}?page=2")
    assert [len(list(page.iter("h2"))) for page in (first, second)] == [20, 10]
    assert "?page=2" in {link.get("href") for link in first.iter("a")}


def test_list_without_an_edition_says_so(ask, programme):
    assert "Aucune édition pour l’instant" in text(ask(EDITIONS)[1])


def test_edition_in_force_says_so(ask, made):
    assert text(ask(FIRST)[1]).startswith("Votre brochure est à jour L’édition n° 1 du 23 novembre")


def test_edition_that_is_out_of_date_says_what_changed_since(ask, made, programme):
    reword(programme, "Apprendre à vendre.")
    said = text(ask(FIRST)[1])
    assert said.startswith(
        "Votre brochure n’est plus à jour Depuis votre édition n° 1 du 23 novemb"
    )
    assert "Ajouté : Apprendre à vendre." in said


def test_edition_whose_words_came_back_is_in_force_again(ask, made, programme):
    reword(programme, "Apprendre à vendre.")
    ask(BROCHURE)
    reword(programme, "")
    assert text(ask(FIRST)[1]).startswith("Votre brochure est à jour")


@pytest.mark.parametrize("path", PAGES)
def test_page_of_editions_works_once_made(ask, made, path):
    assert ask(path)[0].status_code == 200


@pytest.mark.parametrize("typed", [SHORT, f"{SHORT}/"])
def test_short_address_leads_to_the_edition(client, made, typed):
    response = client.get(typed)
    assert (response.status_code, response["Location"]) == (302, FIRST)


# The QR code


def test_qr_code_leads_to_the_short_address(agora):
    """Read on the printed page, as a telephone does."""
    import zxingcpp
    from PIL import Image

    command = ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-gray", "-png", "-"]
    shown = subprocess.run(command, input=agora.printed.pdf, capture_output=True, check=True)
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(shown.stdout)))
    assert code.text == f"{SITE}/e/bac-pro-agora/1"


def test_address_of_the_qr_code_is_a_page_of_the_site(made, client, programme):
    address = brochure.edition_url(programme, 1)
    assert (
        address == f"{SITE}{SHORT}" == f"{SITE}{reverse('catalogue:short_edition', args=[SLUG, 1])}"
    )
    assert client.get(address.removeprefix(SITE), follow=True).status_code == 200


def test_qr_code_is_small_enough_to_be_read_from_paper(programme):
    """A module of at least half a millimetre, quiet zone included, on 24 mm."""
    modules = segno.make(brochure.edition_url(programme, 12), error="m", micro=False)
    assert 24 / (modules.symbol_size(border=2)[0]) >= 0.5


# The same questions as to every page


EVERY = [*FILES, *PAGES, SHORT, BOOKLET]


@pytest.fixture
def bound(made, monkeypatch):
    """A booklet that costs nothing."""
    from django.core.files.base import ContentFile

    def current_booklet(programmes, *, now):
        booklet = Booklet(checksum="c" * 64, pdf_checksum="p" * 64, size=9, asked_at=NOW)
        booklet.pdf.save("x.pdf", ContentFile(b"%PDF-1.7\n"))
        return booklet

    monkeypatch.setattr(papers, "current_booklet", current_booklet)


@pytest.mark.parametrize("path", EVERY)
def test_paper_leaves_no_cookie(ask, bound, path):
    response, _ = ask(path)
    assert response.status_code in (200, 302)
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", EVERY)
def test_paper_sends_the_security_headers(ask, bound, path):
    response, _ = ask(path)
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_wrong_verb_is_refused(ask, bound, path, verb):
    assert ask(path, method=verb)[0].status_code == 405


# make_brochures


def run(capsys):
    call_command("make_brochures")
    return capsys.readouterr().out


def test_command_makes_every_paper_and_counts_them(programme, capsys):
    factories.programme()
    factories.programme(state="draft")
    assert run(capsys) == "2 formations, 4 nouvelles éditions.\n"


def test_command_makes_nothing_twice(programme, capsys):
    run(capsys)
    assert run(capsys) == "1 formations, 0 nouvelles éditions.\n"
    assert Edition.objects.count() == 2


def test_command_names_what_it_could_not_make(programme, monkeypatch):
    def fail(*args, **kwargs):
        raise PrintingFailed("essai")

    monkeypatch.setattr(brochure, "draw", fail)
    with pytest.raises(CommandError, match=SLUG):
        call_command("make_brochures")


def test_command_goes_on_after_a_failure(programme, monkeypatch):
    other = factories.programme()
    draw = brochure.draw

    def fail(draft, **kwargs):
        if draft.sheet.programme == programme:
            raise PrintingFailed("essai")
        return draw(draft, **kwargs)

    monkeypatch.setattr(brochure, "draw", fail)
    with pytest.raises(CommandError):
        call_command("make_brochures")
    assert Edition.objects.filter(programme=other).count() == 2
