"""An interview told to a reader, in the same words on pages, in letters and in calendars."""

from dataclasses import dataclass

from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.models import Application, Mode, Slot

# What to do before any interview.
PREPARE = [
    "Relisez la fiche de la formation et votre dossier : l’entretien part de ce que vous avez "
    "écrit.",
    "Préparez deux ou trois questions sur la formation, le métier, le rythme.",
    "Pensez à une expérience à raconter : un stage, un job, une activité, un projet.",
]


@dataclass(frozen=True)
class Appointment:
    """One slot in words. `application` is that of the candidate; a free slot has none."""

    slot: Slot
    application: Application | None = None

    @property
    def day(self) -> str:
        """« mardi 12 janvier 2027 »."""
        return typography.day(self.slot.starts, weekday=True)

    @property
    def hour(self) -> str:
        """« 9 h 30 »."""
        return typography.clock(self.slot.starts)

    @property
    def when(self) -> str:
        """The day and the hour, said to be those of Paris to whom may be overseas."""
        is_far = self.slot.mode != Mode.ON_SITE
        return f"{self.day} à {self.hour}" + (" (heure de Paris)" if is_far else "")

    @property
    def length(self) -> str:
        """« 30 min », of real time even through a night when clocks change."""
        return typography.minutes(round((self.slot.ends - self.slot.starts).total_seconds() / 60))

    @property
    def how(self) -> str:
        """« Sur place », « En visio, en groupe »."""
        return Mode(self.slot.mode).label + (", en groupe" if self.slot.capacity > 1 else "")

    @property
    def how_within(self) -> str:
        """The same inside a sentence: « sur place »."""
        return self.how[0].lower() + self.how[1:]

    @property
    def where(self) -> str:
        """The whole address of an interview on site; nothing for the others."""
        campus = self.slot.campus
        if campus is None or self.slot.mode != Mode.ON_SITE:
            return ""
        city = campus.town
        parts = [campus.name, campus.street, city, self.slot.room]
        return typography.french(", ".join(filter(None, parts)))

    @property
    def access(self) -> str:
        """How to come, on one line."""
        return typography.french(" ".join(self.slot.campus.access.split())) if self.where else ""

    @property
    def map_url(self) -> str:
        """A map of the place of an interview on site."""
        return self.slot.campus.map_url if self.where else ""

    @property
    def link(self) -> str:
        """The address of the video meeting, for an interview by video."""
        return self.slot.link if self.slot.mode == Mode.VIDEO else ""

    @property
    def place(self) -> str:
        """What a calendar shows as the place: the video link, the address, « Par téléphone »."""
        return self.link or self.where or self.how

    @property
    def label(self) -> str:
        """Everything on one line: « mardi 12 janvier 2027, 9 h 30, 30 min, sur place »."""
        parts = [self.day, self.hour, self.length, self.how_within]
        if self.where:
            parts.append(typography.french(self.slot.campus.name))
        return ", ".join(parts)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) of whatever is known, for the candidate."""
        every = [
            ("Quand", self.when),
            ("Durée", self.length),
            ("Comment", self.how),
            ("Où", self.where),
            ("Pour venir", self.access),
            ("Lien de la visio", self.link),
            ("Nous vous appelons au", self._called),
            ("Avec", self.slot.interviewer.name),
        ]
        return [(label, value) for label, value in every if value]

    @property
    def facts_for_guardians(self) -> list[tuple[str, str]]:
        """The same for the guardians, who are not the one that we call."""
        spoken = {"Nous vous appelons au": "Nous appelons la personne au"}
        return [(spoken.get(label, label), value) for label, value in self.facts]

    @property
    def facts_of_the_past(self) -> list[tuple[str, str]]:
        """(label, value) of an interview that will not take place: nothing that leads to it."""
        return [("Quand", self.when), ("Comment", self.how), ("Avec", self.slot.interviewer.name)]

    @property
    def _called(self):
        phone = self.application.phone
        return typography.phone(phone) if phone and self.slot.mode == Mode.PHONE else ""

    @property
    def facts_for_staff(self) -> list[tuple[str, str]]:
        """(label, value) of what the interviewer needs; a value may be empty."""
        return [
            ("Quand", self.when),
            ("Durée", self.length),
            ("Comment", self.how),
            ("Où", self.where),
            ("Lien de la visio", self.link),
            ("À appeler au", self._called),
        ]

    @property
    def url(self) -> str:
        """The whole URL of the candidate's page of this interview."""
        return absolute_url("enrolment:interview", self.application.reference)

    @property
    def bring(self) -> list[str]:
        """What to have at hand: what serves anywhere, nothing that only the centre could say."""
        if self.slot.mode == Mode.ON_SITE:
            return [
                "Cette fiche, ou sa référence.",
                "De quoi noter.",
                "Vos derniers bulletins et votre CV, si vous en avez.",
            ]
        return [
            "De quoi noter.",
            "Vos derniers bulletins et votre CV sous la main, si vous en avez.",
        ]

    @property
    def prepare(self) -> list[str]:
        """What to do before the day."""
        return [*PREPARE, *_READY[self.slot.mode]]


_READY = {
    Mode.ON_SITE: ["Prévoyez d’arriver dix minutes avant l’heure."],
    Mode.VIDEO: [
        "Ouvrez le lien une première fois la veille, pour essayer le micro et la caméra.",
        "Choisissez un endroit calme. Un téléphone suffit.",
    ],
    Mode.PHONE: ["Choisissez un endroit calme, où le téléphone passe bien, et chargez-le."],
}
