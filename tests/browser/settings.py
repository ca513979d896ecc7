"""The settings of the site, with one more address, and a day on which enrolment is open."""

import datetime
import os

from django.utils import timezone

from charmilles.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["TEST_MEDIA"]
ROOT_URLCONF = "tests.browser.urls"

timezone.localdate = lambda *args: datetime.date(2026, 11, 23)
