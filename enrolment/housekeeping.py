"""Runs the regular duties of the site, listed in order.

The sender of mails runs them every ten minutes, and anybody may at any time: no duty does the same
thing twice, even when two runs overlap.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from catalogue import version
from charmilles import throttle
from charmilles.staff import register
from enrolment import alerts, meetings, questions, sign_in, watch
from enrolment.applications import acts, figures, review
from enrolment.interviews import generation, slots
from enrolment.privacy import caution, erasure, reminders, retention
from enrolment.uploads import storage

logger = logging.getLogger(__name__)

# (label, function): the function returns how many rows it handled; with `dry_run`, how many it
# would handle, and changes nothing.
Duty = tuple[str, Callable[[datetime, bool], int]]
DUTIES: list[Duty] = [
    ("Courriel du matin, écrit", watch.tell),  # first: it announces what the others erase
    ("Actes de l’équipe dont le délai est passé, faits", acts.carry_out),
    ("Dossiers de la prochaine promotion, rattachés", review.attach_waiting),
    ("Places proposées sans réponse, passées à la suite", review.end_offers),
    ("Places libres, proposées", review.offer_free_places),
    ("Candidatures de chaque promotion, comptées", figures.count),
    ("Ouvertures attendues, annoncées", alerts.tell),
    ("Demandes à être prévenu, terminées, effacées", alerts.forget),
    ("Places de rencontres rendues, données à qui attend", meetings.offer_places),
    ("Rencontres de demain, rappelées", meetings.remind),
    ("Personnes inscrites à une rencontre, effacées après elle", meetings.forget),
    ("Questions répondues depuis longtemps, effacées", questions.forget),
    ("Dossiers non envoyés, rappelés", reminders.remind),
    ("Dossiers abandonnés, effacés", retention.purge_drafts),
    ("Dossiers clos depuis longtemps, effacés", retention.purge),
    ("Dossiers effacés, inscrits sur la liste des restaurations", erasure.list_waiting),
    ("Courriels périmés avant d’être partis, effacés", retention.forget_unsent_mails),
    ("Courriels anciens, effacés", retention.forget_mails),
    ("Consultations anciennes, oubliées", retention.forget_openings),
    ("Sessions du personnel périmées, oubliées", retention.forget_sessions),
    ("Registre de l’équipe ancien, oublié", register.forget_old),
    ("Fichiers restés sur le disque, supprimés", storage.delete_leftovers),
    ("Accès et appareils périmés, oubliés", sign_in.forget_old),
    ("Compteurs de limites périmés, oubliés", throttle.forget_old),
    ("Créneaux d’entretien, accordés aux disponibilités", generation.prepare),
    ("Créneaux gardés en vain, proposés à qui attend", slots.end_holds),
    ("Fichiers reçus à moitié, effacés", storage.sweep),
    ("Changements du contenu, comptés", version.count_changes),
]

# Those that erase for age what people wrote, or what was noted of them: see `privacy/caution.py`.
BY_AGE = {
    alerts.forget,
    meetings.forget,
    questions.forget,
    retention.purge_drafts,
    retention.purge,
    retention.forget_unsent_mails,
    retention.forget_mails,
    retention.forget_openings,
    register.forget_old,
}


def run(duties: list[Duty], *, now: datetime, dry_run: bool) -> Iterator[tuple[str, int | None]]:
    """Runs the duties and yields (label, count); None for one that failed, and goes on.

    What a person must confirm first is not erased, and counts for 0.
    """
    held = False
    for label, duty in duties:
        try:
            waits = not dry_run and duty in BY_AGE and caution.holds(duty, now=now)
            count = 0 if waits else duty(now, dry_run)
            held = held or waits
        except Exception as error:
            # Without the message of the error: it may quote a row, which is personal data.
            logger.error("Entretien, « %s » : échec (%s).", label, type(error).__name__)
            count = None
        yield label, count
    if not dry_run:
        caution.end_round(now=now, held=held)
