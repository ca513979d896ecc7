"""Raises the content version in the same transaction as each change of the catalogue.

Uses signals, because a change may come from the admin, a fixture, a command or a test. A bulk
`update()` sends no signal: code that uses it on content must raise the number itself.
"""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save

from catalogue.models import (
    Booklet,
    ContentVersion,
    Edition,
    FormerAddress,
    Publication,
    Rendering,
)

MADE_FROM_CONTENT = (Booklet, ContentVersion, Edition, FormerAddress, Publication, Rendering)


def connect():
    """Connects the signals; the models must be loaded."""
    content = [
        m for m in apps.get_app_config("catalogue").get_models() if m not in MADE_FROM_CONTENT
    ]
    for model in content:
        post_save.connect(raise_number, sender=model, dispatch_uid=f"version {model.__name__}")
        post_delete.connect(raise_number, sender=model, dispatch_uid=f"version {model.__name__}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                raise_number,
                sender=field.remote_field.through,
                dispatch_uid=f"version {field}",
            )


def raise_number(**kwargs):
    ContentVersion.raise_number()
