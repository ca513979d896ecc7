"""`Status` becomes `LearnerStatus`; whoever may change it still may."""

from django.db import migrations

from charmilles.permissions import rename_permissions


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0003_changes_of_earlier_editions"),
    ]

    operations = [
        migrations.RenameModel("Status", "LearnerStatus"),
        rename_permissions("catalogue", "status", "learnerstatus"),
    ]
