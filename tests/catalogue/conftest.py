import pytest
from django.db import connection

from tests.support.exports import assert_exports_are_valid

SHAPES = ("test_shapes", "test_eight_cases")


@pytest.fixture(autouse=True)
def _every_shape_is_exported(request):
    """After each test of a shape of real programmes, exports what it made: valid LHÉO and JSON."""
    if not request.module.__name__.rpartition(".")[2].startswith(SHAPES):
        yield
        return
    request.getfixturevalue("db")
    yield
    if not connection.needs_rollback:  # a test has the database refuse a row
        assert_exports_are_valid()
