"""How much of an uploaded file is written to disk, for visitors and for staff."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory

from charmilles.upload_handler import Bounded


@pytest.mark.parametrize(
    ("user", "written"),
    [(AnonymousUser(), 200), (User(is_staff=False), 200), (User(is_staff=True), 500)],
)
def test_staff_alone_give_large_files(settings, user, written):
    settings.UPLOAD_SIZE, settings.STAFF_UPLOAD_SIZE = 100, 1_000
    request = RequestFactory().post("/")
    request.user = user
    handler = Bounded(request)
    handler.new_file("file", "export.xml", "text/xml", 500)
    for start in range(0, 500, 100):
        handler.receive_data_chunk(bytes(100), start)
    file = handler.file_complete(500)
    assert (file.size, file.seek(0, 2)) == (500, written)
