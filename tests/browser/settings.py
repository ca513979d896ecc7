"""The settings of the site, with one more URL, and a day on which enrolment is open."""

import datetime
import os

from django.utils import timezone

from charmilles.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["TEST_MEDIA"]
STORAGES["private"]["OPTIONS"]["location"] = f"{MEDIA_ROOT}/private"  # noqa: F405
ROOT_URLCONF = "tests.browser.urls"

timezone.localdate = lambda *args: datetime.date(2026, 11, 23)
