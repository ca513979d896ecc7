"""Whole journeys on a telephone (issue 4): a real server, its real mails, JavaScript off and on.

Every screen passed is read by axe, those with errors included.
"""

import pytest

from tests.browser import journeys
from tests.browser.contents import PASSWORD
from tests.browser.journeys import ADULT, MINOR, Candidate
from tests.browser.test_accessibility import TAGS, VIOLATIONS, axe  # noqa: F401 - a fixture

PHONE = {"width": 360, "height": 740}
BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["without", "with"])
# The other journeys with JavaScript too when there is time.
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
    )


@pytest.fixture
def device(browser, server):
    """device(javascript=…): a tab of a telephone that knows nothing yet."""
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
    """look(tab): no fault on this screen. It is read in a tab of its own: where JavaScript is off,
    axe does not run either, and asking for the page again would lose its errors."""
    reader = device(javascript=True)

    def look(tab):
        html, address = tab.content(), tab.url
        reader.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
        reader.goto(address)
        reader.unroute(address)
        reader.evaluate(axe)
        found = reader.evaluate(VIOLATIONS, [TAGS, {}])
        assert found == [], f"{address} : {found}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    return look


@pytest.fixture
def someone(server, device, look, request):
    """someone(said, …): a candidate with an address and a telephone of their own."""

    def someone(said, *, javascript=False, email=None):
        name = "".join(letter for letter in request.node.name if letter.isalnum())
        email = email or f"{name.lower()}@exemple.test"
        return Candidate(server, device(javascript=javascript), email=email, said=said, look=look)

    return someone


def heading(person):
    return person.tab.get_by_role("heading", level=1).inner_text()


def state(server, person):
    return server.run("tests.browser.journeys:answers", person.email)


def send_a_file(person):
    person.start()
    person.fill_in()
    person.send()


def withdraw(person):
    person.follow("Retirer ma candidature")
    person.press("Retirer ma candidature")


@BOTH
def test_adult_with_a_company_sends_in_twelve_screens(server, someone, javascript):
    person = someone(ADULT, javascript=javascript)
    send_a_file(person)
    assert heading(person) == "Votre candidature est envoyée"
    assert state(server, person)["status"] == "submitted"
    assert len(person.screens) <= 12, person.screens


@MOSTLY_WITHOUT
def test_minor_names_two_representatives(server, someone, javascript):
    person = someone(MINOR, javascript=javascript)
    send_a_file(person)
    said = state(server, person)
    assert (said["status"], said["guardians"]) == ("submitted", ["Anne Martin", "Paul Martin"])


@MOSTLY_WITHOUT
def test_screen_of_errors_is_without_fault_too(someone, javascript):
    """Nothing filled, on every screen that asks; axe reads what comes back."""
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
    said = state(server, phone)
    assert (said["status"], said["first_name"], said["why"]) == (
        "submitted",
        "Léa",
        ADULT["motivation"]["why"],
    )


@MOSTLY_WITHOUT
def test_withdrawn_after_it_was_sent(server, someone, javascript):
    person = someone(ADULT, javascript=javascript)
    send_a_file(person)
    withdraw(person)
    assert state(server, person)["status"] == "withdrawn"
    assert "retirée" in server.run("tests.browser.journeys:last_mail", person.email)


@pytest.fixture
def staff(browser, server):
    """A tab of the staff site."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto("/gestion/")
    tab.fill("[name=username]", "direction")
    tab.fill("[name=password]", PASSWORD)
    tab.click("[type=submit]")
    yield tab
    context.close()


def act(staff, person, action):
    """Chooses an action for the file of this person, in the list."""
    staff.goto(f"/gestion/enrolment/application/?q={person.email}")
    staff.locator("[name=_selected_action]").first.check()
    staff.locator("select[name=action]").select_option(label=action)
    with staff.expect_navigation():
        staff.locator("button[name=index]").first.click()


def test_admitted_on_a_freed_place(server, someone, staff):
    """One place: the second candidate waits, the first one leaves, the place is offered."""
    server.run("tests.browser.journeys:leave_one_place")
    first, second = someone(ADULT, email="premiere@exemple.test"), someone(ADULT)
    for person in (first, second):
        send_a_file(person)
        act(staff, person, "Inviter à un entretien")
        act(staff, person, "Entretien passé")
    act(staff, first, "Admettre, sous réserve du contrat")
    act(staff, second, "Mettre sur liste d’attente (prochaine place libre)")
    withdraw(first)
    second.open(second.tab.url)
    second.follow("Répondre à cette proposition")
    second.press("J’accepte cette place")
    act(staff, second, "Contrat signé")
    assert state(server, second)["status"] == "admitted"


def test_document_refused_and_replaced(server, someone, staff):
    person = someone(ADULT)
    send_a_file(person)
    server.run("tests.browser.journeys:refuse_document", person.email)
    person.open(person.tab.url + "documents/")
    to_replace = person.tab.locator("section.document", has_text="À remplacer")
    assert "La photo est floue." in to_replace.inner_text()
    before = state(server, person)["files"]
    for fold in to_replace.locator("summary").all():
        fold.click()
    to_replace.locator("[type=file]").set_input_files(journeys.picture())
    person.click(to_replace.locator("button[type=submit]"))
    assert person.tab.locator("section.document", has_text="À remplacer").count() == 0
    assert len(state(server, person)["files"]) == len(before) + 1
