"""A draft survives (R4) when the browser is killed, loses its cookie, or is on another device.

Chromium is a real process, killed with all its children; its profile stays on disk.
"""

import shutil
import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.browser import clock
from tests.browser.conftest import CHROMIUM_OPTIONS, need
from tests.browser.journeys import ADULT, Candidate
from tests.support.serving import Group

EXPECTED = {
    "first_name": "Léa",
    "last_name": "Martin",
    "birth_date": "2000-03-27",
    "situation": "emploi",
    "last_class": "Terminale",
    "diploma": "bac",
    "learner_status": "apprentissage",
    "search": "trouvee",
    "company": "Menuiserie Roux",
    "why": ADULT["motivation"]["why"],
    "strengths": ADULT["motivation"]["strengths"],
    "rhythm": ADULT["motivation"]["rhythm"],
    "wants_call": False,
}


@pytest.fixture(scope="module")
def served(serve, tmp_path_factory):
    """served(settings) starts the site with the contents of the journeys."""
    return lambda settings: serve(
        fill="tests.browser.journeys:fill",
        DJANGO_SETTINGS_MODULE=settings,
        TEST_MEDIA=str(tmp_path_factory.mktemp("media")),
        TEST_READING="0",
        TEST_SHIFT=clock.shift(),
    )


@pytest.fixture(scope="module")
def server(served):
    return served("tests.browser.settings")


class Browser:
    """A Chromium that can be killed and opened again with the same profile."""

    def __init__(self, playwright, folder):
        self.playwright, self.folder = playwright, folder
        self.chromium = shutil.which("chromium-headless-shell")
        need(self.chromium, "Chromium")

    def open(self):
        port = self.folder / "profile" / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        options = ["--remote-debugging-port=0"]
        profile = f"--user-data-dir={self.folder / 'profile'}"
        command = [self.chromium, *CHROMIUM_OPTIONS, *options, profile, "about:blank"]
        self.group = Group(command, log=self.folder / "log")
        wait_for(port)
        number, path = port.read_text().split()
        self.browser = self.playwright.chromium.connect_over_cdp(f"ws://127.0.0.1:{number}{path}")
        return self.browser.contexts[0].new_page()

    def quit(self):
        """Quits as a user does, so that Chromium saves its profile, else saved every 30 seconds."""
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.group.process.wait(30)
        self.kill()

    def kill(self):
        self.group.kill()
        with suppress(Error):  # it has just been killed
            self.browser.close()


def wait_for(path):
    for _ in range(600):
        if path.exists() and path.read_text().count("\n"):
            return
        time.sleep(0.05)
    raise AssertionError("Chromium ne répond pas")


@pytest.fixture
def chromium(tmp_path):
    with sync_playwright() as playwright:
        browser = Browser(playwright, tmp_path)
        yield browser
        browser.kill()


class Counting(Candidate):
    """A candidate who counts the actions needed to open the application again."""

    def come_back(self):
        actions = 0
        self.open("/candidature/")
        if self.tab.locator("[name=email]").count():
            self.give_address()
            self.give_code()
            actions += 2
        if not self.part.startswith("CH-"):
            self.follow("CH-")
            actions += 1
        return actions


def begin(server, chromium, email):
    person = Counting(server, chromium.open(), email=email, said=ADULT)
    person.start()
    return person


def reopened(person, chromium):
    """Opens the browser again; returns how many actions it takes to come back."""
    person.tab = chromium.open()
    return person.come_back()


def saved(server, person):
    answers = server.run("tests.browser.journeys:answers", person.email)
    return {name: answers[name] for name in EXPECTED}, len(answers["files"])


def test_browser_killed_after_each_step_loses_nothing(server, chromium):
    person = begin(server, chromium, "tuee@exemple.test")
    chromium.quit()
    actions = [reopened(person, chromium)]
    for _ in range(len(ADULT) + 1):  # one more for the documents
        person.follow("Continuer")
        person.answer()
        chromium.kill()
        actions.append(reopened(person, chromium))
    assert saved(server, person) == (EXPECTED, 1)
    assert max(actions) <= 2


def test_control_answers_kept_in_the_browser_are_lost(served, chromium):
    naive = served("tests.browser.naive")
    person = begin(naive, chromium, "naive@exemple.test")
    chromium.quit()
    reopened(person, chromium)
    person.follow("Continuer")
    person.answer()
    chromium.kill()
    reopened(person, chromium)
    assert saved(naive, person)[0]["last_name"] != EXPECTED["last_name"]


def test_lost_cookie_costs_two_actions(server, chromium):
    """Killed before it saves its profile, Chromium loses the cookie."""
    person = begin(server, chromium, "oubliee@exemple.test")
    person.answer()
    chromium.kill()
    assert reopened(person, chromium) == 2
    assert saved(server, person)[0]["last_name"] == "Martin"


def test_link_of_the_mail_opens_the_application_on_another_device(server, chromium):
    """On the computer, gives the e-mail address, opens the link and clicks its button."""
    phone = begin(server, chromium, "deux-appareils@exemple.test")
    phone.answer()
    with chromium.browser.new_context() as context:
        computer = Counting(server, context.new_page(), email=phone.email, said=ADULT)
        computer.open("/candidature/")
        computer.give_address()
        computer.open(computer.link())
        computer.press("Ouvrir mon dossier")
        computer.follow("Vous")
        assert computer.tab.input_value("[name=last_name]") == "Martin"
