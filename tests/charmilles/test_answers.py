"""What every answer of the real server carries, and what its logs keep, in production (S3).

Requests arrive as a TLS proxy sends them. Each kind of answer is asked for once.
"""

import http.client
import logging
import re
import socket
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.urls import resolve, reverse

from charmilles.logs import PRIVATE, TO_THE_CONSOLE, Discreet
from tests.charmilles.test_setup import PRODUCTION

HOST = "formations.exemple.fr"
SECRET = "jeton-tres-secret-7"
REFERENCE = "CH-7K3P-2QXW"
EVIL = "evil.example"


def fill():
    from tests.support import catalogue_factories as factories

    factories.programme(slug="bac-pro-essai")
    factories.centre(email="contact@exemple.fr")
    return {}


@pytest.fixture(scope="module")
def server(serve):
    environment = PRODUCTION | {
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "SITE_URL": f"https://{HOST}",
        "BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "tests.support.failing",
        "WEB_CONCURRENCY": "1",
    }
    return serve(fill="tests.charmilles.test_answers:fill", **environment)


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, dict(response.getheaders())
        try:
            self.body = response.read()
        except http.client.IncompleteRead as cut:
            self.body = cut.partial

    @property
    def text(self):
        return f"{self.headers} {self.body.decode(errors='replace')}"


