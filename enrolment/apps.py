from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "enrolment"
    verbose_name = "Candidatures"

    def ready(self):
        from charmilles.backups import restored
        from enrolment import announced, search, workflow
        from enrolment.applications import beforehand
        from enrolment.privacy.erasure import erase_again

        workflow.connect()
        search.connect()
        beforehand.connect()
        announced.connect()
        restored.connect(erase_again, dispatch_uid="erase again")
