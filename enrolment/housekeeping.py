"""What the site does by itself as time passes: one row a duty, in order.

The sender of mails runs them every ten minutes, and anybody may at any time: each duty does nothing
twice, and two runs at once do it once.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from charmilles import throttle
from enrolment import sign_in
from enrolment.applications import review
from enrolment.interviews import generation, slots
from enrolment.privacy import reminders, retention
from enrolment.uploads import storage

logger = logging.getLogger(__name__)

# (what it is called, what does it): the latter says how many it has handled, or with `dry_run`
# how many it would, and then changes nothing.
Duty = tuple[str, Callable[[datetime, bool], int]]
DUTIES: list[Duty] = [
    ("Dossiers de la prochaine promotion, rattachés", review.attach_waiting),
    ("Places proposées sans réponse, passées à la suite", review.end_offers),
    ("Places libres, proposées", review.offer_free_places),
    ("Dossiers non envoyés, rappelés", reminders.remind),
    ("Dossiers abandonnés, effacés", retention.purge_drafts),
    ("Dossiers clos depuis longtemps, effacés", retention.purge),
    ("Courriels de code périmés, effacés", retention.forget_access_mails),
    ("Courriels anciens, effacés", retention.forget_mails),
    ("Consultations anciennes, oubliées", retention.forget_openings),
    ("Sessions du personnel périmées, oubliées", retention.forget_sessions),
    ("Fichiers restés sur le disque, supprimés", storage.delete_leftovers),
    ("Accès et appareils périmés, oubliés", sign_in.forget_old),
    ("Compteurs de limites périmés, oubliés", throttle.forget_old),
    ("Créneaux d’entretien, accordés aux disponibilités", generation.prepare),
    ("Créneaux gardés en vain, proposés à qui attend", slots.give_back),
    ("Fichiers reçus à moitié, effacés", storage.sweep),
]


def run(duties: list[Duty], *, now: datetime, dry_run: bool) -> Iterator[tuple[str, int | None]]:
    """(what, how many) for each duty; None for one that failed, which does not stop the others."""
    for label, duty in duties:
        try:
            count = duty(now, dry_run)
        except Exception as error:
            # Not the message: that of a database quotes the row, and the row is somebody.
            logger.error("Entretien, « %s » : échec (%s).", label, type(error).__name__)
            count = None
        yield label, count
