"""The structured data of a page, read back by an extractor that is not ours (extruct)."""

from datetime import date
from decimal import Decimal

import extruct
import pytest
import time_machine

from catalogue.models import Programme
from charmilles.typography import euros
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, real_contents
from tests.support.page_reading import plain
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db
HOSTILE = 'L\'atelier "froid" & </script><script>alert(1)</script> <!-- '


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion", title="Bac pro Gestion")


@pytest.fixture
def extracted(client):
    """extracted(path): {type: thing} of a page, as the extractor finds it."""

    def extracted(path):
        html = client.get(path).content.decode()
        (data,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
        return {thing["@type"]: thing for thing in data["@graph"]}

    return extracted


def sole(things):
    (program,) = (one for kind, one in things.items() if kind.endswith("Program"))
    return program


def test_hostile_title_is_read_back(extracted, programme, client):
    Programme.objects.update(title=HOSTILE, promise=HOSTILE)
    program = sole(extracted(programme.get_absolute_url()))
    assert program["name"] == program["description"]
    assert program["name"].startswith("L’atelier «\u00a0froid\u00a0» & </script>")
    assert b"<script>alert(1)" not in client.get(programme.get_absolute_url()).content


def test_work_based_program_needs_a_contract(extracted, programme):
    assert "EducationalOccupationalProgram" in extracted(programme.get_absolute_url())
    programme.statuses.add(factories.status(is_contract=True))
    assert "WorkBasedProgram" in extracted(programme.get_absolute_url())


def test_what_is_not_known_is_not_said(extracted, programme):
    factories.centre()
    assert set(sole(extracted(programme.get_absolute_url()))) == {
        *("@type", "@id", "url", "name", "description", "provider"),
        *("educationalCredentialAwarded", "hasCourse"),
    }


def test_course_has_an_instance_a_cohort_to_come(extracted, programme):
    for name, first in (("2025-2026", 2025), ("2027-2028", 2027)):
        cohort = factories.cohort(programme, name=name, places=12)
        factories.cohort_year(cohort, starts=date(first, 9, 1), ends=date(first + 1, 6, 30))
    course = sole(extracted(programme.get_absolute_url()))["hasCourse"]
    assert course["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "name": "promotion 2027-2028",
            "startDate": "2027-09-01",
            "endDate": "2028-06-30",
            "maximumAttendeeCapacity": 12,
        }
    ]


def test_breadcrumb_is_that_of_the_page(extracted, read, programme):
    path = programme.get_absolute_url()
    trail = extracted(path)["BreadcrumbList"]["itemListElement"]
    links = read(path).xpath("//nav[@aria-label='Fil d’Ariane']//a")
    assert [(one["name"], one["item"]) for one in trail] == [
        (link.text, f"http://127.0.0.1:8000{link.get('href')}") for link in links
    ]


def test_questions_are_those_of_staff(extracted, programme):
    section = factories.section(programme, kind="questions")
    item = factories.item(section, lead="C'est payant ?", text="Non : 0 €.")
    factories.item(section, is_detail=True, text="Ni frais", position=item.position + 1)
    assert extracted(programme.get_absolute_url())["FAQPage"]["mainEntity"] == [
        {
            "@type": "Question",
            "name": "C’est payant\u202f?",
            "acceptedAnswer": {"@type": "Answer", "text": "Non\u00a0: 0\u00a0€.\n\n- Ni frais"},
        }
    ]


def test_page_without_questions_has_no_list_of_them(extracted, programme):
    assert "FAQPage" not in extracted(programme.get_absolute_url())


def strings(thing, key=""):
    """Each text of the data that a reader of the page must find there."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from strings(value, name)
    elif isinstance(thing, list):
        for one in thing:
            yield from strings(one, key)
    elif isinstance(thing, str) and key not in CODES:
        yield thing


# Addresses, and what the vocabulary writes in its own way.
CODES = {
    *("@type", "@id", "@context", "url", "item", "price", "priceCurrency", "inCodeSet"),
    *("programType", "educationalProgramMode", "timeToComplete", "timeRequired"),
    *("startDate", "endDate", "description", "credentialCategory"),
}


@pytest.fixture(params=["agora", *eight_cases.ALL])
def known(request):
    """The real programme, and those that resemble no other."""
    if request.param != "agora":
        return eight_cases.ALL[request.param]()
    real_contents.load()
    return Programme.objects.get(slug="bac-pro-agora")


def test_each_price_is_on_the_page(extracted, read, known):
    path = known.get_absolute_url()
    page = plain(read(path))
    prices = {Decimal(offer["price"]) for offer in sole(extracted(path)).get("offers", ())}
    lost = [price for price in prices if " ".join(euros(price).split()) not in page]
    assert lost == []


def test_data_says_only_what_the_page_shows(extracted, read, known):
    page = plain(read(known.get_absolute_url())).lower()
    found = {" ".join(text.split()).lower() for text in said_by_lines(extracted, known)}
    assert sorted(text for text in found if text not in page) == []


def said_by_lines(extracted, programme):
    things = extracted(programme.get_absolute_url())
    for text in strings(list(things.values())):
        yield from (piece.strip("- ") for line in text.split("\n") for piece in line.split(", "))


# Lists


def test_list_names_its_programmes_in_order(extracted, programme):
    Programme.objects.update(short_name="Bac pro Gestion")
    factories.programme(short_name="BTS Vente", slug="bts-vente", domain=programme.domain)
    items = extracted("/formations/")["ItemList"]["itemListElement"]
    assert [(one["position"], one["name"], one["url"].split("/")[-2]) for one in items] == [
        (1, "BTS Vente", "bts-vente"),
        (2, "Bac pro Gestion", "bac-pro-gestion"),
    ]


def test_empty_list_has_no_list(extracted):
    assert "ItemList" not in extracted("/formations/")


# Links that people share


def metas(page):
    found = page.xpath("//meta[@property or @name]")
    return {one.get("property") or one.get("name"): one.get("content") for one in found}


def test_shared_link_shows_the_programme(read, programme):
    Programme.objects.update(promise="Gérer : l'essentiel")
    found = metas(read(programme.get_absolute_url()))
    assert found["og:title"] == "Bac pro Gestion"
    assert found["og:description"] == "Gérer\u00a0: l’essentiel"
    assert found["og:url"] == "http://127.0.0.1:8000/formations/bac-pro-gestion/"
    assert found["og:image"] == "http://127.0.0.1:8000/formations/bac-pro-gestion/partage.png"


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/formations/bac-pro-gestion/?utm=x", "/formations/bac-pro-gestion/"),
        ("/remuneration/?mois=3", "/remuneration/"),
        ("/formations/?diplome=bac-pro", "/formations/?diplome=bac-pro"),
        ("/formations/?q=gestion", None),
        ("/candidature/", None),
        ("/nulle-part/", None),
    ],
)
def test_page_has_one_canonical_address(client, programme, path, canonical):
    html = client.get(path).content.decode()
    expected = canonical and f'<link rel="canonical" href="http://127.0.0.1:8000{canonical}">'
    assert html.count('rel="canonical"') == bool(canonical)
    assert not expected or expected in html
