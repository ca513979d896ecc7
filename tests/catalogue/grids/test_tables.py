"""The tables of the desk: what is typed or pasted, saved whole or not at all, by two people."""

from datetime import date
from decimal import Decimal

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from catalogue.grids.dates import DatesTable
from catalogue.grids.exam import ExamTable
from catalogue.grids.prices import PricesTable
from catalogue.grids.rates import RatesTable
from catalogue.models import Assessment, Cohort, CohortYear, Outcome, Subject, Unit
from tests.support import catalogue_factories as factories
from tests.support.acts import filled

pytestmark = pytest.mark.django_db

TABLES = {
    "epreuves": ExamTable,
    "dates": DatesTable,
    "resultats": RatesTable,
    "prix": PricesTable,
}
EXAM = (
    "Épreuve\tMatière\tHeures\tCoef.\tForme\tType\tDurée\n"
    "Culture générale\t\t\t\t\t\t\n"
    "\tFrançais\t120\t2\tponctuelle\técrit\t4 h\n"
    "\tAnglais\t100,5\t1,5\tCCF\tÉcrit et oral\t2 × 45 min\n"
    "Projet\t\tnon publiées\t4\tcontrôle continu\tdossier\t\n"
)
DATES = (
    "Promotion\tOuverture des inscriptions\t1re année : début\t1re année : fin\t"
    "2e année : début\t2e année : fin\n"
    "2026-2028\tfévrier 2026\t01/09/2026\t2027-06-30\t1er septembre 2027\tjuin 2028\n"
    "2027-2029\t2027\t\t\t\t\n"
)


@pytest.fixture
def programme():
    return factories.programme()


def address(programme, slug):
    return reverse("admin:catalogue_desk_part", args=[programme.pk, slug])


def shown(response):
    """What a page of a table would send again."""
    page = lxml.html.fromstring(response.content.decode())
    form = page.xpath("//form[contains(@class, 'grid')]")[0]
    values = form.form_values()
    return dict(values) | {"column": [text for name, text in values if name == "column"]}


def paste(client, programme, slug, text):
    """Pastes a table, looks at it, then saves it."""
    url = address(programme, slug)
    seen = client.post(url, filled(client.get(url)) | {"pasted": text, "_paste": ""})
    return client.post(url, shown(seen) | {"_save": ""}), seen


def errors(response):
    page = lxml.html.fromstring(response.content.decode())
    return [" ".join(one.text_content().split()) for one in page.find_class("grid-error")]


# Each table shows what is stored and nothing else


def full():
    """A programme with all that the tables show, and what they do not."""
    programme = factories.programme()
    apprentice = factories.status()
    unit = factories.unit(programme, title="Vente", hours=100, coefficient="2.5")
    factories.assessment(unit, when="ccf", how=["oral"], count=2, minutes=45, weight=100)
    factories.assessment(unit, title="Dossier", status=apprentice, how=["dossier"])
    factories.assessment(factories.subject(unit, title="Droit"), how=["ecrit"], minutes=210)
    factories.unit(programme, title="Sport", hours_unpublished=True, is_optional=True)
    cohort = factories.cohort(programme, name="2026-2028", places=12)
    factories.cohort_year(cohort, starts=date(2026, 9, 1), starts_precision="month")
    factories.cohort_year(cohort, number=2, ends=date(2028, 6, 30), school_year="2027-28")
    factories.cohort(programme, name="sur demande", kind="on_demand")
    option = factories.option(programme, name="A")
    first, second = factories.indicator(label="Réussite"), factories.indicator(label="Insertion")
    factories.outcome(programme, indicator=first, year=2024, value=85, numerator=17, denominator=20)
    factories.outcome(programme, indicator=first, year=2024, option=option, value=Decimal("90.5"))
    kept = {"value": None, "missing_reason": "Enquête en mars 2027"}
    factories.outcome(programme, indicator=second, year=2024, period="Promotion 2022-2024", **kept)
    factories.tuition(programme, status=apprentice, amount=0, period="total", payers=["learner"])
    factories.tuition(programme, amount=4000, period="year", year=1, text="Payable en dix fois.")
    factories.tuition(programme, kind="fee", name="Repas", amount=4, period="meal")
    return programme


