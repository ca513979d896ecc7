"""Tells staff what the LHÉO export of a programme lacks, shortens or leaves unsaid."""

from collections.abc import Iterator

from django.utils.text import capfirst

from catalogue.exchange.lheo.document import export
from catalogue.exchange.lheo.elements import Cut, Notes
from catalogue.models import Centre
from catalogue.sheet.sheet import Sheet
from charmilles import typography

LABELS = {
    "intitule-formation": "titre de la page",
    "objectif-formation": "objectifs pédagogiques",
    "resultats-attendus": "certification, ou ce qui est remis à la fin",
    "contenu-formation": "contenu (unités et matières)",
    "rythme-formation": "rythme",
    "info-public-vise": "contrats et statuts",
    "modalites-alternance": "rythme de l’alternance",
    "conditions-specifiques": "conditions d’entrée et prérequis",
    "modalites-inscription": "modalités d’inscription",
    "acces-handicapes": "accessibilité",
    "modalites-recrutement": "modalités d’inscription et d’accès",
    "modalites-pedagogiques": "méthodes mobilisées",
    "frais-restants": "coût pour l’apprenant",
    "duree-indicative": "durée",
    "detail-conditions-prise-en-charge": "modalités financières",
    "libelle-bloc": "intitulé d’un bloc de compétences",
    "denomination": "nom d’un site",
    "nom": "nom d’une personne ou d’un service",
    "nom-organisme": "nom de l’organisme",
    "raison-sociale": "raison sociale",
    "raison-sociale-formateur": "raison sociale du centre",
}


def report(sheet: Sheet, centre: Centre) -> list[str]:
    """Lists what staff may do about it; nothing when the export says all that the page does."""
    notes = export(sheet, centre).notes
    return [*_missing(notes), *_unsaid(notes), *map(_cut, dict.fromkeys(notes.cuts))]


def _missing(notes: Notes) -> Iterator[str]:
    if notes.labels:
        yield (
            f"L’export est marqué « incomplet ». Il manque : {', '.join(notes.labels)}. "
            "On les écrit dans « Centre », « Contrats et statuts » ou « Organismes porteurs »."
        )


def _unsaid(notes: Notes) -> Iterator[str]:
    labels = dict.fromkeys(LABELS[element] for element in notes.unsaid)
    if labels:
        yield f"LHÉO exige un texte, et l’export écrit « Non communiqué. » : {', '.join(labels)}."


def _cut(cut: Cut) -> str:
    label, length = capfirst(LABELS[cut.element]), typography.number(cut.length)
    return (
        f"« {label} » a {length} caractères : LHÉO en admet {typography.number(cut.limit)}, et "
        "l’export s’arrête avant, à la fin d’une phrase ou d’un mot."
    )
