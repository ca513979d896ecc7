"""Checks an uploaded file and makes the cleaned copy that is kept.

The first bytes and the parser decide; the name and the type given by the browser do not. The
parser, `sanitise.py`, runs in a child process: a file that crashes it is simply refused.
"""

import json
import logging
import unicodedata
from itertools import chain
from typing import NamedTuple

from django.conf import settings

from charmilles import metrics, typography
from enrolment.uploads import antivirus, sandbox
from enrolment.uploads.confined import PAGES, PIXELS
from enrolment.workflow import Refused

logger = logging.getLogger(__name__)
PARSER, JOINER = "enrolment.uploads.sanitise", "enrolment.uploads.join"
SECONDS = 30  # elapsed time: on a busy machine, much longer than the CPU time allowed
WAIT = 10  # seconds for its turn
_turns = sandbox.Turns(running=2, waiting=3)  # of the eight threads of a server process

# What is accepted: the names that the file picker offers, and the type that it is given.
TYPES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/avif": (".avif",),
    "image/heic": (".heic",),
    "image/heif": (".heif", ".hif"),
}
SUFFIXES = frozenset(chain(*TYPES.values()))
ACCEPT = ",".join([*TYPES, *chain(*TYPES.values())])
HEADER_WITHIN = 1024  # bytes: readers look for « %PDF- » that far
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
BRANDS = {b"avif", b"avis", *HEIF_BRANDS}
KEPT_AS = {"pdf": ("pdf", "application/pdf"), "picture": ("jpg", "image/jpeg")}
WRITTEN = {".doc", ".docx", ".odt", ".pages", ".rtf", ".txt"}
LONGEST = 120

SENTENCES = {
    "empty": "Ce fichier est vide. Vérifiez qu’il s’ouvre chez vous, puis choisissez-le à nouveau.",
    "size": f"Ce fichier pèse plus de {typography.megabytes(settings.UPLOAD_SIZE)}. "
    "Enregistrez-le en qualité plus basse, ou prenez le document en photo.",
    "type": "Ce type de fichier ne peut pas être lu ici. Envoyez un PDF, ou une photo (JPEG, PNG, "
    "WebP, HEIC ou AVIF).",
    "written": "Enregistrez ce texte en PDF (« Fichier », « Exporter » ou « Imprimer », puis "
    "« PDF ») et envoyez le PDF.",
    "mismatch": "Le contenu de ce fichier n’est pas celui que son nom annonce. Ouvrez-le, "
    "enregistrez-le en PDF ou en JPEG, puis envoyez ce nouveau fichier.",
    "locked": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, ou prenez "
    "le document en photo.",
    "pages": f"Ce document a plus de {PAGES} pages. Gardez les pages utiles : « Imprimer », "
    "choisissez les pages, puis « Enregistrer en PDF ».",
    "pixels": f"Cette image est trop grande : plus de {PIXELS // 1_000_000} millions de points "
    "(25 en WebP, ou si elle est transparente). Reprenez la photo en qualité plus basse, ou "
    "envoyez une capture d’écran.",
    "active": "Ce PDF contient une vidéo, un son ou un programme dont ses pages ont besoin. "
    "Ouvrez-le, « Imprimer », « Enregistrer en PDF », puis envoyez le PDF obtenu.",
    "attached": "Ce PDF contient un fichier joint, qui ne serait pas gardé. Enregistrez ce fichier "
    "à part, puis envoyez le PDF obtenu par « Imprimer », « Enregistrer en PDF ».",
    "form": "Ce PDF est un formulaire animé (XFA), que peu de logiciels montrent. Ouvrez-le, "
    "« Imprimer », « Enregistrer en PDF », puis envoyez le PDF obtenu.",
    "external": "Une partie de ce PDF se trouve dans un autre fichier. Ouvrez-le, « Imprimer », "
    "« Enregistrer en PDF », puis envoyez le PDF obtenu.",
    "page": "Une page de ce PDF a une taille qu’aucun lecteur ne montre. Ouvrez-le, « Imprimer » "
    "sur du papier A4, « Enregistrer en PDF », puis envoyez le PDF obtenu.",
    "infected": "L’antivirus du centre a reconnu un programme dangereux dans ce fichier. Envoyez "
    "ce document depuis un autre appareil, ou prenez-le en photo.",
    "unreadable": "Ce fichier est abîmé : il ne s’ouvre pas. Enregistrez-le à nouveau, ou prenez "
    "le document en photo.",
    "heavy": "Ce fichier est trop compliqué à lire. Ouvrez-le, « Imprimer », « Enregistrer en "
    "PDF », ou prenez le document en photo.",
    "busy": "Beaucoup de fichiers arrivent en ce moment. Attendez une minute, puis envoyez le "
    "vôtre à nouveau.",
}


