"""Says that nothing can be kept for the moment, and gives back what was typed.

The database is locked, refused or restarted, a disk is full or read-only, files are out of reach:
it is neither the fault of who reads nor for ever, so the answer is 503 and not 500. The page needs
no database. It holds what was sent, and sends it again.
"""

import errno
import re
import select

from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template import loader

RETRY_AFTER = 60  # seconds
# Of a disk or a network of disks that refuses.
FILES = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
    *(errno.ENOTDIR, errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH),
}
SQLITE = re.compile(r"SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN)")
# Lost connection, no more room, stopped or starting, failed disk; lock, deadlock, read-only.
POSTGRESQL = re.compile(r"08...|53...|57P..|57014|58...|55P03|40P01|40001|25006")
SECRET = re.compile(r"password|mot_de_passe", re.IGNORECASE)  # never written in a page


def is_trouble(error: BaseException | None) -> bool:
    """Tells whether this error is of the machine or of its database, not of our code."""
    if isinstance(error, OSError):
        return error.errno in FILES
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", None):
        return bool(SQLITE.match(name))
    if state := getattr(cause, "sqlstate", None):
        return bool(POSTGRESQL.fullmatch(state))
    return isinstance(error, OperationalError | InterfaceError)  # no connection to say more


def answer(request, *, identifier: str) -> HttpResponse:
    """Asks to try again in a minute, and gives back what was typed."""
    context = {"address": request.get_full_path(), "is_sent": request.method == "POST"}
    context |= {"identifier": identifier} | sent(request)
    response = HttpResponse(loader.get_template("trouble.html").render(context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store, private"
    return response


def sent(request):
    """What was sent, with its proof that it came from our page: ours adds none of its own."""
    try:
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not SECRET.search(name)
        ]
        chosen = [(name, file.name) for name, files in request.FILES.lists() for file in files]
    except Exception:  # the disk was full before all had arrived
        return {"typed": [], "chosen": []}
    return {"typed": typed, "chosen": chosen}


# Connections to the database that have died while they waited


def drop_dead(**kwargs) -> None:
    """Closes the connection of this thread if PostgreSQL has left it, before a request uses it.

    An idle server says nothing: whatever there is to read is its farewell. So no query is needed.
    """
    link = connection.connection
    if connection.vendor != "postgresql" or link is None or connection.in_atomic_block:
        return
    if link.closed or _has_something_to_read(link.fileno()):
        connection.close()


def _has_something_to_read(number):
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


class ReadsAgain:
    """Reads once more, on a new connection, when a page meets a connection that has just died.

    Only what changes nothing is asked twice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if request.method not in ("GET", "HEAD") or not _was_cut(exception):
            return None
        connection.close()
        view = request.resolver_match
        return view.func(request, *view.args, **view.kwargs)


def _was_cut(error):
    is_ours = isinstance(error, OperationalError | InterfaceError)
    return is_ours and connection.connection is not None and not connection.is_usable()
