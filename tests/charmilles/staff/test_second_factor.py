"""The second factor: for whom, before which pages, how it is set up, given, and reset."""

import re

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from post_office.models import Email

from charmilles.models import StaffEvent
from charmilles.staff import second_factor
from charmilles.staff.guard import OPEN, StaffGuard
from charmilles.staff.second_factor import SCRYPT_COST  # before conftest.py lowers it
from charmilles.staff.views import KEY as SHOWN_KEY
from tests.support import enrolment_factories as factories
from tests.support.addresses import all_addresses
from tests.support.staff import (
    KEY,
    PASSWORD,
    current_code,
    is_in,
    protect,
    sign_in,
    type_code,
    type_password,
)

pytestmark = pytest.mark.django_db
CODE, SET_UP = reverse("staff:code"), reverse("staff:set_up")


@pytest.fixture
def half(client, ada):
    """A browser where Ada has typed her password, and no code."""
    assert type_password(client, "ada").status_code == 302
    return client


def words(response):
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split())


def noted():
    return list(StaffEvent.objects.order_by("pk").values_list("what", flat=True))


# Before which pages

STAFF_ROUTES = [
    (name, "/" + re.sub(r"<[^>]+>|\(\?P<[^)]+\)\$", "1", route))
    for name, route in all_addresses()
    if route.startswith("gestion/")
]


def place(response):
    return response.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize(
    ("name", "path"), [row for row in STAFF_ROUTES if row[0] not in OPEN], ids=str
)
def test_no_page_opens_with_a_password_alone(half, codes, name, path):
    assert (half.get(path).status_code, place(half.get(path))) == (302, CODE)
    assert place(half.post(path)) == CODE


@pytest.mark.parametrize("claimed", ["/x", "/gestion", "/é", "/%41", "//", "/gestion/login/"])
def test_no_place_claimed_for_the_site_opens_a_page(half, codes, claimed, monkeypatch):
    """Gunicorn took it from a header SCRIPT_NAME, which some proxies let through."""
    monkeypatch.setattr(request_started, "send", lambda **_: [])  # would close the test's database
    answers = []
    path, claim = reverse("admin:auth_user_changelist"), claimed.encode().decode("latin-1")
    environ = half._base_environ(PATH_INFO=path, SCRIPT_NAME=claim)
    with override_script_prefix("/"):
        WSGIHandler()(environ, lambda status, headers: answers.append((status, dict(headers))))
    ((status, headers),) = answers
    assert (status, headers["Location"].partition("?")[0]) == ("302 Found", CODE)


def test_control_every_open_page_exists():
    assert {name for name, _ in STAFF_ROUTES} >= OPEN


def test_control_a_password_alone_opens_pages_without_the_guard(client, codes, monkeypatch):
    monkeypatch.setattr(StaffGuard, "process_view", lambda *_: None)
    type_password(client, "ada")
    assert is_in(client)


def test_page_asked_for_opens_after_the_code(client, ada, codes):
    wanted = reverse("admin:enrolment_application_changelist")
    type_password(client, "ada")
    where = client.get(wanted).headers["Location"]
    answer = client.post(where, {"code": current_code()})
    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("wanted", ["https://ailleurs.test/gestion/", "//ailleurs.test", "/"])
def test_no_other_page_opens_after_the_code(half, codes, wanted):
    answer = half.post(f"{CODE}?next={wanted}", {"code": current_code()})
    assert answer.headers["Location"] == reverse("admin:index")


# For whom


def of_group(user):
    group = Group.objects.create(name="Accueil")
    group.permissions.add(Permission.objects.get(codename="view_application"))
    user.groups.add(group)


def superuser(user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)


def direct(user):
    user.user_permissions.add(Permission.objects.get(codename="export_application"))


def of_accounts(user):
    """Whoever changes accounts could give themselves the right to read."""
    user.user_permissions.add(Permission.objects.get(codename="change_user"))


