"""How long a session of staff lasts, and how all of them are closed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from charmilles.models import StaffEvent
from charmilles.staff import sessions
from tests.support import enrolment_factories as factories
from tests.support.staff import PASSWORD, current_code, is_in, sign_in, type_code, type_password

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def her(ada):
    """Gives browsers where Ada is signed in."""

    def her():
        client = Client()
        sign_in(client, ada)
        return client

    return her


@pytest.mark.parametrize(("idle", "open_"), [(29 * MINUTE, True), (30 * MINUTE, False)])
def test_idle_session_ends_after_half_an_hour(her, clock, idle, open_):
    client = her()
    clock.shift(idle)
    assert is_in(client) is open_


def test_session_in_use_stays_open(her, clock):
    client = her()
    for _ in range(5):
        clock.shift(20 * MINUTE)
        assert is_in(client)


@pytest.mark.parametrize(("last", "open_"), [(9 * MINUTE, True), (10 * MINUTE, False)])
def test_session_in_use_ends_after_ten_hours(her, clock, last, open_):
    client = her()
    for _ in range(29):
        clock.shift(20 * MINUTE)
        assert is_in(client)
    clock.shift(10 * MINUTE)
    assert is_in(client)
    clock.shift(last)
    assert is_in(client) is open_


def test_ended_session_says_so_on_the_sign_in_page(her, clock):
    client = her()
    clock.shift(HOUR)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('admin:login')}?next=/gestion/"
    assert "Votre session est terminée" in answer.content.decode()


def test_session_without_a_beginning_is_over(her):
    """Those opened before the limits existed."""
    client = her()
    session = client.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_in(client)


def test_session_is_written_once_a_minute(her, clock, django_assert_num_queries):
    client = her()
    before = Session.objects.get().session_data
    clock.shift(59)
    is_in(client)
    assert Session.objects.get().session_data == before
    clock.shift(1)
    is_in(client)
    assert Session.objects.get().session_data != before


def test_all_sessions_are_closed(her, ada):
    here, there, luc = her(), her(), Client()
    sign_in(luc, factories.staff(username="luc"))
    answer = here.post(reverse("staff:close_sessions"), follow=True)
    assert "Toutes vos sessions sont fermées" in answer.content.decode()
    assert [is_in(client) for client in (here, there, luc)] == [False, False, True]
    assert StaffEvent.objects.get(what="sessions_closed").user == ada


def test_sessions_are_closed_by_a_form_only(her):
    client = her()
    assert client.get(reverse("staff:close_sessions")).status_code == 405
    assert is_in(client)


def test_new_password_closes_the_other_sessions(her):
    here, there = her(), her()
    new = "quatre mots pris au hasard"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("admin:password_change"), typed).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert StaffEvent.objects.filter(what="password_changed").count() == 1


def test_account_that_is_disabled_is_out_at_once(her, ada):
    client = her()
    ada.is_active = False
    ada.save()
    assert not is_in(client)


def test_code_gives_the_session_another_key(client, ada, codes):
    type_password(client, "ada")
    first = client.session.session_key
    assert type_code(client, current_code()).status_code == 302
    assert is_in(client)
    assert not Session.objects.filter(pk=first).exists()


def test_refused_access_is_logged(client, ada, codes, caplog):
    sign_in(client, ada)
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403
    assert caplog.messages == [
        f"Accès refusé au compte n° {ada.pk} : « admin:auth_user_changelist »."
    ]


def test_access_that_is_given_logs_nothing(client, ada, codes, caplog):
    sign_in(client, ada)
    assert is_in(client)
    assert caplog.messages == []


def test_public_pages_read_no_session(her, django_assert_num_queries):
    client = her()
    answer = client.get("/robots.txt")
    assert "Cookie" not in answer.headers.get("Vary", "")
