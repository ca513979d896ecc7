"""The kept pages: who gets which bytes, what a request costs, and what never changes a page."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from catalogue.models import ContentVersion, Programme
from charmilles import pages
from tests.support import catalogue_factories as factories

PAGE = "/formations/bac-pro-essai/"
ENCODINGS = ["br", "gzip", "identity"]
requests = RequestFactory()


@pytest.fixture
def programme(db):
    return factories.programme(slug="bac-pro-essai", short_name="Bac pro Essai")


# Encodings (RFC 9110, 12.5.3)


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
        ("deflate", "identity"),
        ("br;q=abc", "identity"),
        ("br;q=nan, gzip;q=inf", "identity"),
        ("br;q=2, gzip", "gzip"),
        ("br;q=-1", "identity"),
        (",;,q=,;;", "identity"),
        ("x" * 5_000, "identity"),
    ],
)
def test_best_encoding_that_the_browser_accepts(header, encoding):
    assert pages.accepted_encoding(header) == encoding


@pytest.mark.parametrize(
    ("header", "read"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)],
)
def test_each_encoding_says_the_same(client, programme, header, read):
    answer = client.get(PAGE, headers={"accept-encoding": header})
    assert answer.get("Content-Encoding", "identity") == header
    assert int(answer["Content-Length"]) == len(answer.content)
    assert b"Bac pro Essai" in read(answer.content)


def test_page_is_kept_in_the_encodings_asked_for(client, programme):
    for name in ENCODINGS:
        client.get(PAGE, headers={"accept-encoding": name})
    page = pages.kept.get((PAGE,), (ContentVersion.of_pages(), timezone.localdate()))
    assert page.bodies.keys() == {"br", "gzip"}
    assert pages.kept.size == page.size


def test_each_encoding_has_its_tag(client, programme):
    tags = {client.get(PAGE, headers={"accept-encoding": name})["ETag"] for name in ENCODINGS}
    assert len(tags) == 3


# Headers


def test_caches_keep_a_page_and_ask_each_time(client, programme):
    answer = client.get(PAGE)
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_browser_that_has_the_page_gets_no_bytes(client, programme, encoding):
    known = {"accept-encoding": encoding}
    tag = client.get(PAGE, headers=known)["ETag"]
    answer = client.get(PAGE, headers=known | {"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    kept = {name: answer[name] for name in ("ETag", "Cache-Control", "Vary")}
    assert kept == {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}


def test_browser_that_has_an_older_page_gets_the_new_one(client, programme):
    tag = client.get(PAGE)["ETag"]
    programme.promise = "Apprendre autrement."
    programme.save()
    answer = client.get(PAGE, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert b"Apprendre autrement." in answer.content


def test_head_has_the_headers_of_get_and_no_body(client, programme):
    whole, head = client.get(PAGE), client.head(PAGE)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_withdrawn_programme_is_kept_as_gone(client, programme, django_assert_num_queries):
    programme.state = Programme.State.WITHDRAWN
    programme.save()
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (410, first.content)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_page_takes_nothing(client, programme, method):
    assert getattr(client, method)(PAGE).status_code == 405


# Cost


def public_names(patterns=None):
    """The names of the addresses that are answered from the kept pages, applications included."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from public_names(pattern.url_patterns)
        elif getattr(pattern.callback, "is_public", False):
            yield pattern.name


PUBLIC = {
    "home": "/",
    "programmes": "/formations/",
    "compare": "/formations/comparer/",
    "where_to_enter": "/formations/ou-entrer/",
    "programme": PAGE,
    "can_apply": f"{PAGE}candidater/",
    "parents": f"{PAGE}parents/",
    "pathway": f"{PAGE}parcours/",
    "marks": f"{PAGE}notes/",
    "results": f"{PAGE}resultats.csv",
    "editions": f"{PAGE}editions/",
    "edition": f"{PAGE}editions/1/",
    "calendar": f"{PAGE}calendrier.ics",
    "calendar_sheet": f"{PAGE}calendrier.pdf",
    "earnings": "/remuneration/",
    "employers": "/entreprises/",
    "accessibility": "/accessibilite/",
    "legal_notice": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "open_data": "/donnees/",
    "open_data_schema": "/donnees/formations.schema.json",
    "all_json": "/formations.json",
    "all_csv": "/formations.csv",
    "all_lheo": "/formations.xml",
    "feed": "/formations.atom",
    "programme_json": "/formations/bac-pro-essai.json",
    "programme_csv": "/formations/bac-pro-essai.csv",
    "programme_lheo": "/formations/bac-pro-essai.xml",
    "picture": f"{PAGE}partage.png",
    "framed": f"{PAGE}carte/",
    "sitemap": "/sitemap.xml",
    "security": "/.well-known/security.txt",
}


