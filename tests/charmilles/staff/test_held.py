"""A form of the staff site is not lost with the session, nor with the token of its page."""

from datetime import timedelta

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from tests.support import catalogue_factories as catalogue
from tests.support.acts import filled
from tests.support.staff import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def browser(boss):
    """A browser that checks the tokens of forms, as those of visitors."""
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, boss)
    return browser


@pytest.fixture
def page():
    return reverse("admin:catalogue_domain_change", args=[catalogue.domain(name="Vente").pk])


def held(response):
    """What the page that answers would send again."""
    page = lxml.html.fromstring(response.content.decode())
    (form,) = page.xpath("//form")
    return form.get("action"), {
        **{box.get("name"): (box.text or "").removeprefix("\n") for box in form.iter("textarea")},
        **{box.get("name"): box.get("value") for box in form.iter("input")},
    }


def written(browser, page):
    return filled(browser.get(page)) | {"name": "Vente\net conseil ", "_save": ""}


def test_form_sent_after_the_session_is_given_back_then_saved(browser, boss, page, clock):
    typed = written(browser, page)
    clock.shift(timedelta(hours=1))
    answer = browser.post(page, typed)
    assert (answer.status_code, "Votre session est terminée" in answer.content.decode()) == (
        403,
        True,
    )
    address, kept = held(answer)
    assert {name: kept[name] for name in typed if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"
    }
    sign_in(browser, boss)
    assert browser.post(address, kept).status_code == 302
    assert "Vente et conseil" in browser.get(page).content.decode()


def test_token_that_turned_costs_one_more_press(browser, page):
    typed = written(browser, page)
    answer = browser.post(page, typed | {"csrfmiddlewaretoken": "x" * 64})
    assert "dernière connexion" in answer.content.decode()
    address, kept = held(answer)
    assert browser.post(address, kept).status_code == 302


def test_form_of_one_account_is_neither_sent_nor_shown_to_another(
    browser, page, clock, django_user_model
):
    typed = written(browser, page)
    clock.shift(timedelta(hours=1))
    address, kept = held(browser.post(page, typed))
    sign_in(browser, django_user_model.objects.create_superuser("autre", password=PASSWORD))
    own = browser.get(page)
    for sent in (kept, typed, kept | {"csrfmiddlewaretoken": filled(own)["csrfmiddlewaretoken"]}):
        answer = browser.post(address, sent)
        assert (answer.status_code, "et conseil" in answer.content.decode()) == (403, False)
    assert "et conseil" not in browser.get(page).content.decode()


def test_form_of_another_site_is_given_back_to_nobody(browser, page):
    other = {"HTTP_ORIGIN": "https://ailleurs.test"}
    answer = browser.post(page, written(browser, page), **other)
    assert answer.status_code == 403
    assert "Vente" not in answer.content.decode()


@pytest.mark.parametrize("name", ["admin:login", "staff:code", "admin:password_change"])
def test_secrets_are_never_given_back(browser, name):
    sent = {"password": "secret", "code": "123456", "old_password": "secret"}
    answer = browser.post(reverse(name), sent)
    assert not any(secret in answer.content.decode() for secret in sent.values())
