"""Nothing that the page or the brochure prints is false for the programme: shape by shape.

Each kind of sentence that was true of the bac pro alone is tried here on programmes that differ.
In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from django.contrib import admin

from catalogue.models import Programme
from tests.support import catalogue_factories as factories
from tests.support import paper_reading
from tests.support.inspecting import doubts
from tests.support.paper_reading import TODAY, fresh, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


def words(element):
    for block in element.iter("p", "li", "td", "th", "dt", "dd", "span", "h2", "h3", "caption"):
        block.tail = f" {block.tail or ''}"
    text = " ".join("".join(element.itertext()).split(" "))
    return " ".join(text.replace("\u00a0", "_").replace("\u202f", "~").split())


@pytest.fixture
def page(read):
    return lambda programme: words(read(programme.get_absolute_url()).find(".//main"))


def paper(programme, kind="brochure"):
    return words(paper_reading.paper(programme, kind))


# 1. The contract: only where one is signed

APPRENTICE = {"name": "Apprentissage", "learner": "apprenti", "is_contract": True}
TRAINEE = {"name": "Stage", "learner": "stagiaire"}
PUPIL = {"name": "Statut scolaire", "learner": "élève"}


def open_to(*publics, **fields):
    programme = factories.programme(**fields)
    programme.statuses.set([factories.status(**public) for public in publics])
    return programme


CONTRACT = "quand un contrat avec une entreprise est signé"
CENTRE = "quand le centre la confirme"
EITHER = f"{CONTRACT} ou, sans contrat, {CENTRE}"


@pytest.mark.parametrize(
    ("publics", "lead", "when", "signs"),
    [
        ([APPRENTICE], "Contrat signé", CONTRACT, True),
        ([APPRENTICE, APPRENTICE], "Contrat signé", CONTRACT, True),
        ([APPRENTICE, TRAINEE], "Contrat signé", EITHER, True),
        ([TRAINEE], "Réponse du centre", CENTRE, False),
        ([TRAINEE, PUPIL], "Réponse du centre", CENTRE, False),
        ([], "Réponse du centre", CENTRE, False),
    ],
)
def test_last_step_is_that_of_the_public(client, publics, lead, when, signs):
    programme = open_to(*publics)
    step = sheet(programme).last_step
    assert (step.lead, step.when, step.signs) == (lead, when, signs)
    assert lead in paper(programme)
    start = client.get(f"/candidature/{programme.slug}/").content.decode()
    assert f"L’admission est définitive {when}." in start
    assert ("sans avoir d’entreprise" in start) is signs


@pytest.mark.parametrize("publics", [[], [TRAINEE], [TRAINEE, PUPIL]])
def test_programme_without_a_contract_never_speaks_of_one(page, publics):
    programme = open_to(*publics)
    factories.section(programme, kind="access", prose="Toute l’année.")
    factories.link(programme, role="companies")
    said = page(programme) + paper(programme) + paper(programme, "entreprises")
    for word in ("contrat", "alternant", "signer"):
        assert word not in said.casefold()


# 2. Pay: the years of this contract


def paid(programme, *, years=3):
    """Gives the apprentices of the programme a table of three years, 27 %, 39 % and 55 %."""
    factories.minimum_wage()
    status = programme.statuses.get()
    scale = factories.pay_scale(status)
    young = factories.bracket(scale, label="- de 18 ans")
    for year, percent in list(zip((1, 2, 3), (27, 39, 55), strict=True))[:years]:
        row = factories.pay_row(scale, label=f"Année {year}", year=year, position=year)
        factories.rate(row, young, percent=percent)
    return scale


def labels(programme):
    (table,) = sheet(programme).pay_tables
    return [label for label, _ in table.rows]


@pytest.mark.parametrize(
    ("months", "fields", "shown"),
    [
        ({"amount": 6, "unit": "month"}, {}, [1]),
        ({"amount": 12, "unit": "month"}, {}, [1]),
        ({"amount": 13, "unit": "month"}, {}, [1, 2]),
        ({"amount": 24, "unit": "month"}, {}, [1, 2]),
        ({"amount": 12, "amount_max": 24, "unit": "month"}, {}, [1, 2]),
        ({"amount": 36, "unit": "month"}, {}, [1, 2, 3]),
        ({"amount": 24, "unit": "month"}, {"entry_year": 1}, [1, 2]),
        ({"amount": 24, "unit": "month"}, {"entry_year": 2}, [2, 3]),
        ({"amount": 24, "unit": "month"}, {"entry_year": 2, "cycle_years": 3}, [2, 3]),
        ({"amount": 12, "unit": "month"}, {"entry_year": 3}, [3]),
        (
            {"amount": 24, "unit": "month"},
            {"cycle_years": 3},
            [1, 2, 3],
        ),  # the year of entry is not known
        ({"amount": 24, "unit": "month"}, {"cycle_years": 2}, [1, 2]),
        ({"hours": 450}, {}, [1, 2, 3]),  # neither is the length
    ],
)
def test_pay_is_that_of_the_years_of_the_contract(months, fields, shown):
    programme = open_to(APPRENTICE, **fields)
    factories.duration(programme, **months)
    paid(programme)
    assert labels(programme) == [f"Année {year}" for year in shown]


def test_licence_of_one_year_is_paid_as_a_second_year(page):
    licence = factories.certification(kind="licence-pro", level=6)
    programme = open_to(APPRENTICE, certification=licence, entry_year=3)
    factories.duration(programme, amount=12, unit="month")
    paid(programme)
    assert labels(programme) == ["Année 2"]
    assert "article D6222-32" in page(programme)


def test_length_of_another_public_changes_no_pay():
    programme = open_to(APPRENTICE)
    other = factories.status(**TRAINEE)
    factories.duration(
        programme, audience="Apprentis", amount=12, unit="month", status=programme.statuses.get()
    )
    factories.duration(programme, audience="Stagiaires", amount=36, unit="month", status=other)
    factories.duration(programme, audience="Tous", amount=24, unit="month")
    paid(programme)
    assert labels(programme) == ["Année 1"]


def test_row_that_is_no_year_is_always_shown():
    programme = open_to(APPRENTICE)
    factories.duration(programme, amount=12, unit="month")
    scale = factories.pay_scale(programme.statuses.get())
    factories.rate(
        factories.pay_row(scale, label="Bac général"), factories.bracket(scale), percent=55
    )
    assert labels(programme) == ["Bac général"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, None),
        ({"entry_year": 1}, None),
        ({"entry_year": 2}, "On entre en 2e année du cycle"),
        (
            {"cycle_years": 3},
            "dans un cycle de 3_: payé, selon la loi, comme une 2e puis une 3e année",
        ),
    ],
)
def test_page_says_why_these_years(page, fields, told):
    programme = open_to(APPRENTICE, **fields)
    factories.duration(programme, amount=24, unit="month")
    paid(programme)
    said = page(programme)
    assert ("D6222-28-1" in said) is bool(told)
    assert told is None or told in said


def test_shorter_way_is_paid_as_the_last_years(page):
    programme = open_to(APPRENTICE)
    factories.duration(programme, audience="Après la 3e", amount=3, unit="year")
    factories.duration(programme, audience="Titulaires d’un CAP", amount=2, unit="year")
    factories.duration(programme, audience="Titulaires d’un bac pro", amount=12, unit="month")
    paid(programme)
    assert labels(programme) == ["Année 1", "Année 2", "Année 3"]
    said = page(programme)
    assert "Un contrat de 2_ans est payé comme une 2e puis une 3e année (code du" in said
    assert "Un contrat de 1_an est payé comme une 3e année (code du" in said
    assert "Un contrat de 2_ans est payé" in paper(programme, "entreprises")


@pytest.mark.parametrize(
    ("months", "line", "note"),
    [
        (12, "504_€ bruts par mois", "Au moins, selon l’âge."),
        (24, "504_€ à 728_€ bruts par mois", "Au moins, selon l’âge et l’année."),
        (36, "504_€ à 1~026_€ bruts par mois", "Au moins, selon l’âge et l’année."),
    ],
)
def test_range_of_pay_is_that_of_the_years_shown(months, line, note):
    programme = open_to(APPRENTICE)
    factories.duration(programme, amount=months, unit="month")
    paid(programme)
    (fact,) = [f for f in sheet(programme).facts if f.label == "Votre salaire"]
    assert [text.replace("\u00a0", "_").replace("\u202f", "~") for text in fact.lines] == [line]
    assert fact.note == note


def test_range_of_pay_says_that_it_leaves_out_what_is_no_amount():
    programme = open_to(APPRENTICE)
    scale = paid(programme, years=1)
    older = factories.bracket(scale, label="26 ans et +", position=2)
    factories.rate(scale.rows.get(), older, text="Au moins le SMIC")
    (fact,) = [f for f in sheet(programme).facts if f.label == "Votre salaire"]
    assert fact.note == "Au moins, selon l’âge ; autres cas au tableau."


# 3. The certification


@pytest.mark.parametrize(
    ("kind", "level", "family", "meaning"),
    [
        ("cap", 3, "Diplôme", "CAP"),
        ("bac-pro", 4, "Diplôme", "Bac"),
        ("bts", 5, "Diplôme", "Bac +2"),
        ("licence-pro", 6, "Diplôme", "Bac +3"),
        ("de", 4, "Diplôme", "Niveau du Bac"),
        ("titre-pro", 3, "Titre", "Niveau du CAP"),
        ("titre-pro", 5, "Titre", "Niveau Bac +2"),
        ("cqp", 4, "Certification", "Niveau du Bac"),
        ("mastere", 7, "Certification", "Niveau Bac +5"),
        ("autre", 4, "Certification", "Niveau du Bac"),
    ],
)
def test_only_a_diploma_is_called_one(kind, level, family, meaning):
    certification = factories.certification(kind=kind, level=level)
    fact = sheet(factories.programme(certification=certification)).facts[0]
    assert (fact.label, fact.lines) == (family, [f"Certification de niveau {level}", meaning])


@pytest.mark.parametrize(
    ("kind", "family"), [("attestation", "Attestation"), ("autre", "Certification")]
)
def test_training_without_a_level_claims_none(page, kind, family):
    certification = factories.certification(kind=kind, level=None, title="Gestes et postures")
    programme = factories.programme(
        certification=certification, title="Gestes", short_name="Gestes"
    )
    said = page(programme)
    assert family in said
    assert "Gestes et postures" in said
    for word in ("diplôme", "niveau", "autre certification"):
        assert word not in said.casefold()


@pytest.mark.parametrize(("kind", "title"), [("mastere", "Gestion"), ("bts", "BTS Gestion")])
def test_trade_name_is_not_in_the_official_title(kind, title):
    assert factories.certification(kind=kind).official_title == title


EXPIRED = {"registered_until": date(2025, 8, 31), "register_code": "RNCP34606"}


def replacement():
    return factories.certification(register_code="RNCP40705")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, None),
        ({"registered_until": date(2028, 8, 31)}, None),
        (EXPIRED, "a pris fin le 31_août 2025. Le centre n’indique pas"),
        (EXPIRED | {"replaced_by": replacement}, "relèvent de la fiche RNCP40705"),
        (EXPIRED | {"register_code": "", "replaced_by": replacement}, "de celle qui la remplace"),
    ],
)
def test_end_of_registration_is_not_in_silence(page, fields, told):
    made = {name: value() if callable(value) else value for name, value in fields.items()}
    programme = factories.programme(certification=factories.certification(**made))
    factories.section(programme, kind="legal", prose="Mentions.")
    said = page(programme)
    assert ("a pris fin" in said) is bool(told)
    assert told is None or told in said


@pytest.mark.parametrize(
    ("fields", "starts", "count"),
    [
        ({}, date(2027, 9, 1), 0),
        (EXPIRED, None, 1),
        (EXPIRED, date(2027, 9, 1), 2),
        (EXPIRED, date(2026, 9, 1), 1),  # begun: what was promised is past
        ({"registered_until": date(2027, 8, 31)}, date(2027, 9, 1), 1),
        ({"registered_until": date(2027, 8, 31)}, date(2027, 8, 31), 0),
    ],
)
def test_staff_are_told_of_the_end_of_registration(fields, starts, count):
    programme = factories.programme(certification=factories.certification(**fields))
    factories.cohort_year(factories.cohort(programme), starts=starts)
    found = list(doubts(fresh(programme), on=TODAY))
    assert len(found) == count
    assert all("prend fin" in line or "a pris fin" in line for line in found)


# 4. Money and places


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"period": "total"}, "Le coût de la formation est de 6~800_€ pour toute la formation."),
        (
            {"period": "year", "payers": ["opco"]},
            "Le coût de la formation est de 6~800_€ par année. Payé par l’OPCO de l’entreprise.",
        ),
        (
            {"period": "total", "payers": ["region"], "qualifier": "from"},
            "Coût de la formation_: à partir de 6~800_€ pour toute la formation. "
            "Payé par la Région.",
        ),
        (
            {"period": "total", "kind": "fee", "payers": ["learner"]},
            "Frais en plus_: 6~800_€ pour toute la formation. Payé par l’apprenant.",
        ),
        (
            {"period": "total", "kind": "fee", "qualifier": "from"},
            "Frais en plus_: à partir de 6~800_€ pour toute la formation.",
        ),
    ],
)
def test_amount_says_what_it_is_and_who_pays(page, fields, said):
    programme = factories.programme()
    factories.tuition(programme, audience="Apprentis", amount=6800, **fields)
    shown = page(programme)
    assert f"Apprentis {said}" in shown.replace(" .", ".")
    assert ("Le coût de la formation est de" in shown) is said.startswith("Le coût")


def test_fee_and_least_price_are_named_in_the_card():
    programme = factories.programme()
    fee = {"kind": "fee", "payers": ["learner"], "period": "total"}
    factories.tuition(programme, audience="Examen", amount=20, **fee)
    (fact,) = [f for f in sheet(programme).facts if f.icon == "euro"]
    assert fact.lines == ["Frais en plus (Examen) : 20\u00a0€ pour toute la formation"]
    least = {"payers": ["learner"], "period": "total", "qualifier": "from"}
    factories.tuition(programme, audience="70 h", amount=2450, **least)
    (fact,) = [f for f in sheet(programme).facts if f.icon == "euro"]
    assert fact.lines[1] == "70 h : à partir de 2\u202f450\u00a0€ pour toute la formation"


@pytest.mark.parametrize("payers", [[], ["learner"]])
def test_fee_of_learners_is_not_in_the_employers_sheet(payers):
    programme = factories.programme()
    factories.tuition(
        programme, audience="Dossier", kind="fee", payers=payers, amount=60, period="total"
    )
    assert not sheet(programme).employer_prices


@pytest.mark.parametrize(
    ("usual", "cohorts", "said"),
    [
        (24, [], ["24 places par promotion."]),
        (24, [None], ["24 places par promotion."]),
        (None, [12], ["12 places."]),
        (24, [24], ["24 places."]),
        (24, [12], ["12 places."]),
        (24, [12, None], ["12 places.", "24 places."]),
        (24, [0], []),
    ],
)
def test_places_are_said_once(page, usual, cohorts, said):
    programme = factories.programme(places=usual)
    for number, places in enumerate(cohorts):
        factories.cohort(programme, name=f"20{number}", places=places, position=number)
    shown = page(programme)
    assert shown.count("place") == len(said)
    assert all(words in shown for words in said)


@pytest.mark.parametrize(
    ("usual", "own", "told"),
    [(24, 12, True), (24, 24, False), (24, None, False), (None, 12, False)],
)
def test_staff_are_told_of_two_numbers_of_places(usual, own, told):
    programme = factories.programme(places=usual)
    factories.cohort(programme, places=own)
    assert (
        any("places par promotion" in line for line in doubts(fresh(programme), on=TODAY)) is told
    )


# 5. Dates: nothing is « to come » without a date


@pytest.mark.parametrize(
    ("years", "badge"),
    [
        ([], "Dates non publiées"),
        ([{"number": 1}], "Dates non publiées"),
        ([{"number": 1, "starts": date(2027, 9, 1)}], "Inscriptions à venir"),
        ([{"number": 2, "starts": date(2027, 9, 1)}], "Inscriptions à venir"),
        ([{"number": 2, "registration_opens": TODAY}], "Inscriptions ouvertes"),
    ],
)
def test_state_promises_what_the_dates_say(page, years, badge):
    programme = factories.programme()
    cohort = factories.cohort(programme)
    for year in years:
        factories.cohort_year(cohort, **year)
    assert badge in page(programme)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("starts", [date(2026, 9, 1), date(2027, 9, 1)])
def test_shown_dates_are_not_said_to_be_unpublished(page, number, starts):
    programme = factories.programme()
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, number=number, starts=starts)
    factories.cohort_year(cohort, number=number + 1, starts=starts.replace(year=starts.year + 1))
    assert "de la prochaine rentrée ne sont pas encore publiées" not in page(programme)


# 6. Results: whose


@pytest.mark.parametrize(
    ("publics", "counted", "title"),
    [
        ([APPRENTICE], None, "apprentis"),
        ([APPRENTICE, TRAINEE], None, "apprenants"),
        ([APPRENTICE, TRAINEE], 0, "apprentis"),
        ([APPRENTICE, TRAINEE], 1, "stagiaires"),
        ([PUPIL], None, "élèves"),
        ([], None, "apprenants"),
    ],
)
def test_results_name_the_public_they_count(page, publics, counted, title):
    programme = open_to(*publics)
    factories.outcome(programme, value=90)
    if counted is not None:
        programme.results_status = programme.statuses.order_by("pk")[counted]
        programme.save()
    assert f"Statistiques des {title} " in page(programme)


# 7. Abbreviations: those of the page


UNTITLED = ["follow_on", "progress", "calendar", "funding", "results"]


@pytest.mark.parametrize("kind", UNTITLED)
def test_abbreviation_of_a_title_that_is_not_printed_is_not_explained(page, kind):
    factories.abbreviation(short="BTSA", expansion="brevet de technicien agricole")
    programme = factories.programme()
    factories.section(programme, kind=kind, title="Après un BTSA", prose="Le texte.")
    assert "BTSA" not in page(programme)


@pytest.mark.parametrize("kind", ["objectives", "access", "other"])
def test_abbreviation_of_a_printed_title_is_explained(page, kind):
    factories.abbreviation(short="BTSA", expansion="brevet de technicien agricole")
    programme = factories.programme()
    factories.section(programme, kind=kind, title="Après un BTSA", prose="Le texte.")
    assert "brevet de technicien agricole" in page(programme)


# 8. Applications: offered everywhere, or nowhere


@pytest.mark.parametrize("takes", [True, False])
@pytest.mark.parametrize("opens", [None, TODAY, date(2027, 3, 1)])
def test_page_paper_and_address_agree_on_applications(client, page, takes, opens):
    programme = factories.programme(takes_applications=takes)
    factories.cohort_year(factories.cohort(programme), registration_opens=opens)
    address = f"/candidature/{programme.slug}/"
    assert client.get(address).status_code == (200 if takes else 404)
    html = client.get(programme.get_absolute_url()).content.decode()
    assert (f'href="{address}"' in html) is takes
    assert ("Pour candidater" in paper(programme)) is takes


def test_address_that_takes_no_application_leads_to_the_page(client):
    programme = factories.programme(takes_applications=False)
    said = client.get(f"/candidature/{programme.slug}/").content.decode()
    assert f'href="{programme.get_absolute_url()}"' in said


# What staff are told to look at


@pytest.mark.parametrize(("places", "told"), [(12, "un autre nombre pour"), (24, "")])
def test_staff_read_what_to_check_at_the_top_of_the_programme(places, told):
    programme = factories.programme(places=24)
    factories.cohort(programme, places=places)
    screen = admin.site.get_model_admin(Programme)
    said = screen.to_check(programme)
    assert told in said
    assert ("autre nombre" in said) is bool(told)
    assert "to_check" in screen.fieldsets[0][1]["fields"]
