"""`Notice` becomes `InterviewEvent`, which also tells that an interview took place.

A booking needs no key any more: the slot that it holds answers a request sent twice. The keys are
lost, so that this migration cannot be undone once there are bookings.
"""

import django.db.models.deletion
from django.db import migrations, models

from charmilles.permissions import rename_permissions


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("enrolment", "0008_lost_mails"),
    ]

    operations = [
        migrations.RemoveConstraint("notice", "notice_of_an_interview"),
        migrations.RenameModel("Notice", "InterviewEvent"),
        migrations.AlterModelOptions(
            name="interviewevent",
            options={
                "ordering": ["pk"],
                "verbose_name": "événement à annoncer",
                "verbose_name_plural": "événements à annoncer",
            },
        ),
        migrations.RemoveConstraint(
            model_name="booking",
            name="booking_asked_once",
        ),
        migrations.RemoveField(
            model_name="booking",
            name="key",
        ),
        migrations.AlterField(
            model_name="interviewevent",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="interview_events",
                to="enrolment.application",
                verbose_name="candidature",
            ),
        ),
        migrations.AlterField(
            model_name="interviewevent",
            name="event",
            field=models.CharField(
                choices=[
                    ("confirmed", "réservé"),
                    ("moved", "déplacé"),
                    ("cancelled", "annulé"),
                    ("file_closed", "annulé avec le dossier"),
                    ("day_closed", "annulé par une fermeture"),
                    ("attended", "passé"),
                    ("missed", "manqué"),
                    ("held", "créneau gardé"),
                ],
                max_length=11,
                verbose_name="événement",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("booking__isnull", False),
                    models.Q(("event", "held"), ("slot__isnull", False)),
                    _connector="OR",
                ),
                name="event_of_an_interview",
                violation_error_message="Un événement parle d’un entretien, ou d’un créneau gardé.",
            ),
        ),
        rename_permissions("enrolment", "notice", "interviewevent"),
    ]