@pytest.mark.parametrize("give", [of_group, superuser, direct, of_accounts])
def test_second_factor_is_required_of_who_reads(client, give):
    user = factories.staff(username="luc", password=PASSWORD)
    give(user)
    type_password(client, "luc")
    assert not is_in(client)


def test_second_factor_is_not_required_for_the_programmes(client):
    user = factories.staff(username="luc", password=PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="change_programme"))
    type_password(client, "luc")
    assert is_in(client)


def test_right_given_during_a_session_asks_for_the_factor(client):
    user = factories.staff(username="luc", password=PASSWORD)
    type_password(client, "luc")
    assert is_in(client)
    direct(user)
    assert not is_in(client)


def test_who_has_set_one_up_is_asked_even_if_it_is_not_required(client):
    protect(factories.staff(username="luc", password=PASSWORD))
    type_password(client, "luc")
    assert not is_in(client)


# Setting it up


def shown_key(client):
    client.get(SET_UP)
    return client.session[SHOWN_KEY]


def finish(client, **typed):
    return client.post(SET_UP, {"code": current_code(shown_key(client))} | typed)


def shown_codes(response):
    page = lxml.html.fromstring(response.content.decode())
    return page.xpath("//ol[@class='staff-codes']//code/text()")


def test_first_sign_in_leads_to_the_set_up(half):
    answer = half.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].partition("?")[0] == SET_UP


def test_set_up_shows_the_key_as_a_picture_and_as_text(half):
    page = half.get(SET_UP)
    tree = lxml.html.fromstring(page.content.decode())
    device = TOTPDevice(user=User.objects.get(), key=half.session[SHOWN_KEY])
    (text,) = tree.xpath("//code/text()")
    assert f"secret={text.replace(' ', '')}&" in device.config_url
    assert tree.xpath("//img/@src")[0].startswith("data:image/svg+xml")
    assert "no-store" in page.headers["Cache-Control"]


def test_right_code_sets_it_up_and_opens_the_site(half, ada):
    answer = finish(half)
    assert len(shown_codes(answer)) == 10
    assert is_in(half)
    assert noted()[-2:] == ["factor_set", "signed_in"]


def test_wrong_code_sets_nothing_up(half, ada):
    key = shown_key(half)
    answer = half.post(SET_UP, {"code": "000000"})
    assert (answer.status_code, second_factor.is_set_up(ada)) == (422, False)
    assert half.session[SHOWN_KEY] == key


def test_recovery_codes_are_shown_once(half):
    codes = shown_codes(finish(half))
    page = half.get(SET_UP).content.decode()
    assert [code for code in codes if code in page] == []


def test_recovery_codes_are_kept_hashed(ada, codes):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert kept.isdisjoint(code.replace(" ", "") for code in codes)


def test_recovery_codes_are_slow_to_guess():
    assert SCRYPT_COST >= 2**14


def test_password_alone_replaces_no_second_factor(half, codes):
    """Else who has stolen a password would choose their own application."""
    before = TOTPDevice.objects.get().key
    assert place(half.get(SET_UP)) == CODE
    assert place(half.post(SET_UP, {"code": "000000"})) == CODE
    assert TOTPDevice.objects.get().key == before


def test_application_is_replaced_with_the_password(client, ada, codes):
    sign_in(client, ada)
    other = Client()
    sign_in(other, ada)
    wrong = finish(client, password="un-autre")
    assert (wrong.status_code, TOTPDevice.objects.get().key) == (422, KEY)
    answer = finish(client, password=PASSWORD)
    assert len(shown_codes(answer)) == 10
    assert TOTPDevice.objects.get().key != KEY
    assert not second_factor.check(ada, codes[0])
    assert (is_in(client), is_in(other)) == (True, False)


# Giving it


