"""The candidate's pages from sign-in to sending, as a browser without JavaScript sees them."""

import re
from datetime import date, timedelta

import lxml.html
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from enrolment.applications import drafts, submission
from enrolment.models import AccessToken, Application, DocumentKind, Status
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.sign_in_mails import delivered, give, last_code, link_in

pytestmark = pytest.mark.django_db
EMAIL = "lea@exemple.fr"
ANSWERS = {
    "vous": {
        "first_name": "Léa",
        "last_name": "Martin",
        "birth_date_day": "27",
        "birth_date_month": "mars",
        "birth_date_year": "2000",
        "phone": "06 12 34 56 78",
    },
    "parcours": {
        "situation": "lycee",
        "last_class": "Seconde",
        "diploma": "brevet",
        "schooling_finished": "oui",
    },
    "contrat": {"learner_status": "inconnu", "search": "cherche", "company": ""},
    "motivation": {"why": "Parce que.", "motivation_finished": "oui"},
    "handicap": {"wants_call": "non"},
    "accord": {"agrees": "on"},
}


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion")


@pytest.fixture
def inside(client, programme):
    """Signs the client in; returns the application that it starts."""
    come_in(client)
    return Application.objects.get()


def come_in(client, email=EMAIL):
    give(client, "/candidature/bac-pro-gestion/", email)
    return client.post("/candidature/code/", {"code": last_code()})


def last_link():
    return f"/candidature/lien/{link_in(delivered()[-1].body)}/"


def task(application, slug):
    return reverse("enrolment:task", args=[application.reference, slug])


def fill(client, application, **changed):
    for slug, answers in {**ANSWERS, **changed}.items():
        client.post(task(application, slug), answers)


def words(response):
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(page.find(".//main").text_content().split())


# Signing in


def test_start_page_names_the_programme(client, programme):
    assert programme.title in words(client.get("/candidature/bac-pro-gestion/"))


@pytest.mark.parametrize(
    ("places", "dates", "button"),
    [
        (None, {"registration_opens": -9}, "Commencer ma candidature"),
        (2, {"registration_opens": -9}, "Commencer ma candidature"),
        (1, {"registration_opens": -9}, "Candidater pour la liste d’attente"),
        (None, {"registration_opens": 9}, "Candidater pour la prochaine promotion"),
    ],
)
def test_button_of_the_start_follows_the_intake(client, programme, places, dates, button):
    cohort, today = factories.cohort(programme, places=places), date.today()
    days = {name: today + timedelta(days=days) for name, days in dates.items()}
    factories.cohort_year(cohort, starts=today + timedelta(days=200), **days)
    people.application(cohort=cohort, status=Status.ADMITTED)
    page = lxml.html.fromstring(client.get("/candidature/bac-pro-gestion/").content.decode())
    assert [b.text_content() for b in page.find(".//main").find_class("button")] == [button]


@pytest.mark.parametrize(
    ("admitted", "state"), [(0, "Dernières places"), (1, "Dernières places"), (2, "Complet")]
)
def test_public_pages_count_the_promised_places(client, programme, admitted, state):
    cohort, today = factories.cohort(programme, places=2), date.today()
    starts = today + timedelta(days=200)
    factories.cohort_year(cohort, registration_opens=today, starts=starts)
    for _ in range(admitted):
        people.application(cohort=cohort, status=Status.ADMISSIBLE)
    for page in (programme.get_absolute_url(), "/formations/"):
        assert state in words(client.get(page))


def test_staff_list_counts_the_promised_places_too(admin_client, programme):
    cohort, today = factories.cohort(programme, places=1), date.today()
    starts = today + timedelta(days=200)
    factories.cohort_year(cohort, registration_opens=today, starts=starts)
    people.application(cohort=cohort, status=Status.ADMISSIBLE)
    assert "Complet" in words(admin_client.get(reverse("admin:catalogue_programme_changelist")))


def test_full_intake_is_the_one_applied_to(client, programme):
    cohort, today = factories.cohort(programme, places=1), date.today()
    starts = today + timedelta(days=200)
    factories.cohort_year(cohort, registration_opens=today, starts=starts)
    people.application(cohort=cohort, status=Status.ADMITTED)
    come_in(client)
    assert Application.objects.get(email=EMAIL).cohort == cohort


def test_start_page_lists_what_to_prepare(client, programme):
    for title, fields in {
        "Carte d’identité": {},
        "Livret de famille": {"condition": "minor"},
        "Lettre": {"need": "optional"},
        "Ancien papier": {"is_asked": False},
    }.items():
        DocumentKind.objects.create(title=title, why="Pour vous connaître.", **fields)
    said = words(client.get("/candidature/bac-pro-gestion/"))
    (listed,) = re.findall(r"Documents à joindre \(une photo suffit\) : (.*?)\. Ensuite", said)
    assert listed == (
        "Carte d’identité, Livret de famille (à qui sera mineur au début de la formation)"
    )


