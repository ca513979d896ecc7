"""Staff enter two of the eight cases by their forms, in a real browser; a visitor then reads them.

The cases: ../shared/cases/programmes.md; what they must say: tests/support/eight_facts.py.
"""

import re

import lxml.html
import pytest

from tests.browser.gestures import go
from tests.support.eight_facts import CASES
from tests.support.page_reading import assert_no_emptiness, shown

WHOLE = "pour toute la formation"


class Desk:
    """The staff site as one person uses it: boxes, lists of rows, « Enregistrer »."""

    def __init__(self, tab):
        self.tab = tab

    def fill(self, prefix="", **fields):
        """Gives each box its value: a text, the words of a choice, or the boxes to tick."""
        for name, value in fields.items():
            box = self.tab.locator(f"[name='{prefix}{name}']").first
            if isinstance(value, list):
                for label in value:
                    self.tab.locator(f"#id_{prefix}{name}").get_by_label(label, exact=True).check()
            elif isinstance(value, bool):
                box.set_checked(value)
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(str(value))

    def add(self, rows, **fields):
        """Adds a row to a list of the page, unfolded if it is not."""
        group = self.tab.locator(f"#{rows}-group")
        fold = group.locator("details").first
        if fold.count() and fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        number = group.locator(f"[name={rows}-TOTAL_FORMS]").input_value()
        group.locator(".add-row a").click()
        self.fill(f"{rows}-{number}-", **fields)

    def save(self, button="_continue"):
        go(self.tab.locator(f"[name={button}]"))
        assert self.tab.locator(".errorlist li").all_inner_texts() == []

    def accept_and_publish(self):
        """Accepts with a reason what would keep this programme a draft, then publishes it."""
        programme = self.tab.url
        go(self.tab.get_by_role("link", name="Tout voir, accepter"))
        for box in self.tab.locator("li", has_text="Bloquant").get_by_role("checkbox").all():
            box.check()
        self.tab.get_by_label("Pourquoi").fill("Fiche d’essai.")
        go(self.tab.get_by_role("button", name="Accepter les constats cochés"))
        self.tab.goto(programme)
        self.fill(state="publiée")
        self.save()

    def in_row(self, rows, name):
        """Opens the page of a row; saving it there comes back to the programme."""
        group = self.tab.locator(f"#{rows}-group")
        row = group.locator(".has_original").filter(has_text=name)
        self.tab.goto(row.locator(".inlinechangelink").evaluate("link => link.href"))


@pytest.fixture
def desk(new_tab):
    return Desk(new_tab(staff=True))


def enter_gestures(desk):
    desk.tab.goto("/gestion/catalogue/programme/add/")
    desk.fill(
        short_name="Gestes et postures",
        title="Gestes et postures",
        attestation="Attestation de formation",
        takes_applications=False,
        remote_share=25,
        slug="gestes-saisis",
    )
    desk.fill(domain=desk.tab.locator("[name=domain] option").nth(1).inner_text())
    desk.add("durations", amount=2, unit="jours", hours=14)
    desk.add("tuitions", amount=310, qualifier="par participant", tax="TTC", period=WHOLE)
    desk.add(
        "tuitions",
        audience="Pour les entreprises",
        amount="980",
        qualifier="par groupe",
        group_min=4,
        group_max=10,
        tax="HT",
        period="par jour",
        payers=["l’employeur ou son financeur"],
    )
    desk.add("sections", kind="Objectifs pédagogiques")
    desk.add("cohorts", kind="à la demande, sans date", name="dans votre entreprise")
    for name in ("mars 2027", "juin 2027"):
        desk.add("cohorts", kind="session datée, de quelques jours ou semaines", name=name)
    desk.save()
    desk.in_row("sections", "Objectifs pédagogiques")
    desk.fill(prose="Adopter les gestes qui protègent le dos.")
    desk.save("_save")
    for name, first, last in [
        ("mars 2027", "12/03/2027", "13/03/2027"),
        ("juin 2027", "18/06/2027", "19/06/2027"),
    ]:
        desk.in_row("cohorts", name)
        desk.add("years", starts=first, ends=last)
        desk.save("_save")
    desk.accept_and_publish()
    return "/formations/gestes-saisis/"


def enter_lorry(desk):
    desk.tab.goto("/gestion/catalogue/certification/add/")
    desk.fill(kind="Autre certification", title="Permis poids lourd", register_code="rs 90013")
    desk.save("_save")
    desk.tab.goto("/gestion/catalogue/programme/add/")
    title = "Conduite d’un véhicule lourd"
    desk.fill(short_name=title, title=title, slug="permis-saisi")
    desk.fill(
        domain="Transport et logistique", certification="Autre certification Permis poids lourd"
    )
    desk.fill(statuses=["Stagiaire de la formation professionnelle"])
    desk.add("options", name="Avec le code")
    desk.add("options", name="Sans le code")
    desk.add("units", title="Théorie")
    desk.add("units", title="Conduite")
    desk.add("cohorts", kind="session datée, de quelques jours ou semaines", name="janvier 2027")
    desk.add("entry_requirements", kind="permis", name="permis B")
    desk.add("entry_requirements", kind="âge", age_min=21)
    desk.add(
        "entry_requirements",
        kind="santé (certificat, vaccination)",
        name="certificat médical",
        valid_months=24,
    )
    desk.save()
    for option, hours, weeks, price in [("Avec", 70, 2, 2450), ("Sans", 140, 4, 3900)]:
        name = f"{option} le code"
        desk.add("durations", option=name, amount=weeks, unit="semaines", hours=hours)
        desk.add("tuitions", option=name, amount=price, qualifier="à partir de", period=WHOLE)
    desk.add(
        "tuitions",
        kind="frais obligatoires en plus",
        name="Frais d’examen",
        amount=20,
        period=WHOLE,
    )
    desk.save()
    desk.in_row("units", "Théorie")
    desk.add("assessments", how=["QCM"], out_of=40, pass_mark=32, marked_in="bonnes réponses")
    desk.save("_save")
    desk.in_row("units", "Conduite")
    driving = {"out_of": 50, "pass_mark": 30, "eliminating": "une erreur éliminatoire"}
    desk.add("assessments", how=["pratique"], **driving)
    desk.save("_save")
    desk.in_row("cohorts", "janvier 2027")
    desk.add("years", starts="11/01/2027", ends="05/02/2027")
    desk.add("milestones", kind="examen", note="date nationale, fixée par la préfecture")
    desk.save("_save")
    desk.accept_and_publish()
    return "/formations/permis-saisi/"


ENTER = {"gestures": enter_gestures, "lorry": enter_lorry}


@pytest.mark.parametrize("case", ENTER)
def test_programme_entered_by_the_forms_says_all_and_nothing_false(desk, case):
    address = ENTER[case](desk)
    answer = desk.tab.request.get(address)
    assert answer.ok
    page = lxml.html.fromstring(answer.text())
    assert_no_emptiness(page)
    said = " ".join(shown(page.find(".//main")).split())
    assert [fact for fact in CASES[case].holds if fact not in said] == []
    assert [words for words in CASES[case].never if re.search(words, said.lower())] == []
