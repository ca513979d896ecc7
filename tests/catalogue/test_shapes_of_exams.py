"""The shapes of exams that real programmes have: each is said on the page and on the paper alike.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from importlib import import_module

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalogue.models import Assessment, ContentVersion, Programme
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, part, shown, table
from tests.support.paper_reading import TODAY, paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def rows(read):
    """rows(programme, caption): the rows of its exam table, the same on the page and the paper."""

    def rows(programme, caption):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        found = table(page, caption)
        assert table(paper(programme), caption) == found
        return found

    return rows


def examined(programme, *lines):
    """Makes a unit examined by these assessments, and a plain one, so that a column exists."""
    unit = factories.unit(programme, title="Pratique", position=1)
    for position, fields in enumerate(lines):
        factories.assessment(unit, position=position, **fields)
    factories.assessment(factories.unit(programme, title="Théorie", position=2))
    return unit


def said(rows, programme):
    """What is said of the assessments of `examined`."""
    return rows(programme, "Épreuves")[1][1]


# When and how

BOTH = {"how": ["ecrit", "pratique"], "minutes": 180}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"when": "ccf"}, "CCF"),
        ({"when": "ponctuelle"}, "Épreuve ponctuelle"),
        ({"when": "continu"}, "Contrôle continu"),
        ({"how": ["oral"]}, "Oral"),
        ({"when": "ponctuelle", "how": ["oral"]}, "Épreuve ponctuelle, oral"),
        (BOTH, "Écrit et pratique, 3_h"),
        ({"how": ["dossier", "oral", "projet"]}, "Oral, dossier et projet"),
        ({"how": ["qcm"]}, "QCM"),
        ({"how": ["situation"], "minutes": 270}, "Mise en situation professionnelle, 4_h_30"),
        ({"when": "ccf", "count": 2}, "2 CCF"),
        ({"when": "ccf", "how": ["oral"], "count": 2}, "2 CCF, oral"),
        ({"how": ["ecrit"], "count": 2}, "Écrit 2 fois"),
        ({"how": ["ecrit"], "count": 2, "minutes": 120}, "Écrit, 2 × 2_h"),
        (
            {"how": ["oral"], "minutes": 20, "preparation": 20},
            "Oral, 20_min après 20_min de préparation",
        ),
        ({"how": ["oral"], "preparation": 20}, "Oral, après 20_min de préparation"),
        ({"title": "Épreuve sportive"}, "Épreuve sportive"),
        ({"title": "E31 Relations", "when": "ccf"}, "E31 Relations_: CCF"),
    ],
)
def test_when_and_how(rows, programme, fields, words):
    examined(programme, {"how": []} | fields)
    assert said(rows, programme) == words


def test_title_that_names_the_form_is_not_repeated(rows, programme):
    examined(programme, {"title": "Entretien technique", "how": ["entretien"], "minutes": 45})
    assert said(rows, programme) == "Entretien technique_: 45_min"


def test_forms_are_kept_in_the_order_of_the_list(programme):
    unit = factories.unit(programme)
    factories.assessment(unit, how=["oral", "ecrit"])
    assert Assessment.objects.get().how == ["ecrit", "oral"]


def test_one_form_is_found_among_several(programme):
    factories.assessment(factories.unit(programme), how=["ecrit", "oral"])
    factories.assessment(factories.unit(programme), how=["dossier"])
    assert Assessment.objects.filter(how__contains="oral").count() == 1


def test_unknown_form_is_refused(programme):
    assessment = factories.assessment(factories.unit(programme))
    with pytest.raises(ValueError, match="danse"):
        factories.assessment(assessment.unit, how=["danse"])


# Marks


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"out_of": 50}, "Pratique, sur 50"),
        ({"out_of": 50, "pass_mark": 30}, "Pratique, minimum 30 sur 50"),
        ({"pass_mark": 10, "eliminating_mark": 8}, "minimum 10, éliminatoire au-dessous de 8"),
        (
            {"out_of": 40, "pass_mark": 32, "marked_in": "bonnes réponses"},
            "minimum 32 bonnes réponses sur 40",
        ),
        ({"out_of": 40, "marked_in": "questions"}, "Pratique, sur 40 questions"),
        ({"eliminating": "une erreur éliminatoire"}, "Pratique, une erreur éliminatoire"),
        ({"eliminating": "refus de priorité"}, "éliminatoire si_: refus de priorité"),
    ],
)
def test_marks(rows, programme, fields, words):
    examined(programme, {"how": ["pratique"]} | fields)
    assert words in said(rows, programme)


def test_marks_of_a_unit_are_beside_its_title(rows, programme):
    factories.unit(programme, title="UE4", ects=10, eliminating_mark=8)
    factories.unit(programme, title="Étude", ects=20, pass_mark=10)
    assert [row[0] for row in rows(programme, "Unités et crédits")[1:3]] == [
        "UE4 (éliminatoire au-dessous de 8)",
        "Étude (minimum 10)",
    ]


# Weights


def test_weights_that_make_a_whole_are_percentages(rows, programme):
    written = {"how": ["ecrit"], "minutes": 120, "weight": 60}
    examined(programme, {"when": "continu", "weight": 40}, written)
    assert said(rows, programme) == "Contrôle continu, 40_% Écrit, 2_h, 60_%"


@pytest.mark.parametrize(
    ("coefficient", "weights", "words"),
    [
        (None, [40, 50], ["poids 40", "poids 50"]),
        ("3.5", [2, "1.5"], ["coefficient 2", "coefficient 1,5"]),
        (5, [2, "1.5"], ["poids 2", "poids 1,5"]),
    ],
)
def test_other_weights_are_never_percentages(rows, programme, coefficient, weights, words):
    unit = examined(programme, *({"how": ["oral"], "weight": weight} for weight in weights))
    unit.coefficient = coefficient
    unit.save()
    assert said(rows, programme) == " ".join(f"Oral, {word}" for word in words)


def test_weights_make_a_whole_for_each_public(rows, programme):
    pupils, trainees = factories.status(learner="élève"), factories.status(learner="stagiaire")
    examined(
        programme,
        {"when": "continu", "weight": 40, "status": pupils},
        {"how": ["ecrit"], "weight": 60, "status": pupils},
        {"how": ["ecrit"], "weight": 100, "status": trainees},
    )
    assert said(rows, programme) == (
        "Élèves_: contrôle continu, 40_% Élèves_: écrit, 60_% Stagiaires_: écrit, 100_%"
    )


def test_resit_is_named_and_counts_for_nothing(rows, programme):
    written = {"how": ["ecrit"], "when": "ponctuelle", "minutes": 120}
    unit = examined(programme, {"when": "continu", "weight": 40}, written | {"weight": 60})
    resit = {"how": ["oral"], "when": "ccf", "minutes": 20, "weight": 100, "is_resit": True}
    factories.assessment(unit, position=5, **resit)
    programme.units.update(coefficient=2)
    (examined_, _) = rows(programme, "Épreuves et coefficients")[1:3]
    assert examined_[-1] == (
        "Contrôle continu, 40_% Épreuve ponctuelle, écrit, 2_h, 60_% "
        "Rattrapage_: CCF, oral, 20_min, 100_%"
    )
    (own,) = Sheet(for_sheet(Programme.objects).get(), on=TODAY).weights
    assert "CCF" not in " ".join(own.moments)


# Publics


def test_mode_by_public(rows, programme):
    apprentices, trainees = (factories.status(learner=who) for who in ("apprenti", "stagiaire"))
    examined(
        programme,
        {"when": "ccf", "status": apprentices},
        {"when": "ponctuelle", "status": trainees},
    )
    assert said(rows, programme) == "Apprentis_: CCF Stagiaires_: épreuve ponctuelle"


def test_publics_with_the_same_exam_are_said_once(rows, programme):
    statuses = [factories.status(learner="apprenti"), factories.status(name="Statut scolaire")]
    examined(programme, *({"when": "ccf", "status": status} for status in statuses))
    assert said(rows, programme) == "Apprentis et Statut scolaire_: CCF"


def test_two_exams_alike_are_both_said(rows, programme):
    examined(programme, {"how": ["oral"]}, {"how": ["oral"]})
    assert said(rows, programme) == "Oral Oral"


# Sub-tests and coefficients


def test_unit_bears_the_coefficients_of_its_sub_tests(rows, programme):
    unit = factories.unit(programme, title="Synthèse", code="E5")
    factories.subject(unit, title="Dossier", code="U51", coefficient=2)
    factories.subject(unit, title="Oral", code="U52", coefficient="1.5")
    assert rows(programme, "Épreuves et coefficients") == [
        ["Épreuves", "Coefficient"],
        ["E5 Synthèse", "3,5 (2_+_1,5)"],
        ["U51 Dossier", "2"],
        ["U52 Oral", "1,5"],
    ]


def test_coefficient_of_the_unit_is_not_added_to_those_of_its_sub_tests(rows, programme):
    unit = factories.unit(programme, title="EP1", coefficient=9)
    for title, coefficient in [("Métier", 8), ("Prévention", 1)]:
        factories.subject(unit, title=title, coefficient=coefficient)
    factories.unit(programme, title="EP2", coefficient=2)
    found = rows(programme, "Épreuves et coefficients")
    assert (found[1], found[-1]) == (["EP1", "9"], ["Total", "11"])


def test_staff_read_that_coefficients_do_not_add_up(programme):
    unit = factories.unit(programme, title="EP1", coefficient=10)
    for title, coefficient in [("Métier", 8), ("Prévention", 1)]:
        factories.subject(unit, title=title, coefficient=coefficient)
    assert list(doubts(programme, on=TODAY)) == [
        "« EP1 » a le coefficient 10, et ses matières 9 en tout."
    ]


# Optional units


@pytest.mark.parametrize(
    ("above", "words"),
    [
        (10, "LV2 (facultatif_: seuls les points au-dessus de 10 comptent)"),
        ("12.5", "LV2 (facultatif_: seuls les points au-dessus de 12,5 comptent)"),
        (None, "LV2 (facultatif)"),
    ],
)
def test_optional_unit_says_which_points_count(rows, programme, above, words):
    factories.unit(programme, title="Droit", coefficient=2)
    factories.unit(programme, title="Vente", coefficient=3)
    factories.unit(programme, title="LV2", coefficient=1, is_optional=True, points_above=above)
    found = rows(programme, "Épreuves et coefficients")
    assert found[3:] == [[words, "1"], ["Total hors facultatif", "5"]]


def test_points_above_are_not_said_of_a_compulsory_unit(rows, programme):
    factories.unit(programme, title="Droit", points_above=10)
    assert rows(programme, "Contenu")[1:] == [["Droit"]]


# Alternatives


def test_alternatives_stand_together_and_count_once(rows, programme):
    for title, choice in [("Anglais", "LV"), ("Droit", ""), ("Espagnol", "LV")]:
        factories.unit(programme, title=title, choice=choice, hours=60, coefficient=2)
    assert rows(programme, "Matières, heures et coefficients")[1:] == [
        ["Anglais (au choix_: LV)", "60", "2"],
        ["Espagnol (au choix_: LV)", "60", "2"],
        ["Droit", "60", "2"],
        ["Total", "120", "4"],
    ]


def test_alternatives_that_differ_give_a_range(rows, programme):
    for title, choice, hours in [("Anglais", "LV", 60), ("Russe", "LV", 90), ("Droit", "", 100)]:
        factories.unit(programme, title=title, choice=choice, hours=hours)
    assert rows(programme, "Matières et heures")[-1] == ["Total", "160 à 190"]


def test_alternative_without_hours_leaves_no_total(rows, programme):
    hours = [("Anglais", "LV", 60), ("Russe", "LV", None), ("Droit", "", 100), ("Vente", "", 90)]
    for title, choice, known in hours:
        factories.unit(programme, title=title, choice=choice, hours=known)
    assert "Total" not in [row[0] for row in rows(programme, "Matières et heures")]


def test_alternative_subjects_count_once_in_their_unit(rows, programme):
    unit = factories.unit(programme, title="Langues")
    for title, choice in [("Anglais", "LV A"), ("Russe", "LV A"), ("Français", "")]:
        factories.subject(unit, title=title, choice=choice, coefficient=2, hours=50)
    factories.unit(programme, title="Droit", coefficient=1, hours=10)
    found = rows(programme, "Matières, heures et coefficients")
    assert (found[1], found[-1]) == (["Langues", "", "4"], ["Total", "110", "5"])


def test_choice_of_one_is_told_to_staff(programme):
    factories.unit(programme, choice="LV")
    assert list(doubts(programme, on=TODAY)) == [
        "Une seule ligne est « au choix : LV » : il en faut deux au moins."
    ]


# Absent, zero, not published


def test_absent_zero_and_unpublished_hours_differ(rows, programme):
    factories.unit(programme, title="Vente", hours=120)
    factories.unit(programme, title="Stage", hours=0)
    factories.unit(programme, title="Oral")
    factories.unit(programme, title="Suivi", hours_unpublished=True)
    assert rows(programme, "Matières et heures")[1:] == [
        ["Vente", "120"],
        ["Stage", "sans cours"],
        ["Oral", ""],
        ["Suivi", "non publiées"],
    ]  # and no total: it would be that of the published ones


def test_hours_of_zero_are_added(rows, programme):
    for title, hours in [("Vente", 120), ("Gestion", 60), ("Stage", 0)]:
        factories.unit(programme, title=title, hours=hours)
    assert rows(programme, "Matières et heures")[-1] == ["Total", "180"]


def test_unpublished_hours_of_a_subject_leave_no_total(rows, programme):
    unit = factories.unit(programme, title="Langues")
    factories.subject(unit, title="Anglais", hours=60)
    factories.subject(unit, title="Russe", hours_unpublished=True)
    factories.unit(programme, title="Droit", hours=40)
    factories.unit(programme, title="Vente", hours=40)
    assert rows(programme, "Matières et heures")[-1] == ["Vente", "40"]


def test_hours_that_vary_are_a_range_and_so_is_their_sum(rows, programme):
    factories.unit(programme, title="Accueil", hours=20, hours_max=40)
    factories.unit(programme, title="Vente", hours=60)
    languages = factories.unit(programme, title="Langues")
    factories.subject(languages, title="Anglais", hours=0, hours_max="10.5")
    assert rows(programme, "Matières et heures")[1:] == [
        ["Accueil", "20 à 40"],
        ["Vente", "60"],
        ["Langues", ""],
        ["Anglais", "0 à 10,5"],
        ["Total", "80 à 110,5"],
    ]


def test_unpublished_hours_make_no_column(rows, programme):
    for title in ("Vente", "Gestion"):
        factories.unit(programme, title=title, hours_unpublished=True)
    assert rows(programme, "Contenu")[1:] == [
        ["Vente (heures non publiées)"],
        ["Gestion (heures non publiées)"],
    ]


# Columns and captions


def test_lonely_values_are_said_in_words(rows, programme):
    unit = factories.unit(programme, title="UE1", hours="12.5", coefficient=2, ects=3)
    factories.assessment(unit, how=["oral"], minutes=20)
    factories.unit(programme, title="UE2")
    assert rows(programme, "Contenu") == [
        ["Contenu"],
        ["UE1 (12,5_h~; coefficient 2~; 3 ECTS~; oral, 20_min)"],
        ["UE2"],
    ]


def test_blocks_that_are_the_programme(rows, programme, read):
    for title, hours in [("Réparer un cycle", 210), ("Monter un cycle", 175)]:
        block = factories.block(programme.certification, title=title)
        factories.unit(programme, title=title, hours=hours, blocks=[block])
    assert rows(programme, "Blocs et heures") == [
        ["Blocs", "Nombre d’heures"],
        ["Réparer un cycle (bloc 1)", "210"],
        ["Monter un cycle (bloc 2)", "175"],
        ["Total", "385"],
    ]
    for whole in (read(programme.get_absolute_url()), paper(programme)):
        words = shown(whole).casefold()
        assert "contenu de formation" in words
        assert not [never for never in ("examen", "coefficient", "évaluation") if never in words]


@pytest.mark.parametrize("known", [{"coefficient": 2}, {"ects": 3}, {"hours": 14}])
def test_title_speaks_of_exams_only_where_there_are(read, programme, known):
    factories.unit(programme, **known)
    title = read(programme.get_absolute_url()).find(".//section[@id='contenu']//h3")
    assert ("évaluation" in shown(title)) is ("coefficient" in known)


def test_credits_are_those_of_the_programme(rows, programme):
    for title, ects in [("UE1", 20), ("UE4", 25), ("UE5", 15)]:
        factories.unit(programme, title=title, ects=ects)
    assert rows(programme, "Unités et crédits")[-1] == ["Total", "60"]


# Years and semesters


def test_year_alone_heads_nothing(rows, programme):
    for title in ("Droit", "Gestion"):
        factories.unit(programme, title=title, group="1re année", hours=30)
    assert [row[0] for row in rows(programme, "Matières et heures")] == [
        "Matières",
        "Droit",
        "Gestion",
        "Total",
    ]


def test_year_that_heads_one_of_two_options_is_kept(rows, programme):
    for name, group in [("Option A", "1re année"), ("Option B", "2e année")]:
        option = factories.option(programme, name=name)
        factories.unit(programme, option=option, title="Vente", group=group)
    assert rows(programme, "Option A")[1:] == [["1re année"], ["Vente"]]


def split(programme, *periods):
    """Makes a subject for each of these dictionaries of hours by period."""
    unit = factories.unit(programme, title="Langues")
    for number, own in enumerate(periods):
        subject = factories.subject(unit, title=f"Langue {number}")
        for period, hours in own.items():
            factories.subject_hours(subject, period=period, hours=hours)
    return unit


def test_year_alone_has_no_column(rows, programme):
    split(programme, {"1re année": 60}, {"1re année": 40})
    assert rows(programme, "Matières et heures")[:3] == [
        ["Matières", "Nombre d’heures"],
        ["Langues", ""],
        ["Langue 0", "60"],
    ]


def test_year_of_some_hours_is_said_beside_them(rows, programme):
    unit = split(programme, {"2e année": 60})
    factories.subject(unit, title="Droit", hours=40)
    found = rows(programme, "Matières et heures")
    assert found[2:4] == [["Langue 0 (2e année)", "60"], ["Droit", "40"]]


def test_hours_of_one_row_alone_are_split_in_words(rows, programme):
    unit = split(programme, {"1re année": 60, "2e année": 0})
    factories.subject(unit, title="Droit", hours=40)
    found = rows(programme, "Matières et heures")
    assert found[2] == ["Langue 0 (1re année_: 60_h, 2e année_: sans cours)", "60"]


def test_year_without_lessons_is_not_an_empty_one(rows, programme):
    split(programme, {"1re année": 60, "2e année": 0}, {"1re année": 40})
    assert rows(programme, "Matières et heures")[2:4] == [
        ["Langue 0", "60", "sans cours", "60"],
        ["Langue 1", "40", "", "40"],
    ]


# Skill blocks


def blocks(programme, *titles, coded=True):
    code = "RNCP90008BC0{}" if coded else ""
    return [
        factories.block(
            programme.certification, title=title, code=code.format(number), position=number
        )
        for number, title in enumerate(titles, 1)
    ]


@pytest.mark.parametrize("coded", [True, False])
def test_test_of_two_blocks(rows, programme, coded):
    first, *others = blocks(programme, "Accompagner", "Apprécier", "Informer", coded=coded)
    factories.unit(programme, title="Mise en situation", blocks=[first], pass_mark=10)
    factories.unit(programme, title="Étude de cas", blocks=others, pass_mark=10)
    assert rows(programme, "Contenu")[1:] == [
        ["Mise en situation (bloc 1~; minimum 10)"],
        ["Étude de cas (blocs 2 et 3~; minimum 10)"],
    ]


def test_number_of_a_block_is_that_of_its_code(rows, programme):
    second = factories.block(programme.certification, title="Gérer", code="RNCP90008BC12")
    factories.unit(programme, title="Vente", blocks=[second])
    assert rows(programme, "Contenu")[1] == ["Vente (bloc 12)"]


def test_number_of_the_register_never_stands_beside_another(rows, programme):
    first, second = blocks(programme, "Produire", "Gérer")
    factories.unit(programme, title="Bloc 1 : Gérer", blocks=[second])
    factories.unit(programme, title="Épreuve orale", blocks=[first])
    assert rows(programme, "Contenu")[1:] == [
        ["Bloc 1_: Gérer"],
        ["Épreuve orale (bloc «_Produire_»)"],
    ]


def test_block_of_a_former_certification_is_not_said(rows, programme):
    former = factories.block(factories.certification(), title="Ancien")
    factories.unit(programme, title="Vente", blocks=[former])
    assert rows(programme, "Contenu")[1] == ["Vente"]


def test_block_tied_to_a_unit_raises_the_number_of_the_content(programme):
    unit = factories.unit(programme)
    block = factories.block(programme.certification)
    before = ContentVersion.of_pages()
    unit.blocks.add(block)
    assert ContentVersion.of_pages() > before


@pytest.mark.parametrize("units", [1, 30])
def test_blocks_and_periods_cost_the_same_for_any_number(
    programme, django_assert_num_queries, units
):
    for number in range(units):
        (block,) = blocks(programme, f"Bloc {number}", coded=False)
        unit = factories.unit(programme, title=f"Unité {number}", blocks=[block])
        subject = factories.subject(unit)
        factories.subject_hours(subject, period="1re année", hours=10)
        factories.assessment(subject, status=factories.status())
    stored = for_sheet(Programme.objects.filter(pk=programme.pk)).get()
    with django_assert_num_queries(3):  # blocks, periods, assessments
        assert [list(table.groups) for table in Sheet(stored, on=TODAY).exam]


def test_units_without_blocks_or_periods_cost_no_query_for_them(
    programme, django_assert_num_queries
):
    factories.assessment(factories.subject(factories.unit(programme)))
    stored = for_sheet(Programme.objects.filter(pk=programme.pk)).get()
    with django_assert_num_queries(1):  # the assessments
        assert [list(table.groups) for table in Sheet(stored, on=TODAY).exam]


# Phones, staff, present rows


def test_cells_say_their_column_again_on_phones(read, programme):
    for title in ("Droit", "Vente"):
        factories.assessment(factories.unit(programme, title=title, hours=40, coefficient=2))
    cells = part(read(programme.get_absolute_url()), "contenu").findall(".//tbody//td")
    labels = [cell.get("data-label") for cell in cells]
    assert labels == ["Heures", "Coefficient", "Type"] * 2


def test_ambiguous_words_of_the_source_wait_for_staff(rows, programme):
    factories.unit(programme, title="Science", source_wording="2 CCF Écrit")
    (doubt,) = doubts(programme, on=TODAY)
    assert doubt.startswith("« Science » : la brochure dit « 2 CCF Écrit ».")
    assert rows(programme, "Contenu")[1] == ["Science"]


def test_staff_tick_several_forms(admin_client, programme):
    unit = factories.unit(programme)
    management = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0}
    sent = {"programme": programme.pk, "position": 1, "title": "E5", "points_above": "10"}
    sent |= {f"subjects-{name}": 0 for name in management}
    sent |= {f"assessments-{name}": value for name, value in management.items()}
    line = {"position": 1, "count": 1, "when": "ponctuelle", "minutes": 120, "weight": "1.5"}
    sent |= {f"assessments-0-{name}": value for name, value in line.items()}
    sent |= {"assessments-0-how": ["ecrit", "oral"]}
    answer = admin_client.post(reverse("admin:catalogue_unit_change", args=[unit.pk]), sent)
    assert answer.status_code == 302, answer.context["errors"]
    (made,) = unit.assessments.all()
    assert (made.when, made.how, str(made.weight)) == ("ponctuelle", ["ecrit", "oral"], "1.50")


def test_status_of_an_exam_is_not_deleted(programme):
    status = factories.status()
    factories.assessment(factories.unit(programme), status=status)
    with pytest.raises(IntegrityError, match="protected"), transaction.atomic():
        status.delete()


@pytest.mark.parametrize(
    ("when", "how", "former"),
    [
        ("ccf", "", "ccf"),
        ("continu", "ecrit", "continu"),
        ("ponctuelle", "ecrit,oral", "ecrit"),
        ("", "jury", "jury"),
        ("", "situation", "jury"),
        ("", "", "ecrit"),
    ],
)
def test_going_back_keeps_one_word(when, how, former):
    class Row:
        pass

    row = Row()
    row.when, row.how = when, how
    assert import_module("catalogue.migrations.0010_exam").former_mode(row) == former
