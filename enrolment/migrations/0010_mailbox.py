"""Each address gets its canonical form, `mailbox`, which alone is compared from now on.

Two applications whose addresses were different and are the same mailbox are not merged: the oldest
keeps the mailbox, the others get it with a mark, « ines@exemple.fr 42 », that no browser can prove.
Staff find them in the list of applications. An address that no mailbox can have is marked too.

Codes, links and known browsers of other spellings are deleted: their owners ask for a new code.
"""

from django.db import migrations, models
from django.db.models import Q

from charmilles.mailbox import LONGEST, MailboxField, NotAMailbox, canonical

CLOSED = ("admitted", "declined", "withdrawn")


def name_mailboxes(apps, schema_editor):
    name_those_of_applications(apps.get_model("enrolment", "Application"))
    name_those_of_guardians(apps.get_model("enrolment", "Guardian"))
    for name in ("AccessToken", "Device"):
        name_those_of_sign_in(apps.get_model("enrolment", name))


def name_those_of_applications(applications):
    """Gives the mailbox to all applications of the spelling used first; marks those of other spellings."""
    spellings = {}
    for application in applications.objects.order_by("created_at", "pk").iterator():
        spelling = application.email.encode().lower()  # of ASCII letters only, as SQLite does
        try:
            mailbox = canonical(application.email)
            is_first = spellings.setdefault(mailbox, spelling) == spelling
        except NotAMailbox:
            mailbox, is_first = application.email.replace(" ", "")[:LONGEST], False
        application.mailbox = mailbox if is_first else f"{mailbox} {application.pk}"
        application.save(update_fields=["mailbox"])


def name_those_of_guardians(guardians):
    for guardian in guardians.objects.exclude(email="").iterator():
        try:
            guardian.mailbox = canonical(guardian.email)
        except NotAMailbox:
            guardian.mailbox = guardian.email
        guardian.save(update_fields=["mailbox"])


def name_those_of_sign_in(model):
    for row in model.objects.iterator():
        try:
            row.mailbox = canonical(row.email)
        except NotAMailbox:
            row.mailbox = ""
        if row.mailbox == row.email.lower():
            row.save(update_fields=["mailbox"])
        else:
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0009_interview_event")]

    operations = [
        migrations.AddField(
            "application", "mailbox", MailboxField(default=""), preserve_default=False
        ),
        migrations.AddField("guardian", "mailbox", MailboxField(blank=True)),
        migrations.AddField(
            "accesstoken", "mailbox", MailboxField(default=""), preserve_default=False
        ),
        migrations.AddField("device", "mailbox", MailboxField(default=""), preserve_default=False),
        migrations.RunPython(name_mailboxes, migrations.RunPython.noop),
        migrations.RemoveConstraint("application", "application_one_per_intake"),
        migrations.RemoveConstraint("application", "application_one_for_next_intake"),
        migrations.AddIndex(
            "application", models.Index(fields=["mailbox"], name="application_mailbox")
        ),
        migrations.AddConstraint(
            "application",
            models.UniqueConstraint(
                fields=["mailbox", "programme", "cohort"],
                condition=Q(cohort__isnull=False) & ~Q(status__in=CLOSED),
                name="application_one_per_intake",
                violation_error_message="Un dossier existe déjà pour cette promotion.",
            ),
        ),
        migrations.AddConstraint(
            "application",
            models.UniqueConstraint(
                fields=["mailbox", "programme"],
                condition=Q(cohort=None) & ~Q(status__in=CLOSED),
                name="application_one_for_next_intake",
                violation_error_message="Un dossier existe déjà pour cette formation.",
            ),
        ),
    ]
