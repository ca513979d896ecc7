"""Questions that people ask often: one opens each to read its answer; on paper all are open."""

from datetime import date

import pytest

from catalogue.models import Section, SectionItem
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories
from tests.support.page_reading import errors

pytestmark = pytest.mark.django_db

ADD = "/gestion/catalogue/section/add/"
REFUSED = "Une question fréquente est en gras, et sa réponse est un texte."


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion")


def ask(section, lead="Y a-t-il un internat ?", text="Non, mais le CROUS est à côté.", **fields):
    return factories.item(section, lead=lead, text=text, **fields)


def part(read):
    return read("/formations/bac-pro-gestion/").find(".//section[@id='questions']")


def words(element):
    return " ".join(element.text_content().replace("\u202f", " ").split())


def test_each_question_opens_on_its_answer(read, programme):
    section = factories.section(kind="questions")
    ask(section)
    ask(section, "Quand ?", "En septembre.\n\nLe matin.")
    first, second = part(read).findall("details")
    assert words(first.find("summary")) == "Y a-t-il un internat ?"
    assert words(first.find("div")) == "Non, mais le CROUS est à côté."
    assert [words(p) for p in second.find("div").findall("p")] == ["En septembre.", "Le matin."]
    assert first.get("open") is None


def test_answer_may_have_a_list_and_a_link(read, programme):
    section = factories.section(kind="questions")
    ask(section, url="https://crous.test/", note="le site du CROUS")
    factories.item(section, is_detail=True, text="Chambres")
    (answer,) = part(read).iterfind("details/div")
    assert [(words(a), a.get("href")) for a in answer.iter("a")] == [
        ("le site du CROUS", "https://crous.test/")
    ]
    assert [words(li) for li in answer.iter("li")] == ["Chambres"]


def test_own_questions_replace_those_of_the_centre(read, programme):
    ask(factories.section(kind="questions"))
    ask(factories.section(programme, kind="questions"), "Faut-il un ordinateur ?", "Oui.")
    assert [words(s) for s in part(read).iter("summary")] == ["Faut-il un ordinateur ?"]


def test_questions_come_just_before_the_contacts(read, programme):
    ask(factories.section(kind="questions"))
    factories.link(programme)
    page = read("/formations/bac-pro-gestion/")
    parts = [s.get("id") for s in page.iterfind(".//section") if "part" in s.get("class", "")]
    assert parts[parts.index("questions") + 1] == "contacts"


def test_page_without_a_question_has_no_such_part(read, programme):
    factories.section(kind="questions", title="Vos questions")
    assert part(read) is None


def test_brochure_answers_too(programme):
    ask(factories.section(kind="questions"))
    sheet = Sheet(for_sheet(type(programme).objects.all()).get(), date(2026, 11, 23), True)
    content = dict(brochure.compose(sheet, "brochure").content)
    assert [line.replace("\u202f", " ") for line in content["Questions fréquentes"]] == [
        "Y a-t-il un internat ?",
        "Non, mais le CROUS est à côté.",
    ]


# Typed by staff


def sent(**item):
    section = {"kind": "questions", "slug": "questions", "position": 0}
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-position": 1}
    return section | rows | {f"items-0-{name}": value for name, value in item.items()}


@pytest.mark.parametrize("item", [{"lead": "Quand ?"}, {"text": "En septembre."}])
def test_question_or_answer_alone_is_refused_in_words(admin_client, item):
    assert errors(admin_client.post(ADD, sent(**item))) == [REFUSED]
    assert not Section.objects.exists()


@pytest.mark.parametrize(
    "item", [{"lead": "Quand ?", "text": "En septembre."}, {"text": "Oui.", "is_detail": "on"}]
)
def test_question_with_its_answer_is_accepted(admin_client, item):
    assert admin_client.post(ADD, sent(**item)).status_code == 302
    assert SectionItem.objects.count() == 1


def test_line_of_another_text_needs_no_bold(admin_client):
    data = sent(text="Permis") | {"kind": "aids"}
    assert admin_client.post(ADD, data).status_code == 302