def ask(server, path, *, method=None, body=None, host=HOST, proto="https", **headers):
    path = path(server) if callable(path) else path
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    headers |= {"Host": host, "X-Forwarded-Proto": proto, "X-Forwarded-For": "203.0.113.7"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method or ("POST" if body else "GET"), path, body, headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def style_sheet(server):
    (link, *_) = lxml.html.fromstring(ask(server, "/").body).xpath(
        "//link[@rel='stylesheet']/@href"
    )
    return link


# (name, status, request): one of each kind of answer.
KINDS = [
    ("page", 200, {"path": "/"}),
    ("sheet", 200, {"path": "/formations/bac-pro-essai/"}),
    ("staff", 200, {"path": "/gestion/login/"}),
    ("candidate", 200, {"path": "/candidature/"}),
    ("machine", 200, {"path": "/robots.txt"}),
    ("probe", 200, {"path": "/healthz", "proto": "http"}),
    ("security", 200, {"path": "/.well-known/security.txt"}),
    ("static", 200, {"path": style_sheet}),
    ("paper", 200, {"path": "/formations/bac-pro-essai/brochure.pdf"}),
    ("to https", 301, {"path": "/formations/", "proto": "http"}),
    ("final slash", 301, {"path": "/formations"}),
    ("redirection", 302, {"path": "/e/bac-pro-essai/1"}),
    ("sign in", 302, {"path": "/gestion/"}),
    ("way in", 302, {"path": "/candidature/dossier/"}),
    ("bad host", 400, {"path": "/", "host": EVIL}),
    ("bad host over http", 301, {"path": "/", "host": EVIL, "proto": "http"}),
    ("port of another", 301, {"path": "/", "host": f"{HOST}:6666", "proto": "http"}),
    ("too many fields", 400, {"path": "/candidature/panne/x/", "body": "a=1&" * 2000}),
    ("forgery", 403, {"path": "/candidature/", "body": "email=a%40b.fr"}),
    ("absent", 404, {"path": "/absent/"}),
    ("absent file", 404, {"path": "/static/absent.css"}),
    ("wrong verb", 405, {"path": "/formations/", "method": "OPTIONS"}),
    ("fault", 500, {"path": "/candidature/panne/x/"}),
    ("unavailable", 503, {"path": "/attente/"}),
]
every_kind = pytest.mark.parametrize(
    ("status", "request_"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS]
)
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@every_kind
def test_every_answer_has_the_headers(server, status, request_):
    answer = ask(server, **request_)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin")
    assert "camera=()" in answer.headers["Permissions-Policy"]
    over_https = request_.get("proto", "https") == "https"
    hsts = "max-age=63072000; includeSubDomains; preload" if over_https else None
    assert answer.headers.get("Strict-Transport-Security") == hsts


OTHER_VERBS = {"forgery", "too many fields", "wrong verb"}
READ = {name: request for name, _, request in KINDS if name not in OTHER_VERBS}


@pytest.mark.parametrize("request_", READ.values(), ids=READ)
def test_head_has_the_status_of_get_and_no_body(server, request_):
    known, path = ask(server, **request_), request_["path"]
    path = path(server) if callable(path) else path
    proto, host = request_.get("proto", "https"), request_.get("host", HOST)
    with socket.create_connection(urlsplit(server.url).netloc.split(":"), timeout=20) as link:
        lines = f"HEAD {path} HTTP/1.1", f"Host: {host}", f"X-Forwarded-Proto: {proto}"
        link.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        head, _, body = link.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {known.status} ".encode())
    assert body == b""


def test_connection_stays_open_after_an_answer_without_a_body(server):
    secure = {"Host": HOST, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.request("GET", "/", headers=secure)
    first = connection.getresponse()
    first.read()
    link = connection.sock
    for _ in range(2):
        connection.request("GET", "/", headers=secure | {"If-None-Match": first.headers["ETag"]})
        again = connection.getresponse()
        assert (again.status, again.read()) == (304, b"")
        assert connection.sock is link
    connection.close()


@every_kind
def test_no_answer_repeats_the_host_it_was_asked_for(server, status, request_):
    answer = ask(server, **request_)
    assert EVIL not in answer.text
    assert ":6666" not in answer.text


def test_no_header_moves_the_site(server):
    assert ask(server, "/x/gestion/login/", SCRIPT_NAME="/x").status == 404
    assert ask(server, "/gestion/login/", SCRIPT_NAME="/x").status == 200


# Requests that the server cannot read: Django never sees them.
UNREADABLE = {
    "line": b"n importe quoi\r\n\r\n",
    "long line": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
    "name of a header": b"GET / HTTP/1.1\r\nHost : evil.example\r\n\r\n",
    "value of a header": b"GET / HTTP/1.1\r\nHost: evil.example\x01\r\n\r\n",
    "version": b"GET /evil.example HTTP/7.1\r\nHost: evil.example\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"A: evil.example\r\n" * 200 + b"\r\n",
    "coding": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: evil.example\r\n\r\n",
    # What two servers could read in two ways, and so hide one request in another.
    "length and coding": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "two codings": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "coding twice": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"
    b"0\r\n\r\n",
    "old version with a coding": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "field on two lines": b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n evil.example\r\n\r\n",
    "bare line feed": b"GET / HTTP/1.1\r\nHost: a\nX-A: evil.example\r\n\r\n",
    "signed length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
    "size of a chunk": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0x1\r\na\r\n",
}


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE)
def test_request_that_cannot_be_read_is_refused_as_the_others(server, sent):
    with socket.create_connection(server.listener.getsockname(), timeout=20) as connection:
        connection.sendall(sent)
        response = http.client.HTTPResponse(connection)
        response.begin()
        answer = Answer(response)
    assert answer.status in (400, 414, 431, 501)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Cette demande n’a pas été comprise" in answer.body.decode()
    assert EVIL not in answer.text


def test_static_file_is_for_our_pages_only(server):
    assert "Access-Control-Allow-Origin" not in ask(server, style_sheet).headers


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        ({"path": "/", "host": EVIL}, "Cette demande n’a pas été comprise"),
        ({"path": "/candidature/panne/x/", "body": "a=1&" * 2000}, "Cette demande n’a pas"),
        ({"path": "/candidature/", "body": "email=a%40b.fr"}, "Cette page a expiré"),
        ({"path": "/absent/"}, "Cette page n’existe pas"),
        ({"path": "/candidature/panne/x/"}, "Le site est en panne"),
    ],
    ids=["host", "fields", "forgery", "absent", "fault"],
)
def test_error_is_said_in_french(server, request_, title):
    assert title in ask(server, **request_).body.decode()


def test_no_page_names_another_address_than_ours(server):
    """An absolute address is that of the setting, though the site answers to several names."""
    found = "".join(
        ask(server, path, host="127.0.0.1").text for path in ("/robots.txt", "/sitemap.xml", "/")
    )
    assert set(re.findall(r"https?://[^/\s<\"']+", found)) >= {f"https://{HOST}"}
    assert "//127.0.0.1" not in found


# Logs

DIRECT = "/candidature/panne/{secret}/"
FAILING = [
    ("fault", 500, {"path": DIRECT, "body": "reference={reference}&email=ines%40exemple.test"}),
    ("too many fields", 400, {"path": DIRECT, "body": "a=1&" * 2000}),
    ("too large", 400, {"path": DIRECT, "body": "a=" + "1" * 3_000_000}),
    ("forgery", 403, {"path": "/candidature/lien/{secret}/", "body": "a=1"}),
    ("forgery of a file", 403, {"path": "/candidature/dossier/{reference}/retirer/", "body": "a"}),
    ("bad host", 400, {"path": "/candidature/lien/{secret}/", "host": EVIL}),
    ("absent", 404, {"path": "/candidature/dossier/{reference}/absent/{secret}/x/"}),
    ("wrong verb", 405, {"path": "/candidature/agenda/{secret}.ics", "method": "OPTIONS"}),
    ("cut", 200, {"path": "/candidature/coupure/{secret}/?q={secret}"}),
]


