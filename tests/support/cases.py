"""The files of `../shared/cases`: what real people send, and what attacks are made of."""

from tests.support.shared import SHARED, need

FILES = SHARED / "cases" / "files"


def names(*patterns: str) -> list[str]:
    found = (path for pattern in patterns for path in FILES.glob(pattern))
    return sorted(str(path.relative_to(FILES)) for path in found)


def case(name: str) -> bytes:
    """Reads one of them. Without them the test is skipped, but fails in CI."""
    return need(FILES / name).read_bytes()
