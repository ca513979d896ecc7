"""The roles of the staff: a group each, made and kept by every migration, given in two clicks.

A role is what this list says. Whoever wants another set of rights makes another group: those are
never touched. Nobody gives a right that they lack, nor changes the account of whoever has more.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.db.models.signals import post_migrate

VIEW, EDIT, ALL = ("view",), ("view", "change"), ("add", "change", "delete", "view")
# {role: [(model, or whole application, verbs or whole names of rights)]}
READ_FILES = ("enrolment.application", VIEW)
ROLES: dict[str, list[tuple[str, Iterable[str]]]] = {
    "Rédaction": [("catalogue", ALL)],
    "Admissions": [
        ("catalogue.programme", VIEW),
        ("catalogue.cohort", VIEW),
        ("enrolment.application", (*EDIT, "export")),
        ("enrolment.document", EDIT),
        *((f"enrolment.{name}", EDIT) for name in ("slot", "message", "messagetext")),
        *((f"enrolment.{name}", ALL) for name in ("interviewer", "availability", "closure")),
        *((f"enrolment.{name}", ALL) for name in ("documentkind", "criterion", "meeting")),
        *((f"enrolment.{name}", EDIT) for name in ("guest", "question")),
    ],
    "Intervenant": [
        READ_FILES,
        ("enrolment.slot", VIEW),
        ("enrolment.availability", EDIT),
    ],
    "Référent handicap": [READ_FILES, ("enrolment.application", ("view_disability",))],
    "Relations entreprises": [
        READ_FILES,
        ("catalogue.programme", VIEW),
        *((f"catalogue.{name}", EDIT) for name in ("learnerstatus", "payscale", "payrow")),
    ],
    "Qualité": [("catalogue", VIEW), ("enrolment", VIEW), ("charmilles.staffevent", VIEW)],
    "Direction": [
        ("catalogue", ALL),
        ("enrolment", ALL),
        ("enrolment.application", ("export",)),
        ("charmilles.staffevent", (*VIEW, "reset_second_factor")),
        ("auth.user", ALL),
    ],
}
# Rights that one gives without having them: who reads of disabilities is named by the direction.
GIVEN_BLINDLY = {"enrolment.view_disability"}


def connect():
    post_migrate.connect(_keep_roles, dispatch_uid="charmilles.roles")


def _keep_roles(app_config, using, **kwargs):
    """Runs once, after the rights of all applications are there."""
    told = [config for config in apps.get_app_configs() if config.models_module]
    if app_config == told[-1]:
        keep(using)


def keep(using: str = "default") -> None:
    """Makes each role, with its rights and no other."""
    rights = list(Permission.objects.using(using).select_related("content_type"))
    through = Group.permissions.through.objects.using(using)
    for name, lines in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        wanted = {right.pk for right in rights if any(_is_in(right, *line) for line in lines)}
        known = set(through.filter(group=group).values_list("permission", flat=True))
        through.filter(group=group, permission__in=known - wanted).delete()
        missing = sorted(wanted - known)
        through.bulk_create(through.model(group_id=group.pk, permission_id=pk) for pk in missing)


def _is_in(right, where, verbs):
    kind = right.content_type
    if where not in (kind.app_label, f"{kind.app_label}.{kind.model}"):
        return False
    return right.codename in verbs or right.codename in {f"{verb}_{kind.model}" for verb in verbs}


# Who may give what


def may_change(account: User, *, by: User) -> bool:
    """Whether `by` has all the rights of this account, which its password would give them."""
    if by.is_superuser:
        return True
    return not account.is_superuser and _held(account) <= _own(by)


def may_give(*, by: User) -> QuerySet[Group]:
    """Selects the groups whose rights `by` has all."""
    if by.is_superuser:
        return Group.objects.all()
    own = _own(by)
    groups = Group.objects.prefetch_related("permissions__content_type")
    given = [group.pk for group in groups if _names(group.permissions.all()) <= own]
    return Group.objects.filter(pk__in=given)


def _held(account):
    """The rights of an account, even of one that may not sign in: it may be let in again."""
    rights = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return _names(rights.select_related("content_type"))


def _own(by):
    return by.get_all_permissions() | GIVEN_BLINDLY


def _names(rights):
    return {f"{right.content_type.app_label}.{right.codename}" for right in rights}
