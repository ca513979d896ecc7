"""The settings of the site, with two more URLs, and a clock of its own."""

import os

from charmilles.settings import *  # noqa: F403
from tests.browser import clock

MEDIA_ROOT = os.environ["TEST_MEDIA"]
STORAGES["private"]["OPTIONS"]["location"] = f"{MEDIA_ROOT}/private"  # noqa: F405
ROOT_URLCONF = "tests.browser.urls"

clock.start()
