"""Files as real people send them (../shared/cases): kept whole, or refused in words."""

import io
from functools import cache

import pikepdf
import pytest
from PIL import Image, ImageChops

from enrolment.uploads import check
from tests.support.cases import case, names
from tests.support.pdf_reading import ACTIVE, inside, pages_drawn
from tests.support.uploads import Sent, pdf, picture

# Drawn as sent. The second is what the first would draw without its damage.
KEPT = {
    "scan-length-short-by-one.pdf": "scan-ok.pdf",
    "scan-length-long-by-40.pdf": "scan-ok.pdf",
    "length-wrong-page2.pdf": "three-pages.pdf",
    "one-offset-wrong-page.pdf": "three-pages.pdf",
    "one-offset-wrong-content.pdf": "three-pages.pdf",
    "startxref-wrong.pdf": "bom-before.pdf",
    "no-eof.pdf": "bom-before.pdf",
    "trailing-nul.pdf": "bom-before.pdf",
}
AS_IT_IS = [
    *("newline-before.pdf", "bom-before.pdf", "pjl-before.pdf", "owner-password.pdf"),
    *("owner-password-rc4.pdf", "form-plain.pdf", "form-with-format.pdf", "autoprint-js.pdf"),
    *("autoprint-named.pdf", "signed.pdf", "cv-with-link.pdf", "invoice-with-xml.pdf"),
    *("scan-a3-600dpi.pdf", "scan-ok.pdf", "three-pages.pdf"),
]
REFUSED = {
    "crlf-converted.pdf": "unreadable",  # the line ends that were changed were also in its drawing
    "hostile/09_external_stream.pdf": "external",
    "hostile/17_jpx_60000.pdf": "pixels",
    "hostile/32_marks_heavy.pdf": "heavy",
    "hostile/33_huge_page.pdf": "page",
}
HARMLESS = ["hostile/02_uri_js.pdf", "hostile/03_uri_unc.pdf", "hostile/08_thread_remote.pdf"]
PICTURES = ["photo.jfif", "photo.webp", "jpeg-named.png", "png-named.jpg"]


@cache
def kept(name):
    return check.check_file(Sent(case(name), name))


def same(drawn, expected):
    """Whether two lists of pages show the same; a picture drawn smaller may differ by a shade."""
    pairs = zip(drawn, expected, strict=True)
    differences = (ImageChops.difference(one, other).getextrema() for one, other in pairs)
    return all(most <= 16 for extrema in differences for _, most in extrema)


def test_every_file_has_its_answer():
    known = {*KEPT, *AS_IT_IS, *REFUSED, *HARMLESS, *PICTURES}
    assert set(names("*.*", "hostile/*")) <= known


@pytest.mark.parametrize("name", KEPT)
def test_damaged_file_is_kept_whole(name):
    copy = kept(name)
    assert copy.pages == len(pages_drawn(case(KEPT[name])))
    assert same(pages_drawn(copy.content), pages_drawn(case(KEPT[name])))


@pytest.mark.parametrize("name", AS_IT_IS)
def test_file_is_kept_as_it_is_drawn(name):
    assert same(pages_drawn(kept(name).content), pages_drawn(case(name)))


@pytest.mark.parametrize("name", [*KEPT, *AS_IT_IS, *HARMLESS])
def test_copy_does_nothing_by_itself(name):
    assert ACTIVE.findall(inside(kept(name).content)) == []


@pytest.mark.parametrize("name", ["autoprint-js.pdf", "hostile/02_uri_js.pdf", "signed.pdf"])
def test_control_originals_do(name):
    assert ACTIVE.findall(inside(case(name)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_whole_is_refused_in_words(name):
    with pytest.raises(check.BadFile) as refusal:
        kept(name)
    assert refusal.value.why == REFUSED[name]


def test_link_to_a_letter_is_kept():
    assert b"mailto:a@exemple.fr" in inside(kept("cv-with-link.pdf").content)


def test_filled_field_is_kept_without_its_script():
    document = pikepdf.open(io.BytesIO(kept("form-with-format.pdf").content))
    assert document.Root.AcroForm.Fields[0].V == "01/01/2008"


def test_scan_of_a_large_sheet_is_reduced():
    document = pikepdf.open(io.BytesIO(kept("scan-a3-600dpi.pdf").content))
    image = document.pages[0].Resources.XObject.Im0
    assert (image.Width, image.Height) == (3508, 4961)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *((name, name) for name in PICTURES),
        *(
            ("photo.jfif", given)
            for given in ("photo.JPG ", "photo.jpg.", "photo.jpe", "1000012345", "photo.pdf")
        ),
    ],
)
def test_first_bytes_decide_whatever_the_name(name, given):
    copy = check.check_file(Sent(case(name), given))
    original = Image.open(io.BytesIO(case(name)))
    assert (copy.content_type, Image.open(io.BytesIO(copy.content)).size) == (
        "image/jpeg",
        original.size,
    )
    assert copy.name == given.rstrip(" .").partition(".")[0] + ".jpg"


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_large_photograph_inside_a_pdf_is_reduced(mode):
    """As a scanner makes an A3 sheet at 600 dots per inch."""

    def change(document):
        name = pikepdf.Name
        image = document.make_stream(picture(size=(7016, 9921), mode=mode, colour=9))
        image.Type, image.Subtype, image.Filter = name.XObject, name.Image, name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = 7016, 9921, 8
        image.ColorSpace = name.DeviceRGB if mode == "RGB" else name.DeviceGray
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image))

    copy = check.check_file(Sent(pdf(change=change)))
    document = pikepdf.open(io.BytesIO(copy.content))
    image = document.pages[0].Resources.XObject.A
    assert (image.Width, image.Height) == pikepdf.PdfImage(image).as_pil_image().size
    assert (image.Width, image.Height) == (3508, 4961)
