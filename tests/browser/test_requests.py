"""Pages load without a complaint from the browser, from this site alone, and leave no cookie."""

import pytest

from tests.browser.conftest import DEVICE
from tests.browser.pages import OURS, STAFF

REPORT_VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


@pytest.mark.parametrize("page", OURS + STAFF, ids=str)
def test_page_loads_without_a_complaint(site, new_tab, page):
    tab = new_tab(staff=page.staff, candidate=page.candidate)
    address = site.url + site.path(page)
    complaints, addresses = [], []
    tab.add_init_script(REPORT_VIOLATIONS)
    tab.on("console", lambda message: complaints.append(f"{message.type} : {message.text}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(f"échec : {request.url}"))
    tab.on("request", lambda request: addresses.append(request.url))
    tab.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} : {answer.url}")
            if answer.status >= 400 and answer.url != address
            else None
        ),
    )
    answer = tab.goto(address, wait_until="networkidle")
    assert answer.status == page.status
    if page.status >= 400:  # said of the page itself, on purpose
        complaints = [text for text in complaints if f"status of {page.status}" not in text]
    assert complaints == []
    assert tab.evaluate("violations") == []
    assert [a for a in addresses if not a.startswith((site.url, "data:"))] == []
    if page in OURS:
        known = {DEVICE} if page.candidate else set()
        assert {cookie["name"] for cookie in tab.context.cookies()} == page.cookies | known
