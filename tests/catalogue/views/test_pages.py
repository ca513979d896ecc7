"""Every public page, asked the same questions; then what each page alone has to answer."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.apps import apps
from django.db.models import CharField, EmailField, SlugField, TextField, URLField
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from phonenumber_field.modelfields import PhoneNumberField

from catalogue.finding import index
from catalogue.models import Certification, Domain, Programme, SectionItem
from catalogue.views import pages
from tests.support import catalogue_factories as factories
from tests.support import real_contents

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
PROGRAMME = "/formations/bac-pro-gestion/"
PAGES = {
    "catalogue:home": "/",
    "catalogue:programmes": "/formations/",
    "catalogue:compare": "/formations/comparer/",
    "catalogue:where_to_enter": "/formations/ou-entrer/",
    "catalogue:programme": PROGRAMME,
    "catalogue:can_apply": f"{PROGRAMME}candidater/",
    "catalogue:earnings": "/remuneration/",
    "catalogue:employers": "/entreprises/",
    "catalogue:accessibility": "/accessibilite/",
    "catalogue:legal_notice": "/mentions-legales/",
    "catalogue:privacy": "/donnees-personnelles/",
    "catalogue:open_data": "/donnees/",
}
DATA = "application/ld+json"
MACHINES = {
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "healthz": "/healthz",
    "readyz": "/readyz",
}
# They draw or list papers: tests/papers/ asks them these questions.
PAPERS = {
    "catalogue:booklet",
    "catalogue:brochure",
    "catalogue:employers_sheet",
    "catalogue:editions",
    "catalogue:edition",
    "catalogue:edition_pdf",
    "catalogue:short_edition",
}
# They need weeks: test_calendars.py asks them these questions.
CALENDARS = {"catalogue:calendar", "catalogue:calendar_sheet"}
# Files of staff: test_documents.py asks them these questions.
DOCUMENTS = {"catalogue:document", "catalogue:quality_certificate"}
# They need a centre with an address, an exam, results, a next step: test_machines.py,
# test_watched.py, test_marks.py, test_results.py, test_pathway.py and test_parents.py ask them
# these questions.
ELSEWHERE = {"security", "metrics", "catalogue:marks", "catalogue:results", "catalogue:pathway"}
ELSEWHERE |= {"catalogue:parents"}
# For other sites: test_open_data.py asks them these questions.
OPEN = {
    f"catalogue:{name}"
    for name in (
        *("all_json", "all_csv", "all_lheo", "feed", "open_data_schema", "picture", "framed"),
        *("programme_json", "programme_csv", "programme_lheo"),
    )
}
PUBLIC = [*PAGES.values(), *MACHINES.values()]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")


@pytest.fixture
def other():
    """A published programme that the one above says nothing of."""
    return factories.programme(short_name="BTS Vente", certification=factories.certification())


@pytest.fixture
def real():
    real_contents.load()


def links(page):
    return {link.get("href") for link in page.iter("a")}


def names(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern, prefix + space)
        else:
            yield prefix + (pattern.name or str(pattern.pattern))


# The same questions for all


def test_no_address_is_forgotten_here():
    # These have sessions, and tests of their own.
    elsewhere = ("admin:", "enrolment:", "staff:", "admin_password_reset", "password_reset_")
    public = {name for name in names(get_resolver()) if not name.startswith(elsewhere)}
    assert public == {*PAGES, *MACHINES} | PAPERS | CALENDARS | DOCUMENTS | ELSEWHERE | OPEN


@pytest.mark.parametrize("path", PUBLIC)
def test_page_works(client, programme, path):
    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", PAGES.values())
def test_page_works_while_the_site_is_empty(client, path):
    assert client.get(path).status_code == (404 if PROGRAMME in path else 200)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_wrong_verb_is_refused(client, programme, path, verb):
    assert getattr(client, verb)(path).status_code == 405


@pytest.mark.parametrize("path", [*PUBLIC, "/nulle-part/"])
def test_page_leaves_no_cookie(client, programme, path):
    response = client.get(path)
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", PAGES.values())
def test_page_does_not_look_at_cookies(client, programme, path):
    client.cookies["sessionid"] = "x" * 32
    client.cookies["messages"] = "x"
    response = client.get(path)
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", [*PUBLIC, "/nulle-part/", "/gestion/login/"])
def test_page_sends_the_security_headers(client, programme, path):
    response = client.get(path)
    assert {name: response.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", [*PUBLIC, "/nulle-part/", "/gestion/login/"])
def test_page_sends_the_content_policy(client, programme, path):
    sent = client.get(path)["Content-Security-Policy"]
    directives = (directive.strip().split(" ", 1) for directive in sent.split(";"))
    assert dict(directives) == POLICY


def test_withdrawn_page_sends_the_security_headers(client):
    response = client.get(factories.programme(state="withdrawn").get_absolute_url())
    assert {name: response.get(name) for name in HEADERS} == HEADERS


def test_pages_are_typeset_in_french(real, programme, client):
    paths = [*PAGES.values(), "/formations/bac-pro-agora/", "/nulle-part/"]
    faults = {path: untypeset(client.get(path).content.decode()) for path in paths}
    assert {path: found for path, found in faults.items() if found} == {}


def untypeset(html):
    """Lists the spaces and apostrophes of words shown that French typography writes otherwise."""
    words = unescape(re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", "", html, flags=re.DOTALL))
    return re.findall(r".{0,30}(?: [;:!?»%€](?!\w)|« |\w['\"]\w).{0,10}", words)


def test_titles_name_the_centre_and_differ(read, programme):
    factories.centre(name="Centre des Tilleuls")
    found = {read(path).findtext(".//title") for path in PAGES.values()}
    assert len(found) == len(PAGES)
    assert {title.count("Centre des Tilleuls") for title in found} == {1}


def test_missing_page_is_ours(read):
    page = read("/nulle-part/", status=404)
    assert page.findtext(".//h1") == "Cette page n’existe pas"


def test_failing_page_is_ours_and_protected(client, monkeypatch, programme):
    def fail(*args):
        raise RuntimeError("panne")

    monkeypatch.setattr(pages, "the_centre", fail)
    client.raise_request_exception = False
    response = client.get("/mentions-legales/")
    assert response.status_code == 500
    assert "<h1>Le site est en panne</h1>" in response.content.decode()
    assert {name: response.get(name) for name in HEADERS} == HEADERS


# What is not published is nowhere

HIDDEN = ["draft", "withdrawn"]


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("path", PUBLIC)
def test_hidden_programme_is_named_nowhere(client, programme, path, state):
    hidden = factories.programme(
        slug="secrete",
        title="Formation secrète",
        short_name="Secrète",
        state=state,
        domain=programme.domain,
    )
    factories.cohort_year(factories.cohort(hidden, kind="all_year"))
    factories.follow_on(hidden, target=programme)
    html = client.get(path).content.decode()
    assert re.findall("(?i)secr[eè]te", html) == []


@pytest.mark.parametrize("state", HIDDEN)
def test_domain_of_a_hidden_programme_is_not_shown(client, state):
    factories.programme(state=state, domain=factories.domain(name="Mécanique"))
    html = client.get("/").content.decode() + client.get("/formations/").content.decode()
    assert "Mécanique" not in html


@pytest.mark.parametrize("state", HIDDEN)
def test_next_step_that_is_hidden_has_no_link(read, programme, state):
    hidden = factories.programme(state=state)
    factories.follow_on(programme, target=hidden, title="BTS Vente")
    page = read(PROGRAMME)
    assert "BTS Vente" in page.text_content()
    assert hidden.get_absolute_url() not in links(page)


def test_draft_is_missing(client):
    draft = factories.programme(state="draft")
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_unknown_programme_is_missing(client):
    assert client.get("/formations/inconnue/").status_code == 404


def test_withdrawn_programme_names_its_successor(read, programme):
    withdrawn = factories.programme(title="Bac pro GA", state="withdrawn", successor=programme)
    page = read(withdrawn.get_absolute_url(), status=410)
    assert "Bac pro GA" in page.text_content()
    assert PROGRAMME in links(page.find(".//main"))


def test_withdrawn_programme_may_have_no_successor(read):
    page = read(factories.programme(state="withdrawn").get_absolute_url(), status=410)
    assert links(page.find(".//main")) == {"/formations/"}


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_successor_is_not_named(read, state):
    hidden = factories.programme(short_name="Secrète", state=state)
    withdrawn = factories.programme(state="withdrawn", successor=hidden)
    page = read(withdrawn.get_absolute_url(), status=410)
    assert "Secrète" not in page.text_content()


# Home and list


def offer(programme, **dates):
    cohort = factories.cohort(programme, kind="school" if dates else "all_year")
    return factories.cohort_year(cohort, **dates)


def titles(page, path="h3"):
    return [" ".join(title.text_content().split()) for title in page.iter(path)]


def test_list_is_by_domain_in_the_order_of_staff(read):
    second, first = (
        factories.domain(name=name, position=position)
        for name, position in [("Vente", 2), ("Gestion", 1)]
    )
    for domain in (second, first):
        factories.programme(domain=domain)
    assert titles(read("/formations/"), "h2") == ["Gestion", "Vente"]


@pytest.mark.parametrize(
    ("count", "heading"), [(0, "Formations"), (1, "1 formation"), (2, "2 formations")]
)
def test_list_counts(read, count, heading):
    for _ in range(count):
        factories.programme()
    assert titles(read("/formations/"), "h1") == [heading]


@pytest.fixture
def small(monkeypatch):
    """A large catalogue has more than six programmes, and a page four cards."""
    monkeypatch.setattr(pages, "WHOLE", 6)
    monkeypatch.setattr(pages, "CARDS", 4)


def large_catalogue():
    """Makes seven programmes of one domain and one of another; returns the larger domain."""
    domain = factories.domain(name="Vente", slug="vente", summary="Vendre et conseiller.")
    for n in range(7):
        factories.programme(domain=domain, short_name=f"CAP {n}")
    factories.programme()
    return domain


def test_large_list_is_folded_by_domain(read, small):
    large_catalogue()
    page = read("/formations/")
    assert titles(page, "h1") == ["8 formations"]
    assert titles(page) == []
    assert "/formations/?domaine=vente" in links(page)


def test_page_of_a_domain_shows_a_part_of_its_programmes(read, small):
    large_catalogue()
    first, second = (read(f"/formations/?domaine=vente{more}") for more in ("", "&page=2"))
    assert titles(first, "h2") == ["CAP 0", "CAP 1", "CAP 2", "CAP 3"]
    assert titles(second, "h2") == ["CAP 4", "CAP 5", "CAP 6"]
    assert "Vendre et conseiller." in first.text_content()
    assert "?domaine=vente&page=2" in links(first)
    assert "?domaine=vente&page=1" in links(second)


def test_page_of_a_domain_shows_first_what_is_open(read, small):
    domain = large_catalogue()
    known, opened = (
        domain.programmes.get(short_name="CAP 5"),
        domain.programmes.get(short_name="CAP 6"),
    )
    offer(opened, registration_opens=TODAY, starts=date(2027, 9, 1))
    offer(known, registration_opens=date(2027, 1, 4))
    page = read("/formations/?domaine=vente")
    assert titles(page, "h2") == ["CAP 6", "CAP 5", "CAP 0", "CAP 1"]


@pytest.mark.parametrize("wrong", ["0", "9", "x", "-1", "1.0", "", "9" * 40])
def test_page_of_a_domain_that_is_not_one_leads_to_the_first(client, small, wrong):
    large_catalogue()
    answer = client.get(f"/formations/?domaine=vente&page={wrong}")
    assert (answer.status_code, answer["Location"]) == (302, "/formations/?domaine=vente")


@pytest.mark.parametrize("query", ["?domaine=inconnu", "?domaine=", "?page=2", "?domaine=%00"])
def test_domain_that_is_not_one_leads_to_the_list(client, query):
    factories.domain(slug="vide")
    answer = client.get(f"/formations/{query}")
    assert (answer.status_code, answer["Location"]) == (302, "/formations/")


def test_card_says_the_shortest_and_the_longest(read, programme):
    factories.duration(programme, audience="Apprentis", amount=12, unit="month")
    factories.duration(programme, audience="Stagiaires", amount=9, unit="month")
    assert "9 à 12\u00a0mois" in read("/formations/").text_content()


def test_next_step_that_is_a_draft_is_not_named(read, programme):
    draft = factories.programme(short_name="BTS en préparation", state=Programme.State.DRAFT)
    factories.follow_on(programme, target=draft)
    assert "BTS en préparation" not in read(programme.get_absolute_url()).text_content()


def test_card_says_length_and_next_start(read, programme):
    factories.duration(programme, amount=2, unit="year", hours=1350)
    offer(programme, starts=date(2027, 9, 1))
    (card,) = read("/formations/").findall(".//li[@class='card']")
    assert card.findtext("p[@class='card-award']") == "Bac professionnel, niveau\u00a04"
    assert [" ".join(li.text_content().split(" ")).strip() for li in card.iter("li")][1:] == [
        "2\u00a0ans, 1\u202f350\u00a0heures",
        "Rentrée\u00a0: 1er\u00a0septembre 2027",
    ]


def test_card_does_not_repeat_the_award_that_its_name_says(read):
    certification = factories.certification(kind="bts", title="Vente", level=None)
    factories.programme(short_name="BTS Vente", certification=certification)
    assert read("/formations/").find_class("card-award") == []


def test_card_names_what_leads_to_the_programme(read, programme, other):
    factories.follow_on(other, target=programme)
    hidden = factories.programme(short_name="Secrète", state=Programme.State.DRAFT)
    factories.follow_on(hidden, target=programme)
    (after,) = [
        li.text_content() for li in read("/formations/").iter("li") if "Suite" in li.text_content()
    ][-1:]
    assert after.strip() == "Suite possible après BTS Vente"


@pytest.mark.parametrize(
    ("brief", "said"),
    [(0, []), (1, ["1 fiche est courte"]), (2, ["2 fiches sont courtes"])],
)
def test_what_short_sheets_lack_is_said_once(read, brief, said):
    factories.duration(factories.programme(), amount=2, unit="year")
    for _ in range(brief):
        factories.programme()
    notes = read("/formations/").find_class("brief-note")
    assert [note.text_content().partition("\u00a0:")[0] for note in notes] == said


def test_card_hides_a_start_that_is_past(read, programme):
    offer(programme, starts=date(2026, 9, 1), ends=date(2027, 6, 30))
    assert "Rentrée" not in read("/formations/").text_content()


# A programme's neighbours


def test_neighbours_are_of_the_same_domain(read, programme, other):
    near = factories.programme(domain=programme.domain)
    aside = read(PROGRAMME).find(".//aside[@aria-labelledby='proches']")
    assert links(aside) == {near.get_absolute_url()}


def test_neighbour_named_as_a_next_step_is_named_once(read, programme):
    near = factories.programme(domain=programme.domain)
    factories.follow_on(programme, target=near)
    found = [a for a in read(PROGRAMME).iter("a") if a.get("href") == near.get_absolute_url()]
    assert len(found) == 1


def test_programme_says_what_leads_to_it_once(read, programme, other):
    factories.follow_on(other, target=programme)
    factories.follow_on(other, target=programme, title="Avec dérogation")
    found = [a for a in read(PROGRAMME).iter("a") if a.get("href") == other.get_absolute_url()]
    assert len(found) == 1


# Texts of the centre


def said(read):
    return read(PROGRAMME).find(".//main").text_content()


@pytest.fixture
def apprentice(programme):
    status = factories.status(name="Contrat d’apprentissage")
    programme.statuses.add(status)
    return status


def test_text_of_the_centre_is_on_every_programme(read, programme):
    factories.section(kind="methods", prose="Cours en petits groupes.")
    assert "Cours en petits groupes." in said(read)


def test_text_for_a_status_is_on_programmes_that_have_it(read, programme, apprentice):
    wanted = [apprentice, factories.status(name="Élève")]
    factories.section(kind="aids", prose="Aide au permis.", statuses=wanted)
    assert "Aide au permis." in said(read)


def test_text_for_another_status_is_not_shown(read, programme, apprentice):
    factories.section(kind="aids", prose="Bourse.", statuses=[factories.status(name="Élève")])
    assert "Bourse." not in said(read)


def test_text_for_a_status_is_not_on_programmes_without_any(read, programme):
    factories.section(kind="aids", prose="Bourse.", statuses=[factories.status()])
    assert "Bourse." not in said(read)


def test_own_text_replaces_that_of_the_centre(read, programme):
    factories.section(kind="methods", prose="Texte du centre.")
    factories.section(programme, kind="methods", prose="Texte de la fiche.")
    assert "Texte de la fiche." in said(read)
    assert "Texte du centre." not in said(read)


def test_own_text_of_another_kind_replaces_nothing(read, programme):
    factories.section(kind="methods", prose="Texte du centre.")
    factories.section(programme, kind="objectives", prose="Texte de la fiche.")
    assert "Texte du centre." in said(read)


def test_own_empty_text_hides_that_of_the_centre(read, programme):
    factories.section(kind="methods", prose="Texte du centre.")
    factories.section(programme, kind="methods")
    assert "Texte du centre." not in said(read)


def test_own_text_of_another_programme_changes_nothing(read, programme, other):
    factories.section(kind="methods", prose="Texte du centre.")
    factories.section(other, kind="methods", prose="Texte de l’autre.")
    assert "Texte du centre." in said(read)
    assert "Texte de l’autre." not in said(read)


# Notices and the centre's row


@pytest.mark.parametrize("path", PAGES.values())
def test_notice_is_on_every_page(read, programme, path):
    factories.notice(text="Portes ouvertes samedi.", starts=TODAY, ends=TODAY)
    assert "Portes ouvertes samedi." in read(path).text_content()


def test_notice_that_is_over_is_not_shown(read):
    factories.notice(text="Portes ouvertes samedi.", ends=date(2026, 11, 22))
    assert "Portes ouvertes" not in read("/").text_content()


def test_legal_notice_says_what_is_missing(read):
    factories.centre(legal_name="Tilleuls", siret="12345678901234", host="Hébergeur")
    expected = "directeur de la publication, téléphone du standard, adresse électronique."
    assert expected in read("/mentions-legales/").text_content()


# Hostile text: a script, or the start of one, in every text field of every row


SCRIPT, SHORT = "<script>alert({})</script>", '"><i>'
ADDRESSES = {URLField: "https://tilleuls.test/", EmailField: "ada@"}
# Kept for staff, or for other readers of the data than the pages.
UNSEEN = {"Unit.source_wording", "Body.legal_name"}


def text_fields():
    for model in apps.get_app_config("catalogue").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, (CharField, TextField)) and not field.choices:
                yield model, field


def poison(model, field):
    """Puts a script that says where it comes from in all the rows, or what fits of it."""
    prefix = ADDRESSES.get(type(field), "")
    script = prefix + SCRIPT.format(f"{model.__name__}.{field.name}")
    if field.max_length and len(script) > field.max_length:
        script = (prefix + SHORT)[: field.max_length]
    model.objects.update(**{field.name: script})


@pytest.fixture
def poisoned(programme):
    """One row of each sort, so that nothing has to be unique; the exclusive ones by hand."""
    fill_whole(programme)
    by_hand = {"Outcome.missing_reason", "PayRate.text", "Abbreviation.short"}
    by_hand |= {"Cohort.entries", "Unit.group", "EntryRequirement.text"}
    by_hand |= {"Programme.hours_note"}  # hours are announced to everybody: test_weights.py
    hostile = SCRIPT.format("Cohort.entries")
    monthly = factories.cohort(
        programme, kind="all_year", campus=factories.campus(), entries=hostile
    )
    factories.milestone(monthly, note="date nationale")
    SectionItem.objects.update(salary_min=1900)  # a source does not go without it
    Certification.objects.update(valid_months=24)  # nor a renewal without a validity
    for model, field in text_fields():
        papers = {"edition", "publication", "rendering", "booklet"}
        if f"{model.__name__}.{field.name}" in by_hand or model._meta.model_name in papers:
            continue
        if not isinstance(field, (SlugField, PhoneNumberField)):
            poison(model, field)


def fill_whole(programme):
    fill_sheet(programme)
    campus, body = factories.campus(), factories.body()
    programme.campuses.add(campus)
    type(programme).objects.update(carrier=body, domain=programme.domain)
    factories.certificate(factories.centre(head_office=campus))
    factories.notice()
    factories.abbreviation(short="script")
    factories.link(programme, role="companies")
    factories.tuition(programme, text="OPCO", kind="fee", amount=5, period="total")
    factories.follow_on(programme, title="Vie active")
    factories.related(programme.certification, title="Titre lié")
    factories.programme(certification=programme.certification, domain=programme.domain)
    option = factories.option(programme)
    factories.unit(programme, option=option, group=SCRIPT.format("Unit.group"))
    factories.assessment(factories.unit(programme, option=option), out_of=40)
    factories.requirement(programme)
    words = SCRIPT.format("EntryRequirement.text")
    factories.requirement(programme, kind="other", text=words)
    factories.channel(programme)
    factories.rhythm_step(programme, "CC---")
    factories.status_limit(programme, status=programme.statuses.get())
    hostile = SCRIPT.format("Outcome.missing_reason")
    factories.outcome(programme, year=2024, missing_reason=hostile)
    fill_pay(programme.statuses.get())


def fill_pay(status):
    factories.minimum_wage()
    scale = factories.pay_scale(status)
    row = factories.pay_row(scale)
    factories.rate(row, factories.bracket(scale), percent=27)
    factories.rate(row, factories.bracket(scale), text=SCRIPT.format("PayRate.text"))


def everything_said(page):
    attributes = (value for element in page.iter("*") for value in element.attrib.values())
    return page.text_content() + " ".join(attributes)


def test_hostile_text_stays_text(read, poisoned):
    for path in PAGES.values():
        page = read(path)
        (script,) = (one for one in page.iter("script") if one.get("type") != DATA)
        assert script.get("src").startswith("/static/js/theme.")
        assert page.findall(".//i") == []


def test_every_text_field_is_shown_somewhere(read, poisoned):
    shown = "".join(map(everything_said, map(read, PAGES.values())))
    found = set(re.findall(r"alert\((\w+\.\w+)\)", shown))
    written = set()
    for model, field in text_fields():
        label = f"{model.__name__}.{field.name}"
        if model.objects.filter(**{f"{field.name}__contains": f"alert({label})"}).exists():
            written.add(label)
    assert written - found == UNSEEN


# Constant number of queries


def grow(programme, count):
    """Another `count` programmes with all that a card shows, around this one."""
    for n in range(count):
        near = factories.programme(
            short_name=f"Bac pro {n}", domain=factories.domain() if n % 2 else programme.domain
        )
        fill_card(near)


def fill_card(programme):
    programme.statuses.add(factories.status())
    factories.duration(programme, amount=2, unit="year", hours=1350)
    offer(programme, registration_opens=TODAY, starts=date(2027, 9, 1))


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/formations/", 9),
        ("/formations/?domaine=gestion", 9),
        ("/formations/?q=bac", 9),
        ("/formations/?q=rien", 4),
    ],
)
def test_lists_cost_the_same_for_any_number(
    client, programme, django_assert_num_queries, path, queries, count
):
    Domain.objects.update(slug="gestion")
    fill_card(programme)
    grow(programme, count - 1)
    index.current()
    with django_assert_num_queries(queries):
        client.get(path)


def fill_sheet(programme):
    """One row of each sort."""
    fill_card(programme)
    fill_more(programme, subjects=1, cohorts=1)
    factories.link(programme)
    factories.outcome(programme, value=90)
    factories.item(factories.section(programme), text="Gérer")
    factories.item(factories.section(kind="aids"), text="Permis")
    factories.document(programme)


def fill_more(programme, *, subjects=0, cohorts=0, documents=0):
    """More of what a sheet may have many of."""
    for n in range(documents):
        factories.document(programme, title=f"Document {n}")
        factories.document(title=f"Document {n}", statuses=[factories.status()])
    for n in range(cohorts):
        cohort = factories.cohort(programme, name=f"Promotion {n}", campus=factories.campus())
        factories.cohort_year(cohort, starts=date(2027, 9, 1))
        factories.cohort_year(cohort, number=2)
    unit = factories.unit(programme, blocks=[factories.block(programme.certification)])
    for n in range(subjects):
        subject = factories.subject(unit, title=f"Matière {n}")
        factories.subject_hours(subject, period="1re année", hours=10)
        factories.assessment(subject, out_of=20)


@pytest.fixture
def filled(programme):
    """The programme with rows of every sort, and a brochure."""
    fill_whole(programme)
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    factories.edition(programme).publications.create(
        since=now, verified_version=1, verified_on=TODAY
    )
    return programme


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"subjects": 30},
        {"cohorts": 20},
        {"documents": 20},
        {"subjects": 30, "cohorts": 20, "documents": 20},
    ],
)
def test_programme_costs_the_same_for_any_content(client, filled, django_assert_num_queries, more):
    fill_more(filled, **more)
    with django_assert_num_queries(41):
        client.get(PROGRAMME)


def test_real_programme_costs_no_query_for_the_lists_it_has_not(client, django_assert_num_queries):
    real_contents.load(demo=False)
    with django_assert_num_queries(29):
        client.get("/formations/bac-pro-agora/")


def test_weeks_cost_two_queries_and_an_open_day_one(client, real, django_assert_num_queries):
    with django_assert_num_queries(32):
        client.get("/formations/bac-pro-agora/")


@pytest.mark.parametrize("count", [1, 60])
def test_programme_costs_the_same_in_any_catalogue(
    client, filled, django_assert_num_queries, count
):
    grow(filled, count - 1)
    for step in Programme.objects.exclude(pk=filled.pk):
        factories.follow_on(filled, target=step)
        factories.follow_on(step, target=filled)
    with django_assert_num_queries(41):
        client.get(PROGRAMME)
