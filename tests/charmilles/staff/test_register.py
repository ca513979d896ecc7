"""The staff register: changes of rights, exports, who reads it, how long it lasts."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from charmilles.models import StaffEvent
from charmilles.staff import register
from enrolment.models import Application
from enrolment.privacy import export
from tests.support import enrolment_factories as factories
from tests.support.staff import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = User.objects.create_superuser("direction")
    sign_in(client, boss)
    return boss


@pytest.fixture
def group():
    return Group.objects.create(name="Accueil")


def right(codename):
    return Permission.objects.get(codename=codename)


def changes():
    """The entries since the account was made, as (account, detail)."""
    rows = StaffEvent.objects.filter(what="rights_changed").order_by("pk")
    return list(rows.values_list("user__username", "detail"))


@pytest.fixture
def luc(db):
    luc = factories.staff(username="luc")
    StaffEvent.objects.all().delete()
    return luc


# Rights, whatever changes them


def gives_a_group(luc, group):
    luc.groups.add(group)


def gives_from_the_group(luc, group):
    group.user_set.add(luc)


def gives_a_right(luc, group):
    luc.user_permissions.add(right("view_application"))


def gives_the_export(luc, group):
    right("export_application").user_set.add(luc)


def gives_to_the_group(luc, group):
    group.permissions.set([right("view_application"), right("change_application")])


def takes_everything(luc, group):
    luc.groups.add(group)
    luc.groups.clear()


def promotes(luc, group):
    luc.is_superuser = True
    luc.save()


def sends_away(luc, group):
    luc.is_active = luc.is_staff = False
    luc.save()


def deletes_the_group(luc, group):
    group.delete()


CHANGES = {
    gives_a_group: [("luc", "ajouté : groupe « Accueil »")],
    gives_from_the_group: [("luc", "ajouté : groupe « Accueil »")],
    gives_a_right: [("luc", "ajouté : voir (candidature)")],
    gives_the_export: [("luc", "ajouté : Peut exporter les candidatures en tableau")],
    gives_to_the_group: [
        (None, "groupe « Accueil », ajouté : modifier (candidature), voir (candidature)")
    ],
    takes_everything: [
        ("luc", "ajouté : groupe « Accueil »"),
        ("luc", "retiré : groupe « Accueil »"),
    ],
    promotes: [("luc", "a tous les droits : oui")],
    sends_away: [("luc", "peut se connecter : non; entre dans la gestion : non")],
    deletes_the_group: [(None, "groupe « Accueil » supprimé")],
}


@pytest.mark.parametrize("act", CHANGES, ids=lambda act: act.__name__)
def test_change_of_rights_is_noted(luc, group, act):
    act(luc, group)
    assert changes() == CHANGES[act]


def test_saving_an_account_unchanged_notes_nothing(luc):
    luc.first_name = "Luc"
    luc.save()
    assert StaffEvent.objects.count() == 0


def test_colleague_who_changes_rights_is_named(client, boss, luc):
    url = reverse("admin:auth_user_change", args=[luc.pk])
    joined = timezone.localtime(luc.date_joined)
    typed = {
        "username": "luc",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "date_joined_0": f"{joined:%d/%m/%Y}",
        "date_joined_1": f"{joined:%H:%M:%S}",
    }
    assert client.post(url, typed).status_code == 302
    event = StaffEvent.objects.get(what="rights_changed")
    assert (event.user, event.by, event.detail) == (luc, boss, "a tous les droits : oui")


def test_nobody_is_named_outside_a_request(client, boss, luc, group):
    client.get(reverse("admin:index"))
    luc.groups.add(group)
    assert StaffEvent.objects.get(what="rights_changed").by is None


def test_creation_and_password_are_noted(db):
    luc = User.objects.create_user("luc", password="un", is_staff=True)
    luc.set_password("deux")
    luc.save()
    rows = StaffEvent.objects.order_by("pk").values_list("what", "detail")
    assert list(rows) == [
        ("account_created", "peut se connecter, entre dans la gestion"),
        ("password_changed", ""),
    ]


def test_new_account_gets_an_address(client, boss):
    password = "quatre mots pris au hasard"
    typed = {"username": "luc", "email": "luc@tilleuls.test", "usable_password": "true"}
    typed |= {"password1": password, "password2": password}
    assert client.post(reverse("admin:auth_user_add"), typed).status_code == 302
    luc = User.objects.get(username="luc")
    assert (luc.email, luc.check_password(password)) == ("luc@tilleuls.test", True)
    assert StaffEvent.objects.get(what="account_created", user=luc).by == boss


# Exports


def test_export_is_noted_with_its_size(client, boss):
    for _ in range(2):
        factories.application()
    chosen = [str(pk) for pk in Application.objects.values_list("pk", flat=True)]
    url = reverse("admin:enrolment_application_changelist")
    client.post(url, {"action": "export_table", "_selected_action": chosen, "index": "0"})
    event = StaffEvent.objects.get(what="exported")
    assert (event.user, event.detail) == (boss, "candidatures, en tableau : 2")


def test_export_names_no_candidate(boss, db):
    application = factories.application(last_name="Confidentielle")
    export.table(Application.objects.all(), now=timezone.now(), by=boss)
    kept = str(StaffEvent.objects.filter(what="exported").values())
    assert [word for word in ("Confidentielle", application.reference) if word in kept] == []


# Reading it, and its end


def test_register_is_read_only_even_for_a_superuser(client, boss):
    event = register.note(StaffEvent.What.SIGNED_IN, boss, now=timezone.now())
    pages = {
        "changelist": reverse("admin:charmilles_staffevent_changelist"),
        "change": reverse("admin:charmilles_staffevent_change", args=[event.pk]),
    }
    for path in pages.values():
        assert client.get(path).status_code == 200
        client.post(path, {"action": "delete_selected", "_selected_action": [event.pk]})
    kept = StaffEvent.objects.get(pk=event.pk)
    assert (kept.what, kept.detail) == (event.what, event.detail)


@pytest.mark.parametrize(("days", "kept"), [(364, 1), (365, 0)])
def test_register_is_forgotten_in_time(luc, days, kept):
    now = datetime(2026, 11, 23, tzinfo=timezone.get_current_timezone())
    register.note(StaffEvent.What.SIGNED_IN, luc, now=now)
    later = now + timedelta(days=days)
    assert settings.RETENTION["staff_register"] == timedelta(days=365)
    assert register.forget_old(later, dry_run=True) == 1 - kept
    assert StaffEvent.objects.count() == 1
    assert register.forget_old(later) == 1 - kept
    assert StaffEvent.objects.count() == kept


def test_deleted_account_takes_its_entries_along(client, boss, luc):
    register.note(StaffEvent.What.SIGNED_IN, luc, now=timezone.now())
    noted = register.note(StaffEvent.What.FACTOR_RESET, boss, by=luc, now=timezone.now())
    answer = client.post(reverse("admin:auth_user_delete", args=[luc.pk]), {"post": "yes"})
    assert answer.status_code == 302
    assert not User.objects.filter(username="luc").exists()
    rows = StaffEvent.objects.exclude(user=boss).values_list("what", "user", "by", "detail")
    assert list(rows) == [("account_deleted", None, boss.pk, "")]
    noted.refresh_from_db()
    assert noted.by is None


def test_long_detail_is_cut(luc):
    event = register.note(StaffEvent.What.RIGHTS_CHANGED, luc, now=timezone.now(), detail="é" * 999)
    assert len(event.detail) == 300
