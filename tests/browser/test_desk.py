"""A member of staff makes a BTS on the desk, from nothing to published: pages and boxes counted."""

from tests.browser.gestures import follow, go, press

PAGES, TYPED = 15, 60  # the most that an hour of somebody who is no technician allows
EXAM = "\n".join(
    [
        "Épreuve\tMatière\tHeures\tCoef.\tForme\tDurée",
        *(
            f"Épreuve {number}\t\t{hours}\t{weight}\tponctuelle\t{length}"
            for number, hours, weight, length in [
                (1, 120, 2, "4 h"),
                (2, 100, 3, "3 h 30"),
                (3, 150, 4, "45 min"),
                (4, 80, 1, "2 h"),
            ]
        ),
        "Culture économique\t\t\t\t\t",
        "\tÉconomie\t120\t2\tCCF\t2 × 45 min",
        "\tDroit\t130\t2\tCCF\t",
        "Atelier\t\t100\t4\tcontrôle continu\t",
    ]
)
RESULTS = "\n".join(
    [
        "Indicateur\t2023\t2024\t2025",
        "Taux de réussite global de la formation\t85 (17/20)\t18/20\t90 (18/20)",
        "Taux de poursuite d'études\t50\t52\tEnquête en mars 2027",
    ]
)


class Person:
    """Who fills the forms: each page opened and each box typed in is counted."""

    def __init__(self, tab):
        self.tab, self.pages, self.typed = tab, 0, 0
        tab.on("load", self._count)

    def _count(self, _):
        self.pages += 1

    def fill(self, **fields):
        """Types in each box, chooses in each menu, ticks each box."""
        for name, value in fields.items():
            box = self.tab.locator(f"[name='{name}']").first
            if value is True:
                box.check()
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)
            self.typed += 1

    def next(self, title):
        press(self.tab, "Enregistrer, puis ce qui manque")
        assert self.tab.locator("h1").inner_text() == title

    def paste(self, text):
        """Pastes a table, which is shown before it is saved; no page is left."""
        self.tab.get_by_text("Coller un tableau d’un tableur").click()
        self.tab.get_by_label("Cellules copiées").fill(text)
        self.tab.get_by_role("button", name="Voir dans la table").click()
        self.tab.get_by_text("pas encore enregistrées").wait_for()

    def line(self, number, **cells):
        self.fill(**{f"{number}-{name.replace('_', '-')}": text for name, text in cells.items()})


def test_bts_goes_from_nothing_to_published_in_few_pages_and_boxes(new_tab):
    tab = new_tab(staff=True)
    person = Person(tab)
    tab.goto("/gestion/catalogue/certification/add/")
    person.fill(kind="BTS", title="Négociation et vente", level="niveau 5")
    person.fill(register_code="rncp 38368", certifier="Ministère de l’Enseignement supérieur")
    person.fill(effective_on="01/01/2024", registered_until="31/12/2028")
    go(tab.locator("[name=_save]"))
    tab.goto("/gestion/bureau/nouvelle/")
    person.fill(short_name="BTS NV", title="BTS Négociation et vente", domain="Immobilier")
    person.fill(certification="BTS Négociation et vente", updated_on="20/11/2026")
    tab.get_by_label("Contrat d'apprentissage").check()
    person.typed += 1
    person.next("Prérequis")
    person.fill(prose="Avoir le bac, ou un diplôme de même niveau.")
    person.next("Objectifs pédagogiques")
    person.fill(listed="Vendre\n– en magasin\nNégocier un contrat")
    person.next("Méthodes mobilisées")
    person.fill(prose="Des cours, des projets et des mises en situation.")
    person.next("Le tableau des épreuves")
    person.paste(EXAM)
    person.next("Les durées et les heures")
    person.fill(**{"durations-0-amount": "2", "durations-0-unit": "ans", "remote_share": "0"})
    person.fill(**{"durations-0-hours": "1350"})
    person.next("Les dates, année par année")
    for number, first in enumerate((2027, 2028)):
        person.line(number, name=f"{first}-{first + 2}", opens="01/12/2026", closes=f"juin {first}")
        person.line(number, starts_1=f"01/09/{first}", ends_1=f"30/06/{first + 1}")
        person.line(number, starts_2=f"septembre {first + 1}", ends_2=f"juin {first + 2}")
    person.next("Les tarifs, en tout et par année")
    person.line(0, status="Contrat d'apprentissage", payers="l’apprenant", total="0")
    person.next("Les résultats, année par année")
    person.paste(RESULTS)
    person.next("Modalités d’inscription")
    person.fill(listed="Candidatez en ligne.\nLe centre répond sous 10 jours ouvrés.")
    person.next("Les contacts")
    for number, role in enumerate(("responsable de la formation", "référent handicap")):
        who = {"contact": "Hakima Guella", "role": role}
        person.fill(**{f"contacts-{number}-{name}": text for name, text in who.items()})
        if number == 0:
            tab.locator("#contacts-group .add-row a").click()
    person.next("BTS Négociation et vente")
    press(tab, "Publier cette fiche")
    assert tab.get_by_text("La fiche est publiée.").is_visible()
    assert (person.pages <= PAGES, person.typed <= TYPED) == (True, True), vars(person)
    follow(tab, "voir la page publique")
    assert tab.url.endswith("/formations/bts-nv/")
    page = tab.locator("main").inner_text()
    for said in ("2 × 45 min", "septembre 2028", "18 sur 20", "1 350"):
        assert said in page.replace("\u202f", " ").replace("\xa0", " "), said


def test_page_left_with_changes_asks_first_and_a_saved_one_does_not(site, new_tab):
    tab = new_tab(staff=True)
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    address = f"/gestion/bureau/{site.numbers['programme']}/essentiel/"
    for leave in (
        lambda: follow(tab, "Revenir à la fiche"),
        lambda: go(tab.locator("[name=_save]")),
    ):
        tab.goto(address)
        tab.locator("[name=promise]").click()
        tab.keyboard.type("Ranger")
        leave()
    assert asked == ["beforeunload"]
