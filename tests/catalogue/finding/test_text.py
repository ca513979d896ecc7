"""How words are read: folding, stems, old names of levels, acronyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.finding import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("électricité", "électricien"),
        ("électricité", "électrique"),
        ("comptable", "comptabilité"),
        ("secrétariat", "secrétaires"),
        ("mécanicienne", "mécanique"),
        ("boulangerie", "boulangère"),
        ("pâtissier", "pâtisserie"),
        ("administratives", "administration"),
        ("immobilières", "immobilier"),
        ("logistique", "logisticien"),
        ("coiffeuse", "coiffeurs"),
        ("assistante", "assistance"),
        ("gestionnaires", "gestion"),
        ("commerciaux", "commercial"),
        ("bureaux", "bureau"),
        ("directrice", "directeur"),
        ("tourisme", "touristique"),
        ("œuvre", "oeuvres"),
    ],
)
def test_words_of_a_family_meet(one, other):
    assert text.forms(one) & text.forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("vente", "ventilation"), ("carte", "carrelage"), ("gestion", "geste"), ("banque", "bancs")],
)
def test_words_of_two_families_do_not_meet(one, other):
    assert not text.forms(one) & text.forms(other)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("niveau V", ["niveau3"]),
        ("Niveau IV", ["niveau4"]),
        ("niveau III", ["niveau5"]),
        ("niveau ii", ["niveau6"]),
        ("niveau I", ["niveau7"]),
        ("niveau 5", ["niveau5"]),
        ("niveau bac+2", ["niveau5"]),
        ("niveau BEP", ["niveau3"]),
        ("bac +3 ou bac+5", ["niveau6", "ou", "niveau7"]),
        ("post-bac", ["apres4"]),
        ("après un bac+2", ["apres5"]),
        ("sans diplôme", ["apres0"]),
        ("bac", ["bac"]),
        ("Charles V", ["charles", "v"]),
    ],
)
def test_levels_are_read_in_the_words_of_today_and_of_before(said, read):
    assert text.words(said) == read


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Gestion de la PME", "gpme"),
        ("Support à l’action managériale", "sam"),
        ("Gestion des Transports et Logistique Associée", "gtla"),
        ("Notariat", ""),
    ],
)
def test_acronym_of_a_title(title, made):
    assert text.acronym(title) == made


@pytest.mark.parametrize(
    ("word", "mistakes"),
    [("bts", 0), ("gtla", 1), ("gestion", 1), ("comptable", 2), ("34606", 0), ("e5e5", 0)],
)
def test_mistakes_forgiven(word, mistakes):
    assert text.typing_mistakes(word) == mistakes


@given(st.text())
def test_what_is_typed_is_read_without_error(typed):
    line = text.typed(typed)
    assert len(line) <= text.LONGEST
    assert line.isprintable()
    assert text.typed(line) == line
    assert all(text.stem(word) for word in text.asked(line))
