"""The URLs of the site, and two that fail, to show the error pages.

TEST_READING shortens the seconds during which a page cannot be sent back.
"""

import os
from datetime import timedelta

from django.core.exceptions import BadRequest
from django.urls import path

from charmilles import urls
from charmilles.urls import handler400, handler403, handler500  # noqa: F401 - read by Django
from enrolment.forms import sign_in

if reading := os.environ.get("TEST_READING"):
    sign_in.AT_LEAST = timedelta(seconds=float(reading))


def failing(request):
    raise RuntimeError("panne voulue par les tests")


def unread(request):
    raise BadRequest("demande incomprise, voulue par les tests")


urlpatterns = [path("panne/", failing), path("incomprise/", unread), *urls.urlpatterns]