def failed(request):
    """The request, about this application and by this secret address."""
    filled = {"secret": SECRET, "reference": REFERENCE}
    return {name: value.format(**filled) for name, value in request.items()}


@pytest.mark.parametrize(
    ("status", "request_"), [row[1:] for row in FAILING], ids=[row[0] for row in FAILING]
)
def test_log_of_a_failing_page_opens_nothing(server, status, request_):
    before = len(server.log.read_text())
    assert ask(server, **failed(request_)).status == status
    log = server.log.read_text()[before:]
    assert [word for word in (SECRET, REFERENCE, "ines@", EVIL) if word in log] == []


def test_log_of_a_fault_still_says_where_it_is(server):
    ask(server, **failed(FAILING[0][2]))
    log = server.log.read_text()
    assert "« fails »" in log
    assert "failing_urls.py" in log
    assert "ValueError" in log


def test_log_of_an_answer_cut_short_still_says_why(server):
    ask(server, **failed(FAILING[-1][2]))
    assert "disque plein" in server.log.read_text()


def test_private_addresses_are_those_of_the_site():
    roots = [reverse("enrolment:come_back"), reverse("admin:index")]
    assert roots == [f"/{name}/" for name in PRIVATE]


def test_log_line_says_its_offset_from_universal_time():
    written = TO_THE_CONSOLE["formatters"]["line"]
    formatter = Discreet(written["fmt"], written.get("datefmt"), style=written["style"])
    line = formatter.format(logging.makeLogRecord({"msg": "en panne"}))
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/.git/HEAD", "/.env", "/manage.py", "/static/", "/static/css/", "/static/../.git/HEAD"],
)
def test_nothing_of_the_project_is_served(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/candidature/", "/gestion/login/", "/healthz"])
def test_request_is_not_sent_back_by_trace(client, path):
    answer = client.trace(path, headers={"X-Secret": SECRET})
    assert answer.headers["Content-Type"] != "message/http"
    assert SECRET not in answer.content.decode()


ENCODED = "from https://a.fr/?u=https%3A%2F%2Fb.fr« adresse privée »"
PLAIN = logging.Formatter("{message}", style="{")


@pytest.mark.parametrize(
    ("message", "written"),
    [
        (f"Forbidden: /candidature/lien/{SECRET}/", "Forbidden: « adresse privée »"),
        (f"GET /gestion/enrolment/application/?q={SECRET} 500", "GET « adresse privée » 500"),
        (f"dossier {REFERENCE} perdu", "dossier CH-… perdu"),
        ("refusé pour ines@exemple.test", "refusé pour …@…"),
        ("doublon\nDETAIL:  Key (email)=(ines) already exists.", "doublon\nDÉTAIL : …"),
        (
            "nul\nDETAIL:  Failing row (1, une phrase\n\net sa suite).\n\nThe above exception",
            "nul\nDÉTAIL : …\n\nThe above exception",
        ),
        (f"from https://a.fr/?u=https%3A%2F%2Fb.fr%2Fcandidature%2Flien%2f{SECRET}", ENCODED),
        ("from https://a.fr/?r=CH%2D7K3P%2d2QXW", "from https://a.fr/?r=CH-…"),
        ("from https://a.fr/?q=ines%40exemple.test", "from https://a.fr/?q=…@…"),
        ("Server: /formations/bac-pro/", "Server: /formations/bac-pro/"),
        ("Error of /formations/?q=ma+maladie&x=1 now", "Error of /formations/?… now"),
    ],
)
def test_what_identifies_is_taken_out_of_a_line(message, written):
    record = logging.makeLogRecord({"msg": message})
    assert Discreet("{message}", style="{").format(record) == written
    assert PLAIN.format(record) == message  # control: nothing else takes it out


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/formations/bac-pro-essai/", "bac-pro-essai en panne"),
        (f"/candidature/dossier/{REFERENCE}/", "… en panne"),
        (f"/candidature/lien/{SECRET}/", "… en panne"),
    ],
)
def test_error_keeps_the_parts_of_public_addresses_only(rf, path, written):
    request = rf.get(path)
    request.resolver_match = resolve(path)
    (part,) = request.resolver_match.kwargs.values()
    record = logging.makeLogRecord({"msg": f"{part} en panne", "request": request})
    line, _number = Discreet("{message}", style="{").format(record).splitlines()
    assert line.removeprefix("CH-") == written
