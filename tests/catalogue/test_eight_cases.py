"""The eight cases of ../shared/cases/programmes.md: what page, paper and list hold, and never say.

What each must say stands in tests/support/eight_facts.py.
"""

import re

import pytest
import time_machine

from catalogue.figures.entry import Answer, Profile
from catalogue.figures.lengths import in_weeks
from catalogue.paper import brochure
from catalogue.sheet.entry import can_enter
from tests.support import eight_cases
from tests.support.eight_facts import CASES, STAFF_OF_COMPANIES
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, shown
from tests.support.paper_reading import TODAY, fresh, paper, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture(params=CASES)
def case(request):
    return request.param


def plain(tree):
    return " ".join(shown(tree).split())


def readings(read, programme):
    page = read(programme.get_absolute_url())
    assert_no_emptiness(page)
    return {"page": plain(page.find(".//main")), "brochure": plain(paper(programme))}


def test_page_and_brochure_hold_each_fact(read, case):
    said = readings(read, eight_cases.ALL[case]())
    lost = [(where, fact) for where, words in said.items() for fact in CASES[case].holds]
    assert [(where, fact) for where, fact in lost if fact not in said[where]] == []


def test_nothing_false_is_said(read, case):
    programme = eight_cases.ALL[case]()
    said = readings(read, programme) | {"companies": plain(paper(programme, "entreprises"))}
    said["card"] = card_of(read, programme)
    never = [(where, words) for where in said for words in CASES[case].never]
    never += [("companies", words) for words in STAFF_OF_COMPANIES.get(case, [])]
    assert [(w, words) for w, words in never if re.search(words.lower(), said[w].lower())] == []


def card_of(read, programme):
    (link,) = read("/formations/").xpath(f"//a[@href='{programme.get_absolute_url()}']")
    return plain(next(link.iterancestors("li")))


def test_card_tells_it_apart(read, case):
    assert CASES[case].card in card_of(read, eight_cases.ALL[case]())


def test_staff_are_told_what_contradicts_and_no_more(case):
    programme = fresh(eight_cases.ALL[case]())
    said = [d.replace("\u202f", "~").replace("\u00a0", "_") for d in doubts(programme, on=TODAY)]
    told = CASES[case].told
    assert [sum(words in doubt for words in told) for doubt in said] == [1] * len(told)


# Across all eight


@pytest.fixture
def all_eight():
    return {name: make() for name, make in eight_cases.ALL.items()}


def test_someone_of_17_with_a_cap_may_enter_where_they_may(all_eight):
    person = Profile(level=3, age=17)
    answers = {
        name: can_enter(fresh(programme), person).answer
        for name, programme in all_eight.items()
        if name in ("cap", "helper", "security", "lorry")
    }
    assert answers == {
        "cap": Answer.YES,
        "helper": Answer.YES,
        "security": Answer.IF,
        "lorry": Answer.NO,
    }


def test_fourteen_hours_are_shorter_than_44_weeks(all_eight):
    def weeks(name):
        row = all_eight[name].durations.first()
        return in_weeks(row.amount, row.unit)

    assert weeks("gestures") < weeks("lorry") < weeks("mechanic") < weeks("helper")


def test_list_of_the_eight_has_nothing_empty(read, all_eight):
    assert_no_emptiness(read("/formations/"))


def test_paper_of_two_days_is_one_page():
    draft = brochure.compose(sheet(eight_cases.gestures(), on_paper=True), "brochure")
    assert brochure.draw(draft, number=1, made_on=TODAY).pages == 1
