import gc
import os
import shutil
import signal
import tempfile

from gunicorn.glogging import Logger

from charmilles.environment import env
from charmilles.logs import Discreet, JsonLine

# LISTEN_ON: another address than this machine's own, for a container whose proxy is in another one.
bind = f"{os.environ.get('LISTEN_ON', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "charmilles.server.Worker"
# A page is nearly all computing, which threads of one process do one after the other.
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, len(os.sched_getaffinity(0))))
# More do not compute faster: they are for what waits (a paper, a recap, a lock, the antivirus).
threads = 8  # each keeps a database connection: PostgreSQL must allow threads × workers of them
preload_app = True  # loaded once for all workers, and a mistake shows at once
control_socket_disable = True  # nothing here uses it, and it would write in the home folder
keepalive = 30  # seconds for a client to do what it has to, and more if it moves bytes
worker_connections = 500  # that wait for their clients; beyond, the slowest are closed
graceful_timeout = 30  # seconds for the requests under way, when the site stops
loglevel = "warning"

# Where the workers count for /metrics (charmilles/metrics.py): named before the site is loaded.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
if env.str("METRICS_TOKEN", default=""):
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="charmilles-")


class logger_class(Logger):
    """Writes the addresses of requests that fail as the site does: without what opens them."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            is_json = env.str("LOGS", default="text") == "json"
            line = JsonLine() if is_json else Discreet(self.error_fmt, self.datefmt)
            handler.setFormatter(line)


def pre_fork(server, worker):
    """Leaves what is loaded out of the search for garbage, which every page would pay for."""
    gc.freeze()


def when_ready(server):
    address = f"http://{bind}"
    print(
        f"\nLe site est ouvert :       {address}/"
        f"\nEspace du personnel :      {address}/gestion/"
        "\nCréer le premier compte :  .venv/bin/python manage.py first_account"
        "\nLes courriels s'affichent ici. Ctrl-C pour arrêter.\n",
        flush=True,
    )


def worker_exit(server, worker):
    """A second Ctrl-C finds a worker that is already leaving: it has nothing more to say."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(name, signal.SIG_IGN)


def on_exit(server):
    if COUNTS in os.environ:
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
