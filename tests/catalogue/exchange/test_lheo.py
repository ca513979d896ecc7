"""LHÉO: valid against the official schema, with nothing invented and nothing lost in silence.

That every shape of a programme gives a valid document, tests/catalogue/conftest.py checks after
each test of the shapes and of the eight cases.
"""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from catalogue.context import the_centre
from catalogue.exchange.lheo import document as lheo
from catalogue.exchange.lheo.elements import LIMITS, Notes, cut, day, node, text
from catalogue.exchange.lheo.report import LABELS, report
from catalogue.models import Centre, LearnerStatus, Programme
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, exports, real_contents
from tests.support.shared import need

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion")


@pytest.fixture
def agora():
    real_contents.load()
    return Programme.objects.get(slug="bac-pro-agora")


def said(tree, name):
    return [element.text for element in tree.iter(f"{{*}}{name}")]


def one(programme, name):
    """The texts of these elements in the export of a programme."""
    return said(exports.lheo_of(programme)[0], name)


# Valid, or marked


def test_agora_is_valid_once_its_centre_is_known(agora):
    need(exports.XSD)
    exports.supply_identifiers()
    tree, notes = exports.lheo_of(agora)
    assert (exports.errors_of(tree), notes.missing) == ([], [])
    assert exports.faults(tree) == []


@pytest.mark.parametrize("case", ["agora", *eight_cases.ALL])
def test_only_what_is_listed_is_missing(case, request):
    need(exports.XSD)
    programme = request.getfixturevalue("agora") if case == "agora" else eight_cases.ALL[case]()
    tree, notes = exports.lheo_of(programme)
    listed = {missing.element for missing in notes.missing}
    errors = exports.errors_of(tree)
    assert errors
    assert [error for error in errors if not exports.expected_in(error) & listed] == []


def test_incomplete_export_says_what_is_missing(programme):
    tree, _ = exports.lheo_of(programme)
    formation = tree.find(".//{*}formation")
    assert formation.get("tag") == "incomplet"
    assert formation.get("info") == (
        "Il manque : code du public (FORMACODE), adresse d’inscription (rue et code postal du "
        "siège), numéro de déclaration d’activité, SIRET, raison sociale."
    )
    assert (
        said(tree, "numero-activite") == said(tree, "SIRET") == said(tree, "raison-sociale") == []
    )


def test_complete_export_is_not_marked(programme):
    exports.supply_identifiers()
    formation = exports.lheo_of(programme)[0].find(".//{*}formation")
    assert dict(formation.attrib) == {"numero": "bac-pro-gestion"}


def test_control_of_the_schema(programme):
    need(exports.XSD)
    exports.supply_identifiers()
    tree, _ = exports.lheo_of(programme)
    tree.find(".//{*}certifiante").text = "2"
    assert len(exports.errors_of(tree)) > 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("debut", "20270230"), ("fin", "20200101"), ("intitule-formation", "x" * 256), ("ville", "")],
)
def test_control_of_our_checks(programme, name, value):
    exports.supply_identifiers()
    year = factories.cohort_year(factories.cohort(programme), starts=date(2027, 9, 1))
    year.ends = date(2028, 6, 30)
    year.save()
    tree, _ = exports.lheo_of(programme)
    assert exports.faults(tree) == []
    next(tree.iter(f"{{*}}{name}")).text = value
    assert len(exports.faults(tree)) == 1


def test_organisation_in_charge_is_the_carrier(programme):
    programme.carrier = factories.body(name="Université des Alpes")
    programme.save()
    factories.centre(siret=exports.SIRET)
    tree, notes = exports.lheo_of(programme)
    assert "SIRET (Université des Alpes)" in notes.labels
    assert said(tree, "nom-organisme") == ["Université des Alpes"]
    assert said(tree.find(".//{*}organisme-formateur"), "SIRET") == [exports.SIRET]


# Texts


def test_text_over_its_limit_is_cut_at_a_sentence():
    words = "Une première phrase. Une deuxième, plus longue. Une troisième."
    assert cut(words, 50) == "Une première phrase. Une deuxième, plus longue."
    assert cut(words, 46) == "Une première phrase."


def test_first_sentence_too_long_is_cut_at_a_word():
    assert cut("Une phrase, qui ne finit pas", 14) == "Une phrase…"
    assert cut("x" * 20, 10) == "x" * 9 + "…"


def test_line_of_a_list_ends_like_a_sentence():
    assert cut("- écrire\n- compter, et encore", 20) == "- écrire"


@pytest.mark.parametrize("length", [199, 200, 201, 3000])
def test_cut_text_keeps_to_the_limit(length):
    notes = Notes()
    made = text("modalites-pedagogiques", ("mot " * length)[:length].strip(), notes)
    assert len(made.text) <= 200
    assert bool(notes.cuts) is (length > 200)


def test_control_characters_are_left_out():
    assert node("nom", "Ada\x0b\x00 Vidal\ufffe").text == "Ada Vidal"


def test_staff_are_told_what_is_cut(programme):
    exports.supply_identifiers()
    factories.section(programme, kind="methods", prose="Une phrase. " * 30)
    told = " ".join(report(exports.sheet_of(programme), the_centre()))
    assert "« Méthodes mobilisées » a 359 caractères : LHÉO en admet 200" in told


