"""Whether a file sent by somebody unknown can be kept, and what is kept of it.

Extension, first bytes and parser must agree; what the browser says of the type is not looked at.
The parser is `parsing.py`, in a process of its own: what makes it fall costs one refusal.
"""

import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from django.conf import settings

from enrolment.workflow import Refused

PARSER = Path(__file__).with_name("parsing.py")
SECONDS = 30  # on the clock: a busy machine may need far more than the processor time allowed
_turns = BoundedSemaphore(2)  # in each process of the server: memory is bounded too

FIRST_BYTES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG"}
KEPT_AS = {"pdf": ("pdf", "application/pdf"), "picture": ("jpg", "image/jpeg")}
WRITTEN = {"doc", "docx", "odt", "pages", "rtf", "txt"}
APPLE = {"heic", "heif"}
LONGEST = 120

SENTENCES = {
    "empty": "Ce fichier est vide. Vérifiez qu’il s’ouvre chez vous, puis choisissez-le à nouveau.",
    "size": "Ce fichier pèse plus de 10 Mo. Enregistrez-le en qualité plus basse, ou prenez le "
    "document en photo.",
    "type": "Ce type de fichier ne peut pas être lu ici. Envoyez un PDF, ou une photo (JPEG, PNG).",
    "written": "Enregistrez ce texte en PDF (« Fichier », « Exporter » ou « Imprimer », puis "
    "« PDF ») et envoyez le PDF.",
    "apple": "Cette photo est au format HEIC. Faites-en une capture d’écran et envoyez la capture, "
    "ou choisissez « Le plus compatible » dans les réglages de l’appareil photo.",
    "mismatch": "Le contenu de ce fichier n’est pas celui que son nom annonce. Ouvrez-le, "
    "enregistrez-le en PDF ou en JPEG, puis envoyez ce nouveau fichier.",
    "locked": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, ou prenez "
    "le document en photo.",
    "pages": "Ce PDF a plus de 50 pages. Gardez les pages utiles : « Imprimer », choisissez les "
    "pages, puis « Enregistrer en PDF ».",
    "pixels": "Cette image est trop grande : plus de 40 millions de points. Reprenez la photo en "
    "qualité plus basse, ou envoyez une capture d’écran.",
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
    """The file cannot be kept; the message says how to repair it."""

    def __init__(self, why):
        super().__init__(SENTENCES[why])
        self.why = why


class Checked(NamedTuple):
    content: bytes
    pages: int
    name: str
    content_type: str


def check(file) -> Checked:
    """What to keep of an uploaded file: its pages or its picture, made anew. Raises BadFile."""
    extension = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    if not file.size:
        raise BadFile("empty")
    if extension not in FIRST_BYTES:
        known = {"written": WRITTEN, "apple": APPLE}
        raise BadFile(next((why for why, names in known.items() if extension in names), "type"))
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
    """The candidate's name for the file, without what misleads an eye, a shell or a disk."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", "".join(letter for letter in last if letter.isprintable()))
    stem = plain.rpartition(".")[0].strip(" .")[: LONGEST - len(suffix) - 1]
    return f"{stem or 'document'}.{suffix}"


def _parse(kind, data):
    if not _turns.acquire(timeout=SECONDS):
        raise BadFile("busy")
    try:
        head, content = _run(kind, data)
    finally:
        _turns.release()
    word, _, pages = head.decode("ascii", "replace").partition(" ")
    if word != "ok":
        raise BadFile(word if word in SENTENCES else "heavy")
    return content, int(pages)


def _run(kind, data):
    """What the child wrote, in two; nothing when it was stopped. It inherits no secret of ours."""
    with tempfile.TemporaryFile() as out:  # a file, not a pipe: its size is bounded too
        command = [sys.executable, "-I", str(PARSER), kind]
        quiet = {"stdout": out, "stderr": subprocess.DEVNULL, "env": {}}
        try:
            done = subprocess.run(command, input=data, timeout=SECONDS, check=False, **quiet)
        except subprocess.TimeoutExpired:
            return b"", b""
        if done.returncode:
            return b"", b""
        out.seek(0)
        head, _, content = out.read().partition(b"\n")
    return head, content
