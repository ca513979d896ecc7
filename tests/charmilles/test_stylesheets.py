"""A page loads one stylesheet, joined from its sources when the static files are collected."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from charmilles.stylesheets import JOINED

SOURCES = settings.BASE_DIR / "static" / "css"
OF_STAFF = {"admin"}  # beside those of Django
OF_MAILS = {"mail"}  # written on each tag


@pytest.mark.parametrize("name", JOINED)
def test_files_that_a_joined_stylesheet_names_are_there(name):
    served = staticfiles_storage.stored_name(f"css/{name}.css")
    named = re.findall(r'url\("?([^")]+)', (settings.STATIC_ROOT / served).read_text())
    assert named
    assert [url for url in named if not (settings.STATIC_ROOT / "css" / url).exists()] == []


def test_each_stylesheet_is_used():
    used = {source for sources in JOINED.values() for source in sources} | OF_STAFF | OF_MAILS
    assert {path.stem for path in SOURCES.glob("*.css")} == used


def test_page_loads_one_stylesheet(read, db):
    assert len(read("/").findall(".//link[@rel='stylesheet']")) == 1
