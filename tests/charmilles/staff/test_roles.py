"""Roles are made by every migration, given in two clicks, and give nobody more than they have."""

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from charmilles.staff import roles
from tests.support import enrolment_factories as factories

# Django’s own page of an account names a variable that it does not give.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def page_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def in_role(*names, **fields):
    user = factories.staff(**fields)
    user.groups.set(Group.objects.filter(name__in=names))
    return User.objects.get(pk=user.pk)


def send(client, user, **changes):
    """Sends the page of this account with these changes, forged ones included."""
    shown = {"username": user.username, "is_active": "on", "is_staff": "on"}
    return client.post(page_of(user), shown | changes)


def key(name):
    return str(Group.objects.get(name=name).pk)


def test_every_role_is_made():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


@pytest.mark.parametrize("name", roles.ROLES)
def test_every_line_of_a_role_gives_a_right(name):
    rights = list(Permission.objects.select_related("content_type"))
    for line in roles.ROLES[name]:
        assert [right for right in rights if roles._is_in(right, *line)], line


def test_a_role_changed_by_hand_is_put_right_and_other_groups_are_left():
    role, other = Group.objects.get(name="Qualité"), Group.objects.create(name="Accueil")
    wanted = set(role.permissions.all())
    more = Permission.objects.get(codename="change_user")
    role.permissions.set([more])
    other.permissions.set([more])
    roles.keep()
    assert set(role.permissions.all()) == wanted
    assert list(other.permissions.all()) == [more]


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("Rédaction", "catalogue.change_programme", "enrolment.view_application"),
        ("Admissions", "enrolment.change_application", "enrolment.view_disability"),
        ("Intervenant", "enrolment.view_application", "enrolment.change_application"),
        ("Référent handicap", "enrolment.view_disability", "enrolment.change_application"),
        ("Relations entreprises", "enrolment.view_application", "enrolment.export_application"),
        ("Qualité", "enrolment.view_message", "enrolment.export_application"),
        ("Direction", "auth.change_user", "enrolment.view_disability"),
    ],
)
def test_a_role_has_its_rights_and_no_other(name, has, lacks):
    user = in_role(name)
    assert user.has_perm(has)
    assert not user.has_perm(lacks)


def test_a_role_is_given_by_ticking_it(client):
    colleague = in_role()
    client.force_login(in_role("Direction"))
    assert send(client, colleague, groups=[key("Admissions")]).status_code == 302
    assert colleague.groups.get().name == "Admissions"


def test_who_reads_of_disabilities_is_named_by_the_direction(client):
    colleague = in_role()
    client.force_login(in_role("Direction"))
    send(client, colleague, groups=[key("Référent handicap")])
    assert User.objects.get(pk=colleague.pk).has_perm("enrolment.view_disability")


# Nobody gives more than they have


@pytest.fixture
def clerk(client):
    """May change accounts, and nothing else."""
    user = factories.staff()
    kind = Permission.objects.filter(codename__in=["change_user", "view_user", "change_group"])
    user.user_permissions.set([*kind, Permission.objects.get(codename="delete_user")])
    client.force_login(user)
    return User.objects.get(pk=user.pk)


def test_nobody_makes_a_superuser_by_changing_an_account(client, clerk):
    colleague = in_role()
    send(client, colleague, is_superuser="on")
    assert not User.objects.get(pk=colleague.pk).is_superuser


def test_nobody_gives_a_role_that_has_more(client, clerk):
    colleague = in_role()
    assert send(client, colleague, groups=[key("Direction")]).status_code == 200
    assert not colleague.groups.exists()


def test_nobody_gives_rights_one_by_one(client, clerk):
    colleague = in_role()
    right = Permission.objects.get(codename="view_application")
    send(client, colleague, user_permissions=[str(right.pk)])
    assert not colleague.user_permissions.exists()


def test_nobody_gives_themselves_a_role(client):
    boss = in_role("Direction")
    client.force_login(boss)
    send(client, boss, groups=[key("Référent handicap")])
    assert [group.name for group in boss.groups.all()] == ["Direction"]


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {"is_active": False}])
@pytest.mark.parametrize("page", ["change", "delete", "password"])
def test_nobody_takes_over_an_account_that_has_more(client, clerk, fields, page):
    more = in_role("Direction", **fields)
    name = "auth_user_password_change" if page == "password" else f"admin:auth_user_{page}"
    name = name if ":" in name else f"admin:{name}"
    path = reverse(name, args=[more.pk])
    typed = {"password1": "un-autre-mot-de-passe", "password2": "un-autre-mot-de-passe"}
    answer = client.post(path, typed | {"post": "yes", "username": "pris"})
    assert answer.status_code == 403
    assert User.objects.get(pk=more.pk).username == more.username


def test_ticked_accounts_that_have_more_are_not_deleted(client, clerk):
    more = in_role("Direction")
    chosen = {"action": "delete_selected", "_selected_action": [more.pk], "post": "yes"}
    client.post(reverse("admin:auth_user_changelist"), chosen)
    assert User.objects.filter(pk=more.pk).exists()


def test_nobody_changes_a_group_without_all_rights(client, clerk):
    group = Group.objects.get(name="Qualité")
    answer = client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "À moi"})
    assert answer.status_code == 403


def test_who_has_all_rights_still_gives_any(admin_client):
    colleague = in_role()
    right = Permission.objects.get(codename="view_application")
    asked = {"is_superuser": "on", "user_permissions": [str(right.pk)]}
    assert send(admin_client, colleague, **asked).status_code == 302
    colleague.refresh_from_db()
    assert colleague.is_superuser
    assert colleague.user_permissions.get() == right


@pytest.mark.parametrize("name", ["Rédaction", "Admissions", "Direction"])
def test_the_page_of_an_account_names_roles_not_rights(client, name):
    client.force_login(in_role("Direction"))
    page = lxml.html.fromstring(client.get(page_of(in_role())).content.decode())
    assert name in page.get_element_by_id("id_groups").text_content()
    assert page.xpath("//*[@name='user_permissions' or @name='is_superuser']") == []
