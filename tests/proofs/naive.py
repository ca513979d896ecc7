"""Controls of the races and crashes: the site, and two doors that do it the naive way.

Served by the tests' own server only, under DJANGO_SETTINGS_MODULE=tests.proofs.naive.
"""

from charmilles.settings import *  # noqa: F403

ROOT_URLCONF = "tests.proofs.naive_urls"
