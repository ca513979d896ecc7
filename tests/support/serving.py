"""Runs the real site on its own database; a test can kill it and start it again.

The database outlives the processes that a test kills: it is a SQLite file, or a new PostgreSQL
database when DATABASE_URL names a PostgreSQL server.

    @pytest.fixture(scope="module")
    def server(serve):
        return serve(fill="tests.proofs.crashing:fill")

    server.kill()
    server.restart()
    server.run("tests.proofs.crashing:count")

Functions are named « module:function »: each runs in another process, on that database, and
returns JSON.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from functools import cached_property

from django.conf import settings

PATIENCE = 30  # seconds to wait for a server to answer, or for a killed group to end


class Group:
    """A command and all its child processes, which can be killed together."""

    def __init__(self, command, *, log, listener=None, **options):
        # Every process of the group holds this pipe open: it closes once none of them runs.
        self._alive, held = os.pipe()
        passed = [held, *([listener.fileno()] if listener else [])]
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=passed,
                start_new_session=True,
                **options,
            )
        os.close(held)

    def kill(self):
        self._signal(signal.SIGKILL)

    def stop(self):
        self._signal(signal.SIGTERM)

    def _signal(self, number):
        if self._alive is None:
            return
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE)
        ended, _, _ = select.select([self._alive], [], [], PATIENCE)
        assert ended, "un processus du groupe vit encore"
        os.close(self._alive)
        self._alive = None


class Runner:
    """A process that has loaded the site, and runs each function in a copy of itself.

    Loading the site takes longer than most functions; a copy shares nothing with the others.
    """

    def __init__(self, log, **options):
        with socket.create_server(("127.0.0.1", 0)) as listener, open(log, "ab") as output:
            self.address = listener.getsockname()
            number = listener.fileno()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.serving", str(number)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[number],
                **options,
            )

    def run(self, function, args):
        with socket.create_connection(self.address) as runner, runner.makefile("rw") as lines:
            print(json.dumps([function, args]), file=lines, flush=True)
            answer = json.loads(lines.readline())
        assert "result" in answer, answer["error"]
        return answer["result"]

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Place:
    """A folder and a database, and the processes that run on them."""

    def __init__(self, folder, database, environment):
        self.folder = folder
        self.log = folder / "log"
        # Only the static files are shared with the other places.
        if not (folder / "static").exists():
            (folder / "static").symlink_to(settings.STATIC_ROOT)
        own = {
            "DJANGO_SETTINGS_MODULE": "charmilles.settings",
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "MODE": "local",
        }
        self.environment = os.environ | own | environment

    @property
    def options(self):
        return {"cwd": settings.BASE_DIR, "env": self.environment}

    def run(self, function, *args):
        """Runs this function in another process on this database; returns its result."""
        return self.runner.run(function, args)

    @cached_property
    def runner(self):
        return Runner(self.folder / "functions.log", **self.options)

    def start(self, *command, listener=None):
        """Starts a Python command that can be killed with all its children."""
        return Group([sys.executable, *command], log=self.log, listener=listener, **self.options)


class Server(Place):
    """Gunicorn with its real configuration. Requests made while it is down wait until it is up."""

    def __init__(self, folder, database, environment, listener):
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        super().__init__(folder, database, {"SITE_URL": self.url} | environment)
        self.listener = listener
        self.group = None

    def restart(self):
        """Starts the server; returns once it answers."""
        bind = f"--bind=fd://{self.listener.fileno()}"
        gunicorn = ["-m", "gunicorn", "--config=bin/gunicorn.conf.py", bind, "charmilles.wsgi"]
        self.group = self.start(*gunicorn, listener=self.listener)
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=PATIENCE).close()
        except (urllib.error.URLError, OSError) as error:
            raise AssertionError(self.log.read_text()) from error

    def kill(self):
        """Sends SIGKILL to every process."""
        self.group.kill()


@contextmanager
def serving(folder, blank, *, fill, **environment):
    """Copies the blank database, runs the function `fill` on it, then starts a server."""
    with blank.copied(folder) as database, socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(folder, database, environment, listener)
        try:
            server.filled = server.run(fill)
            server.restart()
            yield server
        finally:
            server.runner.stop()
            if server.group:
                server.group.stop()


@contextmanager
def beside(server, **environment):
    """Starts another server on the same database and files."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        database = server.environment["DATABASE_URL"]
        other = Server(server.folder, database, environment, listener)
        try:
            other.restart()
            yield other
        finally:
            other.group.stop()


@contextmanager
def furnished(folder, blank, *, fill, **environment):
    """Does the same as `serving`, without the server."""
    with blank.copied(folder) as database:
        place = Place(folder, database, environment)
        try:
            place.filled = place.run(fill)
            yield place
        finally:
            place.runner.stop()


def run_in_copies(listener):
    """Answers each connection, « [function, arguments] », from a new copy of this process."""
    import django

    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with connection.makefile("rw") as lines:
                print(json.dumps(outcome(*json.loads(lines.readline()))), file=lines, flush=True)
            os._exit(0)
        connection.close()


def outcome(function, args):
    from django.utils.module_loading import import_string

    try:
        return {"result": import_string(function.replace(":", "."))(*args)}
    except BaseException:  # told to the test, which fails
        return {"error": traceback.format_exc()}


if __name__ == "__main__":
    run_in_copies(socket.socket(fileno=int(sys.argv[1])))
