"""Several files of one document, joined into one PDF in their order."""

import io

import pikepdf
import pytest

from enrolment.uploads.check import BadFile, Checked, check_files, join
from tests.support import uploads
from tests.support.uploads import Sent

PHOTO = {"content": uploads.picture(size=(300, 400)), "name": "recto.jpg"}


def opened(checked):
    return pikepdf.open(io.BytesIO(checked.content))


def pictures(page):
    return len(page.get("/Resources", {}).get("/XObject", {}))


def test_one_file_stays_as_it_is():
    checked = check_files([Sent(**PHOTO)])
    assert (checked.name, checked.content_type, checked.pages) == ("recto.jpg", "image/jpeg", 1)


def test_pages_follow_the_order_of_the_files():
    files = [Sent(uploads.pdf(pages=2), "bulletins.pdf"), Sent(**PHOTO), Sent(uploads.pdf())]
    checked = check_files(files)
    assert (checked.name, checked.content_type) == ("bulletins.pdf", "application/pdf")
    assert checked.pages == 4
    with opened(checked) as document:
        assert [pictures(page) for page in document.pages] == [0, 0, 1, 0]


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_picture_keeps_its_points_and_its_colours(mode):
    photo = Checked(uploads.picture(size=(300, 400), mode=mode), 1, "photo.jpg", "image/jpeg")
    with opened(join([photo, photo])) as document:
        image = pikepdf.PdfImage(document.pages[0].Resources.XObject.Shown).as_pil_image()
        assert (image.size, image.mode) == ((300, 400), mode)


def test_picture_stands_inside_its_page():
    wide = Sent(uploads.picture(size=(400, 300)), "large.jpg")
    with opened(check_files([wide, wide])) as document:
        page = document.pages[0]
        _, _, width, height = (float(side) for side in page.mediabox)
        lines = pikepdf.parse_content_stream(page)
        (drawn,) = [line.operands for line in lines if str(line.operator) == "cm"]
        across, _, _, up, left, bottom = map(float, drawn)
    assert width > height
    assert 0 < left < left + across < width
    assert 0 < bottom < bottom + up < height


def test_long_picture_goes_over_several_pages():
    long = Sent(uploads.picture(size=(300, 4000)), "capture.jpg")
    assert check_files([long, Sent(uploads.pdf())]).pages > 2


@pytest.mark.parametrize(("more", "is_taken"), [(25, True), (26, False)])
def test_fifty_pages_are_the_most(more, is_taken):
    files = [Sent(uploads.pdf(pages=25)), Sent(uploads.pdf(pages=more))]
    if is_taken:
        assert check_files(files).pages == 50
    else:
        with pytest.raises(BadFile, match="Ce document a plus de 50 pages"):
            check_files(files)


def test_copy_that_cannot_be_read_is_refused():
    broken = Checked(b"%PDF-1.7", 1, "abime.pdf", "application/pdf")
    with pytest.raises(BadFile):
        join([broken, broken])
