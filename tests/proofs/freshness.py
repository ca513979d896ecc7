"""Changes the content in each way that people and programs have, and reads the pages at once.

Runs in one process on the servers' database, through tests/support/serving.py.
"""

import html
import itertools
import urllib.request
from datetime import timedelta

PROGRAMME = "/formations/bac-pro-essai/"
WITH_PLACES = ["/", "/formations/", PROGRAMME]
EVERY_PAGE = [*WITH_PLACES, "/mentions-legales/"]
PLACES = 4  # one taken leaves so few that the pages say it
OPEN, FEW = "badge-open", "badge-few_places"


def fill():
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from tests.support import catalogue_factories as factories

    today = timezone.localdate()
    factories.centre()
    cohort = factories.cohort(factories.programme(slug="bac-pro-essai"), places=PLACES)
    factories.cohort_year(
        cohort, registration_opens=today - timedelta(days=1), starts=today + timedelta(days=3650)
    )
    factories.notice(
        slug="annonce", text="Portes ouvertes", starts=today - timedelta(days=1), ends=None
    )
    get_user_model().objects.create_superuser("equipe")


def play(urls, count):
    """Makes `count` changes, of each kind in turn; lists what the next reading then got wrong.

    A change returns the pages that show it, words that they must hold and words that they must not.
    """
    faults = []
    for url, page in itertools.product(urls, EVERY_PAGE):
        read(url + page)
    for number, change in enumerate(itertools.islice(itertools.cycle(CHANGES), count)):
        pages, present, absent = change(urls, f"Essai{number}x")
        for url, page in itertools.product(urls, pages):
            text = read(url + page)
            if present not in text or (absent and absent in text):
                faults.append([change.__name__, number, url + page])
    return faults


def read(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return html.unescape(answer.read().decode()).replace("\u00a0", " ")


def programme():
    from catalogue.models import Programme

    return Programme.objects.get()


# Changes by staff and programs


def staff_form(urls, word):
    from catalogue.models import Notice
    from tests.support.rush import post

    notice = Notice.objects.get(slug="annonce")
    answer = post(
        urls[0],
        f"/gestion/catalogue/notice/{notice.pk}/change/",
        cookie=session_of_staff(),
        of="sessionid",
        slug="annonce",
        text=word,
        starts=notice.starts.isoformat(),
        ends="",
    )
    assert answer.status == 302, answer.page
    return EVERY_PAGE, word, notice.text


def session_of_staff():
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.support import staff

    client = Client()
    staff.sign_in(client, get_user_model().objects.get())
    return client.cookies["sessionid"].value


def command(urls, word):
    """A fixture is loaded, as a deployment does."""
    from django.conf import settings
    from django.core import serializers
    from django.core.management import call_command

    changed = programme()
    before, changed.promise = changed.promise, word
    fixture = settings.DATA_DIR / "changed.json"
    fixture.write_text(serializers.serialize("json", [changed]))
    call_command("loaddata", fixture, verbosity=0)
    return [PROGRAMME], word, before


def saved_row(urls, word):
    changed = programme()
    before, changed.promise = changed.promise, word
    changed.save()
    return [PROGRAMME], word, before


def added_rows(urls, word):
    from tests.support import catalogue_factories as factories

    factories.item(factories.section(programme(), slug=word), text=word)
    return [PROGRAMME], word, ""


def deleted_rows(urls, word):
    from catalogue.models import SectionItem

    before = SectionItem.objects.get().text
    programme().sections.all().delete()
    return [PROGRAMME], programme().promise, before


def linked_rows(urls, word):
    from tests.support import catalogue_factories as factories

    programme().statuses.add(factories.status(code=word, name=word))
    return [PROGRAMME], word, ""


def unlinked_rows(urls, word):
    before = programme().statuses.get().name
    programme().statuses.clear()
    return [PROGRAMME], programme().promise, before


def edition_made(urls, word):
    from django.utils import timezone

    from catalogue.models import Paper
    from catalogue.paper.editions import current_edition

    edition = current_edition(programme(), Paper.BROCHURE, now=timezone.now())
    return [f"{PROGRAMME}editions/"], f"Édition n° {edition.number} du", ""


# Changes of applications


def place_promised(urls, word):
    from enrolment import workflow

    someone = candidate("interviewed", word)
    workflow.step(someone, "admit_conditionally", now=someone.status_since)
    return WITH_PLACES, FEW, ""


def place_given_back(urls, word):
    from enrolment import workflow
    from enrolment.models import Application

    someone = Application.objects.get(status="admissible")
    workflow.step(someone, "withdraw", now=someone.status_since)
    return WITH_PLACES, OPEN, FEW


def place_of_an_imported_row(urls, word):
    candidate("admissible", word)
    return WITH_PLACES, FEW, ""


def place_of_an_erased_row(urls, word):
    from enrolment.models import Application, Erasure
    from enrolment.privacy import erasure

    someone = Application.objects.get(status="admissible")
    erasure.erase(someone, cause=Erasure.Cause.ASKED, now=someone.status_since)
    return WITH_PLACES, OPEN, FEW


def place_before_the_cohort(urls, word):
    candidate("admissible", word, cohort=None)
    return WITH_PLACES, OPEN, FEW


def cohort_of_a_place(urls, word):
    from catalogue.models import Cohort
    from enrolment.applications import review
    from enrolment.models import Application

    someone = Application.objects.get(status="admissible")
    review.attach(someone, cohort=Cohort.objects.get(), now=someone.status_since)
    return WITH_PLACES, FEW, ""


def candidate(status, word, **fields):
    from catalogue.models import Cohort
    from tests.support import enrolment_factories as factories

    known = {"programme": programme(), "cohort": Cohort.objects.get(), "status": status}
    return factories.application(**known | {"email": f"{word}@exemple.test"} | fields)


# Changes of nothing but the day


def announced_for_tomorrow(urls, word):
    from django.utils import timezone

    from tests.support import catalogue_factories as factories

    tomorrow = timezone.localdate() + timedelta(days=1)
    factories.notice(slug=f"demain-{word}", text=word, starts=tomorrow, ends=tomorrow)
    return EVERY_PAGE, "</html>", word


def midnight(urls, word):
    from django.utils import timezone

    from catalogue.models import Notice
    from tests.proofs.clocked import CLOCK

    days = int(CLOCK.read_text()) if CLOCK.exists() else 0
    CLOCK.write_text(str(days + 1))
    return EVERY_PAGE, Notice.objects.get(starts=timezone.localdate()).text, ""


# Each leaves behind what the next ones expect.
CHANGES = [
    staff_form,
    saved_row,
    command,
    added_rows,
    deleted_rows,
    linked_rows,
    unlinked_rows,
    edition_made,
    place_promised,
    place_given_back,
    place_of_an_imported_row,
    place_of_an_erased_row,
    place_before_the_cohort,
    cohort_of_a_place,
    place_given_back,
    announced_for_tomorrow,
    midnight,
]