@pytest.fixture
def everything(programme):
    factories.centre(email="contact@exemple.fr")
    factories.edition(programme)
    for title in ("Pratique", "Maths"):
        factories.unit(programme, title=title, coefficient=1)
    factories.outcome(programme, value=90)
    factories.follow_on(programme, title="BTS Gestion")
    factories.rhythm_step(programme, "CCCCC")
    factories.laid_out(programme)


def test_each_public_page_is_tried():
    assert set(public_names()) == PUBLIC.keys()


@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC)
def test_kept_page_costs_one_query(client, everything, django_assert_num_queries, path):
    first = client.get(path)
    with django_assert_num_queries(1):
        again = client.get(path)
    assert (first.status_code, again.content) == (200, first.content)


# Made anew too, but it holds nothing of the content: no query tells so.
CHANGES = {name: path for name, path in PUBLIC.items() if name != "open_data_schema"}


@pytest.mark.parametrize("path", CHANGES.values(), ids=CHANGES)
def test_each_change_makes_the_page_anew(client, everything, path):
    client.get(path)
    ContentVersion.raise_number(on_pages_alone=True)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) > 1


def test_page_asked_by_fifty_at_once_is_made_once():
    made, start = [], threading.Barrier(50)

    def view(request):
        made.append(1)
        threading.Event().wait(0.05)
        return HttpResponse("Bonjour")

    page = kept_without_database(view)

    def ask(_):
        start.wait()
        return page(requests.get("/bonjour/")).content

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(ask, range(50))) == {b"Bonjour"}
    assert len(made) == 1


def kept_without_database(view, **options):
    """Marks the view as public; its content never changes."""
    return pages.public_page(**options)(view)


@pytest.fixture(autouse=True)
def number(settings, request):
    """Gives a number without a database to the tests that have none."""
    if "db" not in request.fixturenames:
        settings.PAGES_VERSION = "tests.charmilles.test_pages.never_raised"


def never_raised():
    return 1


# What a visitor sends changes nothing

