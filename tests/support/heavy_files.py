"""The heaviest files that are accepted, for the measures of bench/."""

import io

from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.support.uploads import pdf, picture


def noise(width, height, form, **options):
    image = Image.effect_noise((width // 8, height // 8), 60).resize((width, height))
    out = io.BytesIO()
    Image.merge("RGB", [image] * 3).save(out, form, **options)
    return out.getvalue()


def marked():
    """Fifty pages that share a drawing of 1.2 megabytes: just under what is accepted."""

    def change(document):
        drawing = document.make_stream(b"/P BMC 0 0 m 9 9 l S EMC\n" * 50_000)
        for page in document.pages:
            page.obj.Contents = drawing

    return pdf(pages=50, change=change)


def referring(count):
    """Pages whose resources are that many objects."""

    def change(document):
        states = {f"/G{n}": document.make_indirect(Dictionary(LW=n)) for n in range(count)}
        document.pages[0].Resources = Dictionary(ExtGState=Dictionary(states))

    return pdf(change=change)


def noted(count):
    def change(document):
        look = document.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
        look.BBox = Array([0, 0, 9, 9])
        note = {"/Type": Name.Annot, "/Subtype": Name.Square, "/Rect": [0, 0, 9, 9], "/F": 4}
        document.pages[0].Annots = Array(
            document.make_indirect(Dictionary({**note, "/AP": Dictionary(N=look)}))
            for _ in range(count)
        )

    return pdf(change=change)


FILES = {
    "JPEG de 50 Mpx": lambda: ("picture", noise(8165, 6124, "JPEG", quality=60)),
    "JPEG progressif de 40 Mpx": lambda: (
        "picture",
        noise(8000, 5000, "JPEG", quality=60, progressive=True),
    ),
    "PNG de 40 Mpx": lambda: ("picture", picture(form="PNG", mode="RGBA", size=(8000, 5000))),
    "WebP de 25 Mpx": lambda: ("picture", noise(6000, 4160, "WEBP", quality=50, method=0)),
    "AVIF de 40 Mpx": lambda: ("picture", noise(8000, 5000, "AVIF", quality=40, speed=10)),
    "capture de 1 080 × 20 000": lambda: ("picture", noise(1080, 20_000, "PNG")),
    "50 pages de marques": lambda: ("pdf", marked()),
    "20 000 objets": lambda: ("pdf", referring(20_000)),
    "60 000 objets": lambda: ("pdf", referring(60_000)),
    "5 000 notes": lambda: ("pdf", noted(5_000)),
    "20 000 notes": lambda: ("pdf", noted(20_000)),
}
