"""The site as deploy/ installs it: behind each proxy, under systemd, with several workers."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from tests.charmilles.test_setup import PRODUCTION
from tests.support import fronting
from tests.support.fronting import DEPLOY, ask

HOST, TOKEN = "formations.exemple.fr", "jeton-des-tests-de-vingt-signes"
WARNED = "BEHIND_PROXY annonce"
PROXIES = [
    "nginx",
    pytest.param("caddy", marks=[pytest.mark.long]),
]


@pytest.fixture(scope="module")
def site(serve):
    environment = PRODUCTION | {
        "ALLOWED_HOSTS": f"{HOST},localhost,127.0.0.1",
        "SITE_URL": f"https://{HOST}",
        "BEHIND_PROXY": "1",
        "METRICS_TOKEN": TOKEN,
        "LOGS": "json",
        "WEB_CONCURRENCY": "2",
    }
    return serve(fill="tests.charmilles.test_answers:fill", **environment)


@pytest.fixture(scope="module", params=PROXIES)
def front(request, site, tmp_path_factory):
    """The address of a proxy, and the host that it serves."""
    if request.param == "caddy" and not shutil.which("caddy"):
        pytest.skip("Caddy n’est pas installé")
    start, folder = getattr(fronting, request.param), tmp_path_factory.mktemp(request.param)
    with start(folder, site.url) as url:
        yield url, HOST if request.param == "nginx" else url.removeprefix("https://")


def through(front, path, **options):
    url, host = front
    return ask(url, path, host=host, **options)


def lines(site):
    """What the site has written of its requests."""
    written = [line for line in site.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in map(json.loads, written) if "view" in line]


def test_page_is_served_through_the_proxy(front):
    answer = through(front, "/formations/bac-pro-essai/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "/formations/bac-pro-essai/" in answer.text


def test_proxy_leaves_the_site_to_say_that_a_file_is_too_heavy(front, site):
    before = len(lines(site))
    answer = through(front, "/candidature/", body=b"a=" + b"1" * 12_000_000)
    assert "Cette page a expiré" in answer.text or "Cette demande" in answer.text
    assert len(lines(site)) > before


def test_proxy_hides_the_numbers(front, site):
    assert through(front, "/metrics", Authorization=f"Bearer {TOKEN}").status == 404
    assert metrics(site)


def test_proxy_counts_as_announced(front, site):
    through(front, "/", **{"X-Forwarded-For": "203.0.113.7, 203.0.113.8"})
    assert WARNED not in site.log.read_text()


# Several workers


def metrics(site):
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-Proto": "https"}
    return ask(site.url, "/metrics", host=HOST, **headers).text


def counted(site, view):
    found = re.search(rf'charmilles_requests_total{{.*view="{view}"}} (\S+)', metrics(site))
    return float(found[1]) if found else 0


def test_any_worker_answers_for_all(site):
    before = counted(site, "healthz")
    for _ in range(20):
        ask(site.url, "/healthz", host=HOST)
    assert [counted(site, "healthz") - before for _ in range(4)] == [20] * 4


def test_each_request_has_its_line(site):
    before = len(lines(site))
    ask(site.url, "/healthz", host=HOST)
    (line,) = lines(site)[before:]
    assert (line["view"], line["status"]) == ("healthz", 200)


# The last one on this server: the warning is said once in each process


def test_control_unannounced_way_is_said(site):
    for _ in range(20):
        ask(site.url, "/", host=HOST, **{"X-Forwarded-Proto": "https"})
    assert 1 <= site.log.read_text().count(WARNED) <= 2


# Files


def test_units_are_valid(tmp_path):
    units = [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]
    for unit in units:
        text = unit.read_text().replace("/srv/charmilles/.venv/bin/python", shutil.which("true"))
        (tmp_path / unit.name).write_text(text)
    names = [str(tmp_path / unit.name) for unit in units]
    result = subprocess.run(
        ["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False
    )
    ours = [line for line in result.stderr.splitlines() if "charmilles" in line]
    assert (len(units), ours) == (4, [])


def test_control_of_units(tmp_path):
    (tmp_path / "charmilles.service").write_text("[Service]\nExecStart=/usr/bin/true\nUzer=x\n")
    command = ["systemd-analyze", "verify", str(tmp_path / "charmilles.service")]
    assert "Uzer" in subprocess.run(command, capture_output=True, text=True, check=False).stderr


def hardening(name):
    text = (DEPLOY / name).read_text().partition("User=charmilles")[2]
    return text.partition("\n\n")[0].strip()


def test_units_are_hardened_alike():
    kept = {hardening(unit.name) for unit in DEPLOY.glob("*.service")}
    assert len(kept) == 1
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(kept.pop().splitlines())


def test_containers_write_nothing_of_their_own_and_gain_no_right():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("site", "sender"):
        service = services[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    assert "USER charmilles" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
