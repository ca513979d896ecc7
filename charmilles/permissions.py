"""Renames the permissions of a renamed model: Django itself only renames its table."""

from django.db import migrations

ACTIONS = ("add", "change", "delete", "view")


def rename_permissions(app: str, before: str, after: str) -> migrations.RunPython:
    """Returns a migration operation that keeps users' permissions on a renamed model.

    Place it after RenameModel and the new verbose name; `before` and `after` are in lower case.
    """

    def rename(apps, schema_editor):
        label = apps.get_model(app, after)._meta.verbose_name
        for action, row in _rows(apps, schema_editor, before):
            row.update(codename=f"{action}_{after}", name=f"Can {action} {label}")

    def restore(apps, schema_editor):
        for action, row in _rows(apps, schema_editor, after):
            row.update(codename=f"{action}_{before}")

    def _rows(apps, schema_editor, model):
        permissions = apps.get_model("auth", "Permission").objects.using(
            schema_editor.connection.alias
        )
        for action in ACTIONS:
            yield (
                action,
                permissions.filter(content_type__app_label=app, codename=f"{action}_{model}"),
            )

    return migrations.RunPython(rename, restore)
