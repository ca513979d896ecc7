from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "enrolment"
    verbose_name = "Candidatures"

    def ready(self):
        from enrolment import workflow

        workflow.connect()