def test_staff_are_told_what_is_missing_or_unsaid(programme):
    missing, unsaid = report(exports.sheet_of(programme), the_centre())
    assert "SIRET, raison sociale" in missing
    assert "objectifs pédagogiques" in unsaid


def test_whole_export_tells_staff_nothing(agora):
    exports.supply_identifiers()
    Programme.objects.filter(pk=agora.pk).update(rhythm_note="")
    agora.sections.filter(kind__in=["methods", "enrolment", "funding"]).delete()
    told = report(exports.sheet_of(agora), the_centre())
    assert [line for line in told if "incomplet" in line or "Non communiqué" in line] == []


def test_each_limited_text_has_a_name_for_staff():
    assert LABELS.keys() == LIMITS.keys()


# Facts


@pytest.mark.parametrize(
    ("value", "precision", "written"),
    [
        (date(2027, 9, 1), "day", "20270901"),
        (date(2027, 9, 1), "month", "20270900"),
        (date(2027, 1, 1), "year", "20270000"),
        (None, "day", "00000000"),
    ],
)
def test_day_is_as_precise_as_it_is_known(value, precision, written):
    assert day(value, precision, unknown="00000000") == written


@pytest.mark.parametrize(
    ("level", "code"), [(None, "0"), (0, "1"), (2, "1"), (3, "13"), (4, "14"), (7, "17")]
)
def test_entry_level_is_on_the_scale_of_2019(programme, level, code):
    if level is not None:
        factories.requirement(programme, kind="diploma", level=level)
    assert one(programme, "code-niveau-entree") == [code]


@pytest.mark.parametrize(("share", "mode"), [(None, "0"), (0, "0"), (25, "1"), (100, "2")])
def test_mode_follows_the_share_at_a_distance(programme, share, mode):
    Programme.objects.update(remote_share=share)
    assert one(programme, "modalites-enseignement") == [mode]


def test_days_at_a_distance_make_it_mixed(programme):
    factories.rhythm_step(programme, "CCDD-")
    assert one(programme, "modalites-enseignement") == ["1"]


def test_each_cohort_is_a_session(programme):
    for name, first in (("2026-2028", 2026), ("2027-2029", 2027)):
        cohort = factories.cohort(programme, name=name)
        factories.cohort_year(cohort, starts=date(first, 9, 1))
        factories.cohort_year(cohort, number=2, ends=date(first + 2, 6, 30))
    tree, _ = exports.lheo_of(programme)
    periods = {(p[0].text, p[1].text) for p in tree.iterfind(".//{*}session/{*}periode")}
    assert periods == {("20260901", "20280630"), ("20270901", "20290630")}


def test_session_without_a_date_is_unknown(programme):
    assert (one(programme, "debut"), one(programme, "fin")) == (["00000000"], ["99999999"])


def test_half_an_hour_is_not_rounded(programme):
    factories.duration(programme, hours=Decimal("10.5"))
    assert one(programme, "nombre-heures-centre") == []


def test_public_codes_are_those_of_the_statuses(programme):
    exports.supply_identifiers()
    status = factories.status()
    programme.statuses.add(status)
    assert one(programme, "code-public-vise") == ["80056"]
    LearnerStatus.objects.filter(pk=status.pk).update(public_code="80006")
    tree, _ = exports.lheo_of(programme)
    (code,) = tree.iter("{*}code-public-vise")
    assert (code.text, code.get("ref")) == ("80006", "V14")


def test_nobody_is_said_to_pay_what_is_free(programme):
    factories.tuition(programme, amount=0, payers=["learner"])
    factories.tuition(programme, amount=6695, period="year", payers=["opco", "cpf"])
    assert one(programme, "code-financeur") == ["16"]


def test_contacts_have_their_role(programme):
    factories.link(programme, role="disability")
    factories.link(programme, role="lead")
    tree, _ = exports.lheo_of(programme)
    roles = [c.findtext("{*}type-contact") for c in tree.iter("{*}contact-formation")]
    assert sorted(roles) == ["1", "3"]


def test_closed_option_is_not_a_length(programme):
    option = factories.option(programme, is_open=False)
    factories.duration(programme, option=option, amount=2, unit="year")
    assert one(programme, "duree-indicative") == []


def test_quotes_and_tags_are_read_back(programme):
    title = 'Vente d\'« articles » "froids" & <script>alert(1)</script>'
    Programme.objects.update(title=title)
    tree, _ = exports.lheo_of(programme)
    assert "<script>alert(1)</script>" in said(tree, "intitule-formation")[0]


def test_document_without_a_programme_is_empty():
    assert len(etree.fromstring(lheo.document([])).find("{*}offres")) == 0


def test_long_address_takes_several_lines(programme):
    exports.supply_identifiers()
    campus = Centre.objects.get().head_office
    campus.street = "Bâtiment des métiers de la gestion, 8-10 rue du Tour de l’eau prolongée"
    campus.save()
    lines = one(programme, "ligne")
    assert " ".join(lines[:2]) == campus.street
    assert max(map(len, lines)) <= 50
