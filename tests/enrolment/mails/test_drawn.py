"""Every letter as a mailbox draws it; its images are left in var/mails, to be looked at."""

import re
import shutil

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from enrolment.mails import texts
from tests.browser.conftest import CHROMIUM_OPTIONS, need
from tests.browser.test_accessibility import AXE as AXE_FILE
from tests.browser.test_accessibility import TAGS, VIOLATIONS
from tests.support.every_mail import every_mail

CSS = settings.BASE_DIR / "static/css"
FOLDER = settings.BASE_DIR / "var/mails"
SCREENS = [(360, "light"), (360, "dark"), (700, "light")]
# A frame of the mailbox has the landmarks and the main heading, not the letter.
FRAME = {"page-has-heading-one", "landmark-one-main", "region"}
SMALL = """() => [...document.querySelectorAll("a")]
    .filter((link) => link.getBoundingClientRect().height < 44).map((link) => link.textContent)"""
WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"


def test_colours_of_mails_are_those_of_the_site():
    mail, tokens = (
        set(re.findall(r"#[0-9a-f]{6}", (CSS / f"{name}.css").read_text(encoding="utf-8")))
        for name in ("mail", "tokens")
    )
    assert mail
    assert mail - tokens == set()


@pytest.mark.django_db
@pytest.mark.one_database("sqlite")  # the browser decides
def test_every_mail_is_drawn_well():
    """One test for all: the letters are written before the browser opens, whose event loop would
    keep Django from its database."""
    mails = every_mail()
    assert sorted(mails) == texts.names()
    chromium = shutil.which("chromium-headless-shell")
    need(chromium and AXE_FILE.exists(), "Chromium ou axe-core")
    shutil.rmtree(FOLDER, ignore_errors=True)
    axe = AXE_FILE.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        tab = browser.new_page()
        faults = [fault for mail in mails.items() for fault in _faults(tab, axe, *mail)]
        browser.close()
    assert faults == []


def _faults(tab, axe, name, mail):
    tab.set_content(mail[1])
    tab.evaluate(axe)
    for width, scheme in SCREENS:
        tab.set_viewport_size({"width": width, "height": 700})
        tab.emulate_media(color_scheme=scheme)
        tab.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
        rules = [] if width == 700 else tab.evaluate(VIOLATIONS, [TAGS, {}])
        found = [rule for rule, *_ in rules if rule not in FRAME]
        small = tab.evaluate(SMALL)
        wide = ["déborde"] if tab.evaluate(WIDE) else []
        yield from ((name, width, scheme, fault) for fault in (*found, *small, *wide))
