"""How the site is, for whoever looks after it: numbers for `/metrics`, and a mail each morning.

Both are made of one reading, `Vitals`, of numbers only. The mail says in five lines that all is
well, or what is not, and announces the erasures before they happen. A morning without it is itself
an alarm: mails do not leave, or nothing runs any more.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from post_office.models import STATUS, Email

from catalogue.models import Edition
from charmilles import backups, sending, typography
from charmilles.addresses import absolute_url
from charmilles.throttle import first
from enrolment.models import Application, Erasure, Slot, Status
from enrolment.privacy import caution
from enrolment.uploads import antivirus

HOUR = 7  # in Paris: the mail leaves at the first housekeeping after it
LATE_BACKUP = timedelta(hours=26)  # one a day, and the time to take it
LATE_MAIL = timedelta(hours=1)
ANNOUNCED = timedelta(days=2)  # erasures, so that each is in a mail before it happens
LEAST_FREE = 0.1  # of the disk: below, it is said
AGES = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1), "1d": timedelta(days=1)}
EMPTY = b"\n"  # the file that the antivirus is asked about

# Reading


@dataclass(frozen=True)
class Vitals:
    mails_waiting: dict[str, int]  # whose hour has come: in all, then by least age
    mails_failed: int
    oldest_mail: datetime | None
    last_backup: datetime | None
    erasures_due: int  # until ANNOUNCED from now
    erased: dict[str, int]  # by cause, since the beginning
    papers: dict[str, int]  # editions drawn and kept, by paper
    places: int  # left in the slots that can be booked
    to_book: int  # candidates who have to choose one
    scans: bool | None  # whether the antivirus answers; None when the site has none
    free: float  # share of the disk of the data


def read(now: datetime) -> Vitals:
    mails = _mails(now)
    return Vitals(
        mails_waiting={age: mails[age] for age in ("all", *AGES)},
        mails_failed=Email.objects.filter(status=STATUS.failed).count(),
        oldest_mail=mails["oldest"],
        last_backup=backups.last_taken(),
        erasures_due=caution.coming(now, within=ANNOUNCED).all,
        erased=_by(Erasure, "cause"),
        papers=_by(Edition, "paper"),
        places=_places(now),
        to_book=Application.objects.filter(status=Status.TO_BOOK).count(),
        scans=_scans(),
        free=_free(),
    )


def measures(now: datetime) -> list[tuple[str, str, object]]:
    """Gives (name, help, value or {label: value}) of each, for Prometheus."""
    vitals = read(now)
    last, oldest = vitals.last_backup, vitals.oldest_mail
    return [
        ("mails_waiting", "Mails to leave now, by least age.", vitals.mails_waiting),
        ("mails_failed", "Mails given up.", vitals.mails_failed),
        ("oldest_mail_seconds", "Age.", (now - oldest).total_seconds() if oldest else 0),
        ("last_backup_timestamp_seconds", "Last backup.", last and last.timestamp()),
        ("erasures_due", "Applications to be erased soon.", vitals.erasures_due),
        ("erased", "Applications erased, by cause.", vitals.erased),
        ("papers_drawn", "Editions drawn and kept, by paper.", vitals.papers),
        ("interview_places", "Places that can be booked.", vitals.places),
        ("interviews_to_book", "Candidates who have to book.", vitals.to_book),
        ("antivirus_up", "Whether the antivirus answers.", _as_number(vitals.scans)),
        ("disk_free_ratio", "Free share of the disk of the data.", vitals.free),
    ]


def _as_number(answers):
    return None if answers is None else int(answers)


def _mails(now):
    """Counts the mails that should have left: neither those of a later hour, nor the expired."""
    queued = Q(status__in=(STATUS.queued, STATUS.requeued)) & (
        Q(expires_at=None) | Q(expires_at__gt=now)
    )
    due = Coalesce("scheduled_time", "created")
    waiting = Email.objects.filter(queued).annotate(due=due).filter(due__lte=now)
    ages = {name: Count("pk", filter=Q(due__lte=now - age)) for name, age in AGES.items()}
    return waiting.aggregate(all=Count("pk"), oldest=Min("due"), **ages)


def _by(model, field):
    return dict(model.objects.order_by().values_list(field).annotate(Count("pk")))


def _places(now):
    slots = Slot.objects.filter(is_open=True, bookable_until__gt=now).order_by()
    return sum(slots.values_list(F("capacity") - F("taken"), flat=True))


def _scans():
    if settings.ANTIVIRUS is None:
        return None
    try:
        return antivirus.scan(EMPTY) == ""
    except antivirus.Unreachable:
        return False


def _free():
    disk = shutil.disk_usage(settings.DATA_DIR)
    return disk.free / disk.total


# The mail of each morning


class Line(NamedTuple):
    is_well: bool
    words: str

    def __str__(self):
        return typography.french(f"{'Bien' if self.is_well else 'À VOIR'} : {self.words}")


def tell(now: datetime, dry_run: bool) -> int:
    """Queues the mail of the day, once, whoever else runs at the same moment; a duty."""
    local = typography.local(now)
    if not settings.WATCHER_EMAIL or local.hour < HOUR:
        return 0
    day, kept = f"{local:%Y-%m-%d}", timedelta(days=2)
    with transaction.atomic():
        is_new = first("daily mail", day, period=kept, now=now)
        if dry_run:
            transaction.set_rollback(True)
        elif is_new:
            sending.queue(settings.WATCHER_EMAIL, letter(read(now), now=now))
    return int(is_new)


def letter(state: Vitals, *, now: datetime) -> dict[str, str]:
    lines = [part(state, now) for part in PARTS]
    wrong = sum(not line.is_well for line in lines)
    said = f"{typography.quantity(wrong, 'point')} à voir" if wrong else "tout va bien"
    text = "\n".join(map(str, lines))
    subject = typography.french(f"{urlsplit(settings.SITE_URL).hostname} : {said}")
    return {"subject": subject, "message": f"{text}\n\n{absolute_url('admin:index')}\n"}


def _mails_line(state, now):
    failed = typography.quantity(state.mails_failed, "abandonné")
    oldest = state.oldest_mail
    if oldest and oldest <= now - LATE_MAIL:
        waiting = typography.quantity(state.mails_waiting["all"], "courriel")
        since = typography.moment(oldest)
        return Line(
            False, f"Courriels : {waiting} à envoyer, dont un depuis le {since} ; {failed}."
        )
    return Line(not state.mails_failed, f"Courriels : aucun n’attend depuis longtemps ; {failed}.")


def _backup_line(state, now):
    last = state.last_backup
    if last is None:
        return Line(False, "Sauvegarde : aucune n’a été faite (manage.py backup).")
    is_recent = last > now - LATE_BACKUP
    return Line(is_recent, f"Sauvegarde : la dernière est du {typography.moment(last)}.")


def _erasures_line(state, now):
    due, delay = state.erasures_due, typography.span(ANNOUNCED)
    coming = typography.quantity(due, "dossier") if due else "aucun dossier"
    return Line(
        due < caution.AT_ONCE, f"Effacements : {coming} d’ici à {delay}, leur durée étant écoulée."
    )


def _interviews_line(state, now):
    places = typography.quantity(state.places, "place")
    people = typography.quantity(state.to_book, "candidat")
    return Line(
        state.places >= state.to_book, f"Entretiens : {places} à réserver pour {people} à recevoir."
    )


def _files_line(state, now):
    scans = {None: "sans antivirus", True: "l’antivirus répond"}
    said = scans.get(state.scans, "l’antivirus ne répond pas : aucun fichier n’est accepté")
    free = typography.percent(int(100 * state.free))
    is_well = state.scans is not False and state.free >= LEAST_FREE
    return Line(is_well, f"Fichiers : {said} ; {free} du disque est libre.")


PARTS = (_mails_line, _backup_line, _erasures_line, _interviews_line, _files_line)
