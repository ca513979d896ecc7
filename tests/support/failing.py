"""Settings of the site with pages that fail: DJANGO_SETTINGS_MODULE=tests.support.failing."""

from charmilles.settings import *  # noqa: F403

ROOT_URLCONF = "tests.support.failing_urls"
