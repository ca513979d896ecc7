"""Writes in the register whose rights change, wherever that happens: pages, commands, shell."""

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from charmilles.models import StaffEvent
from charmilles.staff import register

What = StaffEvent.What
# What a box of an account opens.
BOXES = {
    "is_active": "peut se connecter",
    "is_staff": "entre dans la gestion",
    "is_superuser": "a tous les droits",
}
VERBS = {"add": "ajouter", "change": "modifier", "delete": "supprimer", "view": "voir"}
CHANGES = {"post_add": "ajouté", "post_remove": "retiré", "pre_clear": "retiré"}


def connect():
    pre_save.connect(_account_changes, sender=User, dispatch_uid="charmilles.rights.changes")
    post_save.connect(_account_created, sender=User, dispatch_uid="charmilles.rights.created")
    post_delete.connect(_account_deleted, sender=User, dispatch_uid="charmilles.rights.deleted")
    post_delete.connect(_group_deleted, sender=Group, dispatch_uid="charmilles.rights.group")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rows_changed, sender=through, dispatch_uid=f"charmilles.{through}")


def _account_changes(sender, instance, raw, update_fields, **kwargs):
    """Compares an account with its row: the boxes above, and the password.

    A save of some fields only is Django's own: the last sign-in, or the same password hashed anew.
    """
    if raw or update_fields is not None or instance.pk is None:
        return
    before = User.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    words = [
        f"{words} : {'oui' if getattr(instance, name) else 'non'}"
        for name, words in BOXES.items()
        if getattr(instance, name) != getattr(before, name)
    ]
    if words:
        _note(What.RIGHTS_CHANGED, instance, "; ".join(words))
    if instance.password != before.password:
        _note(What.PASSWORD_CHANGED, instance)


def _account_created(sender, instance, created, raw, **kwargs):
    if created and not raw:
        words = [words for name, words in BOXES.items() if getattr(instance, name)]
        _note(What.ACCOUNT_CREATED, instance, ", ".join(words))


def _account_deleted(sender, instance, **kwargs):
    """The register forgets the account with it: only that one was deleted stays."""
    _note(What.ACCOUNT_DELETED, None)


def _group_deleted(sender, instance, **kwargs):
    _note(What.RIGHTS_CHANGED, None, f"groupe « {instance.name} » supprimé")


def _rows_changed(sender, instance, action, reverse, model, pk_set, **kwargs):
    """Notes groups and rights given to an account or a group, from either side."""
    if action not in CHANGES:
        return
    others = list(model.objects.filter(pk__in=pk_set)) if pk_set is not None else None
    pairs = _pairs(sender, instance, reverse, others)
    for owner, given in pairs:
        if given:
            _note_given(owner, CHANGES[action], given)


def _pairs(through, instance, reverse, others):
    """Lists (account or group, what is given to it)."""
    owner_class = Group if through is Group.permissions.through else User
    if reverse:
        found = others if others is not None else list(_owners(through, owner_class, instance))
        return [(owner, [instance]) for owner in found]
    return [(instance, others if others is not None else list(_given(through, instance)))]


def _given(through, owner):
    return (owner.groups if through is User.groups.through else _permissions(owner)).all()


def _permissions(owner):
    return owner.permissions if isinstance(owner, Group) else owner.user_permissions


def _owners(through, owner_class, given):
    field = "groups" if through is User.groups.through else "user_permissions"
    return owner_class.objects.filter(**{"permissions" if owner_class is Group else field: given})


def _note_given(owner, change, given):
    names = ", ".join(sorted(in_words(one) for one in given))
    detail = f"{change} : {names}"
    if isinstance(owner, Group):
        _note(What.RIGHTS_CHANGED, None, f"groupe « {owner.name} », {detail}")
    else:
        _note(What.RIGHTS_CHANGED, owner, detail)


def in_words(given: Group | Permission) -> str:
    """Names a group or a right in French; Django itself names rights in English."""
    if isinstance(given, Group):
        return f"groupe « {given.name} »"
    verb, _, _ = given.codename.partition("_")
    if given.name.startswith("Can ") and verb in VERBS:
        kind = ContentType.objects.get_for_id(given.content_type_id)  # kept in memory
        return f"{VERBS[verb]} ({kind.name})"
    return given.name


def _note(what, user, detail=""):
    register.note_act(what, user, now=timezone.now(), detail=detail)
