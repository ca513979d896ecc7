"""Breaks the machine under a real server, and mends it; a visitor who types meanwhile."""

import os
import re
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path

from django.core import signing

SLUG = "bac-pro-essai"
SHOWN = "enrolment.forms.shown"  # salt of the time at which the page was shown
PAGE = f"/candidature/{SLUG}/"
EMAIL = "ines@exemple.test"


def fill():
    from tests.support import catalogue_factories as factories

    factories.centre()
    factories.cohort(programme=factories.programme(slug=SLUG))


def asked():
    """Counts the codes asked for: what the form of PAGE writes."""
    from enrolment.models import AccessToken

    return AccessToken.objects.count()


class Visitor:
    """A browser reduced to its cookies and the forms that it reads."""

    def __init__(self, url, jar=None):
        self.url, self.jar = url, jar if jar is not None else CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies)

    def ask(self, path, typed=None):
        """Returns (status, headers, page)."""
        data = urllib.parse.urlencode(typed).encode() if typed is not None else None
        try:
            with self.opener.open(self.url + path, data, timeout=40) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def typed(self):
        """Opens PAGE and types an address for a while; returns what a browser would send."""
        hidden = re.findall(r'name="(\w+)" value="([^"]*)"', self.ask(PAGE)[2])
        shown = signing.dumps(time.time() - 10, salt=SHOWN)
        return dict(hidden) | {"email": EMAIL, "shown": shown}


def resent(page):
    """What the button of the page of a trouble sends."""
    return re.findall(r'<textarea name="(\w+)" hidden>\s*(.*?)</textarea>', page, re.DOTALL)


@contextmanager
def small_disk(folder, size="12m"):
    """Mounts a disk of its own on this folder; None where the machine does not let."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(disk):
    """Fills a disk to its last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(65_536)):
            pass
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(b"0"):
            pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(disk, elsewhere):
    """Shows a disk in another folder, where nothing can be written."""
    subprocess.run(["mount", "--bind", str(disk), str(elsewhere)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(elsewhere)], check=True)
        yield elsewhere
    finally:
        subprocess.run(["umount", "--lazy", str(elsewhere)], check=True)


@contextmanager
def locked(path):
    """Holds the lock that whoever writes in this SQLite file needs."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()


class Cluster:
    """A PostgreSQL server of the test's own, to stop and start."""

    def __init__(self, folder, tools, port):
        self.data, self.tools, self.port = folder / "data", tools, port
        self.run("initdb", "--auth=trust", "--username=postgres", "--no-sync")
        (self.data / "postgresql.auto.conf").write_text(
            f"port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
            "fsync = off\n"
        )

    def run(self, tool, *options):
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        command = [self.tools / tool, "--pgdata", self.data, *options]
        subprocess.run(
            [*(user if os.geteuid() == 0 else []), *command],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )

    def start(self):
        self.run("pg_ctl", "start", "--wait", "--silent", f"--log={self.data}/log")

    def stop(self):
        self.run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast")

    def copy(self, database):
        """Copies a database of another server into this one; returns its address."""
        url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        dump = subprocess.run(["pg_dump", "--no-owner", database], check=True, capture_output=True)
        load = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", url]
        subprocess.run(load, check=True, input=dump.stdout)
        return url


def tools_of_postgresql():
    """The folder of initdb and pg_ctl; None on a machine without the server of PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def folder_of_postgresql():
    """A folder that the user postgres may enter, whatever the temporary folder of the tests."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        if os.geteuid() == 0:
            import pwd

            os.chown(name, pwd.getpwnam("postgres").pw_uid, -1)
        yield Path(name)
