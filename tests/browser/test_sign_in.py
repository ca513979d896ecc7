"""The page that asks for an address, at its real pace: the journeys send it back at once."""

from enrolment.forms.sign_in import AT_LEAST
from tests.browser.gestures import go


def test_address_is_taken_once_the_page_can_have_been_read(new_tab):
    tab = new_tab(width=360, javascript=False)
    tab.goto("/candidature/")
    tab.fill("[name=email]", "posee@exemple.test")
    tab.wait_for_timeout(1000 * AT_LEAST.total_seconds() + 100)
    go(tab.locator("main form button[type=submit]"))
    assert tab.url.endswith("/candidature/code/")
