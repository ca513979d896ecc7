"""The shapes seen on real programme pages (design.md 6.1): the model holds each one, and the page
shows its figures in French form, without an empty column, an empty label or a false zero.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import lxml.html
import pytest
import time_machine

from catalogue.models import Programme, Section
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.page_reading import (
    assert_no_emptiness,
    card,
    definition,
    emptiness,
    items,
    part,
    shown,
    table,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def show(read):
    """show(programme): its page, on which nothing is empty."""

    def show(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page

    return show


# The checker

BAD = {
    "<p></p>": ["<p> vide"],
    "<h2> <svg></svg></h2>": ["<h2> vide"],
    "<a href='/'> </a>": ["<a> vide"],
    "<button></button>": ["<button> vide"],
    "<dl><dt></dt><dd>2 ans</dd></dl>": ["<dt> vide"],
    "<dl><dt>Durée</dt><dd> </dd></dl>": ["<dd> vide"],
    "<ul><li>\n</li></ul>": ["<li> vide"],
    "<ul></ul>": ["<ul> vide"],
    "<table><caption></caption><tr><td>1</td></tr></table>": ["<caption> vide"],
    "<table><tr><th></th><td>1</td></tr></table>": ["<th> vide"],
    "<table><thead><tr><th>Taux</th></tr></thead></table>": ["<table> vide"],
    "<section><h2>Les résultats</h2></section>": ["<section> sans contenu : Les résultats"],
    "<table><tbody><tr><td>1</td><td></td></tr><tr><td>2</td><td> </td></tr></tbody></table>": [
        "colonne 2 vide"
    ],
    "<a href=''>ici</a>": ["href=''"],
    "<a href='mailto:?subject=x'>ici</a>": ["href='mailto:?subject=x'"],
    "<a href='tel:None'>ici</a>": ["href='tel:None'"],
    "<p>None</p>": ["valeur de Python : None"],
    "<p>Il reste None places</p>": ["valeur de Python : Il reste None places"],
    "<p>0 h</p>": ["faux zéro : 0 h"],
    "<p>Durée : 0\u00a0heures</p>": ["faux zéro : Durée : 0\u00a0heures"],
    "<table><tr><td>0</td></tr></table>": ["faux zéro : 0"],
    "<p>Site ()</p>": ["parenthèses vides : Site ()"],
    "<p>Parlez-en à .</p>": ["ponctuation seule : Parlez-en à ."],
    "<p>au <a href='/'>04</a> , puis</p>": ["ponctuation seule : au 04 , puis"],
    "<p>Grenoble,</p>": ["ponctuation seule : Grenoble,"],
    "<p>Source : .</p>": ["ponctuation seule : Source : ."],
    "<p>le 1er mars..</p>": ["ponctuation seule : le 1er mars.."],
    "<title> – Centre</title>": ["ponctuation seule : – Centre"],
}
GOOD = """
<title>Bac pro – Centre</title><h1>Bac pro</h1><a href="/"><img src="a.svg" alt="Accueil"></a>
<section><h2>Coût</h2><p>0 € ; 0 % ; à 10 h ; 1 000 h… (2 ans) : c’est tout. « Oui. »</p></section>
<table><caption>Taux</caption><thead><tr><th>Taux</th><th>2025</th></tr></thead>
<tbody><tr><th colspan="2">Suivi</th></tr><tr><th>Un</th><td></td></tr>
<tr><th>Deux</th><td>9</td></tr></tbody></table>
"""


@pytest.mark.parametrize("html", BAD)
def test_checker_catches(html):
    assert emptiness(lxml.html.fromstring(f"<main>{html}</main>")) == BAD[html]


def test_checker_accepts_what_is_full():
    assert_no_emptiness(lxml.html.fromstring(f"<main>{GOOD}</main>"))


# The barest programme, the real ones


def test_bare_programme(show, programme):
    page = show(programme)
    assert card(page) == {"Diplôme": ["Certification de niveau_4", "Bac"]}


@pytest.mark.parametrize("path", ["/", "/formations/", "/mentions-legales/", "/accessibilite/"])
def test_bare_site(read, path):
    assert_no_emptiness(read(path))


def test_real_programmes(show):
    real_contents.load()
    for programme in Programme.objects.published():
        show(programme)


# Exams


def test_coefficients_of_a_half_and_none(show, programme):
    for title, coefficient in [("Droit", "0.5"), ("Gestion", "1.50"), ("Projet", None)]:
        factories.unit(programme, title=title, coefficient=coefficient)
    assert table(show(programme), "Épreuves et coefficients") == [
        ["Épreuves", "Coefficient"],
        ["Droit", "0,5"],
        ["Gestion", "1,5"],
        ["Projet", ""],
        ["Total", "2"],
    ]


def test_no_coefficients_at_all(show, programme):
    factories.unit(programme, title="Vente", hours=120)
    factories.unit(programme, title="Gestion", hours="1240.5")
    assert table(show(programme), "Matières et heures") == [
        ["Matières", "Nombre d’heures"],
        ["Vente", "120"],
        ["Gestion", "1~240,5"],
        ["Total", "1~360,5"],
    ]


def test_titles_alone(show, programme):
    factories.unit(programme, title="Vente")
    assert table(show(programme), "Contenu") == [["Contenu"], ["Vente"]]


def test_sub_tests(show, programme):
    factories.assessment(factories.unit(programme, title="Économie", coefficient=2), how=["ecrit"])
    unit = factories.unit(programme, title="Pratiques", code="E3", coefficient="6.5")
    factories.assessment(unit, when="ccf", title="E31 Relations", weight=4)
    factories.assessment(unit, how=["oral"], title="E32 Production", weight="2.5", minutes=45)
    _, _, (title, coefficient, tests), _ = table(show(programme), "Épreuves et coefficients")
    assert (title, coefficient) == ("E3 Pratiques", "6,5")
    assert tests == (
        "E31 Relations_: CCF, coefficient 4 E32 Production_: oral, 45_min, coefficient 2,5"
    )


def test_coefficient_on_the_subjects(show, programme):
    unit = factories.unit(programme, title="Langues")
    factories.subject(unit, title="Anglais", coefficient=2)
    factories.subject(unit, title="Espagnol", coefficient="2.5")
    factories.unit(programme, title="Sport", coefficient=1)
    assert table(show(programme), "Épreuves et coefficients")[1:] == [
        ["Langues", "4,5 (2_+_2,5)"],
        ["Anglais", "2"],
        ["Espagnol", "2,5"],
        ["Sport", "1"],
        ["Total", "5,5"],
    ]


def test_optional_tests(show, programme):
    factories.unit(programme, title="Gestion", coefficient=4)
    factories.unit(programme, title="Droit", coefficient=3)
    factories.unit(programme, title="Mobilité", coefficient=1, is_optional=True)
    rows = table(show(programme), "Épreuves et coefficients")
    assert rows[3:] == [
        ["Mobilité (facultatif_: seuls les points au-dessus de 10 comptent)", "1"],
        ["Total hors facultatif", "7"],
    ]


def test_two_options_with_their_own_subjects(show, programme):
    factories.unit(programme, title="Tronc commun", hours=400)
    for name, title in [("Option A", "Vente"), ("Option B", "Accueil")]:
        option = factories.option(programme, name=name)
        factories.unit(programme, option=option, title=title, coefficient=2)
    page = show(programme)
    assert table(page, "Contenu")[1:] == [["Tronc commun (400_h)"]]
    assert table(page, "Option A")[1:] == [["Vente (coefficient 2)"]]
    assert table(page, "Option B")[1:] == [["Accueil (coefficient 2)"]]


@pytest.mark.parametrize(
    ("how", "minutes", "written"),
    [
        ("oral", 45, "Oral, 45_min"),
        ("pratique", 180, "Pratique, 3_h"),
        ("ecrit", 150, "Écrit, 2_h_30"),
        ("dossier", None, "Dossier"),
    ],
)
def test_test_with_its_duration(show, programme, how, minutes, written):
    for _ in range(2):
        factories.assessment(factories.unit(programme), how=[how], minutes=minutes)
    rows = table(show(programme), "Épreuves")
    assert rows == [["Épreuves", "Type"], ["Épreuve", written], ["Épreuve", written]]


def test_several_tests_of_a_kind(show, programme):
    factories.assessment(factories.unit(programme), when="ccf", count=2)
    assert table(show(programme), "Contenu")[1] == ["Épreuve (2 CCF)"]


def test_credits(show, programme):
    for title, ects in [("UE 1", 30), ("UE 2", "7.5")]:
        factories.unit(programme, title=title, ects=ects)
    assert table(show(programme), "Unités et crédits") == [
        ["Unités", "ECTS"],
        ["UE 1", "30"],
        ["UE 2", "7,5"],
        ["Total", "37,5"],
    ]


def test_hours_by_year(show, programme):
    unit = factories.unit(programme, title="Langues")
    english = factories.subject(unit, title="Anglais")
    factories.subject_hours(english, period="1re année", hours=60, position=1)
    factories.subject_hours(english, period="2e année", hours="45.5", position=2)
    spanish = factories.subject(unit, title="Espagnol")
    factories.subject_hours(spanish, period="2e année", hours=20, position=2)
    assert table(show(programme), "Matières et heures")[:4] == [
        ["Matières", "1re année", "2e année", "Nombre d’heures"],
        ["Langues", "", "", ""],
        ["Anglais", "60", "45,5", "105,5"],
        ["Espagnol", "", "20", "20"],
    ]


def test_units_by_semester(show, programme):
    for title, group in [("Droit", "Semestre 1"), ("Gestion", "Semestre 2")]:
        factories.unit(programme, title=title, group=group, hours=30)
    assert table(show(programme), "Matières et heures")[1:] == [
        ["Semestre 1"],
        ["Droit", "30"],
        ["Semestre 2"],
        ["Gestion", "30"],
        ["Total", "60"],
    ]


def test_hours_of_the_programme_by_year(show, programme):
    programme.year_hours.create(year=1, hours=675)
    programme.year_hours.create(year=2, hours=1350)
    said = shown(show(programme).find(".//main"))
    assert "675" in said
    assert "1~350" in said


# Duration and rhythm


def test_one_length_for_each_audience(show, programme):
    factories.duration(programme, audience="En apprentissage", amount=12, unit="month", hours=455)
    factories.duration(programme, audience="Demandeurs d'emploi", amount=9, unit="month")
    assert card(show(programme))["Durée"] == [
        "En apprentissage_: 12_mois, 455_heures",
        "Demandeurs d’emploi_: 9_mois",
    ]


def test_length_between_two_bounds(show, programme):
    factories.duration(programme, amount=9, amount_max=12, unit="month")
    assert card(show(programme))["Durée"] == ["9 à 12_mois"]


def test_hours_without_months(show, programme):
    factories.duration(programme, hours=1350)
    assert card(show(programme))["Durée"] == ["1~350_heures de formation"]


def test_two_days_a_week(show, programme):
    programme.rhythm = "2 jours par semaine en centre, 3 jours en entreprise"
    programme.save()
    assert card(show(programme))["Rythme"] == [
        "2 jours par semaine en centre",
        "3 jours en entreprise",
    ]


# Places and dates


def dates(page, name):
    return table(page, f"Dates de la formation, promotion {name}")


def test_campuses_with_different_dates(show, programme):
    for name, starts in [("Grenoble", date(2027, 9, 1)), ("Voiron", date(2027, 10, 4))]:
        campus = factories.campus(name=f"Site de {name}", postal_code="38000", city=name)
        programme.campuses.add(campus)
        cohort = factories.cohort(programme, name=f"2027 {name}", campus=campus)
        factories.cohort_year(cohort, starts=starts)
    page = show(programme)
    assert card(page)["Lieu"] == [
        *["Site de Grenoble", "38000 Grenoble"],
        *["Site de Voiron", "38000 Voiron"],
    ]
    assert dates(page, "2027 Grenoble")[1] == ["1re année", "1er_septembre 2027"]
    assert dates(page, "2027 Voiron")[1] == ["1re année", "4_octobre 2027"]


def test_campuses_with_the_same_name_of_cohort(show, programme):
    for city in ("Grenoble", "Voiron"):
        factories.cohort(programme, campus=factories.campus(name="Site", city=city))
    said = shown(part(show(programme), "calendrier"))
    assert "Site, Grenoble" in said
    assert "Site, Voiron" in said


def test_continuous_entry(show, programme):
    cohort = factories.cohort(programme, name="permanente", kind="all_year")
    factories.cohort_year(cohort)
    assert card(show(programme))["Entrée"] == ["Toute l’année"]


def test_continuous_entry_that_is_over_promises_nothing(show, programme):
    cohort = factories.cohort(programme, kind="all_year")
    factories.cohort_year(cohort, ends=date(2026, 6, 30))
    assert "Entrée" not in card(show(programme))


def test_dates_known_to_the_month_or_the_year(show, programme):
    cohort = factories.cohort(programme, name="2027")
    factories.cohort_year(
        cohort,
        starts=date(2027, 9, 1),
        starts_precision="month",
        ends=date(2028, 12, 31),
        ends_precision="year",
    )
    page = show(programme)
    assert dates(page, "2027")[1] == ["1re année", "septembre 2027", "2028"]
    assert [time.get("datetime") for time in page.iter("time")] == ["2027-09", "2028"]


def test_year_without_dates_beside_a_dated_one(show, programme):
    cohort = factories.cohort(programme, name="2027")
    factories.cohort_year(cohort, number=1, starts=date(2027, 9, 1))
    factories.cohort_year(cohort, number=2)
    assert dates(show(programme), "2027")[1:] == [
        ["1re année", "1er_septembre 2027"],
        ["2e année", ""],
    ]


def test_cohort_with_a_name_alone(show, programme):
    factories.cohort(programme, name="2027")
    assert "Promotion 2027" in shown(part(show(programme), "calendrier"))


def test_places_of_a_cohort(show, programme):
    factories.cohort(programme, places=24, note="Deux groupes.")
    assert "24 places. Deux groupes." in shown(part(show(programme), "calendrier"))


# Results


RESULTS = "Statistiques des apprenants"


@pytest.mark.parametrize("count", range(1, 6))
def test_years_of_results(show, programme, count):
    success = factories.indicator(label="Réussite")
    years = [2021 + n for n in range(count)]
    for year in years:
        factories.outcome(programme, indicator=success, year=year, value="94.5")
    assert table(show(programme), RESULTS) == [
        ["Taux", *map(str, years)],
        ["Réussite", *["94,5_%"] * count],
    ]


def test_no_results_yet(show, programme):
    assert part(show(programme), "resultats") is None


def test_reason_instead_of_a_result(show, programme):
    success = factories.indicator(label="Réussite")
    factories.outcome(programme, indicator=success, missing_reason="Enquête en mars 2027")
    assert table(show(programme), RESULTS)[1] == ["Réussite", "Enquête en mars 2027"]


def test_rate_with_its_cases(show, programme):
    success = factories.indicator(label="Réussite")
    factories.outcome(programme, indicator=success, value="94.4", numerator=17, denominator=18)
    assert table(show(programme), RESULTS)[1] == ["Réussite", "94,4_% 17 sur 18"]


def test_zero_percent_is_a_result(show, programme):
    breach = factories.indicator(label="Rupture")
    factories.outcome(programme, indicator=breach, value=0, numerator=0, denominator=12)
    assert table(show(programme), RESULTS)[1] == ["Rupture", "0_% 0 sur 12"]


def test_results_by_cohort(show, programme):
    success = factories.indicator(label="Réussite")
    for year, period in [(2023, "Promotion 2021-2023"), (2024, "Promotion 2022-2024")]:
        factories.outcome(programme, indicator=success, year=year, period=period, value=90)
    assert table(show(programme), RESULTS)[0] == [
        "Taux",
        "Promotion 2021-2023",
        "Promotion 2022-2024",
    ]


def test_indicator_that_starts_later(show, programme):
    for label, year in [("Réussite", 2024), ("Insertion", 2025)]:
        indicator = factories.indicator(label=label)
        factories.outcome(programme, indicator=indicator, year=year, value=90)
    assert table(show(programme), RESULTS)[1:] == [
        ["Réussite", "90_%", "Non communiqué"],
        ["Insertion", "Non communiqué", "90_%"],
    ]


# Money


def test_fees_by_status_and_by_year(show, programme):
    for audience, year, amount in [
        ("Élèves", 1, 1200),
        ("Élèves", 2, "950.50"),
        ("Apprentis", None, 0),
    ]:
        factories.tuition(
            programme,
            audience=audience,
            year=year,
            amount=amount,
            period="year",
            payers=["learner"],
        )
    page = show(programme)
    assert table(page, "Coût de la formation, par public et par année") == [
        ["Public", "1re année", "2e année"],
        ["Élèves Payé par l’apprenant", "1~200_€", "950,50_€"],
        ["Apprentis", "0_€", "0_€"],
    ]
    assert card(page)["Coût pour vous"] == [
        "Élèves_: 1~200_€ en 1re année",
        "Élèves_: 950,50_€ en 2e année",
        "Apprentis_: 0_€",
    ]


def test_fee_in_words_alone(show, programme):
    factories.tuition(programme, audience="Pour les entreprises", text="Prise en charge OPCO.")
    page = show(programme)
    assert items(page, "argent") == ["Pour les entreprises Prise en charge OPCO."]
    assert "Coût pour vous" not in card(page)


@pytest.mark.parametrize(
    ("fee", "lines"),
    [
        (None, None),
        (0, ["Aucun frais d’inscription"]),
        ("49.90", ["Frais d’inscription_: 49,90_€"]),
    ],
)
def test_registration_fee(show, fee, lines):
    programme = factories.programme()
    if fee is not None:
        factories.tuition(programme, audience="", kind="application", amount=fee)
    assert card(show(programme)).get("Coût pour vous") == lines


def pay_scale(programme):
    status = factories.status(name="Contrat d’apprentissage")
    programme.statuses.add(status)
    return factories.pay_scale(status, corner="Année")


def test_pay_table(show, programme):
    factories.minimum_wage()
    scale = pay_scale(programme)
    row, younger = factories.pay_row(scale), factories.bracket(scale, label="Moins de 18 ans")
    factories.rate(row, younger, percent=27)
    older = factories.bracket(scale, label="26 ans et plus")
    factories.rate(row, older, percent="100", is_marked=True)
    page = show(programme)
    assert table(page, "Contrat d’apprentissage : part du SMIC et salaire brut par mois") == [
        ["Année", "Moins de 18 ans", "26 ans et plus"],
        ["1re année", "27_% 504,10_€", "100_%* 1~867,02_€"],
    ]
    assert card(page)["Votre salaire"] == ["504_€ à 1~867_€ bruts par mois"]


def test_pay_in_words_without_a_known_wage(show, programme):
    scale = pay_scale(programme)
    factories.rate(factories.pay_row(scale), factories.bracket(scale), text="Au moins le SMIC")
    page = show(programme)
    assert table(page, "Contrat d’apprentissage : part du SMIC")[1] == [
        "1re année",
        "Au moins le SMIC",
    ]
    assert "Votre salaire" not in card(page)


@pytest.mark.parametrize("filled", [[], ["rows"], ["brackets"], ["rows", "brackets"]])
def test_unfinished_pay_table(show, programme, filled):
    scale = pay_scale(programme)
    for rows in filled:
        getattr(scale, rows).create(label="1re année")
    show(programme)


@pytest.mark.parametrize("kind", ["pay_audience", "pay_rules"])
def test_pay_section_of_every_contract_is_beside_the_table(show, programme, kind):
    scale = pay_scale(programme)
    factories.rate(factories.pay_row(scale), factories.bracket(scale), percent=27)
    factories.section(kind=kind, prose="Selon l’âge.")
    assert "Selon l’âge." in shown(part(show(programme), "argent"))


# The certification


def test_specific_register_and_no_level(show):
    certification = factories.certification(
        kind="autre", title="Anglais professionnel", level=None, register_code="RS5765"
    )
    page = show(factories.programme(certification=certification))
    assert card(page)["Certification"] == ["Anglais professionnel"]
    assert definition(page, "Fiche nationale") == "RS5765"
    assert page.xpath("//a[text()='RS5765']/@href") == [
        "https://www.francecompetences.fr/recherche/rs/5765/"
    ]


def test_carrier_elsewhere(show):
    certification = factories.certification(register_code="RNCP40705")
    carrier = factories.body(name="CFA des Alpes")
    page = show(factories.programme(certification=certification, carrier=carrier))
    assert definition(page, "Organisme porteur") == "CFA des Alpes"


@pytest.mark.parametrize(
    ("fields", "label", "said"),
    [
        ({"languages": "français, anglais"}, "Langues d’enseignement", "français, anglais"),
        ({"remote_share": 0}, "Part à distance", "0_%"),
        ({"remote_share": 20}, "Part à distance", "20_%"),
    ],
)
def test_fact_without_a_register_code(show, fields, label, said):
    assert definition(show(factories.programme(**fields)), label) == said


def test_carrier_without_a_register_code(show):
    page = show(factories.programme(carrier=factories.body(name="CFA des Alpes")))
    assert definition(page, "Organisme porteur") == "CFA des Alpes"


def test_certification_replaced_by_one_without_a_code(show):
    after = factories.certification(title="Assistance à la gestion")
    before = factories.certification(register_code="RNCP34606", replaced_by=after)
    page = show(factories.programme(certification=before))
    assert definition(page, "Remplacée par") == "Assistance à la gestion"


# Sections: each kind alone says what it has to say


@pytest.mark.parametrize("kind", Section.Kind)
def test_section_alone_is_on_the_page(show, programme, kind):
    factories.section(programme, kind=kind, prose="Un texte d'ici.", closing="La fin.")
    said = shown(show(programme).find(".//main"))
    assert "Un texte d’ici. La fin." in said


@pytest.mark.parametrize("kind", Section.Kind)
def test_items_alone_are_on_the_page(show, programme, kind):
    section = factories.section(programme, kind=kind)
    factories.item(section, lead="Durée :", text="deux ans", code="M1607", note="en moyenne")
    assert "Durée_: deux ans M1607 en moyenne" in shown(show(programme).find(".//main"))


def test_section_without_words_is_not_on_the_page(show, programme):
    factories.section(programme, kind="objectives", title="Objectifs")
    assert "Objectifs" not in shown(show(programme))


def test_contact_with_a_name_and_a_phone(show, programme):
    contact = factories.contact(name="Accueil", phone="+33974130063", email="")
    factories.link(programme, contact=contact, role="other")
    factories.section(programme, kind="prerequisites", prose="Aucun.")
    assert items(show(programme), "contacts") == ["Autre Accueil 09_74_13_00_63"]


def test_next_step_outside_the_catalogue(show, programme):
    factories.follow_on(programme, title="Vie active", note="après 2 ans")
    assert items(show(programme), "metier") == ["Vie active après 2 ans"]
