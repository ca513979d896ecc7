import os
import signal

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8  # each may hold a database connection: environment.postgresql gives the pool as many
preload_app = True  # loaded once for all workers, and a mistake shows at once
control_socket_disable = True  # nothing here uses it, and it would write in the home folder
loglevel = "warning"


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
