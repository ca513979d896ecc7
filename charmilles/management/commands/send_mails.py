import fcntl
import logging
import signal
import threading
import time

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import Error, close_old_connections, connections
from post_office.mail import get_queued, send_queued

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds between two looks at the queue
SHORT_PAUSE = 1  # for sign-in mails, which somebody is waiting for
TIDYING = 10 * 60  # seconds between two runs of « manage.py housekeeping »


class Command(BaseCommand):
    help = "Envoie les courriels en attente et fait l'entretien, jusqu'à ce qu'on l'arrête."

    def handle(self, **options):
        stopping = threading.Event()
        # The message being sent is finished and recorded first, or it would be sent twice.
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
        # The kernel frees this lock when the process ends. The lock file of post_office survives a
        # kill and, once another process gets the same number, blocks every later sender.
        with (settings.DATA_DIR / "mailer.lock").open("w") as lock:
            while not stopping.is_set() and not acquired(lock):
                stopping.wait(PAUSE)
            # Beside the queue: a slow server, or a thousand mails, must not delay a sign-in.
            sign_in = threading.Thread(target=send_sign_in_mails, args=[stopping])
            sign_in.start()
            next_tidying = time.monotonic()
            while not stopping.is_set():
                attempt("write_letters")
                attempt("write_staff_letters")
                more = send_batch()
                if time.monotonic() >= next_tidying:
                    attempt("housekeeping")
                    next_tidying = time.monotonic() + TIDYING
                close_old_connections()
                if not more:
                    stopping.wait(PAUSE)
            sign_in.join()


def acquired(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def send_sign_in_mails(stopping):
    while not stopping.wait(SHORT_PAUSE):
        attempt("send_sign_in_mails")
        close_old_connections()
    connections.close_all()


def send_batch():
    """Sends one batch; returns True if more mails are waiting."""
    try:
        sent, failed, requeued = send_queued()
        if failed or requeued:
            logger.warning("%d courriel(s) refusé(s), %d à nouveau essayé(s).", failed, requeued)
        return get_queued().exists()
    except Error as error:
        logger.warning(
            "La file des courriels est illisible pour l'instant (%s).", type(error).__name__
        )
        return False


def attempt(command):
    """Runs another application's command by name; its failure never stops the mails."""
    try:
        call_command(command, verbosity=0)
    except Exception as error:
        # Without the error's message, which may quote personal data.
        logger.warning("« %s » n'a pas tout fait (%s).", command, type(error).__name__)
