"""Writes a PDF from a stranger anew, whole and inactive. Used by `sanitise.py`, in a process of its
own.

A damaged file is opened with the recovery of the library, as readers do. It is kept only if what
was recovered is proved whole: never with less than was sent.
"""

import io
import re

import pikepdf

from enrolment.uploads.actions import make_inactive
from enrolment.uploads.confined import PAGES, Refused
from enrolment.uploads.streams import check_streams, verify_pictures

NODES = 5_000  # of the tree of pages
LARGEST, SMALLEST = 14_400, 3  # points, for a side of a page: the limits of Acrobat
# What the library says of damage after which the objects are all there, and whole. Any other remark
# refuses the file: the library also goes on without a page or a part of an object.
LOSES_NOTHING = re.compile(
    r"(file is damaged|xref not found|can't find startxref|xref syntax invalid|expected endstream"
    r"|expected endobj|expected (n n|\d+ \d+) obj|extraneous whitespace seen before xref"
    r"|startxref was more than 1024 bytes before end of file|recovered trailer has no /Root entry"
    r"|Attempting to reconstruct cross-reference table|attempting to recover stream length"
    r"|recovered stream length: \d+|Resources is missing or invalid; repairing)$"
)
AES = {pikepdf.models.EncryptionMethod.aes, pikepdf.models.EncryptionMethod.aesv3}
BLOCK = 16  # bytes
NOT_ENCRYPTED = {"/XRef", "/Metadata"}  # always, and when the file says so
CONTAINERS = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)
KEPT_IN_TRAILER = {"/Root", "/Info", "/ID", "/Size"}


def clean(data: bytes) -> tuple[bytes, int]:
    """Returns (the PDF written anew, without any bytes outside of its objects, its pages).

    A restriction on printing or changing is not kept. Raises Refused, or what the library raises.
    """
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    with document:
        pages = _count_pages(document)
        _check_encrypted_blocks(document)
        make_inactive(document)
        remarks = [str(remark) for remark in document.get_warnings()]  # every object is read by now
        check_streams(document)
        if remarks:
            _check_whole(document, remarks)
        _check_pages(document)
        content = _written(document)
    _check_written(content, pages)
    return content, pages


def _count_pages(document):
    """Counts the pages, before the library repairs their tree. Refuses a page that is missing."""
    pages, nodes, pending = 0, 0, [document.Root.get("/Pages")]
    while pending:
        node = pending.pop()
        nodes += 1
        if not isinstance(node, pikepdf.Dictionary) or nodes > NODES:
            raise Refused("unreadable")
        if "/Kids" in node:
            pending += list(node.Kids)
        else:
            pages += 1
        if pages > PAGES:
            raise Refused("pages")
    if not pages or int(document.Root.Pages.get("/Count", pages)) > pages:
        raise Refused("unreadable")
    return pages


def _check_encrypted_blocks(document):
    """Refuses an encrypted stream that is no whole number of blocks: its last one would be lost.

    The cipher AES works on blocks of 16 bytes, and the library says nothing of a part of one.
    """
    if not document.is_encrypted or document.encryption.stream_method not in AES:
        return
    streams = (item for item in document.objects if isinstance(item, pikepdf.Stream))
    encrypted = (stream for stream in streams if stream.get("/Type") not in NOT_ENCRYPTED)
    if any(int(stream.get("/Length", 0)) % BLOCK for stream in encrypted):
        raise Refused("unreadable")


def _check_whole(document, remarks):
    """Refuses a recovered file of which something is lost, or cannot be proved whole."""
    later = document.get_warnings()  # about streams that do not unfold to their end
    if later or not all(LOSES_NOTHING.search(remark) for remark in remarks):
        raise Refused("unreadable")
    if any("stream" in remark for remark in remarks):
        if document.is_encrypted:  # a byte more or less changes all that follows, unseen
            raise Refused("unreadable")
        verify_pictures(document)
    for page in document.pages:
        _check_nothing_missing(page.obj)


def _check_nothing_missing(page):
    """Refuses a page that refers, at any depth, to an object that was not recovered."""
    seen, pending = set(), [page]
    while pending:
        current = pending.pop()
        if current.is_indirect and current.objgen in seen:
            continue
        seen.add(current.objgen)
        if isinstance(current, pikepdf.Array):
            children = list(current)  # where null may be meant: « left of the page, any zoom »
        else:
            children = [child for key, child in current.items() if key != "/Parent"]
            if None in children or None in _listed(current.get("/Contents")):
                raise Refused("unreadable")
        pending += [child for child in children if isinstance(child, CONTAINERS)]


def _listed(contents):
    return list(contents) if isinstance(contents, pikepdf.Array) else []


def _check_pages(document):
    """Refuses a page without its drawing, or whose size no reader shows."""
    for page in document.pages:
        contents = [child for key, child in page.obj.items() if key == "/Contents"]
        if None in contents or any(None in _listed(child) for child in contents):
            raise Refused("unreadable")
        unit = float(page.obj.get("/UserUnit", 1))
        for box in (page.mediabox, page.cropbox):
            left, bottom, right, top = (float(side) * unit for side in box)
            for side in (abs(right - left), abs(top - bottom)):
                if not SMALLEST <= side <= LARGEST:
                    raise Refused("page")


def _written(document):
    for key in set(document.trailer.keys()) - KEPT_IN_TRAILER:
        del document.trailer[key]
    out = io.BytesIO()
    document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def _check_written(content, pages):
    """The copy opens without any recovery, on the same number of pages."""
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as copy:
        if len(copy.pages) != pages or copy.is_encrypted or copy.get_warnings():
            raise Refused("unreadable")
