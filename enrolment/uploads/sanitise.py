"""Reads one file from a stranger and writes a cleaned copy. Run as a program by `check.py`.

`sandbox.py` starts « python -m enrolment.uploads.sanitise pdf|picture » with the file on its
standard input. The process is limited in memory, time and output size, and has no access to Django,
the database or the secrets of the site. It writes a line, « ok <pages> » or the reason of a
refusal, then the cleaned file.
"""

import sys

from enrolment.uploads.confined import Refused, confine

LIMITS = {"memory": 512 * 1024 * 1024, "seconds": 4, "output": 32 * 1024 * 1024}


def main(kind):
    confine(**LIMITS)
    data = sys.stdin.buffer.read()
    try:
        content, pages = _reader(kind).clean(data)
    except Refused as refusal:
        content, head = b"", str(refusal)
    except MemoryError:
        content, head = b"", "pixels" if kind == "picture" else "heavy"
    except Exception:  # a damaged file can raise anything in the parser
        content, head = b"", "unreadable"
    else:
        head = f"ok {pages}"
    sys.stdout.buffer.write(head.encode() + b"\n" + content)


def _reader(kind):
    """Loads only the libraries that this file needs."""
    if kind == "pdf":
        from enrolment.uploads import pdf as reader
    else:
        from enrolment.uploads import pictures as reader
    return reader


if __name__ == "__main__":
    main(sys.argv[1])
