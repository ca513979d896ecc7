"""Checks an uploaded file and makes the cleaned copy that is kept.

The extension, the first bytes and the parser must agree; the type given by the browser is ignored.
The parser, `sanitise.py`, runs in a child process: a file that crashes it is simply refused.
"""

import logging
import unicodedata
from threading import BoundedSemaphore
from typing import NamedTuple

from django.conf import settings

from charmilles import typography
from enrolment.uploads import sandbox
from enrolment.uploads.sanitise import PAGES, PIXELS
from enrolment.workflow import Refused

logger = logging.getLogger(__name__)
PARSER = "enrolment.uploads.sanitise"
SECONDS = 30  # elapsed time: on a busy machine, much longer than the CPU time allowed
_turns = BoundedSemaphore(2)  # parsers at once in each server process, to limit memory

FIRST_BYTES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG"}
KEPT_AS = {"pdf": ("pdf", "application/pdf"), "picture": ("jpg", "image/jpeg")}
WRITTEN = {"doc", "docx", "odt", "pages", "rtf", "txt"}
APPLE = {"heic", "heif"}
LONGEST = 120

SENTENCES = {
    "empty": "Ce fichier est vide. Vérifiez qu’il s’ouvre chez vous, puis choisissez-le à nouveau.",
    "size": f"Ce fichier pèse plus de {typography.megabytes(settings.UPLOAD_SIZE)}. "
    "Enregistrez-le en qualité plus basse, ou prenez le document en photo.",
    "type": "Ce type de fichier ne peut pas être lu ici. Envoyez un PDF, ou une photo (JPEG, PNG).",
    "written": "Enregistrez ce texte en PDF (« Fichier », « Exporter » ou « Imprimer », puis "
    "« PDF ») et envoyez le PDF.",
    "apple": "Cette photo est au format HEIC. Faites-en une capture d’écran et envoyez la capture, "
    "ou choisissez « Le plus compatible » dans les réglages de l’appareil photo.",
    "mismatch": "Le contenu de ce fichier n’est pas celui que son nom annonce. Ouvrez-le, "
    "enregistrez-le en PDF ou en JPEG, puis envoyez ce nouveau fichier.",
    "locked": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, ou prenez "
    "le document en photo.",
    "pages": f"Ce PDF a plus de {PAGES} pages. Gardez les pages utiles : « Imprimer », choisissez "
    "les pages, puis « Enregistrer en PDF ».",
    "pixels": f"Cette image est trop grande : plus de {PIXELS // 1_000_000} millions de points. "
    "Reprenez la photo en qualité plus basse, ou envoyez une capture d’écran.",
    "active": "Ce PDF contient un programme, un fichier joint ou un formulaire animé. Ouvrez-le, "
    "« Imprimer », « Enregistrer en PDF », puis envoyez le PDF obtenu.",
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
    extension = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    if not file.size:
        raise BadFile("empty")
    if extension not in FIRST_BYTES:
        reasons = {"written": WRITTEN, "apple": APPLE}
        raise BadFile(next((why for why, names in reasons.items() if extension in names), "type"))
    if file.size > settings.UPLOAD_SIZE:
        raise BadFile("size")
    data = file.read()
    if not data.startswith(FIRST_BYTES[extension]):
        raise BadFile("mismatch")
    kind = "pdf" if extension == "pdf" else "picture"
    content, pages = _parse(kind, data)
    suffix, content_type = KEPT_AS[kind]
    return Checked(content, pages, readable(file.name, suffix), content_type)


def readable(name: str, suffix: str) -> str:
    """Returns the candidate's name for the file, without paths or invisible characters."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", "".join(letter for letter in base if letter.isprintable()))
    stem = plain.rpartition(".")[0].strip(" .")[: LONGEST - len(suffix) - 1]
    return f"{stem or 'document'}.{suffix}"


def _parse(kind, data):
    """(cleaned copy, pages); raises BadFile for what the parser refuses or cannot end."""
    if not _turns.acquire(timeout=SECONDS):
        raise BadFile("busy")
    try:
        answer = sandbox.run(PARSER, kind, data=data, seconds=SECONDS)
    except sandbox.Stopped:
        raise BadFile("heavy") from None
    except OSError as error:
        logger.error("Un fichier reçu n’a pas pu être lu (%s).", type(error).__name__)
        raise BadFile("busy") from None
    finally:
        _turns.release()
    head, _, content = answer.partition(b"\n")
    verdict, _, pages = head.decode("ascii", "replace").partition(" ")
    if verdict != "ok":
        raise BadFile(verdict if verdict in SENTENCES else "heavy")
    return content, int(pages)
