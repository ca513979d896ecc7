"""The programme page is light enough for a slow mobile network."""

import urllib.request

import pytest
from django.conf import settings

from charmilles.stylesheets import JOINED
from tests.browser.pages import PROGRAMME

KB = 1000
CONTENTS, FONTS = 45 * KB, 70 * KB


def transferred(url):
    """Counts the bytes of the answer, as a browser of today receives them."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def test_programme_page_keeps_to_its_budget(site, new_tab):
    tab = new_tab(width=360)
    requests = []
    tab.on("request", lambda request: requests.append((request.url, request.resource_type)))
    tab.goto(site.path(PROGRAMME), wait_until="networkidle")
    sizes = {}
    for url, kind in requests:
        sizes.setdefault(kind, {})[url] = transferred(url)
    weights = {kind: sum(urls.values()) for kind, urls in sizes.items()}
    assert weights["document"] + weights["stylesheet"] + weights["script"] <= CONTENTS, sizes
    assert weights["font"] <= FONTS, sizes
    assert len(sizes["font"]) == 2, sizes["font"]
    # The rest, which is only an icon, must be light too.
    assert sum(weights.values()) - weights["font"] <= CONTENTS, sizes


def test_files_are_kept_by_the_browser_for_good(site, new_tab):
    tab = new_tab()
    answers = []
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(site.path(PROGRAMME), wait_until="networkidle")
    files = [answer for answer in answers if "/static/" in answer.url]
    assert files
    assert [a.url for a in files if "immutable" not in a.headers.get("cache-control", "")] == []


# What the browser understands of a stylesheet, rule by rule; it keeps the spaces of our variables,
# which mean nothing beside a comma, a slash or a parenthesis.
UNDERSTOOD = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s*([,()\\/])\\s*/g, "$1"));
}"""


def stylesheet(folder, name):
    return (folder / "css" / f"{name}.css").read_text()


@pytest.mark.parametrize("name", JOINED)
def test_joined_stylesheet_says_what_its_sources_say_in_order(new_tab, name):
    sources = "\n".join(stylesheet(settings.BASE_DIR / "static", one) for one in JOINED[name])
    tab = new_tab()
    written = tab.evaluate(UNDERSTOOD, sources)
    assert len("".join(written)) > 10_000
    assert tab.evaluate(UNDERSTOOD, stylesheet(settings.STATIC_ROOT, name)) == written
