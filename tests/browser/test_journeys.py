"""Whole journeys on a phone (issue 4): a real server, its real mails, JavaScript off and on.

axe checks every screen, those with errors too.
"""

from functools import partial
from itertools import pairwise

import pytest

from tests.browser import clock, journeys
from tests.browser.contents import PASSWORD
from tests.browser.gestures import go, press
from tests.browser.journeys import ADULT, MINOR, Candidate
from tests.browser.test_accessibility import TAGS, VIOLATIONS, axe  # noqa: F401 - a fixture

PHONE = {"width": 360, "height": 740}
BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["without", "with"])
# These journeys run with JavaScript too only with --long.
MOSTLY_WITHOUT = pytest.mark.parametrize(
    "javascript",
    [False, pytest.param(True, marks=pytest.mark.long)],
    ids=["without", "with"],
)


@pytest.fixture(scope="module")
def server(serve, tmp_path_factory):
    return serve(
        fill="tests.browser.journeys:fill",
        DJANGO_SETTINGS_MODULE="tests.browser.settings",
        TEST_MEDIA=str(tmp_path_factory.mktemp("media")),
        TEST_READING="0",
        TEST_SHIFT=clock.shift(),
    )


@pytest.fixture
def device(browser, server):
    """device(javascript=…) opens a tab of a new phone."""
    contexts = []

    def device(*, javascript=False):
        context = browser.new_context(
            base_url=server.url,
            viewport=PHONE,
            locale="fr-FR",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context.new_page()

    yield device
    for context in contexts:
        context.close()


@pytest.fixture
def look(device, axe):  # noqa: F811
    """look(tab, javascript=…) checks that axe finds nothing and that nothing is too wide.

    axe cannot run where JavaScript is off, and loading the page again would lose its errors: the
    HTML of the tab is served again, unchanged, to a tab that runs scripts.
    """
    reader = device(javascript=True)

    def same_page(tab):
        html, url = tab.content(), tab.url
        reader.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
        reader.goto(url)
        reader.unroute(url)
        return reader

    def look(tab, *, javascript):
        readable = tab if javascript else same_page(tab)
        readable.evaluate(axe)
        violations = readable.evaluate(VIOLATIONS, [TAGS, {}])
        assert violations == [], f"{tab.url} : {violations}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    return look


@pytest.fixture
def someone(server, device, look, request):
    """someone(said, …) makes a candidate with their own e-mail address and phone."""

    def someone(said, *, javascript, email=None):
        name = "".join(letter for letter in request.node.name if letter.isalnum())
        return Candidate(
            server,
            device(javascript=javascript),
            email=email or f"{name.lower()}@exemple.test",
            said=said,
            look=partial(look, javascript=javascript),
        )

    return someone


def heading(person):
    return person.tab.get_by_role("heading", level=1).inner_text()


def state(server, person):
    return server.run("tests.browser.journeys:answers", person.email)


def send_application(person):
    person.start()
    person.fill_in()
    person.send()


def withdraw(person):
    person.follow("Retirer ma candidature")
    person.press("Retirer ma candidature")


@BOTH
def test_adult_with_a_company_sends_in_twelve_screens(server, someone, javascript):
    person = someone(ADULT, javascript=javascript)
    send_application(person)
    assert heading(person) == "Votre candidature est envoyée"
    assert state(server, person)["status"] == "submitted"
    assert len(person.screens) <= 12, person.screens


@MOSTLY_WITHOUT
def test_minor_names_two_guardians(server, someone, javascript):
    person = someone(MINOR, javascript=javascript)
    send_application(person)
    answers = state(server, person)
    assert (answers["status"], answers["guardians"]) == (
        "submitted",
        ["Anne Martin", "Paul Martin"],
    )


@MOSTLY_WITHOUT
def test_screen_of_errors_is_accessible_too(someone, javascript):
    """Sends every form empty; axe checks the errors."""
    person = someone(ADULT, javascript=javascript)
    person.start()
    titles = []
    while person.part != "verifier":
        if person.part != "documents":
            person.press("Continuer")
            titles.append(person.tab.title())
        person.answer()
    assert [title for title in titles if not title.startswith("Erreur")] == []
    assert len(titles) == len(ADULT)


@MOSTLY_WITHOUT
def test_back_after_an_error_shows_a_page_and_not_a_question(someone, javascript):
    """The browser asks to send again a page that answered a form: none does."""
    person = someone(ADULT, javascript=javascript)
    person.start()
    person.tab.fill("[name=first_name]", "Léa")
    person.press("Continuer")
    person.answer()
    for expected in ("Vous", "Vous"):
        person.tab.go_back()
        assert heading(person) == expected
        assert person.tab.locator("[name=first_name]").input_value() == "Léa"


@MOSTLY_WITHOUT
def test_radios_are_thumb_sized_and_do_not_touch(someone, javascript):
    person = someone(ADULT, javascript=javascript)
    person.start()
    person.answer()
    labels = person.tab.locator("main label:has(> [type=radio])").all()
    boxes = [label.bounding_box() for label in labels]
    assert min(box["height"] for box in boxes) >= 44
    assert min(b["y"] - a["y"] - a["height"] for a, b in pairwise(boxes)) >= 8


@MOSTLY_WITHOUT
def test_interrupted_and_resumed_on_another_device(server, someone, javascript):
    phone = someone(ADULT, javascript=javascript)
    phone.start()
    phone.answer()
    phone.answer()
    computer = someone(ADULT, javascript=javascript, email=phone.email)
    computer.open("/candidature/")
    computer.give_address()
    computer.give_code()
    computer.fill_in()
    computer.send()
    answers = state(server, phone)
    assert (answers["status"], answers["first_name"], answers["why"]) == (
        "submitted",
        "Léa",
        ADULT["motivation"]["why"],
    )


@MOSTLY_WITHOUT
def test_withdrawn_after_it_was_sent(server, someone, javascript):
    person = someone(ADULT, javascript=javascript)
    send_application(person)
    withdraw(person)
    assert state(server, person)["status"] == "withdrawn"
    assert "retirée" in server.run("tests.browser.journeys:last_mail", person.email)


@pytest.fixture
def staff(browser, server):
    """Opens a tab of the staff site, signed in."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto("/gestion/")
    tab.fill("[name=username]", journeys.STAFF)
    tab.fill("[name=password]", PASSWORD)
    code = server.run("tests.browser.journeys:staff_code")
    tab.click("[type=submit]")
    tab.fill("[name=code]", code)
    tab.get_by_role("button", name="Continuer").click()
    tab.wait_for_url("**/gestion/")
    yield tab
    context.close()


def find(staff, person):
    """Opens the list of applications, filtered on this person."""
    staff.goto(f"/gestion/enrolment/application/?q={person.email}")


def act(staff, person, action):
    """Runs an action on the application of this person, from the list, and does not wait."""
    find(staff, person)
    staff.locator("[name=_selected_action]").first.check()
    staff.locator("select[name=action]").select_option(label=action)
    go(staff.locator("button[name=index]").first)
    press(staff, action)
    press(staff, "Le faire sans attendre")


@MOSTLY_WITHOUT
def test_admitted_on_a_freed_place(server, someone, staff, javascript):
    """There is one place: the second candidate waits until the first one leaves."""
    server.run("tests.browser.journeys:leave_one_place")
    first = someone(ADULT, javascript=javascript, email=f"premiere-{javascript}@exemple.test")
    second = someone(ADULT, javascript=javascript)
    for person in (first, second):
        send_application(person)
        act(staff, person, "Inviter à un entretien")
        act(staff, person, "Entretien passé")
    act(staff, first, "Déclarer admissible (admission à confirmer)")
    act(staff, second, "Mettre sur liste d’attente (prochaine place libre)")
    withdraw(first)
    second.open(second.tab.url)
    second.follow("Répondre à cette proposition")
    second.press("J’accepte cette place")
    act(staff, second, "Confirmer l’admission (contrat signé, s’il en faut un)")
    assert state(server, second)["status"] == "admitted"


def decide(staff, person, button, *, reason=""):
    """Presses a button about the current document of this person, on the staff page."""
    find(staff, person)
    staff.click("th.field-reference a")
    staff.get_by_role("link", name="Lire").last.click()
    document = staff.locator("section.module", has=staff.locator("form")).first
    if reason:
        document.get_by_label("Pourquoi le remplacer").fill(reason)
    press(document, button)


@MOSTLY_WITHOUT
def test_document_refused_replaced_and_accepted(server, someone, staff, javascript):
    person = someone(ADULT, javascript=javascript)
    send_application(person)
    decide(staff, person, "À remplacer", reason="La photo est floue.")
    person.open(person.tab.url + "documents/")
    to_replace = person.tab.locator("section.document", has_text="À remplacer")
    assert "La photo est floue." in to_replace.inner_text()
    before = state(server, person)["files"]
    for fold in to_replace.locator("summary").all():
        fold.click()
    to_replace.locator("[type=file]").set_input_files(journeys.picture())
    person.click(to_replace.locator("button[type=submit]"))
    assert to_replace.count() == 0
    assert len(state(server, person)["files"]) == len(before) + 1
    decide(staff, person, "Accepter")
    person.open(person.tab.url.partition("#")[0])  # with #…, it would not reload
    assert "Accepté" in person.tab.locator("section.document").first.inner_text()
