"""Fills an empty database with the real contents, the eight cases, and a member of staff.

The fixture `site` runs it, and reads what it prints: the keys and references that pages.py names.
"""

import json
import sys
from datetime import UTC, date, datetime

import django
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tests.browser.agenda import make_agenda
from tests.browser.interviews import make_interviews

PASSWORD = "pour-les-tests-seulement"
NEWCOMER = "nouvelle"  # an account whose second factor is not set up
COMPLETE = {
    "birth_date": date(2000, 3, 27),
    "situation": "lycee",
    "last_class": "Terminale",
    "diploma": "bac",
    "search": "cherche",
    "why": "Le métier me plaît.",
    "motivation_finished": True,
    "wants_call": False,
    "consent_version": "2026-11",
    "consented_at": datetime(2026, 11, 23, tzinfo=UTC),
}


def fill():
    from django.contrib.auth import get_user_model

    from catalogue.models import Programme
    from tests.support import eight_cases

    call_command("load_fixtures", demo=True, stdout=sys.stderr)
    accounts = make_accounts(get_user_model().objects)
    programme = Programme.objects.get(slug="bac-pro-agora")
    Programme.objects.create(
        slug="formation-retiree",
        title="BAC PRO Gestion-Administration",
        short_name="BAC PRO GA",
        state=Programme.State.WITHDRAWN,
        successor=programme,
        certification=programme.certification,
        domain=programme.domain,
    )
    make_two_editions(programme)
    for enter in eight_cases.ALL.values():
        enter()
    numbers = {"programme": programme.pk, "unit": programme.units.filter(subjects__gt=0)[0].pk}
    with transaction.atomic():  # hundreds of writes, which the disk would each wait for
        interviews = make_interviews("candidate@exemple.test")
        numbers |= make_candidate(programme) | make_alerts()
        numbers |= make_meetings(programme) | make_questions(programme)
        return numbers | accounts | make_agenda() | interviews


def make_accounts(users):
    """Makes two members of staff; returns what signs the first one in, and the second one's key."""
    from tests.support.staff import protect

    direction = users.create_superuser("direction", password=PASSWORD)
    newcomer = users.create_superuser(NEWCOMER, password=PASSWORD)
    return {"recovery_codes": protect(direction), "newcomer": newcomer.pk}


def make_candidate(programme):
    """Makes a candidate with applications at several stages.

    Returns their references, the key of the one sent, and the candidate's device cookie.
    """
    from catalogue.models import Programme
    from enrolment import sign_in
    from enrolment.models import DocumentKind, Status
    from tests.support import enrolment_factories as factories

    email, others = "candidate@exemple.test", Programme.objects.published().exclude(pk=programme.pk)
    applications = {
        "draft": factories.application(
            status=Status.DRAFT, programme=programme, email=email, search="trouvee"
        ),
        "ready": factories.application(
            status=Status.DRAFT, programme=others[0], email=email, **COMPLETE
        ),
        "sent": factories.application(programme=others[1], email=email, **COMPLETE),
        "offered": factories.application(
            status=Status.OFFERED,
            programme=programme,
            cohort=programme.cohorts.first(),
            email=email,
            since=timezone.now(),
            **COMPLETE,
        ),
    }
    log_submission(applications["sent"])
    first, second, *_ = DocumentKind.objects.filter(condition="always")
    factories.document(application=applications["ready"], kind=first)
    factories.document(application=applications["ready"], kind=second)
    factories.document(application=applications["draft"], kind=second)
    refused = {"state": "to_replace", "reason": "La photo est floue.", "decided_at": factories.NOW}
    factories.document(application=applications["sent"], kind=first, **refused)
    references = {name: application.reference for name, application in applications.items()}
    numbers = {"application": applications["sent"].pk}
    return references | numbers | {"device": sign_in.remember(email, now=timezone.now())}


def make_alerts():
    """Makes requests to be told of an opening; returns their tokens, `tried` to be stopped."""
    from catalogue.models import Programme
    from tests.support import enrolment_factories as factories

    programme = Programme.objects.get(slug="bts-gestion-pme")
    asked = {"programme": programme, "asked_at": timezone.now()}
    return {
        "asked": factories.alert(confirmed=False, **asked).token,
        "tried": factories.alert(confirmed=False, **asked).token,
        "awaiting": factories.alert(email="candidate@exemple.test", **asked).token,
    }


def make_meetings(programme):
    """Makes meetings: one with places, one full, one called off; returns their keys and links."""
    from datetime import timedelta

    from tests.support import enrolment_factories as factories

    now, site = timezone.now(), programme.campuses.first()
    when = {"starts": now + timedelta(days=10), "campus": site}
    about = "Visite des ateliers, puis rencontre avec des apprentis de deuxième année."
    held = factories.meeting(programmes=[programme], places=30, room="Hall", about=about, **when)
    full = factories.meeting(
        kind="information",
        mode="video",
        link="https://visio.test/a",
        places=1,
        starts=now + timedelta(days=12),
    )
    off = factories.meeting(called_off_at=now, **when)
    factories.guest(meeting=full)
    return {
        "meeting": held.pk,
        "full_meeting": full.pk,
        "off_meeting": off.pk,
        "invited": factories.guest(meeting=held, asked_at=now, confirmed=False).token,
        "guest": factories.guest(meeting=held, email="candidate@exemple.test").token,
        "waiting_guest": factories.guest(meeting=full, seated=False).token,
    }


def make_questions(programme):
    """Makes questions: one not sent yet, one that waits for its answer, one that has it."""
    from tests.support import enrolment_factories as factories

    asked = {"programme": programme, "asked_at": timezone.now()}
    received = factories.question(**asked)
    answered = {"answer": "Oui, à dix minutes.", "answered_at": timezone.now()}
    return {
        "question": received.pk,
        "question_received": received.token,
        "question_asked": factories.question(received=False, **asked).token,
        "question_answered": factories.question(**asked, **answered).token,
    }


def log_submission(application):
    """Adds the transition and the mails of a submission."""
    from enrolment.mails import applications
    from tests.support import enrolment_factories as factories

    factories.transition(application=application)
    applications.submitted(application)


def make_two_editions(programme):
    """Publishes two editions, which differ in the name of a job."""
    from catalogue.models import Paper
    from catalogue.paper.editions import current_edition

    current_edition(programme, Paper.BROCHURE, now=timezone.now())
    item = programme.sections.get(slug="metiers").items.first()
    item.text = "Gestionnaire administratif et financier"
    item.save()
    current_edition(programme, Paper.BROCHURE, now=timezone.now())


if __name__ == "__main__":
    django.setup()
    json.dump(fill(), sys.stdout)