@pytest.mark.parametrize("slug", TABLES)
def test_table_saved_as_it_is_shown_changes_nothing(admin_client, slug):
    programme = full()
    models = TABLES[slug].models
    before = [list(model.objects.order_by("pk").values()) for model in models]
    url = address(programme, slug)
    answer = admin_client.post(url, filled(admin_client.get(url)) | {"_save": ""})
    assert answer.status_code == 302
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


# Typed and pasted


def test_exam_table_is_pasted_seen_then_saved(admin_client, programme):
    answer, seen = paste(admin_client, programme, "epreuves", EXAM)
    assert "pas encore enregistrées" in seen.content.decode()
    assert answer.url.endswith("#contenu")
    units = [(u.title, u.coefficient, u.hours_unpublished) for u in Unit.objects.all()]
    assert units == [("Culture générale", None, False), ("Projet", 4, True)]
    subjects = [(s.unit.title, s.title, s.hours, s.position) for s in Subject.objects.all()]
    assert subjects == [
        ("Culture générale", "Français", 120, 1),
        ("Culture générale", "Anglais", Decimal("100.5"), 2),
    ]
    found = Assessment.objects.order_by("pk")
    assert [(a.when, a.how, a.count, a.minutes) for a in found] == [
        ("ponctuelle", ["ecrit"], 1, 240),
        ("ccf", ["ecrit", "oral"], 2, 45),
        ("continu", ["dossier"], 1, None),
    ]


def test_pasted_line_of_the_same_name_changes_the_one_there(admin_client, programme):
    paste(admin_client, programme, "epreuves", EXAM)
    paste(
        admin_client, programme, "epreuves", "Unité\tMatière\tCoef.\nCulture générale\tAnglais\t3"
    )
    assert [(s.title, s.coefficient) for s in Subject.objects.all()] == [
        ("Français", 2),
        ("Anglais", 3),
    ]


def test_dates_are_read_as_precisely_as_they_are_written(admin_client, programme):
    paste(admin_client, programme, "dates", DATES)
    first, last, next_one = CohortYear.objects.order_by("pk")
    assert (first.registration_opens, first.registration_opens_precision) == (
        date(2026, 2, 1),
        "month",
    )
    assert (first.starts, first.ends) == (date(2026, 9, 1), date(2027, 6, 30))
    assert (last.ends, last.ends_precision) == (date(2028, 6, 30), "month")
    assert [first.school_year, last.school_year] == ["2026-2027", "2027-2028"]
    assert next_one.registration_opens_precision == "year"
    assert Cohort.objects.count() == 2


def test_rates_of_three_years_are_pasted_with_their_cases(admin_client, programme):
    factories.indicator(label="Réussite")
    text = "Indicateur\t2023\t2024\t2025\nRéussite\t85\t17/20\tEnquête en mars 2027"
    paste(admin_client, programme, "resultats", text)
    found = [(o.year, o.value, o.numerator, o.missing_reason) for o in Outcome.objects.all()]
    assert found == [
        (2023, 85, None, ""),
        (2024, 85, 17, ""),
        (2025, None, None, "Enquête en mars 2027"),
    ]


def test_price_of_the_whole_and_of_each_year_make_one_line(admin_client, programme):
    status = factories.status(name="Apprenti")
    factories.duration(programme, amount=2, unit="year")
    text = (
        "Contrat ou statut\tQui paie\tEn tout (€)\tAnnée 1 (€)\nApprenti\tl’apprenant\t0\t1 200,50"
    )
    paste(admin_client, programme, "prix", text)
    prices = programme.tuitions.order_by("pk")
    assert [(p.status, p.amount, p.period, p.year, p.payers) for p in prices] == [
        (status, 0, "total", None, ["learner"]),
        (status, Decimal("1200.5"), "year", 1, ["learner"]),
    ]


