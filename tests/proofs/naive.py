"""Settings for the controls of races and crashes: the site, and two naive views.

Only the server of the tests uses them: DJANGO_SETTINGS_MODULE=tests.proofs.naive.
"""

from charmilles.settings import *  # noqa: F403

ROOT_URLCONF = "tests.proofs.naive_urls"
