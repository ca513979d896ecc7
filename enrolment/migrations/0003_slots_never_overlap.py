from django.db import migrations

import charmilles.overlap


def compare_keys_and_ranges_in_one_index(apps, schema_editor):
    # Trusted since PostgreSQL 13: the owner of the database may add it.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0002_documents_interviews_traces"),
    ]

    # Both do nothing on SQLite. Backwards, the extension stays: it may serve others.
    operations = [
        migrations.RunPython(compare_keys_and_ranges_in_one_index, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="slot",
            constraint=charmilles.overlap.NoOverlap(
                name="slot_no_overlap",
                violation_error_message="Cette personne a déjà un créneau pendant ces heures.",
            ),
        ),
    ]
