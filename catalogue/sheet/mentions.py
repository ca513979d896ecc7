"""Lists the regulatory facts of a sheet: what the national register says, and who is in charge."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.text import capfirst

from catalogue.models import Certification, Programme, RelatedCertification
from charmilles import typography

VAE = {
    True: "Accessible par la validation des acquis de l’expérience",
    False: "Pas d’accès par la validation des acquis de l’expérience",
    None: "",
}


class Mention(NamedTuple):
    label: str
    text: str
    url: str = ""


def mentions(programme: Programme) -> list[Mention]:
    """Lists the known facts; the title of the certification comes first, and never alone."""
    certification = programme.certification
    register = [*_register(certification)] if certification else []
    known = [row for row in [*register, *_of_programme(programme)] if row.text]
    if not certification or not known:
        return known
    named = [
        Mention("Intitulé officiel", certification.official_title),
        Mention("Sigle", certification.acronym),
    ]
    return [row for row in named if row.text] + known


def related(programme: Programme) -> list[RelatedCertification]:
    """Lists the certifications that come with that of the programme, or that it is worth."""
    if programme.certification is None or not programme.may_have_related:
        return []
    rows = programme.certification.related.select_related("other")
    return list(rows.prefetch_related("blocks"))


def _register(certification: Certification) -> Iterator[Mention]:
    yield Mention("Fiche nationale", certification.register_code, certification.register_url)
    yield Mention("Code NSF", certification.nsf_code)
    yield Mention("Code diplôme", certification.diploma_code)
    yield Mention("FORMACODE", certification.formacode)
    yield Mention("Codes ROME", certification.rome_codes)
    yield Mention("Certificateur", certification.certifier)
    yield Mention("SIRET du certificateur", certification.certifier_siret)
    yield Mention("Date d’effet", _day(certification.effective_on))
    yield Mention("Fin d’enregistrement", _day(certification.registered_until))
    after = certification.replaced_by
    if after:
        yield Mention("Remplacée par", after.register_code or after.title, after.register_url)
    yield Mention("VAE", VAE[certification.vae_access])
    yield Mention("Validité", validity(certification))


def validity(certification: Certification) -> str:
    """Says how long it is worth something, and how it is renewed; "" when it has no end."""
    if not certification.valid_months:
        return ""
    length = f"{typography.months(certification.valid_months)} après l’obtention"
    return ". ".join(filter(None, [length, capfirst(certification.renewal)]))


def _of_programme(programme: Programme) -> Iterator[Mention]:
    carrier = programme.carrier
    if carrier:
        yield Mention("Organisme porteur", carrier.name, carrier.website)
        yield Mention("SIRET de l’organisme porteur", carrier.siret)
        yield Mention("UAI de l’organisme porteur", carrier.uai)
    yield Mention("Langues d’enseignement", programme.languages)
    if programme.remote_share is not None:
        yield Mention("Part à distance", typography.percent(programme.remote_share))


def _day(date):
    return typography.day(date) if date else ""
