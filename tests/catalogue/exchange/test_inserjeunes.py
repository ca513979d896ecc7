"""The national results of our centres, from a file of the open data to the page.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.exchange import inserjeunes
from catalogue.models import NationalResult
from tests.support import catalogue_factories as factories
from tests.support.page_reading import definition, part, shown
from tests.support.paper_reading import paper

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)
OURS, ANOTHER = "0381234A", "0697654B"
LABELS = (
    "Année;UAI;Libellé;Région;Taux contrats interrompus;Taux poursuite études;Taux emploi 6 mois;"
    "Taux emploi 12 mois;Taux emploi 6 mois attendu;VA emploi 6 mois"
)
NAMES = (
    "annee,uai,libelle,region,taux_contrats_interrompus,taux_poursuite_etudes,taux_emploi_6_mois,"
    "taux_emploi_12_mois,taux_emploi_6_mois_attendu,va_emploi_6_mois"
)
ROW = f"cumul 2023-2024;{OURS};Notre CFA;ARA;18;41;67;72,5;64;3"


def file(*rows, header=LABELS, encoding="utf-8-sig"):
    return "\r\n".join([header, *rows]).encode(encoding)


@pytest.fixture
def centre():
    return factories.centre(name="Notre centre", uai=OURS)


def stored():
    return NationalResult.objects.get(uai=OURS)


def take_over(content):
    return inserjeunes.take_over(content, on=TODAY)


@pytest.mark.parametrize(
    "content",
    [
        file(ROW),
        file(ROW, encoding="cp1252"),
        file(ROW.replace(";", "\t"), header=LABELS.replace(";", "\t")),
        file(ROW.replace("72,5", "72.5").replace(";", ","), header=NAMES),
    ],
    ids=["labels", "of Excel", "tabs", "technical names"],
)
def test_each_export_gives_the_same(centre, content):
    take_over(content)
    row = stored()
    assert (row.period, row.interrupted, row.studies) == ("cumul 2023-2024", 18, 41)
    assert (row.employed_6, row.employed_12, row.added_value_6) == (67, Decimal("72.5"), 3)
    assert (row.employed_18, row.imported_on) == (None, TODAY)


def test_other_centres_are_left_out(centre):
    take_over(file(ROW.replace(OURS, ANOTHER), ROW))
    assert NationalResult.objects.get().uai == OURS


def test_body_in_charge_is_ours_too(centre):
    factories.body(uai=ANOTHER)
    take_over(file(ROW.replace(OURS, ANOTHER)))
    assert NationalResult.objects.get().uai == ANOTHER


@pytest.mark.parametrize("absent", ["", "nd", "< seuil", "NaN", "1000"])
def test_what_is_not_published_is_no_number(centre, absent):
    take_over(file(ROW.replace(";67;", f";{absent};")))
    assert stored().employed_6 is None


def test_zero_is_a_number(centre):
    take_over(file(ROW.replace(";67;", ";0;")))
    assert stored().employed_6 == 0


def test_period_taken_over_again_is_replaced(centre):
    take_over(file(ROW))
    take_over(file(ROW.replace(";67;", ";68;")))
    assert stored().employed_6 == 68


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (file(ROW.replace(OURS, ANOTHER)), f"ne parle pas de : {OURS}"),
        (file("a;b", header="nom;prénom"), "n’a pas les colonnes"),
        (b"", "n’a pas les colonnes"),
        (b"%PDF-1.7 \x00\xff", "n’a pas les colonnes"),
    ],
)
def test_another_file_is_refused_in_words(centre, content, words):
    with pytest.raises(inserjeunes.WrongFile, match=words):
        take_over(content)
    assert not NationalResult.objects.exists()


def test_unknown_code_of_the_centre_is_asked_for():
    factories.centre()
    with pytest.raises(inserjeunes.WrongFile, match="Aucun code UAI"):
        take_over(file(ROW))


# Staff

ADD = "/gestion/catalogue/nationalresult/add/"


def test_staff_give_the_file(admin_client, centre):
    given = SimpleUploadedFile("fr-en-inserjeunes-cfa.csv", file(ROW))
    answer = admin_client.post(ADD, {"file": given}, follow=True)
    assert answer.status_code == 200
    assert stored().employed_6 == 67
    assert "cumul 2023-2024" in answer.text


def test_staff_read_why_a_file_is_refused(admin_client, centre):
    answer = admin_client.post(ADD, {"file": SimpleUploadedFile("liste.csv", b"nom;prenom")})
    assert "Choisissez l’export CSV du jeu" in answer.text
    assert not NationalResult.objects.exists()


def test_rows_are_read_and_not_typed(admin_client, centre):
    take_over(file(ROW))
    page = admin_client.get(f"/gestion/catalogue/nationalresult/{stored().pk}/change/")
    assert page.status_code == 200
    assert 'name="employed_6"' not in page.text


# Page and paper


@pytest.fixture
def programme(centre):
    made = factories.programme()
    made.statuses.add(factories.status(is_contract=True, pay_law="apprentissage"))
    return made


def test_page_and_paper_say_whose_the_figures_are(read, programme):
    take_over(file(ROW))
    page = read(programme.get_absolute_url())
    words = shown(part(page, "resultats"))
    assert "tous les apprentis de Notre centre, tous diplômes ensemble, pas cette" in words
    assert definition(page, "En emploi 6 mois après") == "67_% de ceux qui ont quitté les études"
    assert definition(page, "En emploi 12 mois après").startswith("72,5_%")
    assert definition(page, "Valeur ajoutée").startswith("+3 points")
    assert "18 mois" not in words
    assert "67_%" in shown(paper(programme))


def test_hidden_rate_is_said_to_be_unpublished(read, programme):
    take_over(file(ROW.replace(";67;", ";;")))
    words = definition(read(programme.get_absolute_url()), "En emploi 6 mois après")
    assert words == "non publié moins de 20 personnes, ou pas encore calculé"


def test_last_period_is_shown(read, programme):
    take_over(file(ROW, ROW.replace("2023-2024", "2022-2023").replace(";67;", ";50;")))
    assert "67" in definition(read(programme.get_absolute_url()), "En emploi 6 mois après")


def test_programme_of_another_body_shows_its_figures_alone(read, programme):
    take_over(file(ROW))
    programme.carrier = factories.body(uai=ANOTHER)
    programme.save()
    assert part(read(programme.get_absolute_url()), "resultats") is None


def test_programme_without_apprentices_says_nothing_of_them(read, centre):
    take_over(file(ROW))
    programme = factories.programme()
    assert part(read(programme.get_absolute_url()), "resultats") is None