def test_start_page_of_a_draft_does_not_exist(client):
    factories.programme(slug="brouillon", state="draft")
    assert client.get("/candidature/brouillon/").status_code == 404


def test_nothing_is_saved_before_the_code(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    assert not Application.objects.exists()


def test_right_code_starts_an_application(client, programme):
    response = come_in(client)
    application = Application.objects.get()
    assert response.url == task(application, "vous")
    assert (application.email, application.programme) == (EMAIL, programme)


@pytest.mark.parametrize("email", ['"a,b@c.fr,d"@exemple.fr', "lea", "lea@exemple", "a@b@c.fr"])
def test_invalid_email_gets_no_mail(client, programme, email):
    answer = give(client, "/candidature/bac-pro-gestion/", email, follow=True)
    assert (fields(answer)["email"], AccessToken.objects.count()) == (email, 0)
    assert "Il y a un problème" in words(answer)


def test_code_page_shows_the_address_and_how_to_correct_it(client, programme):
    give(client, "/candidature/bac-pro-gestion/", "lea@exemlpe.fr")
    page = client.get("/candidature/code/")
    assert "Nous envoyons un code à lea@exemlpe.fr" in words(page)
    link = lxml.html.fromstring(page.content.decode()).xpath("//a[text()='Corriger cette adresse']")
    start = client.get(link[0].get("href"))
    assert programme.title in words(start)
    assert fields(start)["email"] == "lea@exemlpe.fr"


def test_another_browser_is_not_told_the_address(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    assert EMAIL not in type(client)().get("/candidature/code/").content.decode()


def test_address_without_a_file_leads_on_to_the_programme_asked_for(client, inside, programme):
    client.post("/candidature/quitter/")
    give(client, "/candidature/", "autre@exemple.fr")
    answer = client.post("/candidature/code/", {"code": last_code()}, follow=True)
    assert "Aucun dossier n’est lié à autre@exemple.fr" in words(answer)
    page = lxml.html.fromstring(answer.content.decode())
    assert page.xpath("//main//a[@class='button']/@href") == ["/candidature/bac-pro-gestion/"]


def test_address_without_a_file_may_be_changed_for_another(client, programme):
    give(client, "/candidature/", "autre@exemple.fr")
    client.post("/candidature/code/", {"code": last_code()})
    assert client.post("/candidature/quitter/", {"autre": "1"}).url == "/candidature/"


def test_wrong_code_is_explained_and_stays_in_its_field(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    response = client.post("/candidature/code/", {"code": "12 34"}, follow=True)
    page = lxml.html.fromstring(response.content)
    assert "Ce code n’est pas le bon" in words(response)
    assert page.find(".//input[@name='code']").get("value") == "12 34"
    assert page.find(".//title").text.startswith("Erreur")


def test_code_typed_in_another_browser_opens_nothing(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    other = type(client)()
    answer = other.post("/candidature/code/", {"code": last_code()}, follow=True)
    assert "Ce code n’est pas le bon" in words(answer)


def test_robot_that_fills_the_hidden_box_sends_no_mail(client, programme):
    answer = give(client, "/candidature/bac-pro-gestion/", EMAIL, site="x")
    assert (answer.status_code, AccessToken.objects.count()) == (302, 0)


@pytest.mark.parametrize(
    ("ago", "said"),
    [(1, "trop vite"), (25 * 3600, "ouverte depuis longtemps")],
    ids=["too fast", "too late"],
)
def test_page_not_read_for_a_plausible_time_is_asked_again(client, programme, ago, said):
    answer = give(client, "/candidature/", EMAIL, shown=timedelta(seconds=ago), follow=True)
    assert not AccessToken.objects.exists()
    assert said in answer.content.decode()


def test_wrong_address_sent_too_fast_has_one_thing_to_repair(client, programme):
    answer = give(client, "/candidature/", "inès@exemple.fr", shown=timedelta(0), follow=True)
    assert "Avant le @" in answer.content.decode()
    assert "trop vite" not in answer.content.decode()


@pytest.mark.parametrize("shown", ["", "forged", "1764150000:abc"])
def test_page_whose_time_is_not_ours_is_asked_again(client, programme, shown):
    answer = client.post("/candidature/", {"email": EMAIL, "shown": shown}, follow=True)
    assert not AccessToken.objects.exists()
    assert "Cette page était ouverte depuis longtemps" in words(answer)


def test_page_asked_again_after_a_day_works_a_moment_later(client, programme):
    late = give(client, "/candidature/", EMAIL, shown=timedelta(days=2), follow=True)
    box = lxml.html.fromstring(late.content.decode()).forms
    shown = next(form.fields["shown"] for form in box if "shown" in form.fields)
    with time_machine.travel(timezone.now() + timedelta(seconds=4)):
        again = client.post("/candidature/", {"email": EMAIL, "shown": shown})
    assert (again.status_code, AccessToken.objects.count()) == (302, 1)


def test_fourth_mail_in_a_row_is_refused_with_a_delay(client, programme):
    for _ in range(3):
        give(client, "/candidature/", EMAIL)
    response = give(client, "/candidature/", EMAIL)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    assert "le lien du dernier courriel ouvre votre dossier" in response.content.decode()


def test_known_and_unknown_emails_get_the_same_answer(client, inside):
    fresh = [type(client)(), type(client)()]
    known, unknown = (
        give(browser, "/candidature/", email)
        for browser, email in zip(fresh, [EMAIL, "inconnue@exemple.fr"], strict=True)
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_opening_the_link_does_not_sign_in(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    other = type(client)()
    other.get(last_link())
    assert other.get("/candidature/dossier/").url == "/candidature/"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("ines@gmail.com", "ines@gmail.com."),
        ("Ines@Gmail.com", "ines@gmail.com."),
        ("ines@gmaıl.com", "ines@xn--gmal-nza.com (écrite ines@gmaıl.com)."),
        ("ines@gmаil.com", "ines@xn--gmil-63d.com (écrite ines@gmаil.com)."),
        ("ines@ｇmail.com", "ines@gmail.com (écrite ines@ｇmail.com)."),
    ],
)
def test_page_of_the_link_names_the_mailbox_and_not_what_looks_like_another(
    client, programme, typed, named
):
    """Whoever has a domain that looks like gmail.com could send their link to an Ines there."""
    give(client, "/candidature/bac-pro-gestion/", typed)
    page = lxml.html.fromstring(type(client)().get(last_link()).content.decode())
    assert f"Ce lien ouvre les dossiers de {named}" in " ".join(page.text_content().split())


def test_button_of_the_link_signs_in_on_another_device(client, inside):
    client.post("/candidature/quitter/")
    give(client, "/candidature/", EMAIL)
    phone = type(client)()
    assert phone.post(last_link()).url == reverse("enrolment:dossier", args=[inside.reference])


def test_candidate_with_several_applications_chooses(client, inside, programme):
    other = factories.programme(slug="cap-cuisine")
    drafts.start(EMAIL, other, now=timezone.now())
    client.post("/candidature/quitter/")
    give(client, "/candidature/", EMAIL)
    assert client.post("/candidature/code/", {"code": last_code()}).url == "/candidature/dossier/"


def test_link_works_once(client, programme):
    give(client, "/candidature/bac-pro-gestion/", EMAIL)
    link, other = last_link(), type(client)()
    other.post(link)
    assert type(client)().post(link).status_code == 410


def test_known_device_needs_no_code(client, inside):
    assert client.get("/candidature/").url == "/candidature/dossier/"


def test_leaving_forgets_the_device(client, inside):
    client.post("/candidature/quitter/")
    assert client.get("/candidature/dossier/").url == "/candidature/"


def test_signing_in_again_ends_what_the_browser_had(client, inside):
    before = client.cookies["dossier"].value
    come_in(client)
    after = client.cookies["dossier"].value
    client.cookies["dossier"] = before
    assert client.get("/candidature/dossier/").url == "/candidature/"
    client.cookies["dossier"] = after
    assert client.get("/candidature/dossier/").status_code == 200


# Filling


def test_answers_stay_when_one_is_wrong(client, inside):
    posted = {**ANSWERS["vous"], "birth_date_month": "jui"}
    response = client.post(task(inside, "vous"), posted, follow=True)
    page = lxml.html.fromstring(response.content)
    assert page.find(".//input[@name='last_name']").get("value") == "Martin"
    assert page.find(".//input[@name='birth_date_month']").get("value") == "jui"


def test_summary_of_errors_leads_to_the_first_box_of_the_date(client, inside):
    posted = {**ANSWERS["vous"], "birth_date_month": ""}
    response = client.post(task(inside, "vous"), posted, follow=True)
    page = lxml.html.fromstring(response.content)
    (link,) = page.xpath("//*[@data-error-summary]//a")
    assert page.xpath(f"//input[@id='{link.get('href')[1:]}']/@name") == ["birth_date_day"]


def test_each_answer_leads_to_the_next_task(client, inside):
    assert client.post(task(inside, "vous"), ANSWERS["vous"]).url == task(inside, "parcours")


def test_under_fifteen_is_told_to_call(client, inside):
    year = str(date.today().year - 13)
    posted = {**ANSWERS["vous"], "birth_date_year": year}
    answer = client.post(task(inside, "vous"), posted, follow=True)
    assert "Avant 15 ans, parlons-en d’abord" in words(answer)
    inside.refresh_from_db()
    assert inside.birth_date is None


def test_under_fifteen_keeps_the_other_answers(client, inside):
    year = str(date.today().year - 13)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    shown = fields(client.get(task(inside, "vous")))
    assert (shown["last_name"], shown["phone"]) == ("Martin", "06 12 34 56 78")


def test_minor_names_one_guardian_and_leaves_the_second_empty(client, inside):
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    person = {"first_name": "Anne", "last_name": "M", "relation": "Mère", "phone": "0612345679"}
    answer = client.post(
        task(inside, "representants"), {f"p1-{name}": value for name, value in person.items()}
    )
    assert (answer.status_code, inside.guardians.count()) == (302, 1)


def of_a_representative(client, inside, **typed):
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    person = {"first_name": "Anne", "last_name": "M", "relation": "Mère", "phone": "0612345679"}
    posted = {f"p1-{name}": value for name, value in (person | typed).items()}
    return client.post(task(inside, "representants"), posted, follow=True)


def test_own_phone_of_the_candidate_is_noticed_once_and_may_be_shared(client, inside):
    answer = of_a_representative(client, inside, phone="0612345678")
    assert "C’est aussi votre numéro" in words(answer)
    assert not inside.guardians.exists()
    client.post(task(inside, "representants"), fields(answer))
    assert inside.guardians.get().phone == "+33612345678"
    later = fields(client.get(task(inside, "representants"))) | {"p1-relation": "Tante"}
    client.post(task(inside, "representants"), later)
    assert inside.guardians.get().relation == "Tante"


def test_own_address_of_the_candidate_is_not_that_of_a_representative(client, inside):
    answer = of_a_representative(client, inside, email=inside.email.upper())
    assert "C’est votre adresse" in words(answer)
    assert not inside.guardians.exists()


def test_minor_is_told_why_a_representative_is_named(client, inside):
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    said = words(client.get(task(inside, "representants"))).replace("\xa0", " ")
    assert "Un contrat peut commencer jusqu’à 3 mois avant le début" in said


def test_half_filled_second_guardian_is_refused(client, inside):
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    person = {"first_name": "Anne", "last_name": "M", "relation": "Mère", "phone": "0612345679"}
    posted = {f"p1-{name}": value for name, value in person.items()} | {"p2-first_name": "Paul"}
    answer = client.post(task(inside, "representants"), posted, follow=True)
    assert "Indiquez son nom." in words(answer)
    assert not inside.guardians.exists()


def test_unknown_task_does_not_exist(client, inside):
    assert client.get(task(inside, "banque")).status_code == 404


def fields(response):
    page = lxml.html.fromstring(response.content.decode())
    return dict(page.get_element_by_id("page").forms[0].form_values())


def test_draft_says_loudly_that_it_is_not_sent(client, inside):
    for slug in ANSWERS:
        assert words(client.get(task(inside, slug))).startswith("Pas encore envoyée.")


def test_page_says_when_the_answers_were_saved(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"])
    said = words(client.get(task(inside, "parcours")))
    assert re.search(r"Pas encore envoyée\. Enregistré à \d+ h \d\d\.", said)


def test_stopping_saves_the_valid_answers(client, inside):
    half = {"first_name": "Léa", "birth_date_day": "32", "last_name": "", "later": "1"}
    answer = client.post(task(inside, "vous"), half)
    inside.refresh_from_db()
    assert answer.url.startswith(reverse("enrolment:dossier", args=[inside.reference]))
    assert (inside.first_name, inside.birth_date) == ("Léa", None)


def test_stopping_says_how_to_come_back(client, inside):
    answer = client.post(task(inside, "contrat"), {"later": "1"}, follow=True)
    assert "Votre dossier est enregistré. Vous pouvez fermer cette page" in words(answer)


def test_stopping_does_not_finish_a_part_with_a_mistake(client, inside):
    client.post(task(inside, "motivation"), {"motivation_finished": "oui", "later": "1"})
    inside.refresh_from_db()
    assert inside.motivation_finished is False


def test_stopping_saves_an_emptied_answer(client, inside):
    client.post(task(inside, "contrat"), ANSWERS["contrat"] | {"company": "Menuiserie Roux"})
    client.post(task(inside, "contrat"), ANSWERS["contrat"] | {"company": "", "later": "1"})
    inside.refresh_from_db()
    assert inside.company == ""


def test_emptied_motivation_is_no_longer_finished(client, inside):
    client.post(task(inside, "motivation"), ANSWERS["motivation"])
    emptied = ANSWERS["motivation"] | {"why": "", "motivation_finished": "oui", "later": "1"}
    client.post(task(inside, "motivation"), emptied)
    inside.refresh_from_db()
    assert (inside.why, inside.motivation_finished) == ("", False)


def test_stopping_never_empties_a_required_answer(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"])
    client.post(task(inside, "vous"), ANSWERS["vous"] | {"last_name": "", "later": "1"})
    inside.refresh_from_db()
    assert inside.last_name == "Martin"


ANNE = {"first_name": "Anne", "last_name": "M", "relation": "Mère", "phone": "0612345679"}


def name_two(client, inside):
    """Names Anne and Paul as guardians; returns the fields that the page then shows."""
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    people = {"p1": ANNE, "p2": ANNE | {"first_name": "Paul"}}
    posted = {f"{n}-{name}": value for n, who in people.items() for name, value in who.items()}
    client.post(task(inside, "representants"), posted)
    return fields(client.get(task(inside, "representants")))


@pytest.mark.parametrize("button", [{}, {"later": "1"}], ids=["go on", "stop"])
@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, ["Anne", "Paul"]),
        ({"p2-first_name": "Jean"}, ["Anne", "Jean"]),
        ({f"p2-{name}": "" for name in ANNE}, ["Anne"]),
    ],
    ids=["unchanged", "another second", "no second"],
)
def test_guardians_are_those_shown(client, inside, button, changed, named):
    seen = name_two(client, inside)
    client.post(task(inside, "representants"), seen | changed | button)
    assert [guardian.first_name for guardian in inside.guardians.all()] == named


def test_stopping_keeps_a_guardian_whose_new_phone_is_wrong(client, inside):
    seen = name_two(client, inside)
    client.post(task(inside, "representants"), seen | {"p1-phone": "06", "later": "1"})
    assert [str(guardian.phone) for guardian in inside.guardians.all()] == ["+33612345679"] * 2


def test_stopping_saves_a_guardian(client, inside):
    year = str(date.today().year - 16)
    client.post(task(inside, "vous"), {**ANSWERS["vous"], "birth_date_year": year})
    person = {"first_name": "Anne", "last_name": "M", "relation": "Mère", "phone": "0612345679"}
    posted = {f"p1-{name}": value for name, value in person.items()}
    client.post(task(inside, "representants"), posted | {"p2-first_name": "Paul", "later": "1"})
    assert [guardian.first_name for guardian in inside.guardians.all()] == ["Anne"]


def test_stopping_is_not_agreeing(client, inside):
    client.post(task(inside, "accord"), {"later": "1"})
    inside.refresh_from_db()
    assert inside.consent_version == ""


def test_schooling_left_for_later_is_not_finished(client, inside):
    posted = {"situation": "lycee", "schooling_finished": "non"}
    client.post(task(inside, "parcours"), posted)
    inside.refresh_from_db()
    assert (inside.situation, inside.schooling_finished) == ("lycee", False)


@pytest.mark.parametrize(
    ("slug", "posted"),
    [
        ("parcours", {"last_class": "Seconde", "schooling_finished": "non"}),
        ("motivation", {"why": "Parce que.", "motivation_finished": "non"}),
    ],
)
def test_a_part_set_aside_leads_to_the_list_which_says_so(client, inside, slug, posted):
    answer = client.post(task(inside, slug), posted, follow=True)
    assert answer.request["PATH_INFO"] == reverse("enrolment:dossier", args=[inside.reference])
    page = lxml.html.fromstring(answer.content.decode())
    (state,) = page.xpath(f"//a[@href='{task(inside, slug)}']/strong/text()")
    assert state == "En cours"


def test_a_part_set_aside_is_proposed_again_at_the_end(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"])
    client.post(task(inside, "parcours"), {"last_class": "Seconde", "schooling_finished": "non"})
    for slug in ("contrat", "motivation", "handicap"):
        answer = client.post(task(inside, slug), ANSWERS[slug])
    assert answer.url == task(inside, "accord")
    answer = client.post(task(inside, "accord"), ANSWERS["accord"])
    assert answer.url == task(inside, "parcours")


def test_nothing_called_optional_is_demanded(client, inside):
    """Sends every part empty: no refused box says « facultatif »."""
    for slug in ANSWERS:
        page = lxml.html.fromstring(client.post(task(inside, slug), follow=True).content.decode())
        refused = page.find_class("field-wrong")
        assert refused
        assert [box for box in refused if "facultatif" in box.text_content()] == []


def test_each_part_says_its_rank_and_leads_back(client, inside):
    page = lxml.html.fromstring(client.get(task(inside, "parcours")).content.decode())
    assert page.xpath("//a[@class='back']/@href") == [task(inside, "vous")]
    assert "Partie 2 sur 6" in words(client.get(task(inside, "parcours")))


def test_first_part_leads_back_to_the_list(client, inside):
    page = lxml.html.fromstring(client.get(task(inside, "vous")).content.decode())
    overview = reverse("enrolment:dossier", args=[inside.reference])
    assert page.xpath("//a[@class='back']/@href") == [overview]


def test_schooling_finished_is_shown_again_as_it_was(client, inside):
    client.post(task(inside, "parcours"), ANSWERS["parcours"])
    shown = fields(client.get(task(inside, "parcours")))
    assert shown["schooling_finished"] == "oui"


def test_page_tells_the_level_that_the_programme_asks_for(client, inside, programme):
    factories.requirement(programme, level=4)
    said = words(client.get(task(inside, "parcours")))
    assert "Cette formation se suit d’habitude après le bac. Vous pouvez candidater" in said


def test_existing_application_is_shown_instead_of_a_new_one(client, inside):
    answer = come_in(client)
    assert answer.url == f"{reverse('enrolment:dossier', args=[inside.reference])}?existant=1"
    assert "Vous avez déjà commencé un dossier" in words(client.get(answer.url))


# What was refused, or changed elsewhere


def test_refused_form_is_shown_after_a_redirection_each_tab_its_own(client, inside):
    tabs = [
        client.post(task(inside, "vous"), ANSWERS["vous"] | {"first_name": name, "phone": "06"}).url
        for name in ("Léa", "Éva")
    ]
    assert [fields(client.get(tab))["first_name"] for tab in tabs] == ["Léa", "Éva"]
    assert [fields(client.get(tab))["phone"] for tab in tabs] == ["06", "06"]


def test_nothing_typed_is_in_the_address(client, inside):
    answer = client.post(task(inside, "vous"), ANSWERS["vous"] | {"last_name": "Secret 😀"})
    assert re.fullmatch(r"/candidature/dossier/[\w-]+/vous/\?refus=[\w-]{12}", answer.url)


def test_refused_form_once_right_is_forgotten(client, inside):
    refused = client.post(task(inside, "vous"), ANSWERS["vous"] | {"phone": "06"}).url
    assert client.post(refused, ANSWERS["vous"]).url == task(inside, "parcours")
    assert "Erreur" not in client.get(refused).content.decode()
    assert client.session["refused_forms"] == {}


def test_refused_form_is_not_shown_to_another_browser(client, inside):
    refused = client.post(task(inside, "vous"), ANSWERS["vous"] | {"phone": "06"}).url
    other = type(client)()
    come_in(other)
    assert "last_name" not in fields(other.get(refused))


def test_leaving_forgets_the_refused_forms(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"] | {"phone": "06"})
    client.post("/candidature/quitter/")
    assert "refused_forms" not in client.session


def test_erasing_forgets_the_refused_forms(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"] | {"phone": "06"})
    client.post(reverse("enrolment:erase", args=[inside.reference]))
    assert "refused_forms" not in client.session


def test_a_form_too_long_to_be_kept_is_shown_at_once(client, inside):
    typed = "a" * 40_000
    answer = client.post(task(inside, "motivation"), {"why": typed})
    assert (answer.status_code, fields(answer)["why"].strip()) == (422, typed)


def test_a_stop_that_can_keep_nothing_aside_shows_the_form_again(client, inside):
    typed = "a" * 40_000
    answer = client.post(task(inside, "motivation"), {"why": typed, "later": "1"})
    assert (answer.status_code, fields(answer)["why"].strip()) == (422, typed)


@pytest.mark.parametrize(
    ("slug", "typed", "said"),
    [
        ("vous", {"phone": "06 39 98 12 34"}, "Ce numéro n’existe pas."),
        ("vous", {"first_name": "Léa 😀"}, "Écrivez ce nom sans"),
        ("contrat", {"company": "Chez Léa 🍕"}, "Écrivez ce nom sans « 🍕 »"),
        ("vous", {"birth_date_day": "32"}, "doit comporter un mois et une année"),
        ("motivation", {"why": "a" * 2001}, "au plus 2000 caractères"),
        ("accord", {"keeps_contact": "on"}, "Cochez cette case"),
    ],
)
def test_what_a_stop_cannot_keep_is_named_and_found_again(client, inside, slug, typed, said):
    answer = client.post(task(inside, slug), typed | {"later": "1"}, follow=True)
    assert "Sauf ceci" in words(answer)
    assert said in words(answer)
    page = lxml.html.fromstring(answer.content.decode())
    (link,) = page.xpath("//a[text()='Corriger maintenant']/@href")
    shown = fields(client.get(link))
    assert {name: shown[name].strip() for name in typed} == typed


def test_a_representative_half_named_is_named_by_a_stop(client, inside):
    seen = name_two(client, inside)
    half = seen | {"p2-last_name": "", "later": "1"}
    assert "Indiquez son nom." in words(
        client.post(task(inside, "representants"), half, follow=True)
    )


def test_a_stop_with_nothing_wrong_names_nothing(client, inside):
    answer = client.post(task(inside, "vous"), {"first_name": "Léa", "later": "1"}, follow=True)
    assert "Sauf ceci" not in words(answer)


def two_tabs(client, inside, slug, first, second):
    """Opens a task in two tabs and saves both; returns what the second one is answered."""
    shown = fields(client.get(task(inside, slug)))
    client.post(task(inside, slug), shown | first)
    return client.post(task(inside, slug), shown | second, follow=True)


def test_second_tab_is_told_the_other_answer_and_keeps_its_own(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"])
    answer = two_tabs(client, inside, "vous", {"first_name": "Léo"}, {"first_name": "Luc"})
    assert "Dans un autre onglet, vous avez répondu « Léo »" in words(answer).replace("\xa0", " ")
    assert fields(answer)["first_name"] == "Luc"
    inside.refresh_from_db()
    assert inside.first_name == "Léo"


def test_second_tab_decides_once_told(client, inside):
    client.post(task(inside, "vous"), ANSWERS["vous"])
    answer = two_tabs(client, inside, "vous", {"first_name": "Léo"}, {"first_name": "Luc"})
    client.post(answer.redirect_chain[-1][0], fields(answer))
    inside.refresh_from_db()
    assert inside.first_name == "Luc"


def test_second_tab_takes_what_it_left_alone(client, inside):
    """Each tab changes another answer: both are kept, and the second tab shows the first's."""
    client.post(task(inside, "vous"), ANSWERS["vous"])
    changed = {"birth_date_day": "28", "phone": "06 12 34 56 79"}
    answer = two_tabs(client, inside, "vous", changed, {"first_name": "Luc"})
    assert "changé cette réponse dans un autre onglet" in words(answer)
    shown = fields(answer)
    assert (shown["birth_date_day"], shown["phone"]) == ("28", "06 12 34 56 79")
    client.post(answer.redirect_chain[-1][0], shown)
    inside.refresh_from_db()
    assert (inside.first_name, inside.birth_date.day) == ("Luc", 28)


def test_second_tab_with_the_same_answers_goes_on(client, inside):
    shown = fields(client.get(task(inside, "vous")))
    for _ in range(2):
        answer = client.post(task(inside, "vous"), shown | ANSWERS["vous"])
    assert answer.url == task(inside, "parcours")


def test_a_no_in_another_tab_is_told_too(client, inside):
    yes = {"wants_call": "oui"}
    answer = two_tabs(client, inside, "handicap", {"wants_call": "non"}, yes)
    assert "vous avez répondu « Non »" in words(answer).replace("\xa0", " ")


def test_a_representative_named_in_another_tab_is_not_lost(client, inside):
    seen = name_two(client, inside)
    alone = seen | {f"p2-{name}": "" for name in ANNE}
    client.post(task(inside, "representants"), alone)
    shown = fields(client.get(task(inside, "representants")))
    client.post(task(inside, "representants"), shown | {"p2-" + n: v for n, v in ANNE.items()})
    answer = client.post(task(inside, "representants"), shown, follow=True)
    assert fields(answer)["p2-first_name"] == "Anne"
    assert inside.guardians.count() == 2


# Sending


def test_check_needs_a_complete_application(client, inside):
    check = reverse("enrolment:check", args=[inside.reference])
    assert client.get(check).url == reverse("enrolment:dossier", args=[inside.reference])


def test_check_shows_every_answer(client, inside):
    fill(client, inside)
    said = words(client.get(reverse("enrolment:check", args=[inside.reference])))
    for answer in ["Léa Martin", "27\u00a0mars 2000", "Seconde", "Parce que.", "Je cherche"]:
        assert " ".join(answer.split()) in said


def test_check_gives_hints_without_preventing_sending(client, inside):
    fill(client, inside, contrat={"learner_status": "inconnu", "search": "trouvee", "company": ""})
    url = reverse("enrolment:check", args=[inside.reference])
    page = lxml.html.fromstring(client.get(url).content.decode())
    links = page.xpath("//*[@class='hints']//a/@href")
    assert links == [
        task(inside, "contrat"),
        task(inside, "motivation"),
        task(inside, "motivation"),
    ]
    client.post(url)
    assert Application.objects.get().status == Status.SUBMITTED


def test_sending_shows_the_reference_and_mails_it(client, inside):
    fill(client, inside)
    response = client.post(reverse("enrolment:check", args=[inside.reference]), follow=True)
    assert inside.reference in words(response)
    assert Email.objects.filter(to=EMAIL, message__contains=inside.reference).count() == 1


def test_sending_twice_gives_one_application_and_one_mail(client, inside):
    fill(client, inside)
    for _ in range(2):
        client.post(reverse("enrolment:check", args=[inside.reference]))
    assert Email.objects.filter(to=EMAIL, message__contains=inside.reference).count() == 1


def test_task_of_a_sent_application_says_that_it_no_longer_changes(client, inside):
    fill(client, inside)
    client.post(reverse("enrolment:check", args=[inside.reference]))
    answer = client.post(task(inside, "vous"), {**ANSWERS["vous"], "first_name": "Eva"})
    inside.refresh_from_db()
    assert (answer.status_code, inside.first_name) == (409, "Léa")
    assert "ses réponses ne changent plus" in answer.content.decode()


def test_abandoned_draft_is_gone(client, inside):
    client.post(reverse("enrolment:withdraw", args=[inside.reference]), {"reason": ""})
    assert not Application.objects.exists()


def test_withdrawn_candidate_can_apply_again(client, inside):
    fill(client, inside)
    client.post(reverse("enrolment:check", args=[inside.reference]))
    client.post(reverse("enrolment:withdraw", args=[inside.reference]), {"reason": ""})
    inside.refresh_from_db()
    assert inside.status == Status.WITHDRAWN
    come_in(client)
    assert Application.objects.filter(status=Status.DRAFT).count() == 1


def test_withdrawing_twice_says_that_it_is_done(client, inside):
    fill(client, inside)
    client.post(reverse("enrolment:check", args=[inside.reference]))
    page = reverse("enrolment:withdraw", args=[inside.reference])
    first, second = [client.post(page, {"reason": ""}) for _ in range(2)]
    assert (first.url, second.status_code) == (reverse("enrolment:mine"), 409)
    told = lxml.html.fromstring(second.content.decode())
    assert told.xpath("//h1/text()") == ["C’est déjà fait"]
    way_on = reverse("enrolment:dossier", args=[inside.reference])
    assert told.xpath("//main//a[@class='button']/@href") == [way_on]


def test_sending_what_another_tab_has_just_emptied_is_refused(client, inside):
    fill(client, inside)
    Application.objects.update(diploma="")
    answer = client.post(reverse("enrolment:check", args=[inside.reference]))
    inside.refresh_from_db()
    assert (answer.status_code, inside.status) == (409, Status.DRAFT)
    assert "Il manque quelque chose" in answer.content.decode()


def test_answers_read_before_another_tab_emptied_them_are_not_sent(client, inside):
    fill(client, inside)
    known = Application.objects.get(pk=inside.pk)
    Application.objects.update(diploma="")
    with pytest.raises(submission.Incomplete):
        submission.submit(known, now=timezone.now())


# From the programme page to « envoyée »


def button_of(page):
    """Finds the form of the main button, or else its link."""
    forms = [form for form in page.forms if form.find_class("button")]
    return forms[0] if forms else page.find_class("button")[0]


def press(client, response, answers):
    page = lxml.html.fromstring(response.content.decode()).get_element_by_id("page")
    button = button_of(page)
    if button.tag == "a":
        return client.get(button.get("href"), follow=True)
    filled = {name: answers.get(name, value) for name, value in button.form_values()}
    asked = {field.name for field in button.inputs if field.name in answers}
    path = button.action or response.request["PATH_INFO"]
    return client.post(path, filled | {name: answers[name] for name in asked}, follow=True)


def test_from_the_programme_to_sent_in_twelve_screens(client, programme):
    cohort = factories.cohort(programme)
    today = date.today()
    factories.cohort_year(cohort, registration_opens=today, starts=today + timedelta(days=200))
    answers = {name: value for task in ANSWERS.values() for name, value in task.items()}
    screen, screens = client.get(programme.get_absolute_url()), 1
    while not Application.objects.received().exists() and screens < 20:
        with time_machine.travel(timezone.now() + timedelta(seconds=4 * screens)):
            code = last_code() if AccessToken.objects.waiting().exists() else ""
            screen = press(client, screen, answers | {"email": EMAIL, "code": code})
        screens += 1
    assert words(screen).startswith("Votre candidature est envoyée")
    assert screens <= 12


# Other visitors


PRIVATE = ["dossier", "check", "withdraw"]


@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_stranger_is_sent_to_the_sign_in_page(client, inside, name, verb):
    path = reverse(f"enrolment:{name}", args=[inside.reference])
    assert getattr(type(client)(), verb)(path).url == "/candidature/"


@pytest.mark.parametrize("name", PRIVATE)
def test_application_of_another_looks_like_one_that_does_not_exist(client, inside, name):
    other = type(client)()
    come_in(other, "paul@exemple.fr")
    foreign = other.get(reverse(f"enrolment:{name}", args=[inside.reference]))
    absent = other.get(reverse(f"enrolment:{name}", args=["CH-AAAA-AAAA"]))
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert words(foreign) == words(absent)


def test_private_page_is_not_cached(client, inside):
    response = client.get(reverse("enrolment:dossier", args=[inside.reference]))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