@pytest.mark.parametrize(
    ("slug", "text", "sentence"),
    [
        ("epreuves", "Matière\tCoef.\nDroit\t2", "La première ligne donne une épreuve"),
        ("epreuves", "Épreuve\tCoef.\nDroit\t8 + 1", "Écrivez un nombre"),
        ("epreuves", "Épreuve\tDurée\nDroit\tlongue", "Écrivez une durée"),
        ("epreuves", "Épreuve\tType\nDroit\tdevinette", "n’est pas connu ici"),
        ("dates", "Promotion\t1re année : début\n2026\t31/02/2026", "Écrivez un jour"),
        (
            "dates",
            "Promotion\t1re année : début\t1re année : fin\n26\t2027\t2026",
            "précède son début",
        ),
        ("resultats", "Indicateur\t2024\t2025\nRéussite\t120\t", "inférieure ou égale à 100"),
        ("resultats", "Indicateur\t2024\t2025\nInconnu\t12\t", "Choisissez un indicateur"),
        ("prix", "Qui paie\tEn tout (€)\nl’apprenant\t-3", "Un tarif n’est pas négatif"),
        ("prix", "Contrat ou statut\tEn tout (€)\nApprentie\t12", "« Apprentie » n’est pas connu"),
        ("epreuves", f"Épreuve\tDurée\nDroit\t{'9' * 5000} h", "trop long"),
    ],
)
def test_wrong_cell_is_said_kept_and_saves_nothing(admin_client, programme, slug, text, sentence):
    factories.indicator(label="Réussite")
    answer, seen = paste(admin_client, programme, slug, text)
    assert any(sentence in said for said in errors(seen)), errors(seen)
    assert answer.status_code == 200
    assert not any(model.objects.exists() for model in TABLES[slug].models)
    typed = text.split("\n")[1].split("\t")[-1]
    assert not typed or typed in shown(answer).values()


# Lines moved, removed, added without JavaScript


def test_lines_are_moved_removed_and_added_by_buttons(admin_client, programme):
    for title in ("A", "B", "C"):
        factories.unit(programme, title=title, position=ord(title))
    url = address(programme, "epreuves")
    moved = admin_client.post(url, filled(admin_client.get(url)) | {"_up": "1"})
    without = admin_client.post(url, shown(moved) | {"_remove": "2"})
    more = shown(admin_client.post(url, shown(without) | {"_more": ""}))
    assert sum(name.endswith("-key") for name in more) == 6
    admin_client.post(url, more | {"_save": ""})
    assert [unit.title for unit in Unit.objects.all()] == ["B", "A"]


def test_next_cohort_is_the_last_one_a_year_later_and_not_saved_yet(admin_client, programme):
    paste(admin_client, programme, "dates", "\n".join(DATES.split("\n")[:2]))
    url = address(programme, "dates")
    seen = shown(admin_client.post(url, filled(admin_client.get(url)) | {"_renew": ""}))
    added = [text for name, text in seen.items() if name.startswith("1-")]
    assert {"2027-2029", "février 2027", "01/09/2027", "30/06/2028", "juin 2029"} <= set(added)
    assert Cohort.objects.count() == 1
    admin_client.post(url, seen | {"_save": ""})
    assert [cohort.name for cohort in Cohort.objects.all()] == ["2026-2028", "2027-2029"]


# Two people


def test_two_people_lose_nothing_and_are_told(admin_client, programme, client, staff_user):
    paste(admin_client, programme, "epreuves", EXAM)
    url = address(programme, "epreuves")
    mine = shown(admin_client.get(url))
    cell = next(name.removesuffix("unit") for name, text in mine.items() if text == "Projet")
    theirs = shown(client.get(url))
    client.post(url, theirs | {f"{cell}coefficient": "5", f"{cell}code": "E5", "_save": ""})
    clash = admin_client.post(url, mine | {f"{cell}coefficient": "6", "_save": ""})
    assert clash.status_code == 409
    assert errors(clash) == ["Ada Vidal a écrit « 5 » entre-temps."]
    assert shown(clash)[f"{cell}coefficient"] == "6"
    assert Unit.objects.get(title="Projet").coefficient == 5
    again = shown(clash)
    assert again[f"{cell}code"] == "E5"
    admin_client.post(url, again | {"_save": ""})
    unit = Unit.objects.get(title="Projet")
    assert (unit.coefficient, unit.code) == (6, "E5")