def test_code_opens_the_site_once(half, codes):
    code = current_code()
    key = half.session.session_key
    assert type_code(half, code).status_code == 302
    assert is_in(half)
    assert half.session.session_key != key
    other = Client()
    type_password(other, "ada")
    assert type_code(other, code).status_code == 422
    assert not is_in(other)


@pytest.mark.parametrize("typed", ["000000", "", "abcdef", "0" * 12, "9" * 40, "١٢٣٤٥٦"])
def test_wrong_code_opens_nothing(half, codes, typed):
    assert type_code(half, typed).status_code == 422
    assert not is_in(half)


def test_recovery_code_opens_the_site_once(half, codes):
    assert type_code(half, codes[0]).status_code == 302
    assert is_in(half)
    other = Client()
    type_password(other, "ada")
    assert type_code(other, codes[0]).status_code == 422
    assert noted().count("recovery_used") == 1


def test_few_recovery_codes_are_told(half, codes):
    StaticToken.objects.filter(pk__in=StaticToken.objects.values("pk")[:7]).delete()
    left = [code for code in codes if not second_factor_gone(code)]
    type_code(half, left[0])
    assert "Codes de secours restants : 2" in words(half.get(reverse("admin:index")))


def second_factor_gone(code):
    device = StaticToken.objects.first().device
    hashed = second_factor._hash(device, code.replace(" ", ""))
    return not StaticToken.objects.filter(token=hashed).exists()


def test_code_of_a_colleague_is_wrong(half, codes):
    other = factories.staff(username="luc")
    (theirs, *_) = second_factor.new_recovery_codes(other)
    assert type_code(half, theirs).status_code == 422


# Resetting a colleague's


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("direction", email="direction@tilleuls.test")


def reset(client, user):
    return client.post(reverse("staff:reset", args=[user.pk]))


def test_colleague_resets_a_second_factor(client, ada, codes, boss):
    hers = Client()
    sign_in(hers, ada)
    sign_in(client, boss)
    assert reset(client, ada).status_code == 302
    assert (second_factor.is_set_up(ada), StaticToken.objects.count()) == (False, 0)
    assert not is_in(hers)
    event = StaffEvent.objects.get(what="factor_reset")
    assert (event.user, event.by) == (ada, boss)
    assert Email.objects.get().to == ["ada@tilleuls.test"]


def test_page_of_a_reset_changes_nothing_by_itself(client, ada, codes, boss):
    sign_in(client, boss)
    assert client.get(reverse("staff:reset", args=[ada.pk])).status_code == 200
    assert second_factor.is_set_up(ada)


def test_nobody_resets_their_own(client, boss):
    protect(boss)
    sign_in(client, boss)
    assert (reset(client, boss).status_code, second_factor.is_set_up(boss)) == (403, True)


def test_reset_needs_the_right(client, ada, codes, boss):
    luc = factories.staff(username="luc", rights=["view", "change"])
    sign_in(client, luc)
    assert (reset(client, ada).status_code, second_factor.is_set_up(ada)) == (403, True)
    luc.user_permissions.add(Permission.objects.get(codename="reset_second_factor"))
    assert (reset(client, ada).status_code, second_factor.is_set_up(ada)) == (302, False)
    protect(boss)
    assert (reset(client, boss).status_code, second_factor.is_set_up(boss)) == (403, True)


@pytest.mark.ignore_template_errors  # of Django's own page
def test_page_of_an_account_leads_to_the_reset(client, ada, boss):
    sign_in(client, boss)
    assert [leads_to_the_reset(client, user) for user in (ada, boss)] == [True, False]


def leads_to_the_reset(client, user):
    page = client.get(reverse("admin:auth_user_change", args=[user.pk]))
    return reverse("staff:reset", args=[user.pk]) in page.content.decode()


@pytest.mark.parametrize("library", ["otp_totp_totpdevice", "otp_static_staticdevice"])
def test_secrets_have_no_page(library):
    assert [name for name, _ in all_addresses() if library in name] == []
