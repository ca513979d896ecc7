import pytest
from django.db import connection

from tests.support.exports import assert_exports_are_valid
from tests.support.page_reading import assert_no_emptiness
from tests.support.paper_reading import paper

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


@pytest.fixture
def readings(read):
    """The page of a programme, then its brochure: neither has anything empty."""

    def readings(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page, paper(programme)

    return readings
