"""An interview told to a reader: when, how, where. Pages, mails and calendars say it alike."""

from django.utils import timezone

from charmilles import typography
from enrolment.models import Application, Mode, Slot


def day(slot: Slot) -> str:
    """« mardi 12 janvier 2027 »."""
    return typography.day(timezone.localtime(slot.starts), weekday=True)


def hour(slot: Slot) -> str:
    """« 9 h 30 »."""
    return typography.clock(timezone.localtime(slot.starts))


def when(slot: Slot) -> str:
    return f"{day(slot)} à {hour(slot)}"


def length(slot: Slot) -> str:
    """« 30 min », of real time even through a night when clocks change."""
    return typography.minutes(round((slot.ends - slot.starts).total_seconds() / 60))


def how(slot: Slot) -> str:
    """« Sur place », « En visio, en groupe »."""
    return Mode(slot.mode).label + (", en groupe" if slot.capacity > 1 else "")


def where(slot: Slot) -> str:
    """The whole address, for who comes; nothing for who stays at home."""
    if slot.campus is None or slot.mode != Mode.ON_SITE:
        return ""
    campus = slot.campus
    city = f"{campus.postal_code} {campus.city}".strip()
    return typography.french(", ".join(filter(None, [campus.name, campus.street, city, slot.room])))


def access(slot: Slot) -> str:
    """How to come, on one line."""
    return typography.french(" ".join(slot.campus.access.split())) if where(slot) else ""


def link(slot: Slot) -> str:
    return slot.link if slot.mode == Mode.VIDEO else ""


def label(slot: Slot) -> str:
    """Everything, for who hears one line: « mardi 12 janvier 2027, 9 h 30, 30 min, sur place »."""
    mode = how(slot)
    parts = [day(slot), hour(slot), length(slot), mode[0].lower() + mode[1:]]
    if where(slot):
        parts.append(typography.french(slot.campus.name))
    return ", ".join(parts)


def facts(slot: Slot, application: Application) -> list[tuple[str, str]]:
    """(what, said), as far as it is known, for the candidate."""
    called = slot.mode == Mode.PHONE and application.phone
    every = [
        ("Quand", when(slot)),
        ("Durée", length(slot)),
        ("Comment", how(slot)),
        ("Où", where(slot)),
        ("Pour venir", access(slot)),
        ("Lien de la visio", link(slot)),
        ("Nous vous appelons au", typography.phone(application.phone) if called else ""),
        ("Avec", slot.interviewer.name),
    ]
    return [(what, said) for what, said in every if said]


# Getting ready: what serves anywhere, nothing that only the centre could say


def bring(slot: Slot) -> list[str]:
    if slot.mode == Mode.ON_SITE:
        return [
            "Cette fiche, ou sa référence.",
            "De quoi noter.",
            "Vos derniers bulletins et votre CV, si vous en avez.",
        ]
    return ["De quoi noter.", "Vos derniers bulletins et votre CV sous la main, si vous en avez."]


def prepare(slot: Slot) -> list[str]:
    return [
        "Relisez la fiche de la formation et votre dossier : l’entretien part de ce que vous avez "
        "écrit.",
        "Préparez deux ou trois questions sur la formation, le métier, l’alternance.",
        "Pensez à une expérience à raconter : un stage, un job, une activité, un projet.",
        *_READY[slot.mode],
    ]


_READY = {
    Mode.ON_SITE: ["Prévoyez d’arriver dix minutes avant l’heure."],
    Mode.VIDEO: [
        "Ouvrez le lien une première fois la veille, pour essayer le micro et la caméra.",
        "Choisissez un endroit calme. Un téléphone suffit.",
    ],
    Mode.PHONE: ["Choisissez un endroit calme, où le téléphone passe bien, et chargez-le."],
}
