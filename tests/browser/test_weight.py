"""The programme page is light enough for a slow mobile network."""

import urllib.request

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
