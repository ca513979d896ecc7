"""Runs the proxies of deploy/ in front of a real server, each with its own file, ports changed."""

import os
import re
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
NGINX = """{user} daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{servers} }}
"""


@contextmanager
def nginx(folder, upstream):
    """Yields the address where nginx answers, with the server of deploy/nginx.conf."""
    port = free_port()
    make_certificate(folder)
    _plain, _, ours = (DEPLOY / "nginx.conf").read_text().rpartition("\nserver {")
    changes = [
        (r"listen 443 ssl http2", f"listen 127.0.0.1:{port} ssl"),
        (r"listen \[::\]:443 ssl http2;", ""),
        (r"/etc/letsencrypt/live/[^/]+", str(folder)),
        (r"http://127\.0\.0\.1:8000", upstream),
    ]
    for pattern, new in changes:
        ours, count = re.subn(pattern, new, ours)
        assert count, pattern
    file = folder / "nginx.conf"
    user = "" if os.geteuid() else "user root;"  # the folder of the tests is closed to others
    file.write_text(NGINX.format(user=user, folder=folder, servers=f"server {{{ours}"))
    command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(file)]
    with running(command, folder / "nginx.log", port):
        yield f"https://127.0.0.1:{port}"


@contextmanager
def caddy(folder, upstream):
    """Yields the address where Caddy answers, with deploy/Caddyfile; it trusts nothing new."""
    port = free_port()
    file = folder / "Caddyfile"
    options = "{\n\tskip_install_trust\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    file.write_text(options + (DEPLOY / "Caddyfile").read_text())
    env = os.environ | {
        "SITE_ADDRESS": f"https://localhost:{port}",
        "UPSTREAM": upstream.removeprefix("http://"),
        "BUFFERING": "buffer_requests",  # the Caddy of Debian
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
    }
    command = ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]
    with running(command, folder / "caddy.log", port, env=env):
        yield f"https://localhost:{port}"


@contextmanager
def running(command, log, port, **options):
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        wait_for(port, log)
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port, log):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def make_certificate(folder: Path):
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        + ["-nodes", "-keyout", str(key), "-out", str(chain), "-subj", "/CN=test", "-days", "2"],
        check=True,
        capture_output=True,
    )


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")


def ask(url, path, *, host, body=None, **headers):
    """Asks without following redirections nor checking the certificate of the tests."""
    request = urllib.request.Request(url + path, body, {"Host": host, **headers})
    anyone = ssl._create_unverified_context()
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=anyone), Stay())
    try:
        with opener.open(request, timeout=30) as response:
            return Answer(response)
    except urllib.error.HTTPError as error:
        return Answer(error)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
