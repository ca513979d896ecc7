"""Serves the site as in production, from its own database, and opens its pages in Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from functools import cache

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.browser import clock
from tests.browser.contents import PASSWORD

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need(available, what):
    """Skips the test when a tool is missing, but fails in CI, where everything is checked."""
    if available:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"Il manque {what}.")
    pytest.skip(f"Il manque {what} : lancez bin/test, qui l’installe.")


DEVICE = "dossier"  # the value of enrolment.views.base.DEVICE out of production


class Site:
    def __init__(self, url, numbers, shift):
        self.url = url
        self.numbers = numbers
        self.shift = float(shift)

    @property
    def now(self):
        """The time by its clock, in seconds."""
        return time.time() + self.shift

    @property
    def device(self):
        """The device cookie of the candidate that contents.py makes."""
        return self.numbers["device"]

    def path(self, page):
        return page.path.format(**self.numbers)


@pytest.fixture(scope="session")
def site(tmp_path_factory, blank_file):
    need((settings.STATIC_ROOT / "staticfiles.json").exists(), "var/static")
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": blank_file.copy(folder),
        "MODE": "local",
        "TEST_MEDIA": str(folder / "media"),
        "TEST_SHIFT": clock.shift(),
        "WEB_CONCURRENCY": "1",
    }
    options = {"cwd": settings.BASE_DIR, "env": environment}
    fill = [sys.executable, "-m", "tests.browser.contents"]
    numbers = json.loads(subprocess.run(fill, check=True, stdout=subprocess.PIPE, **options).stdout)
    # Listens before the server starts: the first request waits, and nobody else takes the port.
    with socket.create_server(("127.0.0.1", 0)) as listener, open(folder / "log", "wb") as log:
        serve = ["gunicorn", "--config=bin/gunicorn.conf.py", f"--bind=fd://{listener.fileno()}"]
        server = subprocess.Popen(
            [sys.executable, "-m", *serve, "charmilles.wsgi"],
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
            **options,
        )
        port = listener.getsockname()[1]
    try:
        yield Site(f"http://127.0.0.1:{port}", numbers, environment["TEST_SHIFT"])
    finally:
        server.terminate()
        server.wait()


# Not for the session: an open browser keeps an event loop running in this thread, where Django
# refuses the queries of the tests of other folders.
@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium-headless-shell")
    need(chromium, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def staff_cookies(site, browser):
    """Signs in by the forms, with a recovery code of the site; returns the cookies."""
    context = browser.new_context(base_url=site.url)
    tab = context.new_page()
    tab.goto("/gestion/")
    tab.fill("[name=username]", "direction")
    tab.fill("[name=password]", PASSWORD)
    tab.click("[type=submit]")
    tab.fill("[name=code]", site.numbers["recovery_codes"].pop())
    tab.get_by_role("button", name="Continuer").click()
    tab.wait_for_url("**/gestion/")
    cookies = context.cookies()
    context.close()
    assert settings.SESSION_COOKIE_NAME in {cookie["name"] for cookie in cookies}
    return cookies


@pytest.fixture(scope="module")
def profile(request, site, browser):
    """profile(staff=…, candidate=…, …) opens a browser of its own: nothing kept, no cookie more."""

    def profile(*, staff=False, candidate=False, javascript=True, **options):
        context = browser.new_context(
            base_url=site.url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",  # or tests would wait for smooth scrolling
            java_script_enabled=javascript,
            **options,
        )
        if staff:
            context.add_cookies(request.getfixturevalue("staff_cookies"))
        if candidate:
            context.add_cookies([{"name": DEVICE, "value": site.device, "url": site.url}])
        return context

    return profile


@pytest.fixture
def new_tab(profile):
    """new_tab(staff=…, candidate=…, width=…, …) opens a tab of a new profile."""
    contexts = []

    def new_tab(*, width=1280, height=800, scheme="light", **visitor):
        size = {"width": width, "height": height}
        contexts.append(profile(viewport=size, color_scheme=scheme, **visitor))
        return contexts[-1].new_page()

    yield new_tab
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def shared_tab(profile):
    """shared_tab(staff, candidate, javascript) gives the tab of such a visitor, opened once.

    A new profile costs far more than a page, and most tests only read pages. Each time, the tab
    has again the cookies that it had at first.
    """

    @cache
    def opened(staff, candidate, javascript):
        context = profile(staff=staff, candidate=candidate, javascript=javascript)
        return context.new_page(), context.cookies()

    def shared_tab(*visitor):
        tab, cookies = opened(*visitor)
        tab.context.clear_cookies()
        tab.context.add_cookies(cookies)
        return tab

    return shared_tab


@pytest.fixture
def visit(site, shared_tab):
    """visit(page, width=…, …) opens the page in the tab that such visitors share.

    A test that writes in the browser asks for `new_tab` instead.
    """

    def visit(page, *, width=1280, height=800, scheme="light", javascript=True):
        tab = shared_tab(page.staff, page.candidate, javascript)
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(media="screen", color_scheme=scheme)
        answer = tab.goto(site.path(page))
        assert answer.status == page.status, f"{page} : {answer.status}"
        return tab

    return visit
