"""Every application already sent is found by its names, phones, addresses and reference."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Prefetch

from enrolment.search import keys


def keep_keys(apps, schema_editor):
    applications = apps.get_model("enrolment", "Application").objects.exclude(status="draft")
    guardians = apps.get_model("enrolment", "Guardian").objects.all()
    rows = apps.get_model("enrolment", "SearchKey")
    people = Prefetch("guardians", guardians, to_attr="people")
    for application in applications.prefetch_related(people).iterator(chunk_size=500):
        found = sorted(keys(application, application.people))
        rows.objects.bulk_create([rows(application=application, key=key) for key in found])


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0017_what_is_held_and_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, verbose_name="clé de recherche")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enrolment.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé de recherche",
                "verbose_name_plural": "clés de recherche",
                "ordering": ["key"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["key", "application"], name="search_key")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "key"),
                        name="search_key_once",
                        violation_error_message="Ce dossier se trouve déjà ainsi.",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
    ]
