"""A server with the real contents, and Chromium to open its pages.

Both last for one test module: a browser that stays open keeps an event loop running, which the
tests of other folders must not find, and its contents must not be in their database.
"""

import datetime
import os
import shutil

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import sync_playwright

from catalogue.models import Programme
from tests.browser.pages import Page

TODAY = datetime.date(2026, 11, 23)  # enrolment of the demonstration is open
AXE = settings.BASE_DIR / "tests/node_modules/axe-core/axe.min.js"
VNU = settings.BASE_DIR / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need(found, what):
    """Skips on a machine without the tool, fails in CI, where nothing may go unchecked."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"Il manque {what}.")
    pytest.skip(f"Il manque {what} : lancez bin/test, qui l’installe.")


class Site:
    def __init__(self, url, session, numbers):
        self.url = url
        self.session = session  # of a superuser
        self.numbers = numbers

    def path(self, page):
        return page.path.format(**self.numbers)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    need((settings.STATIC_ROOT / "staticfiles.json").exists(), "var/static")
    with (
        django_db_blocker.unblock(),
        override_settings(ROOT_URLCONF="tests.browser.urls"),
        pytest.MonkeyPatch.context() as patch,
    ):
        # Playwright keeps an event loop in this thread: Django would refuse every query.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        patch.setattr(timezone, "localdate", lambda *args: TODAY)
        server = start_server()
        try:
            yield Site(f"http://{server.host}:{server.port}", log_in(), load_contents())
        finally:
            stop_server(server)
            call_command("flush", interactive=False, verbosity=0)


def start_server():
    """Unlike pytest-django's, it leaves the static files to WhiteNoise, hashed and compressed."""
    shared = {}
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.inc_thread_sharing()
        shared = {connection.alias: connection}
    server = LiveServerThread("127.0.0.1", lambda application: application, shared)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    return server


def stop_server(server):
    server.terminate()
    for shared in server.connections_override.values():
        shared.dec_thread_sharing()


def log_in():
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("direction"))
    return client.session.session_key


def load_contents():
    """Returns the numbers of the rows that addresses of pages.py name."""
    call_command("load_fixtures", demo=True, verbosity=0, stdout=open(os.devnull, "w"))
    programme = Programme.objects.get(slug="bac-pro-agora")
    Programme.objects.create(
        slug="formation-retiree",
        title="BAC PRO Gestion-Administration",
        short_name="BAC PRO GA",
        state=Programme.State.WITHDRAWN,
        successor=programme,
        certification=programme.certification,
        domain=programme.domain,
    )
    return {"programme": programme.pk, "unit": programme.certification.pk}


@pytest.fixture(scope="module")
def browser(site):
    chromium = shutil.which("chromium")
    need(chromium, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def new_tab(site, browser):
    """A tab of a new profile: nothing of one test is seen by another."""
    contexts = []

    def new_tab(*, staff=False, width=1280, scheme="light", javascript=True):
        context = browser.new_context(
            base_url=site.url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",  # a smooth scroll would have to be waited for
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if staff:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": site.session, "url": site.url}
            context.add_cookies([cookie])
        return context.new_page()

    yield new_tab
    for context in contexts:
        context.close()


@pytest.fixture
def visit(site, new_tab):
    """visit(page, width=…, scheme=…, javascript=…): the page, open in a tab of its own."""

    def visit(page: Page, **options):
        tab = new_tab(staff=page.staff, **options)
        go(tab, site, page)
        return tab

    return visit


def go(tab, site, page):
    answer = tab.goto(site.path(page))
    assert answer.status == page.status, f"{page} : {answer.status}"
    return answer
