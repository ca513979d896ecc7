"""Conditions of entry and restrictions of a status, on page, paper, cards and pay tables.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from importlib import import_module

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalogue.figures.entry import Answer, Profile
from catalogue.models import EntryRequirement, Programme, Section
from catalogue.sheet.entry import age_refused, can_enter
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.acts import filled
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, card, items, part, shown
from tests.support.paper_reading import TODAY, fresh, paper, sheet

pytestmark = pytest.mark.django_db


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


def said(element):
    """Its words, in order, with spaces between blocks."""
    return shown(element).replace("_", " ")


# The cases


def security():
    """Case 2: one of four diplomas, and three other conditions."""
    programme = factories.programme()
    for row in (
        {"group": 1, "level": 4, "name": "bac général"},
        {"group": 1, "level": 4, "name": "bac technologique"},
        {"group": 1, "level": 4, "name": "bac pro du métier"},
        {"group": 1, "level": 3, "name": "certificat de branche", "experience_months": 12},
    ):
        factories.requirement(programme, kind="diploma", **row)
    factories.requirement(programme, kind="legal", name="casier judiciaire vierge")
    card = {"name": "carte professionnelle", "moment": "first_day"}
    factories.requirement(programme, kind="legal", **card)
    factories.requirement(programme, kind="licence", name="permis B", is_advised=True)
    return programme


def lorry():
    """Case 5: an age, a licence, a recent certificate."""
    programme = factories.programme()
    factories.requirement(programme, kind="age", age_min=21)
    factories.requirement(programme, kind="licence", name="permis B")
    factories.requirement(programme, kind="medical", name="certificat médical", valid_months=24)
    return programme


def cap():
    programme = factories.programme()
    factories.requirement(programme, level=0)
    return programme


def care():
    """Case 8: an age, and what is due before the first day."""
    programme = factories.programme()
    factories.requirement(programme, kind="age", age_min=17)
    for name in ("vaccinations à jour", "certificat médical"):
        factories.requirement(programme, kind="medical", name=name, moment="first_day")
    return programme


LINES = {
    security: [
        "Bac général, bac technologique, bac pro du métier ou certificat de branche avec 1_an "
        "d’expérience",
        "Casier judiciaire vierge",
        "Carte professionnelle (avant le premier jour)",
        "Permis B",
    ],
    lorry: ["21 ans au moins", "Permis B", "Certificat médical (de moins de 2_ans)"],
    cap: ["Aucun diplôme exigé"],
    care: [
        "17 ans au moins",
        "Vaccinations à jour (avant le premier jour)",
        "Certificat médical (avant le premier jour)",
    ],
}


@pytest.mark.parametrize("case", LINES)
def test_conditions_are_a_list_on_page_and_paper(show, case):
    programme = case()
    assert items(show(programme), "profil") == LINES[case]
    (list_,) = paper(programme).find_class("part-profil")
    assert [shown(item) for item in list_.iter("li")] == LINES[case]


def test_advised_comes_after_what_is_required(show):
    words = said(part(show(security()), "profil"))
    assert words.index("Conditions d’entrée") < words.index("Carte") < words.index("Conseillé")
    assert words.endswith("Conseillé, pas obligatoire Permis B")


def test_nothing_is_advised_where_all_is_required(show):
    assert "Conseillé" not in said(part(show(lorry()), "profil"))


@pytest.mark.parametrize(
    ("case", "answer", "because"),
    [
        (cap, Answer.YES, []),
        (care, Answer.YES, []),
        (
            security,
            Answer.IF,
            [["certificat de branche avec 1\u00a0an d’expérience"], ["casier judiciaire vierge"]],
        ),
        (lorry, Answer.NO, [["21 ans au moins"]]),
    ],
)
def test_seventeen_years_old_with_a_cap_is_answered(case, answer, because):
    assert can_enter(case(), Profile(level=3, age=17)) == (answer, because)


def test_programme_that_tells_no_condition_answers_nothing(programme):
    factories.requirement(programme, kind="licence", name="permis B", is_advised=True)
    assert can_enter(programme, Profile(level=3, age=17)) is None


def test_motivation_is_heard_at_the_interview_and_refuses_nobody(programme):
    factories.requirement(programme, kind="motivation", name="motivation pour le métier")
    assert can_enter(programme, Profile()).answer is Answer.YES


# One condition in words


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"kind": "diploma", "level": 2}, "Classe de 3e terminée"),
        ({"kind": "diploma", "level": 3}, "CAP ou classe de seconde au moins"),
        ({"kind": "diploma", "level": 4}, "Bac au moins"),
        ({"kind": "diploma", "level": 7}, "Bac +5 au moins"),
        ({"kind": "diploma", "name": "BAFA"}, "BAFA"),
        (
            {"kind": "diploma", "level": 3, "experience_months": 24, "age_min": 20},
            "CAP ou classe de seconde au moins avec 2_ans d’expérience et 20 ans au moins",
        ),
        ({"kind": "age", "age_min": 16, "age_max": 29}, "De 16 à 29 ans"),
        ({"kind": "age", "age_max": 29}, "29 ans au plus"),
        ({"kind": "experience", "experience_months": 6}, "6_mois d’expérience"),
        (
            {"kind": "experience", "experience_months": 36, "name": "dans la vente"},
            "3_ans d’expérience dans la vente",
        ),
        (
            {
                "kind": "language",
                "name": "anglais",
                "threshold": "niveau B2",
                "proof": "TOEIC ou IELTS",
                "valid_months": 48,
                "exemption": "sauf langue maternelle",
                "moment": "application",
            },
            "Anglais_: niveau B2 (TOEIC ou IELTS de moins de 4_ans, sauf langue maternelle, "
            "à la candidature)",
        ),
        ({"kind": "test", "name": "test d’entrée", "threshold": "10 sur 20"},
         "Test d’entrée_: 10 sur 20"),
        ({"kind": "legal", "name": "honorabilité", "moment": "exam"},
         "Honorabilité (avant l’examen)"),
        ({"kind": "diploma", "level": 4, "text": "Être bachelier."}, "Être bachelier."),
    ],
)  # fmt: skip
def test_condition_in_words(show, programme, fields, line):
    factories.requirement(programme, **fields)
    assert items(show(programme), "profil") == [line]


def test_condition_said_by_the_text_is_not_repeated(show, programme):
    text = factories.section(programme, kind=Section.Kind.PREREQUISITES)
    factories.item(text, text="Le bac, ou trois ans de métier")
    factories.requirement(programme, in_words=True)
    page = show(programme)
    assert items(page, "profil") == ["Le bac, ou trois ans de métier"]
    assert "Conditions d’entrée" not in said(page)


def test_condition_stands_beside_the_text(show, programme):
    text = factories.section(programme, kind=Section.Kind.PREREQUISITES)
    factories.item(text, text="Aimer la route")
    factories.requirement(programme, kind="age", age_min=21)
    assert items(show(programme), "profil") == ["Aimer la route", "21 ans au moins"]


def test_programme_without_a_condition_has_no_empty_list(show, programme):
    assert part(show(programme), "profil") is None
    assert "Conditions d’entrée" not in said(paper(programme))


# The level, on cards


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([{"level": 0}], "Accessible sans condition de diplôme"),
        ([{"level": 2}], "Accessible après la 3e"),
        ([{"level": 3}], "Accessible après un CAP ou une seconde"),
        ([{"level": 4}], "Accessible après le bac"),
        ([{"level": 6, "group": 1}, {"level": 5, "group": 1}], "Accessible après un bac +2"),
        # What asks for experience too is not what one enters after.
        ([{"level": 3, "experience_months": 12}, {"level": 4}], "Accessible après le bac"),
        ([{"level": 3, "experience_months": 12}], "Accessible après un CAP ou une seconde"),
        ([{"level": 5}, {"level": 3, "is_advised": True}], "Accessible après un bac +2"),
    ],
)  # fmt: skip
def test_card_says_after_what_one_enters(read, programme, rows, line):
    for row in rows:
        factories.requirement(programme, kind="diploma", **row)
    (own,) = read("/formations/").find_class("card")
    assert line in [shown(item).replace("_", " ") for item in own.iter("li")]


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "age", "age_min": 21},
        {"kind": "diploma", "level": 4, "is_advised": True},
        {"kind": "diploma", "name": "BAFA"},
    ],
)
def test_card_says_no_level_where_none_is_required(read, programme, row):
    factories.requirement(programme, **row)
    assert "Accessible" not in said(read("/formations/").find(".//main"))


def test_card_of_the_bac_pro_says_its_level(read):
    real_contents.load(demo=False)
    assert "Accessible après un CAP ou une seconde" in said(read("/formations/").find(".//main"))


# VAE


@pytest.mark.parametrize(
    ("access", "words"),
    [
        (True, "Accessible par la validation des acquis de l’expérience"),
        (False, "Pas d’accès par la validation des acquis de l’expérience"),
    ],
)
def test_access_by_experience_is_said(show, access, words):
    certification = factories.certification(vae_access=access)
    programme = factories.programme(certification=certification)
    assert words in said(part(show(programme), "mentions"))
    assert words in said(paper(programme))


def test_unknown_access_by_experience_is_not_said(show, programme):
    assert "VAE" not in said(show(programme))
    assert "VAE" not in said(paper(programme))


# A status with a restriction


def limited(programme, **fields):
    status = factories.status(name="Contrat de professionnalisation", is_contract=True)
    programme.statuses.add(status)
    factories.status_limit(programme, status=status, **fields)
    return status


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"months_max": 12}, "Contrat de professionnalisation_: 12_mois au plus"),
        ({"text": "en 2e année"}, "Contrat de professionnalisation_: en 2e année"),
        (
            {"months_max": 12, "text": "en 2e année"},
            "Contrat de professionnalisation_: 12_mois au plus, en 2e année",
        ),
    ],
)
@pytest.mark.parametrize("contract_text", ["", "Contrats sur 2 ans"])
def test_restriction_stands_beside_its_status(show, fields, line, contract_text):
    programme = factories.programme(contract_text=contract_text)
    limited(programme, **fields)
    assert line in card(show(programme))["Durée"]
    assert line in card(paper(programme))["Durée"]
    assert line in card(paper(programme, "entreprises"))["Durée"]


def test_status_without_a_restriction_is_named_alone(show, programme):
    limited(programme)
    programme.statuses.add(factories.status(name="Apprentissage"))
    assert "Apprentissage" in card(show(programme))["Durée"]


@pytest.mark.parametrize(("months", "years"), [(None, [1, 2]), (24, [1, 2]), (12, [1]), (6, [1])])
@pytest.mark.parametrize("length", [24, None])
def test_pay_stops_with_the_restricted_contract(programme, months, years, length):
    status = limited(programme, **({"months_max": months} if months else {"text": "En 2027"}))
    if length:
        factories.duration(programme, amount=length, unit="month")
    scale = factories.pay_scale(status)
    young = factories.bracket(scale)
    for year in (1, 2):
        row = factories.pay_row(scale, label=f"Année {year}", year=year, position=year)
        factories.rate(row, young, percent=50)
    (table,) = sheet(programme).pay_tables
    assert [label for label, _ in table.rows] == [f"Année {year}" for year in years]


# Doubts


def doubted(programme):
    return " ".join(doubts(Programme.objects.get(pk=programme.pk), on=TODAY))


def test_level_above_that_of_the_certification_is_doubted(programme):
    row = factories.requirement(programme, level=5)
    assert "Le niveau d’entrée dépasse celui de la certification." in doubted(programme)
    EntryRequirement.objects.filter(pk=row.pk).update(level=4)
    assert doubted(programme) == ""


def test_choice_of_required_and_advised_is_doubted(programme):
    factories.requirement(programme, group=1)
    row = factories.requirement(programme, group=1, is_advised=True)
    assert "les unes obligatoires, les autres conseillées" in doubted(programme)
    EntryRequirement.objects.filter(pk=row.pk).update(group=2)
    assert doubted(programme) == ""


def test_condition_said_by_no_text_is_doubted(programme):
    factories.requirement(programme, in_words=True)
    assert "la page ne la dit pas" in doubted(programme)
    factories.section(programme, kind=Section.Kind.PREREQUISITES)
    assert doubted(programme) == ""


def test_restriction_of_a_status_not_offered_is_doubted(programme):
    limit = factories.status_limit(programme, status=factories.status(name="Statut scolaire"))
    assert "n’est pas affichée" in doubted(programme)
    assert "Statut scolaire" in doubted(programme)
    programme.statuses.add(limit.status)
    assert doubted(programme) == ""


# Present rows


def test_migration_keeps_the_level_and_repeats_no_text():
    keep_level = import_module("catalogue.migrations.0012_entry_rhythm_limits").keep_level
    said_, silent, unknown = (factories.programme() for _ in range(3))
    text = factories.section(said_, kind=Section.Kind.PREREQUISITES)
    factories.item(text, text="Le bac")
    factories.section(silent, kind=Section.Kind.PREREQUISITES)  # empty: the page shows none
    for programme, level in ((said_, 4), (silent, 0), (unknown, None)):
        programme.entry_level = level
        keep_level(programme)
    kept = EntryRequirement.objects.values_list("programme", "kind", "level", "in_words")
    assert set(kept) == {(said_.pk, "diploma", 4, True), (silent.pk, "diploma", 0, False)}


# What is asked of some


@pytest.fixture
def two_publics(programme):
    """Makes a programme that asks a bac of trainees alone, an age of apprentices alone."""
    apprentice, trainee = (factories.status(learner=who) for who in ("apprenti", "stagiaire"))
    programme.statuses.set([apprentice, trainee])
    factories.requirement(programme, level=4, status=trainee)
    factories.requirement(programme, kind="age", age_min=18, status=apprentice)
    factories.requirement(programme, kind="licence", name="permis B")
    return programme, apprentice, trainee


def test_condition_of_some_names_them_after_those_of_everybody(show, two_publics):
    programme, *_ = two_publics
    lines = ["Permis B", "Stagiaires_: Bac au moins", "Apprentis_: 18 ans au moins"]
    assert items(show(programme), "profil") == lines
    (list_,) = paper(programme).find_class("part-profil")
    assert [shown(item) for item in list_.iter("li")] == lines


def test_condition_of_an_option_names_it(show, programme):
    factories.requirement(programme, option=factories.option(programme, name="Poids lourds"))
    assert items(show(programme), "profil") == ["Poids lourds_: Bac au moins"]


def test_condition_of_another_public_names_it_and_refuses_nobody_else(show, read, programme):
    who = "Titulaires d’un autre CAP"
    factories.requirement(programme, kind="age", age_min=21, audience=who)
    factories.requirement(programme, kind="diploma", level=3, audience=who, group=1, position=1)
    assert items(show(programme), "profil") == [f"{who}_: {words}" for words in (
        "21 ans au moins", "CAP ou classe de seconde au moins")]  # fmt: skip
    assert "Accessible" not in said(read("/formations/").find(".//main"))
    assert age_refused(fresh(programme), 17) == ""
    assert can_enter(fresh(programme), Profile(level=4, age=17)).answer is Answer.IF


def test_what_is_asked_of_some_is_not_the_level_of_the_card(read, two_publics):
    programme, *_ = two_publics
    assert "Accessible" not in said(read("/formations/").find(".//main"))
    assert programme.entry_requirements.usual_level() is None


def test_each_status_is_answered_by_its_own_conditions(two_publics):
    programme, apprentice, trainee = two_publics
    young = Profile(level=4, age=17)
    assert can_enter(programme, young, status=apprentice).answer is Answer.NO
    assert can_enter(programme, young, status=trainee).because == [["permis B"]]
    unsaid = [["permis B"], ["Stagiaires : Bac au moins"], ["Apprentis : 18 ans au moins"]]
    found = can_enter(programme, young)
    assert (found.answer, sorted(found.because)) == (Answer.IF, sorted(unsaid))


def test_age_of_another_status_refuses_nobody(two_publics):
    programme, apprentice, trainee = two_publics
    assert age_refused(programme, 17, status=trainee) == age_refused(programme, 17) == ""
    assert age_refused(programme, 17, status=apprentice) == "18 ans au moins"


def test_same_number_for_two_publics_is_no_choice(show, programme):
    who = factories.status(learner="apprenti")
    factories.requirement(programme, group=1, level=3)
    factories.requirement(programme, group=1, level=4, status=who)
    assert len(items(show(programme), "profil")) == 2


def test_condition_of_a_status_that_is_not_offered_is_told_to_staff(programme):
    who = factories.status(name="Salariat", learner="salarié")
    factories.requirement(programme, status=who)
    told = " ".join(doubts(fresh(programme), on=TODAY))
    assert "est pour un statut que la formation ne propose pas : Salariat." in told


# Staff


def test_staff_add_conditions_on_the_page_of_the_programme(admin_client, programme):
    address = reverse("admin:catalogue_programme_change", args=[programme.pk])
    rows = {
        "entry_requirements-0-kind": "age",
        "entry_requirements-0-age_min": "17",
        "rhythm_steps-0-count": "1",
        "rhythm_steps-0-unit": "week",
        "rhythm_steps-0-monday": "centre",
    }
    lists = ("entry_requirements", "rhythm_steps")
    rows |= {f"{name}-TOTAL_FORMS": "1" for name in lists}
    rows |= {f"{name}-0-position": "0" for name in lists}
    answer = admin_client.post(address, filled(admin_client.get(address)) | rows)
    assert answer.status_code == 302
    assert programme.entry_requirements.get().age_min == 17
    assert programme.rhythm_steps.get().centre_days == (1,)


def test_wrong_ages_are_refused_in_words(programme):
    row = EntryRequirement(programme=programme, kind="age", age_min=29, age_max=16)
    with pytest.raises(ValidationError, match="échangez-les"):
        row.full_clean()


def test_age_due_at_the_exam_keeps_nobody_from_entering():
    programme = factories.programme()
    factories.requirement(programme, kind="age", age_min=18, moment="exam")
    assert age_refused(fresh(programme), 17) == ""
