"""The server that crash tests kill: it keeps its address, and its database outlives it."""

import urllib.request

import pytest


def fill():
    from tests.support import catalogue_factories as factories

    return {"programme": factories.programme(slug="bac-pro-essai").slug}


def programmes():
    from catalogue.models import Programme

    return list(Programme.objects.values_list("slug", flat=True))


@pytest.fixture(scope="module")
def server(serve):
    return serve(fill="tests.charmilles.test_serving:fill")


def test_what_fill_returns_is_kept(server):
    assert server.filled == {"programme": "bac-pro-essai"}


def test_page_of_its_own_database_is_served(server):
    with urllib.request.urlopen(f"{server.url}/formations/bac-pro-essai/") as page:
        assert page.status == 200


def test_killed_server_comes_back_at_the_same_address(server):
    server.kill()
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(f"{server.url}/healthz", timeout=0.2)
    server.restart()
    with urllib.request.urlopen(f"{server.url}/formations/bac-pro-essai/") as page:
        assert page.status == 200


def test_function_runs_on_the_database_of_the_server(server):
    assert server.run("tests.charmilles.test_serving:programmes") == ["bac-pro-essai"]
