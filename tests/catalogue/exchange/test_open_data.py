"""The open data: the schema that we publish, null for what is not known, nothing that is hidden."""

import csv
import io
import json
from datetime import date

import jsonschema
import pytest

from catalogue.exchange import open_data, open_data_csv
from catalogue.models import Programme
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, exports, real_contents
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion")


def data_of(programme):
    return open_data.programme(exports.sheet_of(programme))


def numbers(value, path=()):
    """Each number of a document, with where it stands."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


def test_file_of_one_follows_the_schema(programme):
    document = open_data.document_of_one(data_of(programme), on=TODAY)
    exports.validator().validate(document)
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("change", [{"places_par_promotion": "12"}, {"inconnue": None}])
def test_control_of_the_schema(programme, change):
    document = open_data.document_of_one(data_of(programme) | change, on=TODAY)
    with pytest.raises(jsonschema.ValidationError):
        exports.validator().validate(document)


def test_missing_key_is_refused(programme):
    data = data_of(programme)
    del data["rythme"]
    with pytest.raises(jsonschema.ValidationError):
        exports.validator().validate(open_data.document([data], on=TODAY))


def test_what_is_not_known_is_null_or_empty(programme):
    data = data_of(programme)
    assert list(numbers(data)) == [(("certification", "niveau"), 4)]
    assert {key for key, value in data.items() if value is None} >= {
        *("accroche", "mise_a_jour", "niveau_d_entree", "places_par_promotion"),
        *("part_a_distance", "reponse_sous_jours_ouvres", "annee_du_cycle_a_l_entree"),
    }


@pytest.mark.parametrize("case", eight_cases.ALL)
def test_zero_is_only_what_somebody_typed(case):
    """0 € of a free training, no diploma asked, a rate of 0 %: nothing else is 0."""
    zeros = {path for path, value in numbers(data_of(eight_cases.ALL[case]())) if value == 0}
    assert zeros <= {
        ("tarifs", "montant"),
        ("niveau_d_entree", "niveau"),
        ("resultats", "taux"),
        ("resultats", "reussites"),
    }


def test_free_training_is_zero_and_not_null(programme):
    factories.tuition(programme, amount=0, payers=["learner"])
    assert data_of(programme)["tarifs"][0]["montant"] == 0


def test_rate_of_too_few_people_is_hidden(programme):
    factories.outcome(programme, value=50, numerator=1, denominator=2)
    (rate,) = data_of(programme)["resultats"]
    assert (rate["taux"], rate["reussites"], rate["effectif"]) == (None, None, None)
    assert rate["absent"] == "Moins de 5, non affiché"


def test_rate_of_zero_is_a_rate(programme):
    factories.outcome(programme, value=0, numerator=0, denominator=6)
    (rate,) = data_of(programme)["resultats"]
    assert (rate["taux"], rate["absent"]) == (0, None)


def test_dates_are_as_precise_as_they_are_known(programme):
    factories.cohort_year(
        factories.cohort(programme), starts=date(2027, 9, 1), starts_precision="month"
    )
    (year,) = data_of(programme)["promotions"][0]["annees"]
    assert (year["debut"], year["fin"]) == ("2027-09", None)


def test_texts_are_those_of_the_page(programme):
    section = factories.section(programme, kind="objectives", prose="Savoir : écrire")
    factories.item(section, lead="Gérer", text="l'accueil", code="M1602")
    (text,) = data_of(programme)["textes"]
    assert text["texte"] == "Savoir\u00a0: écrire\n\n- Gérer l’accueil (M1602)"


def test_next_step_that_is_hidden_is_not_named(programme):
    factories.follow_on(programme, target=factories.programme(state="draft", short_name="BTS"))
    assert data_of(programme)["suites"] == []


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_programmes_costs_the_same(count, django_assert_num_queries):
    for _ in range(count):
        eight_cases_like(factories.programme())
    with django_assert_num_queries(20):
        assert len([open_data.programme(sheet) for sheet in exports.all_sheets()]) == count


def eight_cases_like(programme):
    """One row of each list that is exported."""
    programme.statuses.add(factories.status())
    programme.campuses.add(factories.campus())
    factories.requirement(programme)
    factories.rhythm_step(programme, "CC---")
    factories.channel(programme)
    factories.follow_on(programme, title="BTS")
    factories.item(factories.section(programme, kind="jobs"), text="Vendeur")
    factories.subject(factories.unit(programme))
    factories.cohort_year(factories.cohort(programme), starts=date(2027, 9, 1))
    factories.tuition(programme, amount=10, period="year")
    factories.duration(programme, amount=2, unit="year", status=programme.statuses.get())
    factories.outcome(programme, value=90)
    factories.link(programme)


# CSV


def rows_of(*programmes):
    written = open_data_csv.csv(map(data_of, programmes)).removeprefix(open_data_csv.MARK)
    return list(csv.DictReader(io.StringIO(written), delimiter=";"))


def test_csv_has_a_line_a_programme(programme):
    first, second = rows_of(programme, factories.programme(slug="bts"))
    assert (first["identifiant"], second["identifiant"]) == ("bac-pro-gestion", "bts")
    assert list(first) == list(open_data_csv.COLUMNS)


def test_csv_leaves_empty_what_is_not_known():
    short = factories.programme(certification=None)
    (row,) = rows_of(short)
    filled = {"identifiant", "page", "brochure", "intitule", "nom_court", "domaine"}
    assert {name for name, value in row.items() if value} == filled


def test_csv_of_the_real_programme():
    real_contents.load()
    (row,) = rows_of(Programme.objects.get(slug="bac-pro-agora"))
    assert row["durees"] == "2\u00a0ans, 1\u202f350\u00a0heures"
    assert (row["niveau"], row["code"], row["debut"]) == ("4", "RNCP34606", "2027-09-01")
    assert row["telephone"] == "0974130063"


def test_csv_has_no_formula(programme):
    Programme.objects.update(short_name="=1+1", promise="@x")
    assert rows_of(programme)[0]["nom_court"] == "'=1+1"
