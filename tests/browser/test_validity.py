"""The Nu checker finds no error and no warning in any page."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from tests.browser.conftest import DEVICE, need
from tests.browser.pages import OURS

VNU = settings.BASE_DIR / "tests/node_modules/vnu-jar/build/dist/vnu.jar"


def source(site, page):
    request = urllib.request.Request(site.url + site.path(page))
    if page.candidate:
        request.add_header("Cookie", f"{DEVICE}={site.device}")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read()
    except urllib.error.HTTPError as answer:  # an error page is checked too
        return answer.read()


@pytest.fixture(scope="module")
def messages(site, tmp_path_factory):
    """Checks all the pages in one run, slow to start; returns {name of the page: messages}."""
    java = shutil.which("java")
    need(java, "Java")
    need(VNU.exists(), "le vérificateur HTML")
    folder = tmp_path_factory.mktemp("html")
    files = {page.name: folder / f"{number}.html" for number, page in enumerate(OURS)}
    for page in OURS:
        files[page.name].write_bytes(source(site, page))
    check = [java, "-jar", str(VNU), "--format", "json", "--exit-zero-always", "--stdout"]
    run = subprocess.run([*check, *map(str, files.values())], capture_output=True, check=True)
    results = json.loads(run.stdout)["messages"]
    return {
        name: [
            f"{m.get('subType', m['type'])} ligne {m.get('lastLine')} : {m['message']}"
            f" {m.get('extract', '').strip()}"
            for m in results
            if m["url"].endswith(f"/{file.name}")
        ]
        for name, file in files.items()
    }


@pytest.mark.parametrize("page", OURS, ids=str)
def test_html_is_valid(messages, page):
    assert not messages[page.name], "\n".join(messages[page.name])
