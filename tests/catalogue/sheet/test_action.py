"""What a visitor can do next: one button that always leads somewhere, and its reason."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.models import Programme
from catalogue.sheet.action import Action, action, early_url
from catalogue.sheet.opening import alert_url
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

ON = date(2027, 3, 1)
DAY = timedelta(days=1)
NO_DATE = "Les dates de la prochaine rentrée ne sont pas encore publiées."
NO_OTHER = "Les dates de la promotion suivante ne sont pas encore publiées."


@pytest.fixture
def programme():
    return factories.programme(short_name="Bac pro Gestion & co")


def offer(programme, *, places=None, **dates):
    factories.cohort_year(factories.cohort(programme, places=places), **dates)


def act(programme):
    return action(Sheet(programme, on=ON))


def to_be_told(programme, sentence):
    return Action(
        "Me prévenir de l’ouverture", f"/candidature/prevenir/{programme.slug}/", sentence
    )


def test_open_leads_to_the_application(programme):
    offer(programme, registration_opens=ON, registration_closes=date(2027, 7, 9))
    assert act(programme) == Action(
        "Déposer ma candidature",
        f"/candidature/{programme.slug}/",
        "Jusqu’au 9\u00a0juillet 2027.",
    )


@pytest.mark.parametrize(
    ("closes", "precision", "until"),
    [
        (date(2027, 7, 1), "day", "Jusqu’au 1er\u00a0juillet 2027."),
        (date(2027, 7, 31), "month", "Jusqu’à fin juillet 2027."),
        (date(2027, 8, 31), "month", "Jusqu’à fin août 2027."),
        (date(2027, 12, 31), "year", "Jusqu’à fin 2027."),
    ],
)
def test_open_says_until_when_as_far_as_is_known(programme, closes, precision, until):
    offer(
        programme,
        registration_opens=ON,
        registration_closes=closes,
        registration_closes_precision=precision,
    )
    assert act(programme).sentence == until


def test_open_without_closing_date_does_not_invent_one(programme):
    offer(programme, registration_opens=ON, starts=date(2027, 9, 1))
    assert act(programme).sentence == ""


def test_last_places_lead_to_the_application_too(programme):
    offer(programme, places=2, registration_opens=ON, registration_closes=ON)
    assert act(programme).url == f"/candidature/{programme.slug}/"


@pytest.mark.parametrize(
    ("precision", "when"),
    [("day", "le 1er\u00a0avril 2027"), ("month", "en avril 2027"), ("year", "en 2027")],
)
def test_not_yet_open_says_when(programme, precision, when):
    opens = date(2027, 4, 1)
    offer(programme, registration_opens=opens, registration_opens_precision=precision)
    assert act(programme) == to_be_told(programme, f"Les inscriptions ouvriront {when}.")


def test_not_yet_open_without_an_opening_says_that_only(programme):
    """The start is known, and shown."""
    offer(programme, starts=date(2027, 9, 1))
    sentence = "La date d’ouverture des inscriptions n’est pas encore publiée."
    assert act(programme) == to_be_told(programme, sentence)


@pytest.mark.parametrize("years", [[], [{}], [{}, {}]])
def test_cohort_without_dates_says_so(programme, years):
    cohort = factories.cohort(programme)
    for number, dates in enumerate(years, 1):
        factories.cohort_year(cohort, number=number, **dates)
    assert act(programme) == to_be_told(programme, NO_DATE)


@pytest.mark.parametrize("dates", [{"registration_opens": ON}, {"starts": ON + DAY}, {}])
def test_programme_without_online_application_offers_its_contact(programme, dates):
    programme.takes_applications = False
    programme.save()
    offer(programme, **dates)
    factories.link(programme, contact=factories.contact(email="ada@tilleuls.test"))
    told = act(Programme.objects.get(pk=programme.pk))
    assert told.url.startswith("mailto:ada@tilleuls.test?")
    assert told.sentence == "Les inscriptions se font auprès du centre."


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (None, NO_DATE),
        ({}, NO_DATE),
        ({"registration_opens": ON + DAY}, "Les inscriptions ouvriront le 2\u00a0mars 2027."),
    ],
)
def test_programme_with_nobody_to_ask_offers_to_be_told(programme, dates, told):
    """Such as a short sheet, without online application nor contact."""
    programme.takes_applications = False
    if dates is not None:
        offer(programme, **dates)
    assert act(programme) == to_be_told(programme, told)


def test_full_programme_without_online_application_promises_no_place_in_line(programme):
    programme.takes_applications = False
    offer(programme, places=0, registration_opens=ON)
    assert act(programme) == to_be_told(programme, "La prochaine promotion est complète.")


def test_open_programme_without_online_application_nor_contact_has_no_button(programme):
    programme.takes_applications = False
    offer(programme, registration_opens=ON)
    assert act(programme) == Action("Demander une information", "", "")


# Before the intake opens: the papers, printed, lead here too


@pytest.mark.parametrize(
    ("takes", "dates", "offered"),
    [
        (True, {"registration_opens": ON}, False),  # the button applies already
        (True, {"registration_opens": ON + DAY}, True),
        (True, {"starts": ON - DAY}, True),
        (True, {}, True),
        (False, {"registration_opens": ON + DAY}, False),
    ],
)
def test_early_application_is_offered_where_its_page_accepts_it(programme, takes, dates, offered):
    programme.takes_applications = takes
    programme.save()
    offer(programme, **dates)
    wanted = f"/candidature/{programme.slug}/" if offered else ""
    assert early_url(Sheet(programme, on=ON)) == wanted


def test_full_leads_to_the_waiting_list(programme):
    offer(programme, places=0, registration_opens=ON, registration_closes=ON)
    assert act(programme) == Action(
        "M’inscrire en liste d’attente",
        f"/candidature/{programme.slug}/",
        "La prochaine promotion est complète : une place qui se libère est proposée dans l’ordre.",
    )


def test_closed_proposes_to_be_told(programme):
    offer(
        programme,
        registration_opens=ON - 2 * DAY,
        registration_closes=ON - DAY,
        starts=ON + DAY,
    )
    sentence = "Les inscriptions pour la prochaine rentrée sont closes."
    assert act(programme) == to_be_told(programme, sentence)


@pytest.mark.parametrize("ends", [ON + DAY, ON - DAY])
def test_under_way_or_over_proposes_to_be_told(programme, ends):
    offer(programme, starts=ON - 9 * DAY, ends=ends)
    assert act(programme) == to_be_told(programme, NO_OTHER)


def test_without_a_cohort_proposes_to_be_told(programme):
    assert act(programme) == to_be_told(programme, NO_DATE)


# Who may ask to be told of the opening

OPEN, LATER = {"registration_opens": ON}, {"registration_opens": ON + DAY}
GONE = {"registration_opens": ON - 2 * DAY, "registration_closes": ON - DAY}


@pytest.mark.parametrize(
    ("takes", "kind", "places", "dates", "offered"),
    [
        (True, "school", None, OPEN, False),
        (True, "school", 0, OPEN, False),  # the waiting list
        (True, "school", None, LATER, True),
        (True, "school", None, GONE, True),
        (True, "school", None, {}, True),
        (True, "on_demand", None, {}, False),
        (False, "school", None, OPEN, False),
        (False, "school", 0, OPEN, True),  # we keep no waiting list
        (False, "school", None, LATER, True),
        (False, "on_demand", None, {}, False),
    ],
)
def test_alert_is_offered_where_nobody_can_enrol_today(
    programme, takes, kind, places, dates, offered
):
    programme.takes_applications = takes
    cohort = factories.cohort(programme, kind=kind, places=places)
    factories.cohort_year(cohort, **dates)
    wanted = f"/candidature/prevenir/{programme.slug}/" if offered else ""
    assert alert_url(programme, Sheet(programme, on=ON).intake) == wanted


@pytest.mark.parametrize("takes", [True, False])
def test_alert_is_offered_without_an_intake(programme, takes):
    programme.takes_applications = takes
    assert alert_url(programme, None) == f"/candidature/prevenir/{programme.slug}/"


# Whom the button writes to, for a session on demand


@pytest.fixture
def on_demand(programme):
    factories.cohort(programme, kind="on_demand")
    return programme


def test_button_writes_to_the_lead(on_demand):
    other = factories.contact(email="accueil@tilleuls.test")
    factories.link(on_demand, contact=other, role="admissions", position=1)
    lead = factories.contact(email="ada@tilleuls.test")
    factories.link(on_demand, contact=lead, role="lead", position=2)
    assert act(on_demand).url.startswith("mailto:ada@tilleuls.test?")


def test_button_writes_to_the_first_contact_without_a_lead(on_demand):
    factories.link(on_demand, contact=factories.contact(email="b@c.test"), role="admissions")
    assert act(on_demand).url.startswith("mailto:b@c.test?")


def test_mail_has_a_subject_that_names_the_programme(on_demand):
    factories.link(on_demand)
    subject = parse_qs(urlsplit(act(on_demand).url).query)["subject"]
    assert subject == ["Bac pro Gestion & co : Demander une session"]


def test_button_calls_who_has_no_address(on_demand):
    factories.link(on_demand, contact=factories.contact(email="", phone="+33974130063"))
    assert act(on_demand).url == "tel:+33-9-74-13-00-63"
