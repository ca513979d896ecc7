"""Papers drawn once for all the tests that read them."""

from collections import namedtuple
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import lxml.html
import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from catalogue.models import Programme
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from tests.support import real_contents, stress
from tests.support.tagged import Tagged

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
SITE = "https://charmilles.test"
AGORA = "bac-pro-agora"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = SITE


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


class Drawn(namedtuple("Drawn", "draft html printed page")):
    """A paper and what it was made from; `page` is the programme's page, as a tree."""

    @cached_property
    def tagged(self):
        return Tagged(self.printed.pdf)


def draw(slug, paper="brochure"):
    programme = for_sheet(Programme.objects.filter(slug=slug)).get()
    draft = brochure.compose(Sheet(programme, on=TODAY, on_paper=True), paper)
    documents = []

    def print_pdf(html, sheets):
        documents.append(html)
        return printer(html, sheets)

    printer = brochure.print_pdf
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brochure, "print_pdf", print_pdf)
        printed = brochure.draw(draft, number=1, made_on=TODAY)
    page = Client().get(programme.get_absolute_url()).content.decode()
    return Drawn(draft, documents[0], printed, lxml.html.fromstring(page))


def _draw_apart(blocker, fill, slug, paper="brochure"):
    """Fills a database for the time of a drawing: nothing of it is left for the tests."""
    apart = [time_machine.travel(NOW, tick=False), override_settings(SITE_URL=SITE)]
    with blocker.unblock(), apart[0], apart[1], transaction.atomic():
        fill()
        drawn = draw(slug, paper)
        transaction.set_rollback(True)
    return drawn


@pytest.fixture(scope="session")
def agora(django_db_setup, django_db_blocker):
    return _draw_apart(django_db_blocker, real_contents.load, AGORA)


@pytest.fixture(scope="session")
def short(django_db_setup, django_db_blocker):
    """A programme of which the centre has published little."""
    return _draw_apart(django_db_blocker, real_contents.load, "bts-gtla")


@pytest.fixture(scope="session")
def long(django_db_setup, django_db_blocker):
    """More of everything than any programme has."""
    return _draw_apart(django_db_blocker, stress.long_programme, stress.SLUG)


@pytest.fixture(scope="session")
def employers(django_db_setup, django_db_blocker):
    return _draw_apart(django_db_blocker, real_contents.load, AGORA, "entreprises")


@pytest.fixture(params=["agora", "short", "long"])
def paper(request):
    return request.getfixturevalue(request.param)
