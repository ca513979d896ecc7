"""Private pages are compressed only where no stranger can have written beside a secret (BREACH)."""

import gzip

import pytest
from django.contrib.auth import get_user_model

from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture
def director(client):
    client.force_login(get_user_model().objects.create_superuser("direction"))
    return client


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-essai")


def is_compressed(client, path, **options):
    return "Content-Encoding" in client.get(path, headers=GZIP, **options).headers


def test_page_of_a_candidate_is_compressed(client):
    answer = client.get("/candidature/", headers=GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert "Reprendre" in gzip.decompress(answer.content).decode()


def test_length_of_a_compressed_page_is_random(client):
    lengths = {len(client.get("/candidature/", headers=GZIP).content) for _ in range(20)}
    assert len(lengths) > 5


def test_page_where_staff_write_the_catalogue_is_compressed(director, programme):
    assert is_compressed(director, f"/gestion/catalogue/programme/{programme.pk}/change/")


@pytest.mark.parametrize(
    "path",
    [
        "/candidature/?adresse=devinee",
        "/gestion/catalogue/programme/?q=devine",
        "/gestion/enrolment/application/",
        "/gestion/post_office/email/",
        "/gestion/auth/user/",
        "/gestion/",
    ],
)
def test_page_that_strangers_may_write_in_is_not(director, path):
    assert not is_compressed(director, path)


def test_answer_to_a_form_is_not(client):
    answer = client.post("/candidature/", {"email": "devinee@exemple.fr"}, headers=GZIP)
    assert "Content-Encoding" not in answer.headers


def test_page_that_does_not_exist_is_not(client):
    assert not is_compressed(client, "/candidature/dossier/CH-2222-2222/devinee/")