class BadFile(Refused):
    """The file cannot be kept; the message tells the candidate how to repair it."""

    def __init__(self, why):
        super().__init__(SENTENCES[why])
        self.why = why


class Checked(NamedTuple):
    content: bytes
    pages: int
    name: str
    content_type: str


def check_file(file) -> Checked:
    """Returns the cleaned copy of an uploaded file, PDF or picture. Raises BadFile."""
    try:
        return _checked(file)
    except BadFile as refusal:
        metrics.count_refused_upload(refusal.why)
        raise


def _checked(file):
    if not file.size:
        raise BadFile("empty")
    if file.size > settings.UPLOAD_SIZE:
        raise BadFile("size")
    data = file.read()
    kind = kind_of(data)
    if kind is None:
        raise BadFile(_reason(file.name))
    _look_for_viruses(data)
    content, pages = _read(PARSER, kind, data=data)
    suffix, content_type = KEPT_AS[kind]
    return Checked(content, pages, readable(file.name, suffix), content_type)


def check_files(files) -> Checked:
    """The same for several files of one document, joined into one PDF in their order."""
    checked = [check_file(file) for file in files]
    return checked[0] if len(checked) == 1 else join(checked)


def join(parts: list[Checked]) -> Checked:
    """Joins copies that are already cleaned; the first one gives its name. Raises BadFile."""
    kinds = {content_type: kind for kind, (_, content_type) in KEPT_AS.items()}
    headers = [{"kind": kinds[part.content_type], "size": len(part.content)} for part in parts]
    data = json.dumps(headers).encode() + b"\n" + b"".join(part.content for part in parts)
    content, pages = _read(JOINER, data=data)
    suffix, content_type = KEPT_AS["pdf"]
    return Checked(content, pages, readable(parts[0].name, suffix), content_type)


def kind_of(data: bytes) -> str | None:
    """« pdf » or « picture », from the first bytes; None for what is not accepted."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "picture"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[4:8] == b"ftyp" and data[8:12] in BRANDS:
        return "picture"
    return "pdf" if b"%PDF-" in data[:HEADER_WITHIN] else None


def _reason(name):
    """Why a file of another type is refused: what its name says decides on the advice."""
    suffix = suffix_of(name).lower()
    if suffix in WRITTEN:
        return "written"
    return "mismatch" if suffix in SUFFIXES else "type"


def _look_for_viruses(data):
    try:
        name = antivirus.scan(data)
    except antivirus.Unreachable as error:
        logger.error("L’antivirus ne répond pas : aucun fichier n’est accepté (%s).", error)
        raise BadFile("busy") from None
    if name:
        logger.warning("L’antivirus a reconnu « %s » dans un fichier reçu.", name)
        raise BadFile("infected")


def readable(name: str, suffix: str) -> str:
    """Returns the candidate's name for the file, without paths or invisible characters."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", "".join(letter for letter in base if letter.isprintable()))
    stem = plain.rstrip(" .").removesuffix(suffix_of(plain)).strip(" .")
    return f"{stem[: LONGEST - len(suffix) - 1] or 'document'}.{suffix}"


def suffix_of(name: str) -> str:
    """The end of the name that tells a type we know, with its point; else nothing."""
    end = "." + name.rstrip(" .").rpartition(".")[2]
    return end if end.lower() in SUFFIXES | WRITTEN else ""


def _read(program, *args, data):
    """(copy, pages); raises BadFile for what the program refuses or cannot end."""
    try:
        with _turns.taken(seconds=WAIT):
            answer = sandbox.run(program, *args, data=data, seconds=SECONDS)
    except sandbox.Crowded:
        raise BadFile("busy") from None
    except sandbox.Stopped:
        raise BadFile("heavy") from None
    except OSError as error:
        logger.error("Un fichier reçu n’a pas pu être lu (%s).", type(error).__name__)
        raise BadFile("busy") from None
    head, _, content = answer.partition(b"\n")
    verdict, _, pages = head.decode("ascii", "replace").partition(" ")
    if verdict != "ok":
        raise BadFile(verdict if verdict in SENTENCES else "heavy")
    return content, int(pages)
