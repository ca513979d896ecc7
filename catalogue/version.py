"""Raises the numbers of the content in the same transaction as each change of the catalogue.

Uses signals, because a change may come from the admin, a fixture, a command or a test. A bulk
`update()` sends no signal: code that uses it on content must raise the number itself.
"""

from datetime import datetime

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save

from catalogue.models import (
    Acceptance,
    ApplicationFigures,
    Booklet,
    ContentChange,
    ContentVersion,
    Edition,
    ExamRule,
    FormerAddress,
    Publication,
    PublicDocument,
    QualityCertificate,
    Rendering,
    Synonym,
)

# Of the pages and of no edition: made from the content, downloaded, counted or searched for; or of
# the findings that staff read.
ON_PAGES_ALONE = (
    *(ApplicationFigures, Edition, Publication, PublicDocument, QualityCertificate),
    *(Acceptance, ExamRule, Synonym),
)
MADE_FROM_CONTENT = (Booklet, ContentChange, ContentVersion, FormerAddress, Rendering)


def connect():
    """Connects the signals; the models must be loaded."""
    models = apps.get_app_config("catalogue").get_models()
    content = [model for model in models if model not in MADE_FROM_CONTENT]
    for model in content:
        post_save.connect(raise_number, sender=model, dispatch_uid=f"version {model.__name__}")
        post_delete.connect(raise_number, sender=model, dispatch_uid=f"version {model.__name__}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                raise_number,
                sender=field.remote_field.through,
                dispatch_uid=f"version {field}",
            )


def raise_number(sender, **kwargs):
    ContentVersion.raise_number(on_pages_alone=sender in ON_PAGES_ALONE)


def of_pages() -> int:
    """Returns the number that public pages are kept with (settings.PAGES_VERSION)."""
    return ContentVersion.of_pages()


def count_changes(now: datetime, dry_run: bool = False) -> int:
    """Counts the changes noted one by one (a duty of housekeeping); returns how many."""
    return ContentChange.objects.count() if dry_run else ContentVersion.count_changes()
