"""Deletes the file of a public PDF from the disk when its row is deleted."""

from django.apps import apps
from django.db.models.signals import post_delete

from catalogue.models.pdf import PublicPdf, delete_on_commit


def connect():
    """Uses a signal, because the rows of a deleted programme go with it."""
    for model in apps.get_app_config("catalogue").get_models():
        if issubclass(model, PublicPdf):
            uid = f"file of {model.__name__}"
            post_delete.connect(delete_file, sender=model, dispatch_uid=uid)


def delete_file(instance, **kwargs):
    delete_on_commit(instance.pdf.storage, [instance.pdf.name])
