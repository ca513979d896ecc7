"""A damaged PDF is kept as it would be drawn without its damage, or refused: never with less.

Each kind of damage is made at every place of several documents. The parser runs here without its
process, which `test_check.py` covers.
"""

import io
import re
from functools import cache

import pikepdf
import pytest
from PIL import ImageChops

from enrolment.uploads import pdf
from enrolment.uploads.confined import Refused
from tests.support.pdf_reading import pages_drawn
from tests.support.uploads import picture

A5 = (420, 595)


def document(*, change=lambda made: None, compress=True, **options):
    """Makes three pages of text: the second has a photograph too, the third a form in a form."""
    with pikepdf.new() as made:
        name, font = pikepdf.Name, pikepdf.Dictionary
        helvetica = font(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        resources = made.make_indirect(
            pikepdf.Dictionary(Font=font(F=made.make_indirect(helvetica)))
        )
        for number in range(3):
            page = made.add_blank_page(page_size=A5)
            page.obj.Resources = resources
            page.obj.Contents = made.make_stream(
                b"BT /F 60 Tf 40 300 Td (Page %d) Tj ET\n" % number
            )
        made.pages[1].Contents = pikepdf.Array(
            [made.pages[1].Contents, made.make_stream(b"q 200 0 0 200 40 40 cm /I Do Q\n")]
        )
        image = made.make_stream(photograph(), Width=300, Height=300, BitsPerComponent=8)
        image.Type, image.Subtype, image.ColorSpace = name.XObject, name.Image, name.DeviceRGB
        image.Filter = name.DCTDecode
        made.pages[1].Resources = pikepdf.Dictionary(
            Font=resources.Font, XObject=pikepdf.Dictionary(I=image)
        )
        change(made)
        out = io.BytesIO()
        made.save(out, compress_streams=compress, **options)
    return out.getvalue()


def photograph():
    return picture(size=(300, 300), colour=(200, 30, 90))


ORIGINALS = {
    "simple": lambda: document(),
    "sans compression": lambda: document(compress=False),
    "objets compressés": lambda: document(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "imprimable seulement": lambda: document(encryption=pikepdf.Encryption(user="", owner="b")),
    "linéarisé": lambda: document(linearize=True),
}


@cache
def original(label):
    return ORIGINALS[label]()


@cache
def drawn(label):
    return pages_drawn(original(label))


# Kinds of damage: each gives every damaged variant of a document.


def wrong_offsets(data):
    for row in re.finditer(rb"(\d{10}) (\d{5} n)", data):
        for shift in (-9, 7):
            moved = b"%010d" % max(0, int(row[1]) + shift)
            yield data[: row.start(1)] + moved + data[row.end(1) :]


def exchanged_offsets(data):
    rows = list(re.finditer(rb"\d{10}(?= \d{5} n)", data))
    for one, other in zip(rows, rows[1:], strict=False):
        yield (
            data[: one.start()]
            + other[0]
            + data[one.end() : other.start()]
            + one[0]
            + (data[other.end() :])
        )


def wrong_lengths(data):
    for found in re.finditer(rb"/Length (\d+)", data):
        for shift in (-9, -1, 1, 40, 9000):
            length = b"%d" % max(0, int(found[1]) + shift)
            yield data[: found.start(1)] + length + data[found.end(1) :]


def cut(data):
    step = max(1, len(data) // 60)
    yield from (data[:end] for end in range(len(data) - 1, 0, -step))


def lost_objects(data):
    for found in re.finditer(rb"\n(\d+) 0 obj", data):
        yield data[: found.start(1)] + b"x" * len(found[0][1:]) + data[found.end() :]


def lost_ends(data):
    for word in (b"endobj", b"endstream", b"%%EOF", b"startxref", b"trailer", b"xref"):
        for found in re.finditer(word, data):
            yield data[: found.start()] + b" " * len(word) + data[found.end() :]


def overwritten(data):
    step = max(1, len(data) // 80)
    yield from (data[:at] + bytes(8) + data[at + 8 :] for at in range(9, len(data), step))


def before_or_after(data):
    yield from (
        junk + data for junk in (b"\n", b"\xef\xbb\xbf", b"\x1b%-12345X@PJL\r\n", bytes(990))
    )
    yield from (data + junk for junk in (bytes(3000), b"\x1a", b"\r\n" * 900))


def wrong_starts(data):
    at = data.rindex(b"startxref")
    yield from (data[:at] + b"startxref\n%d\n%%%%EOF\n" % place for place in (0, 7, 10**9))


def converted_ends_of_lines(data):
    yield data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    yield data.replace(b"\r\n", b"\n")


KINDS = [
    *(wrong_offsets, exchanged_offsets, wrong_lengths, cut, lost_objects, lost_ends, overwritten),
    *(before_or_after, wrong_starts, converted_ends_of_lines),
]
# What every reader opens, and nothing of which is lost.
ALWAYS_KEPT = [wrong_lengths, wrong_offsets, exchanged_offsets, before_or_after, wrong_starts]


def copies(label, kind):
    """(variant, the copy that is kept, None if it is refused)"""
    for variant in kind(original(label)):
        try:
            yield variant, pdf.clean(variant)[0]
        except Exception:  # the process of the parser answers « unreadable »
            yield variant, None


def same(pages, expected):
    return len(pages) == len(expected) and not any(
        ImageChops.difference(one, other).getbbox()
        for one, other in zip(pages, expected, strict=True)
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not overwritten])
@pytest.mark.parametrize("label", ORIGINALS)
def test_damaged_document_is_never_kept_with_less(label, kind):
    kept = {copy for _, copy in copies(label, kind) if copy is not None}
    assert [copy for copy in kept if not same(pages_drawn(copy), drawn(label))] == []


# Not the encrypted one: each reader guesses differently the end of an encrypted picture.
@pytest.mark.parametrize("label", [name for name in ORIGINALS if name != "imprimable seulement"])
def test_document_partly_overwritten_is_kept_as_readers_show_it(label):
    """What was overwritten is gone for everybody; nothing else may be."""
    for variant, copy in copies(label, overwritten):
        if copy is not None and not same(pages_drawn(copy), drawn(label)):
            assert same(pages_drawn(copy), pages_drawn(variant))


def test_encrypted_picture_that_lost_a_byte_is_refused():
    """It would be drawn with other colours: its picture unfolds, and is another one."""
    data = original("imprimable seulement")
    middle = data.index(b"stream", data.index(b"/DCTDecode")) + 1000
    with pytest.raises(Refused, match="unreadable"):
        pdf.clean(data[:middle] + data[middle + 1 :])


@pytest.mark.parametrize("kind", ALWAYS_KEPT)
def test_damage_that_loses_nothing_is_repaired(kind):
    assert None not in {copy for _, copy in copies("simple", kind)}


def test_control_without_recovery_a_page_is_lost():
    """What the library does with the same damage when it must not recover."""
    lost = 0
    for variant in wrong_offsets(original("simple")):
        try:
            with pikepdf.open(io.BytesIO(variant), attempt_recovery=False) as document:
                out = io.BytesIO()
                document.save(out)
            lost += not same(pages_drawn(out.getvalue()), drawn("simple"))
        except pikepdf.PdfError:
            continue
    assert lost


def test_originals_show_their_photograph():
    """Else its loss would show nowhere."""
    red, green, blue = drawn("simple")[1].getpixel((70, 228))
    assert (red > 180, green < 60, blue < 120) == (True, True, True)
