"""Pages load without browser errors, from this site only, and leave no extra cookie."""

import pytest

from tests.browser.conftest import DEVICE
from tests.browser.pages import OURS, STAFF

REPORT_VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


@pytest.fixture
def tab(shared_tab, page):
    with shared_tab(page.staff, page.candidate, True).context.new_page() as tab:
        yield tab


@pytest.mark.parametrize("page", OURS + STAFF, ids=str)
def test_page_loads_without_a_complaint(site, tab, page):
    url = site.url + site.path(page)
    complaints, urls = [], []
    tab.add_init_script(REPORT_VIOLATIONS)
    tab.on("console", lambda message: complaints.append(f"{message.type} : {message.text}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(f"échec : {request.url}"))
    tab.on("request", lambda request: urls.append(request.url))
    tab.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} : {answer.url}")
            if answer.status >= 400 and answer.url != url
            else None
        ),
    )
    answer = tab.goto(url)
    tab.evaluate("document.fonts.ready.then(() => null)")  # asked for once the text is laid out
    assert answer.status == page.status
    if page.status >= 400:  # the browser reports the status of the page itself
        complaints = [text for text in complaints if f"status of {page.status}" not in text]
    assert complaints == []
    assert tab.evaluate("violations") == []
    assert [u for u in urls if not u.startswith((site.url, "data:"))] == []
    if page in OURS:
        device = {DEVICE} if page.candidate else set()
        assert {cookie["name"] for cookie in tab.context.cookies()} == page.cookies | device