def test_line_that_another_removed_is_kept_if_it_was_rewritten(admin_client, programme):
    unit = factories.unit(programme, title="Projet")
    url = address(programme, "epreuves")
    mine = shown(admin_client.get(url))
    unit.delete()
    same = admin_client.post(url, mine | {"_save": ""})
    assert (same.status_code, Unit.objects.count()) == (302, 0)
    factories.unit(programme, title="Projet")
    mine = shown(admin_client.get(url))
    Unit.objects.all().delete()
    rewritten = admin_client.post(url, mine | {"0-coefficient": "3", "_save": ""})
    assert "a retiré cette ligne" in errors(rewritten)[0]
    admin_client.post(url, shown(rewritten) | {"_save": ""})
    assert Unit.objects.get().coefficient == 3


def test_line_that_another_adds_stays_under_its_unit(admin_client, programme):
    first, last = factories.unit(programme, title="A"), factories.unit(programme, title="B")
    law = factories.subject(last, title="Droit")
    url = address(programme, "epreuves")
    mine = shown(admin_client.get(url)) | {"0-coefficient": "3"}
    factories.subject(first, title="Français")
    factories.assessment(last, how=["oral"])
    assert admin_client.post(url, mine | {"_save": ""}).status_code == 302
    assert [s.title for s in first.subjects.all()] == ["Français"]
    assert list(last.subjects.all()) == [law]
    assert (list(Unit.objects.all()), last.assessments.count()) == ([first, last], 1)


def test_line_added_under_a_unit_that_one_removes_moves_to_no_other(admin_client, programme):
    factories.unit(programme, title="A", position=1)
    unit = factories.unit(programme, title="B", position=2)
    url = address(programme, "epreuves")
    mine = shown(admin_client.post(url, shown(admin_client.get(url)) | {"_remove": "1"}))
    factories.subject(unit, title="Droit")
    clash = admin_client.post(url, mine | {"_save": ""})
    assert (clash.status_code, Subject.objects.get().unit) == (409, unit)
    assert "que vous avez retirée" in errors(clash)[0]


def test_cell_of_a_column_that_another_emptied_is_not_lost(admin_client, programme):
    rate = factories.outcome(programme, year=2024, value=85)
    factories.outcome(programme, indicator=rate.indicator, year=2025, value=90)
    url = address(programme, "resultats")
    mine = shown(admin_client.get(url))
    rate.delete()
    clash = admin_client.post(url, mine | {"0-2024|": "86", "_save": ""})
    assert errors(clash) == ["Quelqu’un d’autre a vidé cette case entre-temps."]
    admin_client.post(url, shown(clash) | {"_save": ""})
    assert programme.outcomes.get(year=2024).value == 86


@pytest.mark.parametrize("slug", TABLES)
def test_page_that_is_not_ours_breaks_nothing(admin_client, programme, slug):
    forged = {"column": ["9" * 5000, "2024|hier|", "²"], "0-key": "1", "_save": ""}
    for base in ("[" * 100_000, '{"": 1, "1": [], "u1": "x"}'):
        answer = admin_client.post(address(programme, slug), forged | {"base": base})
        assert answer.status_code in (200, 302)
    row = shown(admin_client.get(address(programme, slug)))
    for button in ("_column", "_renew"):  # of other tables
        assert admin_client.post(address(programme, slug), row | {button: ""}).status_code == 200


def test_price_changes_column_and_stays_the_same_price(admin_client, programme):
    price = factories.tuition(programme, amount=4000, period="total", text="En dix fois.")
    url = address(programme, "prix")
    moved = {"0-total": "", "0-year": "4000", "_save": ""}
    assert admin_client.post(url, shown(admin_client.get(url)) | moved).status_code == 302
    again = programme.tuitions.get()
    assert (again.pk, again.period, again.text) == (price.pk, "year", "En dix fois.")


def test_price_of_a_block_makes_another_line(admin_client, programme):
    block = factories.block(programme.certification, title="Conduire")
    factories.tuition(programme, amount=900, period="total", payers=["learner"])
    factories.tuition(programme, amount=300, period="total", payers=["learner"], block=block)
    table = admin_client.get(address(programme, "prix"))
    assert {"900", "300"} <= set(map(str, shown(table).values()))
    assert "Conduire" in table.content.decode()


@pytest.fixture
def staff_user(client):
    person = User.objects.create_superuser("ada", first_name="Ada", last_name="Vidal")
    client.force_login(person)
    return person
