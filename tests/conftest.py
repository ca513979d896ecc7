import hypothesis
import lxml.html
import pytest

# Fast enough for every run, and never red because the machine was busy.
hypothesis.settings.register_profile("default", max_examples=100, deadline=None)
hypothesis.settings.load_profile("default")


@pytest.fixture
def read(client):
    """read(path): the page, as a tree."""

    def read(path, *, status=200):
        response = client.get(path)
        assert response.status_code == status, f"{path} : {response.status_code}"
        return lxml.html.fromstring(response.content.decode())

    return read
