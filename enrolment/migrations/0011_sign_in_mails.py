"""A request to sign in waits for its mail: code and link are drawn when it leaves.

The requests of the last hour are deleted, as are the mails of codes still in the queue, which were
written there: whoever waits asks again.
"""

from django.db import migrations, models


def forget_codes(apps, schema_editor):
    apps.get_model("enrolment", "AccessToken").objects.all().delete()
    of_applications = apps.get_model("enrolment", "Message").objects.exclude(email=None)
    mails = apps.get_model("post_office", "Email").objects.filter(expires_at__isnull=False)
    mails.exclude(pk__in=of_applications.values("email")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
        ("enrolment", "0010_mailbox"),
    ]

    operations = [
        migrations.RunPython(forget_codes, migrations.RunPython.noop),
        migrations.RenameField("accesstoken", "created_at", "asked_at"),
        migrations.AlterField(
            "accesstoken", "asked_at", models.DateTimeField(verbose_name="demandé le")
        ),
        migrations.AlterModelOptions(
            name="accesstoken",
            options={
                "ordering": ["-asked_at"],
                "verbose_name": "demande de code",
                "verbose_name_plural": "demandes de code, en attente d’envoi",
            },
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="essais"),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="drawn_at",
            field=models.DateTimeField(null=True, verbose_name="dernier essai"),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="next_try_at",
            field=models.DateTimeField(null=True, verbose_name="prochain essai"),
        ),
        migrations.AlterField(
            model_name="accesstoken",
            name="code_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="accesstoken",
            name="email",
            field=models.EmailField(max_length=254, verbose_name="adresse électronique"),
        ),
        migrations.AlterField(
            model_name="accesstoken",
            name="link_hash",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
    ]
