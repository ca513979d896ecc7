"""Measures uploads and recaps: the heaviest files that are accepted, alone then together.

« .venv/bin/python bench/recap.py » prints the elapsed seconds for each file, for a recap of four of
it, and for a recap of one of each. Their processes cannot take more memory than LIMITS says.
"""

import io
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charmilles.settings")

import django  # noqa: E402

django.setup()

from pikepdf import Array, Dictionary, Name  # noqa: E402
from PIL import Image  # noqa: E402

from charmilles.pdf import printing  # noqa: E402
from enrolment.applications import recap  # noqa: E402
from enrolment.uploads import check, sandbox  # noqa: E402
from enrolment.uploads.sanitise import LIMITS  # noqa: E402
from tests.support.uploads import pdf, picture  # noqa: E402


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


def accepted():
    """Prints each upload; returns the copies that are kept, by label."""
    copies = {}
    for label, make in FILES.items():
        kind, data = make()
        start = time.monotonic()
        head, _, copy = sandbox.run(check.PARSER, kind, data=data, seconds=30).partition(b"\n")
        seconds = time.monotonic() - start
        print(f"{label} ({len(data) / 1e6:.1f} Mo) : {head.decode()}, {seconds:.1f} s")
        if head.startswith(b"ok"):
            copies[label] = (kind, copy)
    return copies


def joined(parts):
    """Makes a recap of these documents, but for its first pages; returns what was left out."""
    budget, out, left = recap.Budget(), [], []
    page = printing.print_pdf("<!doctype html><html lang=fr><title>a</title><body><p>a").pdf
    for label, (kind, data) in parts:
        try:
            out.append(recap.Part(kind, label, recap._read(kind, data, budget)))
        except recap.Unjoinable as why:
            left.append(f"{label} ({why})")
            out.append(recap.Part(recap.DRAWN, label, page))
    recap._bind([recap.Part(recap.DRAWN, "", page), *out], budget)
    return left


def main():
    print(f"Envois : {LIMITS['seconds']} s de processeur et {LIMITS['memory'] >> 20} Mo au plus")
    copies = accepted()
    sets = {label: [(label, copy)] * 4 for label, copy in copies.items()}
    sets["tous ensemble"] = list(copies.items())
    print("Récapitulatifs")
    for label, parts in sets.items():
        start = time.monotonic()
        left = joined(parts)
        print(f"{len(parts)} × {label} : {time.monotonic() - start:.1f} s, remplacés : {left or 0}")
    printing.close()


if __name__ == "__main__":
    main()