POISONS = {
    "unknown parameter": {"query": "?utm_source=%3Cscript%3E&page=2"},
    "parameter without a value": {"query": "?x"},
    "host of the port": {"HTTP_HOST": "testserver:8443"},
    "forwarded host": {"HTTP_X_FORWARDED_HOST": "evil.example"},
    "forwarded scheme": {"HTTP_X_FORWARDED_PROTO": "https"},
    "forwarded prefix": {"HTTP_X_FORWARDED_PREFIX": "/evil"},
    "script name": {"SCRIPT_NAME": "/evil"},
    "original address": {"HTTP_X_ORIGINAL_URL": "/gestion/", "HTTP_X_REWRITE_URL": "/gestion/"},
    "language": {"HTTP_ACCEPT_LANGUAGE": "de"},
    "cookies": {"HTTP_COOKIE": "sessionid=evil; csrftoken=evil; dossier=evil; messages=evil"},
    "referer": {"HTTP_REFERER": "https://evil.example/"},
    "agent": {"HTTP_USER_AGENT": "<script>evil</script>"},
    "range": {"HTTP_RANGE": "bytes=0-10"},
    "method override": {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_poison_changes_no_page_and_adds_none(client, everything, poison):
    clean = client.get(PAGE).content
    before = len(pages.kept)
    pages.kept = pages.Pages(pages.kept.limit)  # the poisoned request makes the page itself
    options = {name: value for name, value in poison.items() if name != "query"}
    poisoned = client.get(PAGE + poison.get("query", ""), **options)
    assert (poisoned.status_code, poisoned.content) == (200, clean)
    assert not poisoned.cookies
    assert len(pages.kept) == before == 1


def test_unknown_host_is_refused(client, programme):
    assert client.get(PAGE, HTTP_HOST="evil.example").status_code == 400
    assert len(pages.kept) == 0


@pytest.mark.parametrize(
    "path", ["/formations/inconnue/", f"{PAGE}editions/9/", "/formations/?domaine=inconnu"]
)
def test_address_that_leads_nowhere_is_not_kept(client, programme, path):
    assert client.get(path).status_code in (302, 404)
    assert len(pages.kept) == 0


@pytest.mark.parametrize("value", ["0", "2", "-1", "01", "x", "9" * 50, "1%00"])
def test_page_number_that_is_not_one_leads_to_the_first(client, everything, value):
    answer = client.get(f"{PAGE}editions/?page={value}")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}editions/")
    assert len(pages.kept) == 0


def test_parameters_count_in_any_order(db, client):
    for path in ("/?a=1&b=2", "/?b=2&a=1", "/?b=2&x=3&a=1"):
        page = pages.public_page("a", "b")(lambda request: HttpResponse(request.GET.urlencode()))
        answer = page(requests.get(path))
        assert answer.content == b"a=1&b=2"
    assert len(pages.kept) == 1


def test_page_of_a_free_value_is_never_kept(db):
    page = pages.public_page(free=("q",))(lambda request: HttpResponse(request.GET.get("q", "")))
    assert page(requests.get("/?q=secr%C3%A9taire")).content == "secrétaire".encode()
    assert len(pages.kept) == 0
    page(requests.get("/"))
    assert len(pages.kept) == 1


def test_page_of_a_free_value_is_kept_by_no_cache(db):
    page = pages.public_page(free=("q",))(lambda request: HttpResponse("trouvé"))
    assert page(requests.get("/?q=x"))["Cache-Control"] == "no-store, private"
    assert page(requests.get("/"))["Cache-Control"] == "public, no-cache"


def test_view_sees_nothing_of_who_asks(db):
    seen = []

    def view(request):
        seen.append(request)
        return HttpResponse()

    asked = requests.get("/bonjour/?x=1", headers={"cookie": "a=b", "x-y": "z"})
    pages.public_page()(view)(asked)
    (plain,) = seen
    assert (plain.path, plain.COOKIES, plain.META, dict(plain.GET)) == ("/bonjour/", {}, {}, {})


# Memory


def page_of(size):
    return pages.Page(1, 200, {}, "tag", {"br": b"x" * (size - pages.UPKEEP)})


def test_memory_is_bounded_in_bytes():
    kept = pages.Pages(limit=10_000)
    for number in range(100):
        kept.keep(number, page_of(3_000))
    assert (len(kept), kept.size) == (3, 9_000)


def test_page_not_read_for_longest_goes_first():
    kept = pages.Pages(limit=6_000)
    kept.keep("a", page_of(3_000))
    kept.keep("b", page_of(3_000))
    kept.get("a", 1)
    kept.keep("c", page_of(3_000))
    assert [bool(kept.get(key, 1)) for key in "abc"] == [True, False, True]


def test_page_of_another_state_is_for_nobody():
    kept = pages.Pages(limit=10_000)
    kept.keep("a", page_of(3_000))
    assert kept.get("a", 2) is None


def test_page_made_again_takes_the_place_of_the_former():
    kept = pages.Pages(limit=10_000)
    for _ in range(5):
        kept.keep("a", page_of(3_000))
    assert (len(kept), kept.size) == (1, 3_000)


def test_page_larger_than_the_memory_is_not_kept():
    kept = pages.Pages(limit=1_000)
    kept.keep("a", page_of(3_000))
    assert (len(kept), kept.size) == (0, 0)


def test_failing_view_keeps_nobody_waiting(db):
    def view(request):
        raise Http404

    page = pages.public_page()(view)
    for _ in range(3):
        with pytest.raises(Http404):
            page(requests.get("/"))
